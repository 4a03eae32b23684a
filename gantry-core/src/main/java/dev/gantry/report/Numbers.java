package dev.gantry.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them, in every locale the same. */
final class Numbers {
    private static final double LN2 = Math.log(2);

    private Numbers() {}

    /** Three or so significant digits: 0.693, 12.4, 1,234, 1.2e-05. */
    static String brief(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : value > 0 ? "infinity" : "-infinity";
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 1e7 || size < 1e-4) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return new BigDecimal(value)
                .round(new MathContext(size < 1 ? 3 : 4))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A whole number with thousands separated. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** "1 point", "2 points". */
    static String plural(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** A loss at equilibrium, recognised where it is a small multiple of ln 2: "ln 2 = 0.693". */
    static String equilibrium(double value) {
        String digits = String.format(Locale.ROOT, "%.3f", value);
        for (int quarters = -16; quarters <= 16; quarters++) {
            if (quarters != 0 && Math.abs(value - quarters * LN2 / 4) < 1e-9) {
                return lnTwo(quarters) + " = " + digits;
            }
        }
        return brief(value);
    }

    private static String lnTwo(int quarters) {
        String sign = quarters < 0 ? "-" : "";
        int size = Math.abs(quarters);
        if (size % 4 == 0) {
            return sign + (size == 4 ? "" : size / 4 + " ") + "ln 2";
        }
        int divisor = size % 2 == 0 ? 2 : 4;
        int factor = size * divisor / 4;
        return sign + (factor == 1 ? "" : factor + " ") + "ln 2 / " + divisor;
    }

    /** A span of time: "850 ms", "12.3 s", "4 min 05 s", "2 h 10 min". */
    static String duration(double seconds) {
        if (!Double.isFinite(seconds) || seconds < 0) {
            return "unknown";
        }
        if (seconds < 1) {
            return Math.round(seconds * 1000) + " ms";
        }
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
