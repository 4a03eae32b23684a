package dev.gantry.cli;

import dev.gantry.metric.Score;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores as lines of text. */
final class ScoreTable {
    private static final MathContext DIGITS = new MathContext(4);

    private ScoreTable() {}

    /** A heading and a line for each score that applies; nothing where none does. */
    static List<String> of(Map<String, @Nullable Score> scores) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"score", "value", "floor", "interval", "n", "held against"});
        scores.forEach((name, score) -> {
            if (score != null) {
                rows.add(new String[] {
                    name,
                    number(score.value()),
                    score.floor() == null ? "" : number(score.floor()),
                    score.low() == null || score.high() == null
                            ? ""
                            : number(score.low()) + " to " + number(score.high()),
                    String.valueOf(score.n()),
                    score.reference() + (score.split() == null ? "" : " (" + score.split() + ")")
                });
            }
        });
        if (rows.size() == 1) {
            return List.of();
        }
        return TextTable.lines(rows, List.of(0, 5));
    }

    /** Four digits. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not a number" : "infinite";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return value == 0 ? "0" : rounded.toPlainString();
    }
}
