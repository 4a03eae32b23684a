package dev.gantry.compare;

import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A key that differs from arm to arm, with its values as YAML.
 *
 * @param key dotted, as for {@code --set}
 */
public record Axis(String key, List<String> values) {
    public Axis {
        values = List.copyOf(values);
    }

    /**
     * Splits KEY=VALUE,VALUE as given to {@code --vary}; commas in brackets or quotes do not separate.
     *
     * @throws GantryException where there is no key, or a value is missing or there twice
     */
    public static Axis parse(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw GantryException.request(
                    "--vary %s: expected KEY=VALUE,VALUE, for example --vary objective=hinge,wgan-gp", assignment);
        }
        List<String> values = split(assignment.substring(equals + 1));
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (value.isEmpty()) {
                throw GantryException.request(
                        "--vary %s: a value is missing; separate values by commas, as in objective=hinge,wgan-gp",
                        assignment);
            }
            if (!seen.add(value)) {
                throw GantryException.request("--vary %s: '%s' is there twice; leave one out", assignment, value);
            }
        }
        return new Axis(assignment.substring(0, equals).strip(), values);
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        char quote = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    Configs.Override change(String value) {
        return new Configs.Override(key, value, "--vary " + key + "=" + value);
    }
}
