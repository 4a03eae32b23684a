package dev.gantry.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of G(z), by a mesh of z pushed through G, which is taken to be linear within each cell of the mesh
 * (an interval; in two latent dimensions half a rectangle, a triangle). Its density at a point is summed over all cells
 * whose images cover the point, so that folds count every pre-image.
 *
 * <p>A cell whose image is flat, as far as G's 32-bit numbers tell, is left out of sums. The density on it is at least
 * what the largest image would have that those numbers cannot tell from a flat one.
 */
final class Pushforward {
    /** Error of a 32-bit number as a share of it, with some room. */
    private static final double ROUNDING = 4 * 0x1p-24;

    /** A number as small as this is as good as 0. */
    private static final double LEAST = 1e-30;

    /** The logarithm of a normal latent's density at 5 standard deviations, within the core. */
    private static final double HARDLY_REACHED = Gaussian.logDensity(5);

    private final LatentMesh mesh;
    private final int dimension;

    /** G at the mesh's nodes, row by row. */
    private final double[] image;

    /** Whether the image of each cell is flat. */
    private final boolean[] flat;

    /** The cells of the core; expectations under G are taken in the middle of each. */
    private final int[] core;

    private final double[] points;
    private final double[] masses;

    Pushforward(LatentMesh mesh, LatentMap map, int dimension) {
        this.mesh = mesh;
        this.dimension = dimension;
        float[] g = map.map().apply(mesh.nodes());
        image = new double[g.length];
        for (int i = 0; i < g.length; i++) {
            image[i] = g[i];
        }
        int side = mesh.cells();
        flat = new boolean[mesh.latents() == 1 ? side : 2 * side * side];
        for (int cell = 0; cell < flat.length; cell++) {
            flat[cell] =
                    mesh.latents() == 1 ? isShort(cell) : dimension == 1 ? isLevel(half(cell)) : isThin(half(cell));
        }
        core = IntStream.range(0, flat.length).filter(this::isCore).toArray();
        points = new double[core.length * dimension];
        masses = new double[core.length];
        for (int i = 0; i < core.length; i++) {
            place(i);
        }
    }

    private boolean isCore(int cell) {
        int side = mesh.cells();
        return mesh.latents() == 1 ? mesh.isCore(cell) : mesh.isCore(cell / 2 / side) && mesh.isCore(cell / 2 % side);
    }

    /** Points for expectations under G, row by row. */
    double[] points() {
        return points;
    }

    /** The mass at each point; together nearly 1. */
    double[] masses() {
        return masses;
    }

    /** Whether a point lies on a flat image. */
    boolean isFlat(int point) {
        return flat[core[point]];
    }

    /** The mass on flat images. */
    double flatMass() {
        return IntStream.range(0, core.length)
                .filter(this::isFlat)
                .mapToDouble(i -> masses[i])
                .sum();
    }

    /** The logarithm of the least density at a point on a flat image. */
    double leastLogDensity(int point) {
        int cell = core[point];
        double[] axis = mesh.axis();
        if (mesh.latents() == 1) {
            double middle = (axis[cell] + axis[cell + 1]) / 2;
            return mesh.logDensity(middle) + Math.log((axis[cell + 1] - axis[cell]) / noise(cell));
        }
        Half half = half(cell);
        double area = half.step0() * half.step1();
        double logPrior = mesh.logDensity(half.z0() + half.step0() / 3) + mesh.logDensity(half.z1() + half.step1() / 3);
        return logPrior + Math.log(area / noise(half));
    }

    /** Nodes at which G was asked. */
    int nodes() {
        return image.length / dimension;
    }

    /**
     * The logarithm of the density at given points, row by row, and after them at this distribution's own; -infinity
     * where no cell reaches.
     *
     * @param far the same generator on a mesh whose cells outside the core are asked about given points that the core
     *     hardly reaches; null where the core is all there is
     */
    double[] logDensities(double[] given, @Nullable Pushforward far) {
        int count = given.length / dimension;
        double[] all = Arrays.copyOf(given, given.length + points.length);
        System.arraycopy(points, 0, all, given.length, points.length);
        Places places = new Places(all, dimension);
        for (int i = 0; i < core.length; i++) {
            add(core[i], places, count + i);
        }
        double[] logs = places.sums().logs();
        if (far != null) {
            double edge = HARDLY_REACHED + (mesh.latents() - 1) * mesh.logDensity(0);
            int[] beyond = IntStream.range(0, count)
                    .filter(i -> places.sums().largest(i) < edge)
                    .toArray();
            double[] more = far.outside(rows(given, beyond));
            for (int i = 0; i < beyond.length; i++) {
                logs[beyond[i]] = sum(logs[beyond[i]], more[i]);
            }
        }
        return logs;
    }

    /** The logarithm of what the cells outside the core add at given points. */
    private double[] outside(double[] given) {
        Places places = new Places(given, dimension);
        for (int cell = 0; cell < flat.length && given.length > 0; cell++) {
            if (!isCore(cell)) {
                add(cell, places, -1);
            }
        }
        return places.sums().logs();
    }

    private static double sum(double logA, double logB) {
        double larger = Math.max(logA, logB);
        return larger == Double.NEGATIVE_INFINITY
                ? larger
                : larger + Math.log1p(Math.exp(Math.min(logA, logB) - larger));
    }

    private double[] rows(double[] given, int[] rows) {
        double[] chosen = new double[rows.length * dimension];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(given, rows[i] * dimension, chosen, i * dimension, dimension);
        }
        return chosen;
    }

    /**
     * Adds what a cell pushes onto places.
     *
     * @param own the place in the cell's middle, which belongs to it whatever rounding says; -1: none
     */
    private void add(int cell, Places places, int own) {
        if (flat[cell]) {
            return;
        }
        if (mesh.latents() == 1) {
            addInterval(cell, places, own);
        } else if (dimension == 2) {
            addTriangle(cell, places, own);
        } else {
            addTent(cell, places);
        }
    }

    private void place(int i) {
        int side = mesh.cells();
        int cell = core[i];
        if (mesh.latents() == 1) {
            points[i] = (image[cell] + image[cell + 1]) / 2;
            masses[i] = mesh.masses()[cell];
            return;
        }
        Half half = half(cell);
        masses[i] = mesh.masses()[cell / 2 / side] * mesh.masses()[cell / 2 % side] / 2;
        // Not the centroid: where G folds symmetrically, it would lie on the edge of another image.
        for (int axis = 0; axis < dimension; axis++) {
            points[i * dimension + axis] =
                    0.31 * at(half.corner(), axis) + 0.36 * at(half.along(), axis) + 0.33 * at(half.across(), axis);
        }
    }

    // --- One latent dimension, points on the line ---

    private boolean isShort(int cell) {
        return !(Math.abs(image[cell + 1] - image[cell]) > noise(cell));
    }

    private double noise(int cell) {
        return ROUNDING * Math.max(LEAST, Math.abs(image[cell]) + Math.abs(image[cell + 1]));
    }

    private void addInterval(int cell, Places places, int own) {
        double from = image[cell];
        double extent = image[cell + 1] - from;
        double start = mesh.axis()[cell];
        double step = mesh.axis()[cell + 1] - start;
        double scale = step / Math.abs(extent);
        places.visit(Math.min(from, from + extent), Math.max(from, from + extent), (place, x, y) -> {
            double t = place == own ? 0.5 : (x - from) / extent;
            if (t >= 0 && t < 1) {
                places.sums().add(place, scale, mesh.logDensity(start + t * step));
            }
        });
    }

    // --- Two latent dimensions ---

    /**
     * Half a rectangle of the mesh.
     *
     * @param corner node at its right angle
     * @param along the node next to it along the first axis
     * @param across the node next to it along the second axis
     */
    private record Half(int corner, int along, int across, double z0, double z1, double step0, double step1) {}

    /** Every rectangle's two halves; of each the right angle is at one end of the same diagonal. */
    private Half half(int index) {
        int cell = index / 2;
        int i = cell / mesh.cells();
        int j = cell % mesh.cells();
        int side = mesh.cells() + 1;
        double[] axis = mesh.axis();
        double step0 = axis[i + 1] - axis[i];
        double step1 = axis[j + 1] - axis[j];
        int low = i * side + j;
        int high = low + side + 1;
        return index % 2 == 0
                ? new Half(low, low + side, low + 1, axis[i], axis[j], step0, step1)
                : new Half(high, high - side, high - 1, axis[i + 1], axis[j + 1], -step0, -step1);
    }

    private double at(int node, int axis) {
        return image[node * dimension + axis];
    }

    private boolean isLevel(Half half) {
        double a = at(half.corner(), 0);
        double b = at(half.along(), 0);
        double c = at(half.across(), 0);
        double extent = Math.max(a, Math.max(b, c)) - Math.min(a, Math.min(b, c));
        return !(extent > noise(half));
    }

    private boolean isThin(Half half) {
        return !(Math.abs(cross(corners(half))) > noise(half));
    }

    /** The extent, or twice the area, that rounding alone may give an image. */
    private double noise(Half half) {
        int[] nodes = {half.corner(), half.along(), half.across()};
        double size = LEAST;
        double edges = 0;
        for (int node : nodes) {
            for (int axis = 0; axis < dimension; axis++) {
                size = Math.max(size, Math.abs(at(node, axis)));
                edges += Math.abs(at(node, axis) - at(half.corner(), axis));
            }
        }
        return ROUNDING * size * (dimension == 1 ? 1 : Math.max(edges, ROUNDING * size));
    }

    /** x, y of the right angle and the other two corners. */
    private double[] corners(Half half) {
        return new double[] {
            at(half.corner(), 0),
            at(half.corner(), 1),
            at(half.along(), 0),
            at(half.along(), 1),
            at(half.across(), 0),
            at(half.across(), 1)
        };
    }

    /** Twice the signed area. */
    private static double cross(double[] corners) {
        return (corners[2] - corners[0]) * (corners[5] - corners[1])
                - (corners[3] - corners[1]) * (corners[4] - corners[0]);
    }

    private void addTriangle(int cell, Places places, int own) {
        Half half = half(cell);
        double[] corners = corners(half);
        double twice = cross(corners);
        double x0 = corners[0];
        double y0 = corners[1];
        double ux = (corners[5] - y0) / twice;
        double uy = -(corners[4] - x0) / twice;
        double vx = -(corners[3] - y0) / twice;
        double vy = (corners[2] - x0) / twice;
        double scale = half.step0() * half.step1() / Math.abs(twice);
        boolean first = cell % 2 == 0;
        places.visitTriangle(corners, (place, x, y) -> {
            double u = ux * (x - x0) + uy * (y - y0);
            double v = vx * (x - x0) + vy * (y - y0);
            // A place on an edge belongs to one of the triangles that meet there.
            boolean inside = first ? u >= 0 && v >= 0 && u + v < 1 : u > 0 && v > 0 && u + v <= 1;
            if (inside || place == own) {
                double logPrior =
                        mesh.logDensity(half.z0() + u * half.step0()) + mesh.logDensity(half.z1() + v * half.step1());
                places.sums().add(place, scale, logPrior);
            }
        });
    }

    /**
     * Onto the line a triangle pushes a tent: at x it is the prior at the middle of the level line of x, times the
     * level line's length over the slope; 2 area / (highest - lowest) at the middle corner, 0 at the others.
     */
    private void addTent(int cell, Places places) {
        Tent tent = tent(half(cell));
        places.visit(tent.low(), tent.high(), (place, x, y) -> {
            if (x > tent.low() && x < tent.high()) {
                tent.add(x, mesh, places.sums(), place);
            }
        });
    }

    private Tent tent(Half half) {
        double[][] corners = {
            {at(half.corner(), 0), half.z0(), half.z1()},
            {at(half.along(), 0), half.z0() + half.step0(), half.z1()},
            {at(half.across(), 0), half.z0(), half.z1() + half.step1()}
        };
        Arrays.sort(corners, Comparator.comparingDouble(corner -> corner[0]));
        return new Tent(corners[0], corners[1], corners[2], half.step0() * half.step1());
    }

    /** Corners as {G, z0, z1} by rising G, and twice the triangle's area. */
    private record Tent(double[] lowest, double[] middle, double[] highest, double area) {
        double low() {
            return lowest[0];
        }

        double high() {
            return highest[0];
        }

        void add(double x, LatentMesh mesh, LogSums sums, int place) {
            double[] end = x < middle[0] ? lowest : highest;
            double share = (x - end[0]) / (middle[0] - end[0]); // along the short edge, 1 at the middle corner
            double along = (x - low()) / (high() - low());
            double z0 = end[1] + share * (middle[1] - end[1]) + lowest[1] + along * (highest[1] - lowest[1]);
            double z1 = end[2] + share * (middle[2] - end[2]) + lowest[2] + along * (highest[2] - lowest[2]);
            sums.add(place, share * area / (high() - low()), mesh.logDensity(z0 / 2) + mesh.logDensity(z1 / 2));
        }
    }
}
