package dev.gantry.metric;

import dev.gantry.data.Distribution;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Divergences between the data and G without sampling noise, for generators of one or two latent dimensions on data
 * with a known density p: with q the density of G(z) by {@link Pushforward}, "exact_kl_data_g" is KL(p || q),
 * "exact_kl_g_data" KL(q || p), "exact_js" the Jensen-Shannon divergence in nats, "exact_tv" half the integral of
 * |p - q|.
 *
 * <p>An expectation under p is a sum over {@link TruthPoints}, one under q a sum over the cells of the mesh; JS and TV
 * take half of each, so that neither has to find where the other is concentrated. The error bar is the difference to
 * the same with half as many points along every axis. A divergence is infinite where more than a millionth of one side's
 * mass lies where the other has none, or more than a hundredth of G's mass on images that 32-bit numbers cannot tell from
 * lines and points; a smaller part counts with the least density that those numbers allow.
 */
final class ExactDivergences {
    static final String REFERENCE = "exact density of ";

    private static final int CELLS_ONE = 4000;
    private static final int CELLS_PLANE = 320;
    private static final int CELLS_TENTS = 160;
    private static final int CELLS_FAR = 40;

    /** The largest part of a distribution's mass that may lie where the other has none before that counts. */
    private static final double NOTHING = 1e-6;

    /** The largest part of G's mass that may be too thin for 32-bit numbers: strong folds make a little of it. */
    private static final double THIN = 0.01;

    private final Subject subject;
    private final LatentMap map;
    private final Distribution truth;

    private ExactDivergences(Subject subject, LatentMap map) {
        this.subject = subject;
        this.map = map;
        this.truth = subject.known();
    }

    static Optional<String> inapplicable(Subject subject) {
        if (subject.truth() == null) {
            return Optional.of("the density of the data is not known exactly");
        }
        if (subject.map() == null) {
            return Optional.of("the generator is not known as a function of its latents");
        }
        return subject.map().size() <= 2
                ? Optional.empty()
                : Optional.of("G has " + subject.map().size()
                        + " latent dimensions, too many for a mesh: latent.size must be 1 or 2");
    }

    static Map<String, Score> scores(Subject subject) {
        LatentMap map = Objects.requireNonNull(subject.map());
        return new ExactDivergences(subject, map).scores();
    }

    /** What a mesh says, and the parts of mass where the other side has none. */
    private record Sums(
            double dataG,
            double gData,
            double js,
            double tv,
            double uncovered,
            double unsupported,
            double singular,
            int nodes) {}

    private Map<String, Score> scores() {
        int dimension = truth.dimension();
        if (map.size() < dimension) {
            return apart(dimension);
        }
        int cells = map.size() == 1 ? CELLS_ONE : dimension == 2 ? CELLS_PLANE : CELLS_TENTS;
        Sums fine = sums(cells, 1);
        Sums coarse = sums(cells / 2, 2);

        String uncovered = fine.uncovered() > NOTHING
                ? "infinite: " + share(fine.uncovered()) + " of the data's mass lies where G puts none"
                : null;
        String outside = fine.singular() > THIN
                ? "infinite: " + share(fine.singular()) + " of G's mass lies on single points or lines"
                : fine.unsupported() > NOTHING
                        ? "infinite: " + share(fine.unsupported()) + " of G's mass lies where the data has none"
                        : null;
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put("exact_kl_data_g", score(fine.dataG(), coarse.dataG(), uncovered, leftOut(fine), fine.nodes()));
        scores.put("exact_kl_g_data", score(fine.gData(), coarse.gData(), outside, thin(fine), fine.nodes()));
        scores.put("exact_js", score(fine.js(), coarse.js(), null, null, fine.nodes()));
        scores.put("exact_tv", score(fine.tv(), coarse.tv(), null, null, fine.nodes()));
        return scores;
    }

    /** Fewer latent dimensions than the data has: G's mass lies where p has none and the other way round. */
    private Map<String, Score> apart(int dimension) {
        String why = "G's mass lies on a " + (map.size() == 1 ? "curve" : "surface") + ": " + map.size()
                + " latent dimension" + (map.size() == 1 ? "" : "s") + ", data of " + dimension;
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put("exact_kl_data_g", score(0, 0, "infinite: " + why, null, 0));
        scores.put("exact_kl_g_data", score(0, 0, "infinite: " + why, null, 0));
        scores.put("exact_js", noted(Math.log(2), 0, why, 0));
        scores.put("exact_tv", noted(1, 0, why, 0));
        return scores;
    }

    private static @Nullable String leftOut(Sums sums) {
        return sums.uncovered() == 0
                ? null
                : "without " + share(sums.uncovered()) + " of the data's mass, which no cell of the mesh reaches";
    }

    private static @Nullable String thin(Sums sums) {
        return sums.singular() <= NOTHING
                ? null
                : "at least: the images of " + share(sums.singular()) + " of G's mass are too thin for 32-bit numbers";
    }

    private Score score(double fine, double coarse, @Nullable String infinite, @Nullable String note, int nodes) {
        return infinite != null
                ? noted(Double.POSITIVE_INFINITY, Double.NaN, infinite, nodes)
                : noted(Math.max(0, fine), Math.abs(fine - coarse), note, nodes);
    }

    private Score noted(double value, double radius, @Nullable String note, int nodes) {
        boolean bar = Double.isFinite(value);
        return new Score(
                value,
                0.0,
                bar ? Math.max(0, value - radius) : null,
                bar ? value + radius : null,
                nodes,
                subject.seed(),
                REFERENCE + subject.data(),
                null,
                null,
                note);
    }

    private static String share(double mass) {
        return String.format(Locale.ROOT, mass >= 0.001 ? "%.1f %%" : "%.2g %%", 100 * mass);
    }

    // --- Sums over the points of both sides ---

    private Sums sums(int cells, int refinement) {
        TruthPoints real = TruthPoints.of(truth, refinement);
        int dimension = truth.dimension();
        Pushforward g = new Pushforward(LatentMesh.core(map.size(), map.normal(), cells), map, dimension);
        Pushforward far = map.normal()
                ? new Pushforward(LatentMesh.far(map.size(), CELLS_FAR / refinement), map, dimension)
                : null;
        double[] logQ = g.logDensities(real.points(), far);

        double dataG = 0;
        double js = 0;
        double tv = 0;
        double uncovered = 0;
        for (int i = 0; i < real.size(); i++) {
            double weight = real.weights()[i];
            double logRatio = logQ[i] - logDensity(real.points(), i); // ln q/p
            if (logRatio == Double.NEGATIVE_INFINITY) {
                uncovered += weight;
            } else {
                dataG -= weight * logRatio;
            }
            js += weight * halfJensenShannon(logRatio);
            tv += weight * Math.max(0, -Math.expm1(logRatio)) / 2;
        }
        double gData = 0;
        double singular = g.flatMass();
        double unsupported = 0;
        for (int i = 0; i < g.masses().length; i++) {
            double mass = g.masses()[i];
            double logG = logQ[real.size() + i];
            if (g.isFlat(i)) {
                double least = singular > THIN ? Double.POSITIVE_INFINITY : g.leastLogDensity(i);
                logG = Math.max(least, logG);
            }
            double logRatio = logDensity(g.points(), i) - logG; // ln p/q
            if (logRatio == Double.NEGATIVE_INFINITY) {
                unsupported += g.isFlat(i) ? 0 : mass;
            } else {
                gData -= mass * logRatio;
            }
            js += mass * halfJensenShannon(logRatio);
            tv += mass * Math.max(0, -Math.expm1(logRatio)) / 2;
        }
        return new Sums(dataG, gData, js, tv, uncovered, unsupported, singular, g.nodes());
    }

    /** ln(2/(1 + r))/2 of a ratio of densities r = e to the power of {@code logRatio}. */
    private static double halfJensenShannon(double logRatio) {
        double softplus = Math.max(0, logRatio) + Math.log1p(Math.exp(-Math.abs(logRatio)));
        return (Math.log(2) - softplus) / 2;
    }

    private double logDensity(double[] points, int row) {
        int dimension = truth.dimension();
        return dimension == 1 ? truth.logDensity(points[row]) : truth.logDensity(points[2 * row], points[2 * row + 1]);
    }
}
