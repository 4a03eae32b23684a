package dev.gantry.proof;

import java.util.Arrays;

/** Losses and derivatives by libtorch against those in plain numbers. */
final class ReferenceChecks {
    private static final double LIMIT_64 = 1e-12;
    private static final double LIMIT_32 = 1e-6;

    private static final double[] REAL = {-6, -3.1, -1, -0.25, 0, 0.5, 1.2, 2.7, 4, 6};
    private static final double[] FAKE = {5.5, 3.3, 2, 0.9, 0.1, 0, -0.7, -1.9, -4, -6.5};

    private final Numbers plain = Numbers.plain();
    private final Numbers float32 = Numbers.float32();
    private final Numbers float64 = Numbers.float64();

    Check float64(String name, Loss discriminator, Loss generator) {
        return compare(name + ": libtorch in float64 as plain numbers", float64, discriminator, generator, LIMIT_64);
    }

    Check float32(String name, Loss discriminator, Loss generator) {
        return compare(name + ": libtorch in float32 as plain numbers", float32, discriminator, generator, LIMIT_32);
    }

    private Check compare(String name, Numbers way, Loss discriminator, Loss generator, double limit) {
        Worst worst = new Worst();
        note(worst, "L_D", discriminator, way);
        note(worst, "L_G", generator, way);
        return worst.within(name, limit);
    }

    private void note(Worst worst, String loss, Loss function, Numbers way) {
        Numbers.Result expected = plain.evaluate(function, REAL, FAKE);
        Numbers.Result actual = way.evaluate(function, REAL, FAKE);
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
