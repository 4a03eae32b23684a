package dev.gantry.feature;

import dev.gantry.GantryException;
import dev.gantry.Version;
import dev.gantry.checkpoint.State;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a classifier; kept in its file beside the weights.
 *
 * @param data what it was trained on, for people
 * @param height of the images
 * @param width of the images
 * @param classes number of classes
 * @param trainSha256 of the images and labels that it was trained on, as {@link dev.gantry.data.Source#sha256} has it
 * @param testSha256 of those that its accuracy was measured on
 * @param accuracy share of the test images that it names rightly
 * @param seed of its weights and of the order of images
 * @param epochs passes over the training images
 * @param version of Gantry that trained it
 */
public record Card(
        String data,
        int height,
        int width,
        int classes,
        String trainSha256,
        String testSha256,
        double accuracy,
        long seed,
        int epochs,
        String version) {
    private static final String KIND = "gantry classifier";
    private static final int FORMAT = 1;
    private static final int LARGEST_SIDE = 1024;

    /** One that is still to be trained. */
    static Card untrained(String data, int[] shape, int classes, String trainSha256, long seed, int epochs) {
        return new Card(data, shape[1], shape[2], classes, trainSha256, "", Double.NaN, seed, epochs, Version.VERSION);
    }

    Card measured(String sha256, double share) {
        return new Card(data, height, width, classes, trainSha256, sha256, share, seed, epochs, version);
    }

    void write(State state) {
        state.putText("kind", KIND);
        state.putText("format", String.valueOf(FORMAT));
        state.putText("data", data);
        state.putText("height", String.valueOf(height));
        state.putText("width", String.valueOf(width));
        state.putText("classes", String.valueOf(classes));
        state.putText("train_sha256", trainSha256);
        state.putText("test_sha256", testSha256);
        state.putText("accuracy", String.format(Locale.ROOT, "%.4f", accuracy));
        state.putText("seed", String.valueOf(seed));
        state.putText("epochs", String.valueOf(epochs));
        state.putText("gantry", version);
    }

    /**
     * Reads a card, which is distrusted.
     *
     * @param origin named in messages
     */
    static Card read(String origin, State state) {
        if (!KIND.equals(state.text("kind"))) {
            throw GantryException.failure(
                    "%s: holds no classifier of Gantry's; make one with 'gantry features train'", origin);
        }
        if (number(origin, state, "format", Integer.MAX_VALUE) != FORMAT) {
            throw GantryException.failure(
                    "%s: has format %s, this Gantry reads format %d: use the Gantry that made it, or train it anew",
                    origin, state.text("format"), FORMAT);
        }
        return new Card(
                text(origin, state, "data"),
                (int) number(origin, state, "height", LARGEST_SIDE),
                (int) number(origin, state, "width", LARGEST_SIDE),
                (int) number(origin, state, "classes", 256),
                text(origin, state, "train_sha256"),
                text(origin, state, "test_sha256"),
                share(origin, state),
                seed(origin, state),
                (int) number(origin, state, "epochs", 1_000_000),
                text(origin, state, "gantry"));
    }

    private static String text(String origin, State state, String key) {
        String text = state.text(key);
        if (text == null) {
            throw damaged(origin, key, null);
        }
        return text;
    }

    private static long number(String origin, State state, String key, long most) {
        String text = text(origin, state, key);
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
            throw damaged(origin, key, text);
        }
        return Long.parseLong(text);
    }

    private static long seed(String origin, State state) {
        String text = text(origin, state, "seed");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw damaged(origin, "seed", text);
        }
    }

    private static double share(String origin, State state) {
        String text = text(origin, state, "accuracy");
        if (!text.matches("[01]\\.\\d{1,9}")) {
            throw damaged(origin, "accuracy", text);
        }
        return Double.parseDouble(text);
    }

    private static GantryException damaged(String origin, String key, @Nullable String text) {
        return GantryException.failure(
                "%s: its '%s' is %s: the file is damaged; train it anew with 'gantry features train'",
                origin, key, text == null ? "missing" : "'" + text + "'");
    }
}
