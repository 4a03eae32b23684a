package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.DataConfig;
import dev.gantry.data.Distribution.Mode;
import dev.gantry.random.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ToysTest {
    private static final DataConfig.Toy GAUSSIAN = new DataConfig.Gaussian2d(null, 0);
    private static final DataConfig.Toy BIMODAL = new DataConfig.Bimodal1d(null, 1.0, 0.2, 0);
    private static final DataConfig.Toy RING = new DataConfig.Ring(null, 8, 1.0, 0.1, 0);
    private static final DataConfig.Toy GRID = new DataConfig.Grid(null, 5, 2.0, 0.3, 0);

    static Stream<DataConfig.Toy> all() {
        return Stream.of(GAUSSIAN, BIMODAL, RING, GRID);
    }

    @ParameterizedTest
    @MethodSource("all")
    void density_integratesToOne(DataConfig.Toy toy) {
        Distribution distribution = Toys.of(toy);
        int steps = 800;
        double[][] covariance = distribution.covariance();
        double[] mean = distribution.mean();
        double half0 = 7 * Math.sqrt(covariance[0][0]);
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double x0 = mean[0] + half0 * (2 * (i + 0.5) / steps - 1);
            if (distribution.dimension() == 1) {
                sum += distribution.density(x0) * 2 * half0 / steps;
                continue;
            }
            double half1 = 7 * Math.sqrt(covariance[1][1]);
            for (int j = 0; j < steps; j++) {
                double x1 = mean[1] + half1 * (2 * (j + 0.5) / steps - 1);
                sum += distribution.density(x0, x1) * 4 * half0 * half1 / steps / steps;
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    /** Fourth moments bound the error of a sample covariance; 6 standard errors of a normal variable are ample. */
    @ParameterizedTest
    @MethodSource("all")
    void samples_haveTheExactMeanAndCovariance(DataConfig.Toy toy) {
        Distribution distribution = Toys.of(toy);
        int d = distribution.dimension();
        int n = 200_000;
        RandomGenerator random = new Seeds(3).stream("test");
        double[] sum = new double[d];
        double[][] products = new double[d][d];
        float[] point = new float[d + 1];
        for (int k = 0; k < n; k++) {
            distribution.sample(random, point, 1);
            for (int i = 0; i < d; i++) {
                sum[i] += point[i + 1];
                for (int j = 0; j < d; j++) {
                    products[i][j] += (double) point[i + 1] * point[j + 1];
                }
            }
        }
        double[] mean = distribution.mean();
        double[][] covariance = distribution.covariance();
        for (int i = 0; i < d; i++) {
            double error = 6 * Math.sqrt(covariance[i][i] / n);
            assertThat(sum[i] / n).as("mean %d", i).isCloseTo(mean[i], within(error));
            for (int j = 0; j < d; j++) {
                double found = products[i][j] / n - sum[i] / n * sum[j] / n;
                double bound = 6 * Math.sqrt(2 * covariance[i][i] * covariance[j][j] / n);
                assertThat(found).as("covariance %d %d", i, j).isCloseTo(covariance[i][j], within(bound));
            }
        }
        assertThat(point[0]).as("nothing before the offset is touched").isZero();
    }

    @Test
    void gaussian2d_hasTheMomentsOfItsDefinition() {
        Distribution gaussian = Toys.of(GAUSSIAN);
        assertThat(gaussian.mean()).containsExactly(1, 2);
        assertThat(gaussian.covariance()[0]).containsExactly(new double[] {1.01, 1.95}, within(1e-12));
        assertThat(gaussian.covariance()[1]).containsExactly(new double[] {1.95, 4.25}, within(1e-12));
        assertThat(gaussian.modes()).isEmpty();
    }

    @Test
    void gaussian2d_densityByHand() {
        Distribution gaussian = Toys.of(GAUSSIAN);
        // det of the covariance: 1.01 * 4.25 - 1.95^2 = 0.49; at the mean 1 / (2 pi 0.7).
        assertThat(gaussian.density(1, 2)).isCloseTo(0.2273642, within(1e-7));
        // At b + (1, 0): the inverse covariance's first entry is 4.25 / 0.49, so exp(-4.336735) of that.
        assertThat(gaussian.density(2, 2)).isCloseTo(0.2273642 * Math.exp(-4.25 / 0.98), within(1e-8));
        // At b + (1, 1): (4.25 - 2 * 1.95 + 1.01) / 0.49 = 1.36 / 0.49.
        assertThat(gaussian.density(2, 3)).isCloseTo(0.2273642 * Math.exp(-1.36 / 0.98), within(1e-7));
    }

    @Test
    void bimodal_byHand() {
        Distribution bimodal = Toys.of(BIMODAL);
        // 1 / (0.2 sqrt(2 pi)) = 1.9947114; half of it at a mode, exp(-12.5) of it midway.
        assertThat(bimodal.density(1)).isCloseTo(0.9973557, within(1e-7));
        assertThat(bimodal.density(-1)).isCloseTo(0.9973557, within(1e-7));
        assertThat(bimodal.density(0)).isCloseTo(1.9947114 * Math.exp(-12.5), within(1e-11));
        assertThat(bimodal.covariance()[0][0]).isCloseTo(1.04, within(1e-12));
        assertThat(bimodal.modes()).extracting(mode -> mode.centre()[0]).containsExactly(-1.0, 1.0);
    }

    @Test
    void ring_startsAtAngleZero_andGoesRound() {
        List<Mode> modes = Toys.of(new DataConfig.Ring(null, 4, 2.0, 0.1, 0)).modes();
        double[][] expected = {{2, 0}, {0, 2}, {-2, 0}, {0, -2}};
        assertThat(modes).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(modes.get(i).centre()).containsExactly(expected[i], within(1e-12));
            assertThat(modes.get(i).weight()).isEqualTo(0.25);
            assertThat(modes.get(i).sigma()).isEqualTo(0.1);
        }
    }

    @Test
    void ring_densityAtAMode_isItsShareOfTheGaussiansPeak() {
        // 1 / 8 of 1 / (2 pi 0.1^2); the neighbours are 7.65 sigma away and give 2e-12 of the peak.
        assertThat(Toys.of(RING).density(1, 0)).isCloseTo(1.9894368, within(1e-7));
    }

    @Test
    void grid_isCentred() {
        Distribution grid = Toys.of(GRID);
        assertThat(grid.modes()).hasSize(25);
        assertThat(grid.modes().get(0).centre()).containsExactly(-4, -4);
        assertThat(grid.modes().get(1).centre()).containsExactly(-4, -2);
        assertThat(grid.modes().get(24).centre()).containsExactly(4, 4);
        assertThat(grid.mean()).containsExactly(new double[] {0, 0}, within(1e-12));
        // Variance of -4, -2, 0, 2, 4 is 8.
        assertThat(grid.covariance()[0]).containsExactly(new double[] {8.09, 0}, within(1e-12));
    }

    @Test
    void logDensity_staysFinite_whereTheDensityUnderflows() {
        Distribution ring = Toys.of(new DataConfig.Ring(null, 8, 1.0, 0.01, 0));
        assertThat(ring.density(3, 0)).isZero();
        // -(2 / 0.01)^2 / 2 + log(1 / 8 / (2 pi 1e-4)).
        assertThat(ring.logDensity(3, 0)).isCloseTo(-20_000 + 5.2930219, within(1e-6));
        assertThat(ring.logDensity(Double.NaN, 0)).isNaN();
    }

    @Test
    void mixture_ofUnequalWeights_drawsThemInProportion() {
        Distribution mixture = new GaussianMixture(List.of(
                new Mode(new double[] {-10}, 0.1, 0.2),
                new Mode(new double[] {0}, 0.1, 0.5),
                new Mode(new double[] {10}, 0.1, 0.3)));
        RandomGenerator random = new Seeds(9).stream("test");
        int[] counts = new int[3];
        float[] x = new float[1];
        for (int i = 0; i < 100_000; i++) {
            mixture.sample(random, x, 0);
            counts[x[0] < -5 ? 0 : x[0] < 5 ? 1 : 2]++;
        }
        assertThat(counts[0]).isBetween(19_300, 20_700);
        assertThat(counts[1]).isBetween(49_200, 50_800);
        assertThat(counts[2]).isBetween(29_200, 30_800);
    }

    @Test
    void mixture_whoseWeightsDoNotSumToOne_isRefused() {
        assertThatThrownBy(() -> new GaussianMixture(List.of(new Mode(new double[] {0}, 1, 0.5))))
                .hasMessage("the weights must sum to 1, got 0.5");
    }

    @Test
    void density_ofAPointOfAnotherDimension_isRefused() {
        assertThatThrownBy(() -> Toys.of(RING).density(1)).hasMessage("x: expected 2 coordinates, got 1");
        assertThatThrownBy(() -> Toys.of(GAUSSIAN).density(1, 2, 3)).hasMessage("x: expected 2 coordinates, got 3");
    }
}
