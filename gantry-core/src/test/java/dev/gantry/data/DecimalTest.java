package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.random.Seeds;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalTest {
    private final Decimal decimal = new Decimal();

    private double parse(String text) {
        return decimal.parse(("x" + text + "9").toCharArray(), 1, text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "7",
                "+7",
                "0.1",
                ".5",
                "5.",
                "-12.25",
                "1e3",
                "1E+3",
                "2.5e-3",
                "0.000001",
                "123456789012345678",
                "3.4028235e38",
                "1e300",
                "1e-45",
                "00012",
                "1.7976931348623157e308",
                "9007199254740993"
            })
    void numbers_areWhatJavaReads(String text) {
        assertThat(parse(text)).isCloseTo(Double.parseDouble(text), within(1e-15 * Math.abs(Double.parseDouble(text))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "e5",
                "1e",
                "1e+",
                "1.2.3",
                "--1",
                "1 ",
                " 1",
                "1,5",
                "0x10",
                "1f",
                "NaN",
                "1e1234567890",
                "\u0661"
            })
    void anythingElse_isNone(String text) {
        assertThat(parse(text)).isNaN();
    }

    @Test
    void extremes() {
        assertThat(parse("1e999999999")).isInfinite();
        assertThat(parse("-1e400")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(parse("1e-999999999")).isZero();
        assertThat(parse("9".repeat(400))).isInfinite();
        assertThat(parse("0.".concat("0".repeat(400)).concat("1"))).isZero();
        assertThat(parse("0".repeat(400) + "1.5")).isEqualTo(1.5);
        assertThat(parse("0." + "0".repeat(400) + "1e401")).isCloseTo(1, within(1e-15));
        assertThat(parse("1" + "0".repeat(400) + "e-400")).isCloseTo(1, within(1e-15));
    }

    /** Numbers as Java and C print them, of every size that a float can have. */
    @Test
    void manyNumbers_areWithin1e15() {
        RandomGenerator random = new Seeds(1).stream("numbers");
        for (int i = 0; i < 20_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(90) - 45);
            String text = i % 2 == 0 ? Double.toString(value) : String.format(Locale.ROOT, "%.12g", value);
            double exact = Double.parseDouble(text);
            assertThat(Math.abs(parse(text) - exact)).as(text).isLessThanOrEqualTo(1e-15 * Math.abs(exact));
        }
    }
}
