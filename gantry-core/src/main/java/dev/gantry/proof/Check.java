package dev.gantry.proof;

import java.util.Locale;

/**
 * One thing that was proven, or not.
 *
 * @param name what was looked at
 * @param ok whether it holds
 * @param detail how well it holds, or the first place where it does not
 */
public record Check(String name, boolean ok, String detail) {

    /** Whether a gap stays within its limit. NaN does not. */
    static Check within(String name, double gap, double limit, String what) {
        return new Check(name, gap <= limit, String.format(Locale.ROOT, "%s %.1e, limit %.0e", what, gap, limit));
    }

    /** The gap between two numbers, relative to the expected one where that is above 1 in size. NaN where one is NaN. */
    static double gap(double actual, double expected) {
        return actual == expected ? 0 : Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
    }
}
