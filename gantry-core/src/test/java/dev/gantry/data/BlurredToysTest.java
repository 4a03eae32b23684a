package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.DataConfig;
import dev.gantry.random.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Curves with noise, boards, cubes and mixtures: the density is that of the samples. */
final class BlurredToysTest {
    private static final double REACH = 3.2;
    private static final int CELLS = 8;
    private static final int PER_CELL = 20;

    static Stream<DataConfig.Toy> all() {
        return Stream.of(
                new DataConfig.Spiral(null, 3, 1.25, 2.0, 0.1, 0),
                new DataConfig.Moons(null, 0.2, 0),
                new DataConfig.Swissroll(null, 2.0, 0.1, 0),
                new DataConfig.Checkerboard(null, 4, 0.8, 0),
                new DataConfig.Checkerboard(null, 3, 1.6, 0),
                new DataConfig.Uniform(null, 2, -0.8, 1.6, 0),
                new DataConfig.Mixture(
                        null,
                        List.of(
                                new DataConfig.Component(List.of(-1.0, 0.5), 0.2, 3),
                                new DataConfig.Component(List.of(1.0, -0.5), 0.4, 1)),
                        0));
    }

    /** The trapezoid rule is exact to many digits for what Gaussian noise has blurred; cells' edges fall on the jumps. */
    @ParameterizedTest
    @MethodSource("all")
    void density_integratesToOne_andTellsHowManySamplesFallIntoEachCell(DataConfig.Toy toy) {
        Distribution distribution = Toys.of(toy);
        double width = 2 * REACH / CELLS;
        double[] expected = new double[CELLS * CELLS];
        double step = width / PER_CELL;
        double total = 0;
        for (int i = 0; i < CELLS * PER_CELL; i++) {
            for (int j = 0; j < CELLS * PER_CELL; j++) {
                double mass = distribution.density(-REACH + (i + 0.5) * step, -REACH + (j + 0.5) * step) * step * step;
                expected[i / PER_CELL * CELLS + j / PER_CELL] += mass;
                total += mass;
            }
        }
        assertThat(total).isCloseTo(1, within(1e-4));

        int n = 100_000;
        int[] counts = new int[CELLS * CELLS];
        float[] point = new float[3];
        RandomGenerator random = new Seeds(5).stream("test");
        for (int k = 0; k < n; k++) {
            distribution.sample(random, point, 1);
            int i = (int) Math.floor((point[1] + REACH) / width);
            int j = (int) Math.floor((point[2] + REACH) / width);
            counts[i * CELLS + j]++;
        }
        for (int cell = 0; cell < counts.length; cell++) {
            double p = expected[cell];
            double error = Math.sqrt(n * p * (1 - p)) + 1;
            assertThat((double) counts[cell]).as("cell %d", cell).isCloseTo(n * p, within(5 * error));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void moments_areThoseOfTheSamples(DataConfig.Toy toy) {
        Distribution distribution = Toys.of(toy);
        int n = 200_000;
        double[] sum = new double[2];
        double[] squares = new double[3];
        float[] point = new float[2];
        RandomGenerator random = new Seeds(6).stream("test");
        for (int k = 0; k < n; k++) {
            distribution.sample(random, point, 0);
            sum[0] += point[0];
            sum[1] += point[1];
            squares[0] += point[0] * point[0];
            squares[1] += point[0] * point[1];
            squares[2] += point[1] * point[1];
        }
        double[] mean = {sum[0] / n, sum[1] / n};
        double[][] covariance = distribution.covariance();
        // Standard errors are about 1/450 of a unit here.
        assertThat(distribution.mean()).containsExactly(mean, within(0.02));
        assertThat(covariance[0][0]).isCloseTo(squares[0] / n - mean[0] * mean[0], within(0.03));
        assertThat(covariance[0][1]).isCloseTo(squares[1] / n - mean[0] * mean[1], within(0.03));
        assertThat(covariance[1][0]).isCloseTo(covariance[0][1], within(1e-12));
        assertThat(covariance[1][1]).isCloseTo(squares[2] / n - mean[1] * mean[1], within(0.03));
    }

    /** A plain sum over many points of the half circles, and the six digits that NoisyCurve promises. */
    @Test
    void densityOfACurve_isTheIntegral() {
        double sigma = 0.03;
        Distribution moons = Toys.of(new DataConfig.Moons(null, sigma, 0));
        for (double[] x : List.of(new double[] {-0.5, 0.75}, new double[] {0.52, -0.2}, new double[] {0.45, 0.3})) {
            int n = 200_000;
            double sum = 0;
            for (int i = 0; i < n; i++) {
                double angle = Math.PI * (i + 0.5) / n;
                sum += gaussian(x[0] - Math.cos(angle) + 0.5, x[1] - Math.sin(angle) + 0.25, sigma);
                sum += gaussian(x[0] - 0.5 + Math.cos(angle), x[1] - 0.25 + Math.sin(angle), sigma);
            }
            double exact = sum / (2.0 * n);
            assertThat(moons.density(x) / exact).isCloseTo(1, within(1e-6));
            assertThat(moons.logDensity(x)).isCloseTo(Math.log(exact), within(1e-6));
        }
        assertThat(moons.logDensity(50, 50)).isLessThan(-1e5).isGreaterThan(Double.NEGATIVE_INFINITY);
    }

    private static double gaussian(double dx, double dy, double sigma) {
        return Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)) / (2 * Math.PI * sigma * sigma);
    }

    @Test
    void mixture_hasItsModes_withWeightsThatSumToOne() {
        Distribution mixture = Toys.of(new DataConfig.Mixture(
                null,
                List.of(
                        new DataConfig.Component(List.of(0.0, 0.0, 1.0), 0.1, 3),
                        new DataConfig.Component(List.of(1.0, 2.0, 3.0), 0.2, 1)),
                0));
        assertThat(mixture.dimension()).isEqualTo(3);
        assertThat(mixture.modes()).extracting(Distribution.Mode::weight).containsExactly(0.75, 0.25);
        assertThat(mixture.mean()).containsExactly(new double[] {0.25, 0.5, 1.5}, within(1e-12));
    }
}
