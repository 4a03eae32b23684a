package dev.gantry.health;

import dev.gantry.event.RunEvent.Ticked;
import dev.gantry.event.Signal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;

/** The looks at a run so far, and the last of them, by which it is judged. */
final class Course {
    /** With fewer looks nothing is said but what cannot be otherwise. */
    static final int LEAST = 5;

    private static final int MOST = 40;

    private final List<Ticked> looks;

    Course(List<Ticked> looks) {
        this.looks = looks;
    }

    static boolean isLook(Ticked tick) {
        return tick.statistics().containsKey(Signal.SPREAD.key());
    }

    int looks() {
        return looks.size();
    }

    Ticked last() {
        return looks.get(looks.size() - 1);
    }

    /** The last quarter of the looks, at least five and at most forty. */
    private List<Ticked> window() {
        return newest(Math.max(LEAST, Math.min(MOST, looks.size() / 4)));
    }

    private List<Ticked> newest(int count) {
        return looks.subList(Math.max(0, looks.size() - count), looks.size());
    }

    /** A signal over the window. */
    double[] values(Signal signal) {
        return series(window(), signal);
    }

    /** A signal over the newer half of the looks, at least those that show a swing. */
    double[] half(Signal signal) {
        return series(newest(Math.max(Oscillation.LEAST, Math.min(MOST, looks.size() / 2))), signal);
    }

    private static double[] series(List<Ticked> looks, Signal signal) {
        return looks.stream().mapToDouble(look -> at(look, signal)).toArray();
    }

    private static double at(Ticked look, Signal signal) {
        return look.statistics().getOrDefault(signal.key(), Double.NaN);
    }

    /** D's loss without its penalty over the window. */
    double[] adversarialLosses() {
        return window().stream()
                .mapToDouble(look -> {
                    double penalty = look.statistics().getOrDefault("penalty", 0.0);
                    return look.lossD() - (Double.isNaN(penalty) ? 0 : penalty);
                })
                .toArray();
    }

    /** The signal at the first look. */
    double first(Signal signal) {
        return at(looks.get(0), signal);
    }

    /** The median over the window; NaN where one of its looks has no number. */
    double median(Signal signal) {
        return median(values(signal));
    }

    boolean all(Signal signal, DoublePredicate test) {
        return Arrays.stream(values(signal)).allMatch(test);
    }

    /** Whether the signal was the same at every look of the window, to the last bit. */
    boolean stands(Signal signal) {
        double[] values = values(signal);
        return Arrays.stream(values).allMatch(value -> value == values[0]);
    }

    /** Medians over the window, by the names of metrics.jsonl. */
    Map<String, Double> medians(Signal... signals) {
        Map<String, Double> medians = new LinkedHashMap<>();
        for (Signal signal : signals) {
            medians.put(signal.key(), median(signal));
        }
        return medians;
    }

    static double median(double... numbers) {
        if (Arrays.stream(numbers).anyMatch(Double::isNaN)) {
            return Double.NaN;
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
