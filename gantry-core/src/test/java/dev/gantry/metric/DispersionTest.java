package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.data.Distribution.Mode;
import dev.gantry.random.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class DispersionTest {
    private static final double CLOSE = 1e-9;

    /** Reals at 0, 1 and 3: mean 4/3, variance 7/3, nearest distances 1, 1 and 2, mean distance 2. */
    private static final Dispersion LINE = new Dispersion(new float[] {0, 1, 3}, 1, random());

    @Test
    void numbers_onALine_areThoseByHand() {
        Dispersion.Numbers numbers = LINE.of(new float[] {0, 2, 6}); // twice as wide
        assertThat(numbers.spread()).isCloseTo(2, within(CLOSE));
        assertThat(numbers.nearest()).isCloseTo(2, within(CLOSE)); // median of 2, 2, 4 over median of 1, 1, 2
        // Between: 0 1 3, 2 1 1, 6 5 3, mean 22/9; within 4 and 2: 1 - 6 / (44/9).
        assertThat(numbers.distance()).isCloseTo(1 - 54 / 44.0, within(CLOSE));
        assertThat(numbers.position()).hasSize(1);
        assertThat(numbers.position()[0]).isCloseTo((8 / 3.0 - 4 / 3.0) / Math.sqrt(7 / 3.0), within(CLOSE));
    }

    @Test
    void onePoint_hasNoSpread() {
        Dispersion.Numbers numbers = LINE.of(new float[] {1, 1, 1});
        assertThat(numbers.spread()).isZero();
        assertThat(numbers.nearest()).isZero();
        assertThat(numbers.distance()).isCloseTo(1 - 2 / (2 * (1 + 0 + 2) / 3.0), within(CLOSE));
    }

    @Test
    void farAway_theDistanceNearsOne_andAlikeItIsNearZero() {
        RandomGenerator random = new Seeds(3).stream("points");
        float[] real = gaussians(random, 0);
        Dispersion dispersion = new Dispersion(real, 2, random());
        assertThat(dispersion.of(gaussians(random, 1000)).distance()).isBetween(0.99, 1.0);
        assertThat(dispersion.of(gaussians(random, 0)).distance()).isBetween(-0.02, 0.02);
        assertThat(dispersion.of(gaussians(random, 1)).distance()).isBetween(0.05, 0.3);
    }

    @Test
    void more_samplesThanReals_areLeftOut() {
        assertThat(LINE.of(new float[] {0, 2, 6, 99}).spread()).isCloseTo(2, within(CLOSE));
    }

    @Test
    void copies_amongTheReals_makeNearestUnknown() {
        Dispersion copies = new Dispersion(new float[] {1, 1, 1, 2}, 1, random());
        assertThat(copies.of(new float[] {1, 2, 3, 4}).nearest()).isNotFinite();
    }

    @Test
    void shares_goToTheNearestCentre_asInTheScores() {
        List<Mode> modes = List.of(new Mode(new double[] {0}, 1, 0.5), new Mode(new double[] {10}, 4, 0.5));
        // 4.9 is nearer to the first, but only the second's 3 sd reach it; 23 is 3.25 sd from the second.
        ModeShares shares = ModeShares.of(new float[] {-1, 1.9f, 4.9f, 23}, modes);
        assertThat(shares.shares()).containsExactly(0.75, 0.25);
        assertThat(shares.close()).isCloseTo(0.75, within(CLOSE));
    }

    private static float[] gaussians(RandomGenerator random, double mean) {
        float[] points = new float[512];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) (mean + random.nextGaussian());
        }
        return points;
    }

    private static RandomGenerator random() {
        return new Seeds(0).stream("directions");
    }
}
