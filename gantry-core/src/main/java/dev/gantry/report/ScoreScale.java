package dev.gantry.report;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;

/** A scale of scores: logarithmic where they are positive and span more than a decade and a half, else linear. */
final class ScoreScale {
    private static final double WIDE = 30;
    private static final double MARGIN = 0.04;

    private final boolean logarithmic;

    /** On the axis, that is as a logarithm where the scale is one. */
    private final double low;

    private final double high;

    private ScoreScale(boolean logarithmic, double low, double high) {
        this.logarithmic = logarithmic;
        this.low = low;
        this.high = high;
    }

    /** A labelled value. */
    record Tick(double value, String label) {}

    /**
     * A scale that shows all values and the floor.
     *
     * @param values finite
     * @param floor NaN: none
     */
    static ScoreScale of(double[] values, double floor) {
        double[] all = Double.isFinite(floor) ? Arrays.copyOf(values, values.length + 1) : values.clone();
        if (Double.isFinite(floor)) {
            all[values.length] = floor;
        }
        double least = Arrays.stream(all).min().orElse(0);
        double most = Arrays.stream(all).max().orElse(1);
        boolean logarithmic = least > 0 && most >= WIDE * least;
        double low = logarithmic ? Math.log10(least) : least;
        double high = logarithmic ? Math.log10(most) : most;
        double margin = high > low ? MARGIN * (high - low) : low != 0 ? 0.1 * Math.abs(low) : 0.1;
        return new ScoreScale(logarithmic, low - margin, high + margin);
    }

    /** Whether a value has a place. */
    boolean takes(double value) {
        return !logarithmic || value > 0;
    }

    /** A value's number on the axis; NaN where it has none. */
    double axis(double value) {
        return logarithmic ? value > 0 ? Math.log10(value) : Double.NaN : value;
    }

    /** A value's place from 0 to 1. */
    double place(double value) {
        return (axis(value) - low) / (high - low);
    }

    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        if (!logarithmic) {
            NumberTickUnit unit = Theme.axis("", low, high, 6).getTickUnit();
            for (double tick = Math.ceil(low / unit.getSize()); tick * unit.getSize() <= high; tick++) {
                ticks.add(new Tick(tick * unit.getSize(), unit.valueToString(tick * unit.getSize())));
            }
            return ticks;
        }
        int step = (int) Math.max(1, Math.ceil((high - low) / 7));
        double[] leads = high - low < 3 ? new double[] {1, 2, 5} : new double[] {1};
        for (int power = (int) Math.floor(low); power <= high; power++) {
            for (double lead : leads) {
                double value = lead * Math.pow(10, power);
                if (Math.floorMod(power, step) == 0 && Math.log10(value) >= low && Math.log10(value) <= high) {
                    ticks.add(new Tick(value, Numbers.brief(value)));
                }
            }
        }
        return ticks;
    }

    /** Writes scores at the ticks of an axis of {@link #axis} numbers. */
    void label(NumberAxis axis) {
        if (logarithmic) {
            axis.setNumberFormatOverride(new PowersOfTen());
        }
    }

    /** Numbers by their logarithms. */
    private static final class PowersOfTen extends NumberFormat {
        private static final long serialVersionUID = 1L;

        @Override
        public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
            return to.append(
                    Numbers.brief(Double.parseDouble(String.format(Locale.ROOT, "%.1e", Math.pow(10, number)))));
        }

        @Override
        public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
            return format((double) number, to, position);
        }

        @Override
        public Number parse(String text, ParsePosition position) {
            throw new UnsupportedOperationException("written only");
        }
    }
}
