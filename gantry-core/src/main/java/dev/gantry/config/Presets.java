package dev.gantry.config;

import dev.gantry.GantryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The configurations that come with Gantry. */
public final class Presets {
    private static final List<String> NAMES = List.of(
            "gaussian2d",
            "bimodal1d",
            "bimodal1d-tuned",
            "playground1d",
            "scratch1d",
            "scratch1d-as-published",
            "ring8",
            "ring8-pacgan",
            "grid25",
            "grid25-pacgan",
            "fashion-mlp",
            "fashion-wgan-gp",
            "mnist-mlp",
            "mnist-wgan-gp",
            "images-mlp");

    private static final List<String> BROKEN = List.of(
            "broken-learning-rate",
            "broken-frozen-d",
            "broken-frozen-g",
            "broken-no-noise",
            "broken-ten-images",
            "broken-one-mode",
            "broken-integers",
            "broken-saturating",
            "broken-momentum",
            "broken-strong-g");

    private Presets() {}

    /** Every preset, from the smallest lesson to the largest. */
    public static List<String> names() {
        return NAMES;
    }

    /** Presets that fail on purpose, each in its own way; {@code gantry verify health} trains them. */
    public static List<String> broken() {
        return BROKEN;
    }

    /** Whether a preset, broken ones included, has this name. */
    public static boolean has(String name) {
        return NAMES.contains(name) || BROKEN.contains(name);
    }

    /** The YAML of a preset, comments included; an unknown name is refused with a suggestion. */
    public static String yaml(String name) {
        if (!has(name)) {
            throw unknown(name);
        }
        String file = (BROKEN.contains(name) ? "broken/" : "presets/") + name + ".yaml";
        try (InputStream in = Presets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a preset trains, in one line. */
    public static String description(String name) {
        return Configs.preset(name, List.of()).description();
    }

    private static GantryException unknown(String name) {
        String presets = String.join(", ", NAMES);
        if (name.contains("/") || name.contains("\\") || name.endsWith(".yaml") || name.endsWith(".yml")) {
            return GantryException.request(
                    "%s: there is no such file; check the path, or use a preset (%s)", name, presets);
        }
        return GantryException.request(
                "unknown preset '%s'%s presets: %s", name, Suggestions.hint(name, NAMES), presets);
    }
}
