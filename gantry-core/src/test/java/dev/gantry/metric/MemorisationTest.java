package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class MemorisationTest {
    private final Engine engine = Engines.float64();

    /** Distances and neighbours by NumPy: 49 of the 60 samples are nearer to the first set than to the second. */
    @Test
    void pairs_matchNumPy() {
        Features generated = Clouds.of(1, 60, 5, 0.05, 0.3);
        Memorisation.Result result = Memorisation.of(
                engine, generated, Clouds.of(2, 80, 5, 0.4, 0), Clouds.of(3, 60, 5, 0.4, 0), "clouds", 1);
        Memorisation.Pair first = result.pairs().stream()
                .filter(pair -> pair.sample() == 0)
                .findFirst()
                .orElseThrow();
        assertThat(first.training()).isEqualTo(31);
        assertThat(first.trainingDistance()).isCloseTo(0.72665275, within(1e-7));
        assertThat(first.heldOut()).isEqualTo(53);
        assertThat(first.heldOutDistance()).isCloseTo(0.91301614, within(1e-7));
        assertThat(result.pairs()).hasSize(60);
        // (49/60 - 80/140) / (60/140)
        Score score = score(result, "memorisation");
        assertThat(score.value()).isCloseTo((49 / 60.0 - 4 / 7.0) / (3 / 7.0), within(1e-12));
        assertThat(score.floor()).isZero();
        assertThat(score.reference()).isEqualTo("80 training and 60 held-out images of clouds");
        double previous = 0;
        for (Memorisation.Pair pair : result.pairs()) {
            assertThat(pair.ratio()).isGreaterThanOrEqualTo(previous);
            previous = pair.ratio();
        }
    }

    /** Half of G's images are training images with a little noise. */
    @Test
    void copies_areFound() {
        Features training = Clouds.of(20, 500, 8, 0.1, 0);
        float[] values = Clouds.of(21, 200, 8, 0.1, 0).values();
        float[] noise = Clouds.of(22, 100, 8, 0.1, 0).values();
        for (int i = 0; i < noise.length; i++) {
            values[i] = training.values()[i] + 0.05f * noise[i];
        }
        Memorisation.Result result = Memorisation.of(
                engine, new Features("clouds", values, 8), training, Clouds.of(23, 500, 8, 0.1, 0), "clouds", 1);
        assertThat(score(result, "memorisation_p").value()).isEqualTo(0.001);
        assertThat(score(result, "memorisation").value()).isCloseTo(0.5, within(0.15));
        assertThat(result.pairs().subList(0, 90)).allMatch(pair -> pair.sample() == pair.training());
    }

    /**
     * A perfect generator, one of bad images and one without variety remember nothing: p is uniform, though the last
     * two would stand out by their distances alone.
     */
    @Test
    void pValues_ofGeneratorsThatRememberNothing_areUniform() {
        for (double[] style : new double[][] {{1, 0}, {3, 0.5}, {0.2, 0}}) {
            double sum = 0;
            int small = 0;
            int rounds = 40;
            for (int i = 0; i < rounds; i++) {
                Features generated = Clouds.of(1000 + i, 150, 4, 0, style[1]);
                float[] values = generated.values();
                for (int k = 0; k < values.length; k++) {
                    values[k] *= (float) style[0];
                }
                double p = score(
                                Memorisation.of(
                                        engine,
                                        generated,
                                        Clouds.of(2000 + i, 300, 4, 0, 0),
                                        Clouds.of(3000 + i, 100, 4, 0, 0),
                                        "clouds",
                                        i),
                                "memorisation_p")
                        .value();
                sum += p / rounds;
                small += p <= 0.1 ? 1 : 0;
            }
            // A uniform mean of 40 deviates by .046; at most 1 in 10 below .1, and 11 of 40 has probability .002.
            assertThat(sum).as("style %s", style[0]).isCloseTo(0.5, within(0.15));
            assertThat(small).as("style %s", style[0]).isLessThan(11);
        }
    }

    @Test
    void theSameSeed_givesTheSame() {
        Features generated = Clouds.of(1, 60, 5, 0.4, 0);
        Features training = Clouds.of(2, 80, 5, 0.4, 0);
        Features heldOut = Clouds.of(3, 60, 5, 0.4, 0);
        assertThat(Memorisation.of(engine, generated, training, heldOut, "clouds", 4))
                .isEqualTo(Memorisation.of(engine, generated, training, heldOut, "clouds", 4));
    }

    private static Score score(Memorisation.Result result, String name) {
        return Objects.requireNonNull(result.scores().get(name));
    }
}
