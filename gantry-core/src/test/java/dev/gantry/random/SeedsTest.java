package dev.gantry.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SeedsTest {

    /** Runs of older versions can only be reproduced while these stay as they are. */
    @Test
    void keys_andDraws_areTheSameOnEveryJava() {
        assertThat(new Seeds(42).key("shuffle", 0)).isEqualTo(8263440816476848257L);
        assertThat(new Seeds(-7).key("data", 123_456_789_012L)).isEqualTo(8598414626717751330L);
        RandomGenerator random = new Seeds(42).stream("data", 3);
        assertThat(random.nextInt(1000)).isEqualTo(890);
        assertThat(random.nextDouble()).isEqualTo(0.35202936248409);
        assertThat(random.nextGaussian()).isEqualTo(0.8520663421081579);
    }

    @Test
    void keys_differBetweenSeedsStreamsAndSteps() {
        Set<Long> keys = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (String stream : new String[] {"", "data", "data.points", "shuffle", "split", "ab", "ba"}) {
                for (long step = -50; step < 50; step++) {
                    keys.add(new Seeds(seed).key(stream, step));
                }
            }
        }
        assertThat(keys).hasSize(10 * 7 * 100);
    }

    /** The failure to fear is a key that hands neighbouring steps nearly the same generator. */
    @Test
    void firstDraws_ofNeighbouringSteps_areUniformAndUncorrelated() {
        Seeds seeds = new Seeds(1);
        int n = 20_000;
        double[] first = new double[n];
        for (int step = 0; step < n; step++) {
            first[step] = seeds.stream("x", step).nextDouble() - 0.5;
        }
        double mean = 0;
        double square = 0;
        double lagged = 0;
        for (int i = 0; i < n; i++) {
            mean += first[i] / n;
            square += first[i] * first[i] / n;
            lagged += first[i] * first[(i + 1) % n] / n;
        }
        // Five standard errors each.
        assertThat(mean).isBetween(-0.0103, 0.0103);
        assertThat(square).isBetween(1 / 12.0 - 0.0027, 1 / 12.0 + 0.0027);
        assertThat(lagged).isBetween(-0.003, 0.003);
    }

    @Test
    void stream_withoutAStep_isStepZero() {
        Seeds seeds = new Seeds(5);
        assertThat(seeds.stream("split").nextLong())
                .isEqualTo(seeds.stream("split", 0).nextLong())
                .isNotEqualTo(seeds.stream("split", 1).nextLong());
    }
}
