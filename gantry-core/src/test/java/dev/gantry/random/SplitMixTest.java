package dev.gantry.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SplitMixTest {

    /** Computed on JDK 17.0.15 and on 25; 200,000 draws reach the tail, where the JDK's own normal numbers differ. */
    @Test
    void normalNumbers_areTheSameOnEveryJava() {
        SplitMix random = new SplitMix(-7);
        long hash = 0;
        for (int i = 0; i < 200_000; i++) {
            hash = hash * 31 + Double.doubleToLongBits(random.nextGaussian());
        }
        assertThat(hash).isEqualTo(1670153553913173304L);
    }

    @Test
    void boundedNumbers_areTheSameOnEveryJava() {
        SplitMix random = new SplitMix(-7);
        long hash = 0;
        for (int i = 0; i < 200_000; i++) {
            hash = hash * 31 + random.nextInt(-5, 1_000_000_007) + random.nextInt(i + 1);
        }
        for (int drawn : random.ints(1000, 0, 1000).toArray()) {
            hash = hash * 31 + drawn;
        }
        assertThat(hash).isEqualTo(6179727029769327277L);
    }

    /** Java 17's algorithms for all but normal numbers, so that shuffles of earlier runs stay what they were. */
    @Test
    void otherNumbers_areThoseOfSplittableRandom() {
        SplittableRandom expected = new SplittableRandom(3);
        SplitMix random = new SplitMix(3);
        for (int i = 0; i < 20_000; i++) {
            assertThat(random.nextLong()).isEqualTo(expected.nextLong());
            assertThat(random.nextInt()).isEqualTo(expected.nextInt());
            assertThat(random.nextInt(i + 1)).isEqualTo(expected.nextInt(i + 1));
            assertThat(random.nextInt(-2_000_000_000, 2_000_000_000))
                    .isEqualTo(expected.nextInt(-2_000_000_000, 2_000_000_000));
            assertThat(random.nextDouble()).isEqualTo(expected.nextDouble());
            assertThat(random.nextFloat()).isEqualTo(expected.nextFloat());
            assertThat(random.nextBoolean()).isEqualTo(expected.nextBoolean());
        }
    }

    /** Each moment within five standard errors: var(x) = 1, var(x^2) = 2, var(x^3) = 15, var(x^4) = 96. */
    @Test
    void normalNumbers_haveTheMomentsOfN01() {
        int n = 2_000_000;
        SplitMix random = new SplitMix(11);
        double[] sums = new double[5];
        double lagged = 0;
        double before = 0;
        for (int i = 0; i < n; i++) {
            double x = random.nextGaussian();
            double power = 1;
            for (int k = 1; k <= 4; k++) {
                power *= x;
                sums[k] += power;
            }
            lagged += x * before;
            before = x;
        }
        double error = 5 / Math.sqrt(n);
        assertThat(sums[1] / n).isBetween(-error, error);
        assertThat(sums[2] / n).isBetween(1 - error * Math.sqrt(2), 1 + error * Math.sqrt(2));
        assertThat(sums[3] / n).isBetween(-error * Math.sqrt(15), error * Math.sqrt(15));
        assertThat(sums[4] / n).isBetween(3 - error * Math.sqrt(96), 3 + error * Math.sqrt(96));
        assertThat(lagged / n).isBetween(-error, error);
    }

    /** Shares beyond x on either side: 2 (1 - Phi(x)); 3.4426 is where the ziggurat's own tail begins. */
    @Test
    void normalNumbers_haveTheSharesOfN01_inEveryBandAndTail() {
        double[] limits = {0.1, 0.5, 1, 1.5, 2, 2.5, 3, 3.442619855899, 4};
        double[] shares = {
            0.920344325445942,
            0.617075077451974,
            0.317310507862914,
            0.133614402537716,
            0.0455002638963584,
            0.0124193306515523,
            0.00269979606326021,
            5.7610866e-4,
            6.33424836662398e-5
        };
        int n = 4_000_000;
        int[] below = new int[limits.length];
        int[] above = new int[limits.length];
        SplitMix random = new SplitMix(12);
        for (int i = 0; i < n; i++) {
            double x = random.nextGaussian();
            for (int k = 0; k < limits.length; k++) {
                if (x > limits[k]) {
                    above[k]++;
                } else if (x < -limits[k]) {
                    below[k]++;
                }
            }
        }
        for (int k = 0; k < limits.length; k++) {
            double half = shares[k] / 2;
            double error = 5 * Math.sqrt(half * (1 - half) / n);
            assertThat(above[k] / (double) n).as("above %s", limits[k]).isBetween(half - error, half + error);
            assertThat(below[k] / (double) n).as("below -%s", limits[k]).isBetween(half - error, half + error);
        }
    }

    /** The second half of the tail's share lies where an exponential instead of a normal tail would miss it. */
    @Test
    void tail_fallsLikeTheNormalDensity() {
        int n = 20_000_000;
        SplitMix random = new SplitMix(13);
        int beyond4 = 0;
        int beyond45 = 0;
        for (int i = 0; i < n; i++) {
            double x = Math.abs(random.nextGaussian());
            beyond4 += x > 4 ? 1 : 0;
            beyond45 += x > 4.5 ? 1 : 0;
        }
        // 2 (1 - Phi(4.5)) = 6.795e-6; five standard errors each.
        assertThat(beyond4).isBetween((int) (n * 6.334e-5 - 178), (int) (n * 6.334e-5 + 178));
        assertThat(beyond45).isBetween((int) (n * 6.795e-6 - 59), (int) (n * 6.795e-6 + 59));
    }

    @Test
    void wholeNumbers_areUniform_alsoForBoundsNearTheLargest() {
        RandomGenerator random = new SplitMix(14);
        int[] counts = new int[6];
        for (int i = 0; i < 600_000; i++) {
            counts[random.nextInt(6)]++;
        }
        assertThat(Arrays.stream(counts).min().orElseThrow()).isGreaterThan(100_000 - 1450);
        assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThan(100_000 + 1450);

        // With a modulus alone the lower third would be drawn twice as often.
        int bound = 1_431_655_765;
        int low = 0;
        for (int i = 0; i < 300_000; i++) {
            low += random.nextInt(bound) < bound / 3 ? 1 : 0;
        }
        assertThat(low).isBetween(100_000 - 1300, 100_000 + 1300);
    }

    @Test
    void emptyRange_isRefused() {
        assertThatThrownBy(() -> new SplitMix(1).nextInt(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bound must be above 0, got 0");
    }
}
