package dev.gantry.proof;

import java.util.Locale;

/** The largest of many gaps, and where it was. */
final class Worst {
    private double gap;
    private String where = "";

    /** Takes note of a gap; one that is not a number is the worst. */
    void note(double other, String format, Object... place) {
        if (Double.isNaN(gap)) {
            return;
        }
        if (Double.isNaN(other) || other > gap) {
            gap = other;
            where = String.format(Locale.ROOT, format, place);
        }
    }

    double gap() {
        return gap;
    }

    Check within(String name, double limit) {
        return Check.within(name, gap, limit, "largest gap" + (where.isEmpty() ? "" : " (" + where + ")"));
    }
}
