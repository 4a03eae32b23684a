package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class GaussianTest {
    /** From scipy.stats.norm.cdf, far out and on either side of where the series ends. */
    @Test
    void distributionFunction_isExact() {
        double[] at = {-8, -3.2, -1, 0.5, 2.9, 3.1, 6};
        double[] expected = {
            6.22096057427174e-16,
            0.0006871379379158471,
            0.15865525393145707,
            0.6914624612740131,
            0.998134186699616,
            0.9990323967867817,
            0.9999999990134123
        };
        for (int i = 0; i < at.length; i++) {
            assertThat(Gaussian.cdf(at[i]) / expected[i]).isCloseTo(1, within(1e-12));
        }
        assertThat(Gaussian.between(7, 8) / (1.279812543885835e-12 - 6.22096057427174e-16))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void binomialCoefficients_areExact() {
        assertThat(Gaussian.logChoose(10, 3)).isCloseTo(Math.log(120), within(1e-13));
        assertThat(Gaussian.logChoose(60, 30)).isCloseTo(Math.log(118264581564861424.0), within(1e-11));
        assertThat(Gaussian.logChoose(5, 0)).isCloseTo(0, within(1e-13));
    }
}
