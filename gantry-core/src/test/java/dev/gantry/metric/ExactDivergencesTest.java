package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.data.Distribution;
import dev.gantry.data.Gaussian2d;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class ExactDivergencesTest {
    private static final Distribution LINE = Subjects.gaussian(1, 0);
    private static final Distribution PLANE = Subjects.gaussian(1, 0, 0);
    private static final double LN2 = Math.log(2);

    /** A map of one point at a time, as a map of rows. */
    private interface PointMap {
        double[] at(double[] z);
    }

    private static Map<String, Score> scores(Distribution truth, int latents, boolean normal, PointMap map) {
        UnaryOperator<float[]> rows = z -> {
            int count = z.length / latents;
            float[] x = new float[count * truth.dimension()];
            double[] row = new double[latents];
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < latents; k++) {
                    row[k] = z[i * latents + k];
                }
                double[] point = map.at(row);
                for (int k = 0; k < point.length; k++) {
                    x[i * point.length + k] = (float) point[k];
                }
            }
            return x;
        };
        return ExactDivergences.scores(new Subject(
                new float[2 * truth.dimension()],
                new int[] {truth.dimension()},
                1,
                "toy",
                null,
                truth,
                null,
                "training",
                null,
                new LatentMap(latents, normal, rows),
                null));
    }

    private static double value(Map<String, Score> scores, String name) {
        return Subjects.score(scores, name).value();
    }

    /** The value lies within its own error bar of the truth, and the bar is no wider than claimed. */
    private static void assertExact(Map<String, Score> scores, String name, double truth, double widest) {
        Score score = Subjects.score(scores, name);
        double bar = Objects.requireNonNull(score.high()) - score.value();
        assertThat(bar).as(name + "'s error bar").isLessThan(widest);
        assertThat(score.value()).as(name).isCloseTo(truth, within(Math.max(bar, 1e-6)));
        assertThat(score.note()).as(name).isNull();
        assertThat(score.floor()).isEqualTo(0);
    }

    /**
     * N(0, 1) and N(.3, .25): KL(p||q) = ln s + (1 + m^2)/(2 s^2) - 1/2, KL(q||p) = -ln s + (s^2 + m^2)/2 - 1/2; JS and TV
     * by numpy on 2 million points.
     */
    @Test
    void linearGenerator_onTheLine_hasTheClosedForm() {
        Map<String, Score> scores = scores(LINE, 1, true, z -> new double[] {0.5 * z[0] + 0.3});
        assertExact(scores, "exact_kl_data_g", Math.log(0.5) + 1.09 / 0.5 - 0.5, 1e-5);
        assertExact(scores, "exact_kl_g_data", LN2 + 0.34 / 2 - 0.5, 1e-5);
        assertExact(scores, "exact_js", 0.1056972294212407, 1e-5);
        assertExact(scores, "exact_tv", 0.3479326763041758, 1e-4);
    }

    /**
     * x = (.8 z0 - .1 z1 + 1.2, 2 z0 + .7 z1 + 2) against Gaussian2d: KL between two Gaussians by their closed form, JS
     * and TV by numpy on a grid of 16 million points.
     */
    @Test
    void linearGenerator_inThePlane_hasTheClosedForm() {
        Map<String, Score> scores = scores(new Gaussian2d(), 2, true, z ->
                new double[] {0.8 * z[0] - 0.1 * z[1] + 1.2, 2 * z[0] + 0.7 * z[1] + 2});
        assertExact(scores, "exact_kl_data_g", 0.38937106222589113, 1e-4);
        assertExact(scores, "exact_kl_g_data", 0.4487823099262923, 1e-3);
        assertExact(scores, "exact_js", 0.08391154395773459, 1e-4);
        assertExact(scores, "exact_tv", 0.28071939720066524, 1e-4);
    }

    @Test
    void perfectGenerator_scoresZero() {
        Map<String, Score> scores =
                scores(new Gaussian2d(), 2, true, z -> new double[] {z[0] - 0.1 * z[1] + 1, 2 * z[0] + 0.5 * z[1] + 2});
        for (String name : scores.keySet()) {
            assertThat(value(scores, name)).as(name).isCloseTo(0, within(1e-5));
        }
    }

    /** The data is met 100 standard deviations of G away: KL(p||q) = ln .01 + 1/(2 1e-4) - 1/2. */
    @Test
    void generatorFarTooNarrow_isFollowedIntoItsTails() {
        Map<String, Score> line = scores(LINE, 1, true, z -> new double[] {0.01 * z[0]});
        assertExact(line, "exact_kl_data_g", Math.log(0.01) + 5000 - 0.5, 0.1);
        Map<String, Score> plane = scores(PLANE, 2, true, z -> new double[] {0.1 * z[1], 0.1 * z[0]});
        assertExact(plane, "exact_kl_data_g", 2 * (Math.log(0.1) + 50 - 0.5), 0.1);
    }

    /** |z| has twice the density of N(0, 1) on its half: KL(q||p) = ln 2, TV = 1/2, JS = (3/4) ln(4/3). */
    @Test
    void fold_countsBothPreImages() {
        Map<String, Score> line = scores(LINE, 1, true, z -> new double[] {Math.abs(z[0])});
        Map<String, Score> plane = scores(PLANE, 2, true, z -> new double[] {z[1], Math.abs(z[0])});
        for (Map<String, Score> scores : List.of(line, plane)) {
            assertThat(value(scores, "exact_kl_g_data")).isCloseTo(LN2, within(1e-5));
            assertThat(value(scores, "exact_tv")).isCloseTo(0.5, within(1e-5));
            assertThat(value(scores, "exact_js")).isCloseTo(0.75 * Math.log(4 / 3.0), within(5e-4));
            Score missing = Subjects.score(scores, "exact_kl_data_g");
            assertThat(missing.value()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(missing.low()).isNull();
            assertThat(missing.note()).isEqualTo("infinite: 50.0 % of the data's mass lies where G puts none");
        }
    }

    /** max(0, z): half of G's mass is one point. JS: half of it apart, half the same. */
    @Test
    void massOnAPoint_isSingular() {
        Map<String, Score> scores = scores(LINE, 1, true, z -> new double[] {Math.max(0, z[0])});
        Score singular = Subjects.score(scores, "exact_kl_g_data");
        assertThat(singular.value()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(singular.note()).contains("50.0 % of G's mass lies on single points or lines");
        assertThat(value(scores, "exact_js")).isCloseTo(LN2 / 2, within(1e-5));
        assertThat(value(scores, "exact_tv")).isCloseTo(0.5, within(1e-5));
    }

    @Test
    void planeSquashedOntoALine_isSingular() {
        Map<String, Score> scores = scores(PLANE, 2, true, z -> new double[] {z[0] + z[1], 2 * (z[0] + z[1])});
        assertThat(Subjects.score(scores, "exact_kl_g_data").note()).contains("100.0 % of G's mass");
        assertThat(value(scores, "exact_js")).isCloseTo(LN2, within(1e-5));
        assertThat(value(scores, "exact_tv")).isCloseTo(1, within(1e-5));
    }

    /** One latent dimension in the plane. */
    @Test
    void curve_sharesNothingWithADensity() {
        Map<String, Score> scores = scores(PLANE, 1, true, z -> new double[] {z[0], z[0] * z[0]});
        assertThat(value(scores, "exact_kl_data_g")).isInfinite();
        assertThat(value(scores, "exact_kl_g_data")).isInfinite();
        assertThat(value(scores, "exact_js")).isEqualTo(LN2);
        assertThat(value(scores, "exact_tv")).isEqualTo(1);
        assertThat(Subjects.score(scores, "exact_tv").note()).contains("on a curve: 1 latent dimension, data of 2");
    }

    /** .3 z0 + .4 z1 + .2 is N(.2, .25), though a point has a whole line of pre-images. */
    @Test
    void twoLatentsOntoTheLine_haveTheClosedForm() {
        Map<String, Score> scores = scores(LINE, 2, true, z -> new double[] {0.3 * z[0] + 0.4 * z[1] + 0.2});
        assertExact(scores, "exact_kl_data_g", Math.log(0.5) + 1.04 / 0.5 - 0.5, 1e-4);
        assertExact(scores, "exact_kl_g_data", LN2 + 0.29 / 2 - 0.5, 2e-3);
    }

    /** Uniform latents stretched to [-2, 2]^2 against uniform data on [-1, 1]^2: KL(p||q) = ln 4, TV = 3/4. */
    @Test
    void massWhereTheDataHasNone_isSaid() {
        Distribution square = new Square();
        Map<String, Score> scores = scores(square, 2, false, z -> new double[] {2 * z[0], 2 * z[1]});
        assertThat(value(scores, "exact_kl_data_g")).isCloseTo(Math.log(4), within(1e-4));
        assertThat(value(scores, "exact_tv")).isCloseTo(0.75, within(2e-3));
        assertThat(Subjects.score(scores, "exact_kl_g_data").note())
                .matches("infinite: 7[45]\\.\\d % of G's mass lies where the data has none");
    }

    @Test
    void tooManyLatents_areRefused() {
        Subject three = new Subject(
                new float[2],
                new int[] {1},
                1,
                "toy",
                null,
                LINE,
                null,
                "training",
                null,
                new LatentMap(3, true, z -> new float[z.length / 3]),
                null);
        assertThat(ExactDivergences.inapplicable(three).orElseThrow()).contains("latent.size must be 1 or 2");
    }

    /** Uniform on [-1, 1]^2. */
    private static final class Square implements Distribution {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public void sample(RandomGenerator random, float[] point, int offset) {
            point[offset] = (float) (2 * random.nextDouble() - 1);
            point[offset + 1] = (float) (2 * random.nextDouble() - 1);
        }

        @Override
        public double density(double... x) {
            return Math.abs(x[0]) <= 1 && Math.abs(x[1]) <= 1 ? 0.25 : 0;
        }

        @Override
        public double[] mean() {
            return new double[] {0, 0};
        }

        @Override
        public double[][] covariance() {
            return new double[][] {{1 / 3.0, 0}, {0, 1 / 3.0}};
        }

        @Override
        public List<Mode> modes() {
            return List.of();
        }
    }
}
