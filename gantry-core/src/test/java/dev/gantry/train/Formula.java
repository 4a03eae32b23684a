package dev.gantry.train;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of a formula as the catalogue writes them: a blank multiplies, "with" ends it. */
final class Formula {
    private static final Pattern TOKEN = Pattern.compile("\\s*(\\d+\\.?\\d*|D\\([xy]\\)|[A-Za-z_]+|.)");

    private final String text;
    private final Map<String, Double> names;
    private int at;

    private Formula(String text, Map<String, Double> names) {
        this.text = text;
        this.names = names;
    }

    static double value(String formula, Map<String, Double> names) {
        Formula parser = new Formula(formula.replaceFirst(" with .*", ""), names);
        double value = parser.sum();
        if (!parser.next().isEmpty()) {
            throw new IllegalArgumentException(formula + ": not understood from '" + parser.next() + "'");
        }
        return value;
    }

    private double sum() {
        double value = product();
        while (next().equals("+") || next().equals("-")) {
            value += take().equals("+") ? product() : -product();
        }
        return value;
    }

    private double product() {
        if (next().equals("-")) {
            take();
            return -product();
        }
        double value = power();
        while (!next().isEmpty() && !"+-),|".contains(next())) {
            if (next().equals("/")) {
                take();
                value /= power();
            } else {
                value *= power();
            }
        }
        return value;
    }

    private double power() {
        double base = atom();
        if (!next().equals("^")) {
            return base;
        }
        take();
        return Math.pow(base, power());
    }

    private double atom() {
        String token = take();
        switch (token) {
            case "(" -> {
                return closed(sum(), ")");
            }
            case "|" -> {
                return Math.abs(closed(sum(), "|"));
            }
            case "E" -> {
                return 1;
            }
            case "e" -> {
                return Math.E;
            }
            case "max" -> {
                take();
                double first = closed(sum(), ",");
                return Math.max(first, closed(sum(), ")"));
            }
            case "s" -> {
                return Math.log1p(Math.exp(atom()));
            }
            case "ln" -> {
                return Math.log(atom());
            }
            case "sqrt" -> {
                return Math.sqrt(atom());
            }
            case "tanh" -> {
                return Math.tanh(atom());
            }
            default -> {
                Double value = names.get(token);
                return value == null ? Double.parseDouble(token) : value;
            }
        }
    }

    private double closed(double value, String by) {
        if (!take().equals(by)) {
            throw new IllegalArgumentException(text + ": no " + by);
        }
        return value;
    }

    private String next() {
        Matcher matcher = TOKEN.matcher(text);
        return matcher.find(at) ? matcher.group(1) : "";
    }

    private String take() {
        Matcher matcher = TOKEN.matcher(text);
        if (!matcher.find(at)) {
            throw new IllegalArgumentException(text + ": ends too early");
        }
        at = matcher.end();
        return matcher.group(1);
    }
}
