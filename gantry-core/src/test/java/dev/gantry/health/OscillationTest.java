package dev.gantry.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class OscillationTest {

    @Test
    void sine_onALine_hasItsAmplitudeAndPeriod() {
        Oscillation swing = Oscillation.of(series(60, i -> 3 + 0.01 * i + 2 * Math.sin(2 * Math.PI * i / 12)));
        assertThat(swing.amplitude()).isCloseTo(2, within(0.1));
        assertThat(swing.period()).isEqualTo(12);
        assertThat(swing.turns()).isBetween(8, 10); // two a period
        assertThat(swing.lasting()).isCloseTo(1, within(0.2));
    }

    @Test
    void alternation_hasPeriodTwo() {
        Oscillation swing = Oscillation.of(series(10, i -> i % 2 == 0 ? 1 : -1));
        assertThat(swing.period()).isEqualTo(2);
        assertThat(swing.turns()).isEqualTo(9);
        assertThat(swing.amplitude()).isCloseTo(Math.sqrt(2), within(0.03));
    }

    @Test
    void line_doesNotSwing() {
        assertThat(Oscillation.of(series(20, i -> 5 - 0.3 * i)).amplitude()).isCloseTo(0, within(1e-12));
    }

    @Test
    void decay_doesNotLast() {
        assertThat(Oscillation.of(series(40, i -> Math.exp(-i / 8.0) * Math.cos(i)))
                        .lasting())
                .isLessThan(0.05);
    }

    @Test
    void noise_hasNoPeriod() {
        RandomGenerator random = new Seeds(1).stream("noise");
        assertThat(Oscillation.of(series(64, i -> random.nextGaussian())).period())
                .isNaN();
    }

    @Test
    void shortOrBrokenSeries_showNothing() {
        assertThat(Oscillation.of(series(7, i -> i % 2)).amplitude()).isNaN();
        assertThat(Oscillation.of(series(20, i -> i == 3 ? Double.NaN : i)).amplitude())
                .isNaN();
    }

    private static double[] series(int length, IntToDoubleFunction f) {
        double[] series = new double[length];
        Arrays.setAll(series, f);
        return series;
    }
}
