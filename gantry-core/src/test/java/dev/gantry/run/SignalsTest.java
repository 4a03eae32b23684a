package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.checkpoint.State;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batch;
import dev.gantry.event.Signal;
import dev.gantry.random.Seeds;
import dev.gantry.train.Game;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SignalsTest {
    /** Of N(0, 1) and N(1, 1), and of N(0, 1) and N(3, 1), by the trapezoidal rule with steps of 0.001. */
    private static final double JS_NEAR = 0.11142148218473617;

    private static final double JS_FAR = 0.5267773065213714;

    @Test
    void jsBound_ofTheBestD_isTheDivergence_andOfAWorseOneLess() {
        assertThat(bound(1, 1)).isCloseTo(JS_NEAR, within(0.004)); // its standard error is 0.0012
        assertThat(bound(3, 1)).isCloseTo(JS_FAR, within(0.004));
        assertThat(bound(1, 0.2)).isBetween(0.02, JS_NEAR - 0.03);
        assertThat(bound(1, 5)).as("worse than no D at all").isZero();
    }

    @Test
    void jsBound_ofDsThatAreSure_isLn2_andStaysThere() {
        assertThat(Signals.jsBound(new double[] {900}, new double[] {-900})).isEqualTo(Math.log(2));
        assertThat(Signals.jsBound(new double[] {-900}, new double[] {900})).isZero();
    }

    @Test
    void auc_countsPairs_equalOnesHalf() {
        // Of 6 pairs 2 > 1, 2 > 0, 1 > 0 are won, 1 = 1 is half, 0.5 < 1 is lost and 0.5 > 0 is won.
        assertThat(Signals.auc(new double[] {2, 1, 0.5}, new double[] {1, 0})).isCloseTo(4.5 / 6, within(1e-12));
        assertThat(Signals.auc(new double[] {1, 1}, new double[] {1, 1})).isEqualTo(0.5);
    }

    @Test
    void probe_ofFourNumbers_isThatByHand() {
        // G(z) = 0.6 z and D(x) = 0.5 x, as playground1d begins.
        try (Setting setting = Training.prepare(Runs.preset("playground1d"))) {
            Game.Probe probe =
                    setting.game().probe(new Batch(new float[] {1, -2}, 2, new int[2]), new float[] {0.5f, 1});
            double[] y = {0.3, 0.6};
            double[] x = {1, -2};
            double byA = 0;
            double byC = 0;
            double byW = 0;
            double byB = 0;
            double[] z = {0.5, 1};
            for (int i = 0; i < 2; i++) {
                byA += (-sigmoid(-0.5 * x[i]) * x[i] + sigmoid(0.5 * y[i]) * y[i]) / 2;
                byC += (-sigmoid(-0.5 * x[i]) + sigmoid(0.5 * y[i])) / 2;
                byW += -sigmoid(-0.5 * y[i]) * 0.5 * z[i] / 2;
                byB += -sigmoid(-0.5 * y[i]) * 0.5 / 2;
            }
            assertThat(probe.gradientD()).isCloseTo(Math.hypot(byA, byC), within(1e-6));
            assertThat(probe.gradientG()).isCloseTo(Math.hypot(byW, byB), within(1e-6));
            assertThat(probe.slopeReal()).isCloseTo(0.5, within(1e-6));
            assertThat(probe.slopeFake()).isCloseTo(0.5, within(1e-6));
            assertThat(probe.weightsD()).isCloseTo(0.5, within(1e-6));
            assertThat(probe.weightsG()).isCloseTo(0.6, within(1e-6));
            assertThat(probe.broken()).isEmpty();
        }
    }

    @Test
    void signals_ofFourNumbers_areThoseOfItsLinearD() {
        RunConfig config = Runs.preset("playground1d");
        try (Setting setting = Training.prepare(config)) {
            Map<String, Double> signals = new Signals(setting.config(), setting.source()).of(setting.game());
            // D calls the right mode real, and half of G's samples, which are N(0, 0.6^2).
            assertThat(of(signals, Signal.ACC_TRAIN)).isBetween(0.4, 0.6);
            assertThat(of(signals, Signal.ACC_FAKE)).isBetween(0.4, 0.6);
            assertThat(of(signals, Signal.SPREAD)).isCloseTo(0.6 / Math.sqrt(1.04), within(0.08));
            assertThat(of(signals, Signal.MODES_HELD)).isEqualTo(2);
            assertThat(of(signals, "mode_0") + of(signals, "mode_1")).isCloseTo(1, within(1e-9));
            // Within 0.6 of -1 or 1: 2 (F(1.6 / 0.6) - F(0.4 / 0.6)) = 0.4972.
            assertThat(of(signals, Signal.MODES_CLOSE)).isCloseTo(0.4972, within(0.12));
            // 99 % of the data is within 2.5758 * 0.2 of -1 or 1: 2 (F(1.5152 / 0.6) - F(0.4848 / 0.6)) = 0.4075.
            assertThat(of(signals, Signal.INSIDE)).isCloseTo(0.4075, within(0.12));
            assertThat(of(signals, Signal.PULL)).isCloseTo(1, within(0.1));
            assertThat(of(signals, Signal.GRAD_RATIO))
                    .isCloseTo(of(signals, Signal.GRAD_G) / of(signals, Signal.GRAD_D), within(1e-12));
        }
    }

    @Test
    void look_changesNothing() {
        RunConfig config =
                Runs.preset("gaussian2d", "generator={type: mlp, hidden: [4], norm: batch}", "ema.decay=0.9");
        try (Setting setting = Training.prepare(config)) {
            State before = new State();
            setting.game().save(before);
            Signals signals = new Signals(setting.config(), setting.source());
            Map<String, Double> first = signals.of(setting.game());
            State after = new State();
            setting.game().save(after);
            before.arrays()
                    .forEach((name, entry) -> assertThat(
                                    Objects.requireNonNull(after.arrays().get(name))
                                            .bytes())
                            .as(name)
                            .isEqualTo(entry.bytes()));
            assertThat(signals.of(setting.game())).isEqualTo(first);
        }
    }

    @Test
    void integerImages_areNoticed_andOrdinaryOnesAreNot() {
        for (String dir : new String[] {"bundled", "bundled-integers"}) {
            RunConfig config = Runs.preset("broken-integers", "data.dir=" + dir);
            try (Setting setting = Training.prepare(config)) {
                Signals signals = new Signals(setting.config(), setting.source());
                assertThat(signals.isWholeNumbers()).isEqualTo(dir.equals("bundled-integers"));
                assertThat(signals.heldOut()).isEmpty();
            }
        }
    }

    private static double of(Map<String, Double> signals, Signal signal) {
        return of(signals, signal.key());
    }

    private static double of(Map<String, Double> signals, String name) {
        return Objects.requireNonNull(signals.get(name), name);
    }

    /** The bound from 40,000 points of N(0, 1) and N(shift, 1), with the best logits times a factor. */
    private static double bound(double shift, double factor) {
        RandomGenerator random = new Seeds(5).stream("points");
        double[] real = new double[40_000];
        double[] fake = new double[40_000];
        Arrays.setAll(real, i -> factor * logRatio(random.nextGaussian(), shift));
        Arrays.setAll(fake, i -> factor * logRatio(shift + random.nextGaussian(), shift));
        return Signals.jsBound(real, fake);
    }

    private static double logRatio(double x, double shift) {
        return ((x - shift) * (x - shift) - x * x) / 2;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
