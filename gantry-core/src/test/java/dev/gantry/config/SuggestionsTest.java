package dev.gantry.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionsTest {
    private static final List<String> WORDS =
            List.of("hidden", "held_out", "lr", "m", "fashion-mlp", "fine-mlp", "train");

    @ParameterizedTest
    @CsvSource({
        "hiden, hidden",
        "ihdden, hidden",
        "HIDDEN, hidden",
        "held-out, held_out",
        "heldout, held_out",
        "rl, lr",
        "fashion, fashion-mlp",
        "trian, train"
    })
    void closest_isTheWordThatWasMeant(String word, String meant) {
        assertThat(Suggestions.closest(word, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "colour", "fi", "hxdxxn"})
    void closest_nothingNear_isEmpty(String word) {
        assertThat(Suggestions.closest(word, WORDS)).isEmpty();
    }

    @Test
    void closest_ofSeveralThatStartWithTheWord_isEmpty() {
        assertThat(Suggestions.closest("gau", List.of("gaussian2d", "gaussian3d")))
                .isEmpty();
    }

    @Test
    void closest_prefersTheNearestThenTheFirst() {
        assertThat(Suggestions.closest("steps", List.of("steep", "step", "stepx")))
                .contains("step");
    }

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "ab, ba, 1", "'', abc, 3", "ca, abc, 3", "same, same, 0"})
    void distance_matchesHandCounts(String a, String b, int distance) {
        assertThat(Suggestions.distance(a, b)).isEqualTo(distance);
        assertThat(Suggestions.distance(b, a)).isEqualTo(distance);
    }
}
