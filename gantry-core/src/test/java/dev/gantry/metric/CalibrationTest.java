package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.data.Distribution;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P-values must be uniform where nothing differs, small where something does, and intervals must hold the truth. */
final class CalibrationTest {
    private static final int TRIALS = 100;
    private static final Map<String, Function<Subject, Map<String, Score>>> TESTS = new LinkedHashMap<>();

    static {
        TESTS.put("w1", Transport::scores);
        TESTS.put("sliced_w1", Transport::scores);
        TESTS.put("energy_distance", Kernels::scores);
        TESTS.put("mmd2", Kernels::scores);
        TESTS.put("c2st_auc", ClassifierTwoSample::scores);
    }

    /** A two-sided bound on the distance to the uniform distribution that holds in 99.9 % (Kolmogorov). */
    private static final double FARTHEST = 1.95 / Math.sqrt(TRIALS);

    private static Distribution truth(String name) {
        return name.equals("w1")
                ? Subjects.modes(0.3, new double[] {-1}, new double[] {1})
                : Subjects.modes(0.3, new double[] {-1, 0}, new double[] {1, 0}, new double[] {0, 1});
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "sliced_w1", "energy_distance", "mmd2", "c2st_auc"})
    void pValue_isUniform_whereNothingDiffers(String name) {
        double[] p = pValues(name, truth(name), TRIALS);
        Arrays.sort(p);
        double farthest = 0;
        for (int i = 0; i < TRIALS; i++) {
            farthest = Math.max(
                    farthest, Math.max(Math.abs(p[i] - i / (double) TRIALS), Math.abs(p[i] - (i + 1.0) / TRIALS)));
        }
        assertThat(farthest).as("%s: %s", name, Arrays.toString(p)).isLessThan(FARTHEST);
        assertThat(Arrays.stream(p).filter(x -> x <= 0.05).count()).isBetween(0L, 13L);
        assertThat(p[0]).isGreaterThanOrEqualTo(1 / 200.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "sliced_w1", "energy_distance", "mmd2", "c2st_auc"})
    void pValue_isSmall_whereOnlyOneModeIsLeft(String name) {
        Distribution worse = name.equals("w1") ? Subjects.gaussian(0.3, 1) : Subjects.gaussian(0.3, 1, 0);
        double[] p = pValues(name, worse, 20);
        assertThat(Arrays.stream(p).filter(x -> x <= 0.05).count()).as(name).isGreaterThanOrEqualTo(19);
    }

    private static double[] pValues(String name, Distribution from, int trials) {
        double[] p = new double[trials];
        for (int seed = 0; seed < trials; seed++) {
            Subject subject = Subjects.against(truth(name), Subjects.draw(from, 50, 1000 + seed), seed);
            p[seed] = Subjects.score(Objects.requireNonNull(TESTS.get(name)).apply(subject), name + "_p")
                    .value();
        }
        return p;
    }

    /**
     * N(0.4, 1) against N(0, 1): W1 is 0.4. The energy distance is 2 E|N(.4, 2)| - 2 E|N(0, 2)| = 2 * 1.173218 - 2 *
     * 1.128379.
     */
    @ParameterizedTest
    @ValueSource(strings = {"w1", "energy_distance"})
    void interval_holdsTheTruth(String name) {
        double expected = name.equals("w1") ? 0.4 : 0.089678;
        int held = 0;
        double width = 0;
        Distribution truth = Subjects.gaussian(1, 0);
        for (int seed = 0; seed < 50; seed++) {
            float[] samples = Subjects.draw(Subjects.gaussian(1, 0.4), 200, 2000 + seed);
            Score score = Subjects.score(
                    Objects.requireNonNull(TESTS.get(name)).apply(Subjects.against(truth, samples, seed)), name);
            double low = Objects.requireNonNull(score.low());
            double high = Objects.requireNonNull(score.high());
            held += low <= expected && expected <= high ? 1 : 0;
            width += (high - low) / 50;
        }
        assertThat(held).as(name).isGreaterThanOrEqualTo(43);
        assertThat(width).as(name).isCloseTo(name.equals("w1") ? 0.39 : 0.17, within(0.05));
    }
}
