package dev.gantry.metric;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The entropy, in nats, of the classes that a classifier takes images for: ln K where all K are as frequent, 0 where
 * there is one. The estimate is too small by about (K - 1) / 2n (Miller 1955), and so is its floor.
 */
public final class ClassEntropy {
    private static final int MOST_TO_READ = 20;

    private ClassEntropy() {}

    /** The score "class_entropy", for features with classes. */
    public static Map<String, Score> scores(Comparison comparison) {
        Features generated = comparison.generated();
        Features perfect = comparison.perfect();
        double value = entropy(generated.histogram());
        return Map.of(
                "class_entropy",
                comparison.score(
                        value,
                        perfect == null ? null : entropy(perfect.histogram()),
                        Interval.jackknife(value, Histograms.leftOut(generated, ClassEntropy::entropy))
                                .notBelow(0),
                        classes(generated.histogram(), comparison.reference().histogram())));
    }

    /** The numbers of images in each class, in words; null where there are too many classes to read. */
    private static @Nullable String classes(int[] generated, int[] real) {
        return generated.length > MOST_TO_READ
                ? null
                : "images of G in classes 0 to " + (generated.length - 1) + ": " + list(generated)
                        + "; real ones in the reference: " + list(real);
    }

    private static String list(int[] counts) {
        return Arrays.stream(counts).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    static double entropy(int[] counts) {
        double n = Histograms.total(counts);
        double sum = 0;
        for (int count : counts) {
            sum -= count == 0 ? 0 : count / n * Math.log(count / n);
        }
        return sum;
    }
}
