package dev.gantry.proof;

import java.util.Map;
import java.util.Optional;

/** Losses and derivatives where logits are +-1e4, in plain numbers and in both formats of libtorch. */
final class StabilityChecks {
    private static final double HUGE = 1e4;

    private final Map<String, Numbers> ways;

    StabilityChecks(Map<String, Numbers> ways) {
        this.ways = ways;
    }

    Check of(String name, Loss discriminator, Loss generator, Signs signs) {
        String title = name + ": logits of +-1e4";
        for (Map.Entry<String, Numbers> way : ways.entrySet()) {
            Optional<String> wrong = wrong("L_D", discriminator, signs.dByReal(), signs.dByFake(), way.getValue())
                    .or(() -> wrong("L_G", generator, signs.gByReal(), signs.gByFake(), way.getValue()));
            if (wrong.isPresent()) {
                return new Check(title, false, way.getKey() + ": " + wrong.get());
            }
        }
        return new Check(
                title, true, "values finite, slopes of the formula's sign: " + String.join(", ", ways.keySet()));
    }

    private static Optional<String> wrong(String loss, Loss function, String byReal, String byFake, Numbers way) {
        for (int i = 0; i < 4; i++) {
            double real = i < 2 ? HUGE : -HUGE;
            double fake = i % 2 == 0 ? HUGE : -HUGE;
            Numbers.Result result = way.evaluate(function, new double[] {real}, new double[] {fake});
            String place = loss + " at real " + real + ", fake " + fake;
            if (!Double.isFinite(result.value())) {
                return Optional.of(place + " is " + result.value());
            }
            if (!fits(result.byReal()[0], byReal.charAt(i), way)) {
                return Optional.of(slope(place, "real", result.byReal()[0], byReal.charAt(i)));
            }
            if (!fits(result.byFake()[0], byFake.charAt(i), way)) {
                return Optional.of(slope(place, "fake", result.byFake()[0], byFake.charAt(i)));
            }
        }
        return Optional.empty();
    }

    private static String slope(String place, String by, double is, char expected) {
        return place + " has the slope " + is + " by the " + by + " logit, its formula's is " + expected;
    }

    private static boolean fits(double slope, char sign, Numbers way) {
        if (!Double.isFinite(slope)) {
            return false;
        }
        return sign == '0' ? Math.abs(slope) <= way.rounding() : sign == '+' ? slope > 0 : slope < 0;
    }
}
