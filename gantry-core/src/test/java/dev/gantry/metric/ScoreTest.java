package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScoreTest {
    private static Score score(int n, long seed, String reference, String split, String features) {
        return new Score(0.5, 0.1, null, null, n, seed, reference, split, features, null);
    }

    @Test
    void scoresOfOneProtocol_mayBeCompared_whateverWasDrawn() {
        Score score = score(100, 1, "ring", "held-out", "pixels");
        assertThat(score.unlike(score)).isEmpty();
        assertThat(score.unlike(score(100, 2, "ring", "held-out", "pixels"))).isEmpty();
    }

    @Test
    void everyDifference_isAReason() {
        Score score = score(100, 1, "ring", "held-out", "pixels");
        assertThat(score.unlike(score(200, 1, "ring", "held-out", "pixels")))
                .containsExactly("scored on 100 and on 200 samples, which move value and floor");
        assertThat(score.unlike(score(100, 1, "grid", "training", "features")))
                .containsExactly(
                        "held against 'ring' and 'grid'",
                        "held against the split 'held-out' and 'training'",
                        "measured in 'pixels' and 'features'");
        Score plain = new Score(0.5, null, null, null, 100, 1, "ring", null, null, null);
        assertThat(score.unlike(plain)).contains("measured in 'pixels' and 'none'");
    }
}
