package dev.gantry.config;

import dev.gantry.GantryException;
import dev.gantry.config.Shape.Choice;
import dev.gantry.config.Shape.Fields;
import dev.gantry.config.Tree.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The wording of what is wrong with a configuration: the place, the dotted key, what was found, the remedy. */
final class Problems {
    private Problems() {}

    static GantryException at(Place place, String format, Object... arguments) {
        return GantryException.request("%s: %s", place, String.format(Locale.ROOT, format, arguments));
    }

    static GantryException unexpected(Place place, String path, String expected, Tree found) {
        return path.isEmpty()
                ? at(place, "expected %s, found %s", expected, found.shown())
                : at(place, "%s: expected %s, found %s", path, expected, found.shown());
    }

    static GantryException missing(Place place, String path, String meaning) {
        return at(place, "missing key '%s': %s", path, meaning);
    }

    static GantryException unknownType(Place place, String path, String type, Choice choice) {
        List<String> types = new ArrayList<>(choice.types().keySet());
        if (path.equals("objective")) {
            types.addAll(ShortNames.names());
        }
        return at(
                place,
                "unknown type '%s' of %s%s types here: %s",
                type,
                path,
                Suggestions.hint(type, types),
                String.join(", ", types));
    }

    /** A key that a record lacks: another type of the block has it, or it is misspelt, or it belongs deeper. */
    static GantryException unknownKey(Place place, String path, String key, Fields here) {
        List<String> keys = here.keys();
        String hint = Suggestions.hint(key, keys);
        if (hint.equals(";")) {
            hint = suffixHint(key, "", Shape.keysBelow(here));
        }
        return at(place, "unknown key '%s'%s %s", join(path, key), hint, keysHere(keys));
    }

    static GantryException unknownKey(Place place, String path, String key, Choice choice, String type, Fields here) {
        List<String> others = choice.typesWith(key);
        if (!others.isEmpty()) {
            return at(
                    place,
                    "unknown key '%s': %s of type %s has no '%s'; type %s has",
                    join(path, key),
                    path,
                    type,
                    key,
                    String.join(", ", others));
        }
        List<String> keys = new ArrayList<>(List.of("type"));
        keys.addAll(here.keys());
        String hint = Suggestions.hint(key, keys);
        if (hint.equals(";")) {
            hint = suffixHint(key, "", Shape.keysBelow(here));
        }
        return at(place, "unknown key '%s'%s %s", join(path, key), hint, keysHere(keys));
    }

    /** An override's unknown dotted key; candidates are all dotted keys, {@code here} those where its path broke off. */
    static GantryException unknownPath(Place place, String path, List<String> candidates, List<String> here) {
        String hint = Suggestions.hint(path, candidates);
        if (hint.equals(";")) {
            hint = suffixHint(path.substring(path.lastIndexOf('.') + 1), path, candidates);
        }
        return at(place, "unknown key '%s'%s %s", path, hint, keysHere(here));
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String suffixHint(String last, String path, List<String> candidates) {
        List<String> matches = candidates.stream()
                .filter(c -> c.endsWith("." + last) && !c.equals(path) && !last.equals("type"))
                .limit(3)
                .map(c -> "'" + c + "'")
                .toList();
        return matches.isEmpty() ? ";" : "; did you mean " + String.join(" or ", matches) + "?";
    }

    private static String keysHere(List<String> keys) {
        return "keys here: " + (keys.isEmpty() ? "none" : String.join(", ", keys));
    }
}
