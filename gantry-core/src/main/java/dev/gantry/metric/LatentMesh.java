package dev.gantry.metric;

import java.util.Arrays;

/**
 * A mesh over one or two latent dimensions, the same along each axis.
 *
 * <p>Its core has equal intervals: over [-1, 1] for uniform latents, over [-6, 6] for normal ones, which holds all but
 * 4e-9 of the mass. Around the core of normal latents there may be intervals that grow by a constant factor to far
 * outside, where a generator that shrinks its input meets the data.
 *
 * @param axis the nodes' coordinates along an axis, rising
 * @param masses probability of each interval between two nodes
 * @param beyond intervals outside the core at either end
 */
record LatentMesh(int latents, boolean normal, double[] axis, double[] masses, int beyond) {
    /** Half the extent of the core of normal latents. */
    static final double CORE = 6;

    private static final double GROWTH = 1.5;
    private static final double FAR = 1000;

    /**
     * The core alone.
     *
     * @param cells along an axis
     */
    static LatentMesh core(int latents, boolean normal, int cells) {
        double reach = normal ? CORE : 1;
        return of(latents, normal, evenly(-reach, reach, cells), 0);
    }

    /**
     * Normal latents with what lies around the core.
     *
     * @param cells in the core, along an axis
     */
    static LatentMesh far(int latents, int cells) {
        double[] core = evenly(-CORE, CORE, cells);
        double step = core[1] - core[0];
        int beyond = (int) Math.ceil(Math.log(FAR * (GROWTH - 1) / step) / Math.log(GROWTH));
        double[] axis = new double[core.length + 2 * beyond];
        System.arraycopy(core, 0, axis, beyond, core.length);
        for (int i = beyond + core.length; i < axis.length; i++) {
            step *= GROWTH;
            axis[i] = (float) (axis[i - 1] + step);
            axis[axis.length - 1 - i] = -axis[i];
        }
        return of(latents, true, axis, beyond);
    }

    private static LatentMesh of(int latents, boolean normal, double[] axis, int beyond) {
        double[] masses = new double[axis.length - 1];
        Arrays.setAll(masses, i -> normal ? Gaussian.between(axis[i], axis[i + 1]) : (axis[i + 1] - axis[i]) / 2);
        return new LatentMesh(latents, normal, axis, masses, beyond);
    }

    private static double[] evenly(double low, double high, int cells) {
        double[] nodes = new double[cells + 1];
        Arrays.setAll(nodes, i -> (float) (low + (high - low) * i / cells)); // as G is asked
        return nodes;
    }

    /** Whether an interval of an axis belongs to the core. */
    boolean isCore(int interval) {
        return interval >= beyond && interval < cells() - beyond;
    }

    /** Intervals along an axis. */
    int cells() {
        return masses.length;
    }

    /** All nodes, row by row, the last coordinate changing fastest. */
    float[] nodes() {
        int side = axis.length;
        float[] nodes = new float[latents == 1 ? side : 2 * side * side];
        for (int i = 0; i < nodes.length / latents; i++) {
            if (latents == 1) {
                nodes[i] = (float) axis[i];
            } else {
                nodes[2 * i] = (float) axis[i / side];
                nodes[2 * i + 1] = (float) axis[i % side];
            }
        }
        return nodes;
    }

    /** The logarithm of the density of one latent coordinate at a place inside the mesh. */
    double logDensity(double z) {
        return normal ? Gaussian.logDensity(z) : -Math.log(2);
    }
}
