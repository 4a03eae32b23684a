package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.health.Signal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The report knows no health, and so keeps the names of its signals once more. */
final class SignalNamesTest {
    @Test
    void names_areThoseOfTheSignals() {
        assertThat(StatisticsPlot.SIGNALS)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Signal.values()).map(Signal::key).toList());
    }
}
