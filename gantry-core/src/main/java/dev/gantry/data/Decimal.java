package dev.gantry.data;

/**
 * Reads numbers in text: {@code [-+] digits [. digits] [e [-+] digits]}, digits on at least one side of the point. Makes
 * no garbage, so that a file's numbers cost nothing but their place.
 */
final class Decimal {
    /** Digits beyond these change a number by less than a double can tell. */
    private static final int DIGITS = 18;

    private static final int LONGEST_EXPONENT = 9;

    /** With so few digits, numbers below 10 to the power of this are smaller than any float. */
    private static final int SMALLEST_EXPONENT = -80;

    /** Powers of ten that a double holds exactly. */
    private static final double[] POWERS = new double[23];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private char[] text = {};
    private int at;
    private int end;
    private long digits;
    private int significant;
    private int exponent;

    /**
     * The number in a part of {@code text}, to 1e-15 of it; 0 where it is smaller than any float, infinite where it is
     * larger than any double.
     *
     * @return NaN where the part is no number
     */
    double parse(char[] source, int from, int length) {
        text = source;
        at = from;
        end = from + length;
        digits = 0;
        significant = 0;
        exponent = 0;
        boolean negative = sign();
        int found = digits(0);
        if (at < end && text[at] == '.') {
            at++;
            found += digits(1);
        }
        if (found == 0 || !exponent() || at < end) {
            return Double.NaN;
        }
        return negative ? -scaled() : scaled();
    }

    private boolean sign() {
        boolean negative = at < end && text[at] == '-';
        if (negative || (at < end && text[at] == '+')) {
            at++;
        }
        return negative;
    }

    /** Reads digits; each lowers the exponent by {@code step}, so that it counts behind the point. */
    private int digits(int step) {
        int from = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            if (significant < DIGITS) {
                digits = 10 * digits + text[at] - '0';
                significant += digits == 0 ? 0 : 1;
                exponent -= step;
            } else {
                exponent += 1 - step;
            }
            at++;
        }
        return at - from;
    }

    /** Reads an exponent, where there is one; false where it is none. */
    private boolean exponent() {
        if (at == end || (text[at] != 'e' && text[at] != 'E')) {
            return true;
        }
        at++;
        boolean negative = sign();
        int from = at;
        int value = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9' && at - from < LONGEST_EXPONENT) {
            value = 10 * value + text[at] - '0';
            at++;
        }
        exponent += negative ? -value : value;
        return at > from;
    }

    private double scaled() {
        if (digits == 0 || exponent < SMALLEST_EXPONENT) {
            return 0;
        }
        if (exponent < 0) {
            return -exponent < POWERS.length ? digits / POWERS[-exponent] : digits * Math.pow(10, exponent);
        }
        return digits * (exponent < POWERS.length ? POWERS[exponent] : Math.pow(10, exponent));
    }
}
