package dev.gantry.proof;

import java.util.Arrays;

/** Losses and derivatives by libtorch against those in plain numbers. */
final class ReferenceChecks {
    private static final double LIMIT_64 = 1e-12;
    private static final double LIMIT_32 = 1e-6;

    private static final double[] REAL = {-6, -3.1, -1, -0.25, 0, 0.5, 1.2, 2.7, 4, 6};
    private static final double[] FAKE = {5.5, 3.3, 2, 0.9, 0.1, 0, -0.7, -1.9, -4, -6.5};
    /** Where stable forms change over. For float64 only: float32 knows e^20 no better than to 1e-6. */
    private static final double[] FAR_REAL = {-41, -39, -25, -20.5, -19, -17, 17.5, 19.5, 21, 24, 39.5, 42};

    private static final double[] FAR_FAKE = {40.5, 38, 26, 22, 19.2, 18.5, -16, -18.5, -20, -23, -38.5, -43};

    private final Numbers plain = Numbers.plain();
    private final Numbers float32 = Numbers.float32();
    private final Numbers float64 = Numbers.float64();

    Check float64(String name, Loss discriminator, Loss generator) {
        Worst worst = new Worst();
        note(worst, "L_D", discriminator, float64, REAL, FAKE);
        note(worst, "L_G", generator, float64, REAL, FAKE);
        note(worst, "L_D far out", discriminator, float64, FAR_REAL, FAR_FAKE);
        note(worst, "L_G far out", generator, float64, FAR_REAL, FAR_FAKE);
        return worst.within(name + ": libtorch in float64 as plain numbers", LIMIT_64);
    }

    Check float32(String name, Loss discriminator, Loss generator) {
        Worst worst = new Worst();
        note(worst, "L_D", discriminator, float32, REAL, FAKE);
        note(worst, "L_G", generator, float32, REAL, FAKE);
        return worst.within(name + ": libtorch in float32 as plain numbers", LIMIT_32);
    }

    private void note(Worst worst, String loss, Loss function, Numbers way, double[] real, double[] fake) {
        Numbers.Result expected = plain.evaluate(function, real, fake);
        Numbers.Result actual = way.evaluate(function, real, fake);
        worst.note(Check.gap(actual.value(), expected.value()), "%s", loss);
        note(worst, loss + " by real", actual.byReal(), expected.byReal());
        note(worst, loss + " by fake", actual.byFake(), expected.byFake());
    }

    /** Relative to the largest derivative: derivatives add up in the networks behind them. */
    private static void note(Worst worst, String what, double[] actual, double[] expected) {
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        for (int i = 0; i < expected.length; i++) {
            worst.note(Math.abs(actual[i] - expected[i]) / scale, "%s %d", what, i);
        }
    }
}
