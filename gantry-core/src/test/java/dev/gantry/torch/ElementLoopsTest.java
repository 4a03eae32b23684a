package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By loops of ours and by libtorch, against arithmetic that is plain to see; sizes around those of a loop's pieces. */
final class ElementLoopsTest {
    private static final double[] SLOPES = {0, 0.2, 1, 1.5, -0.5};

    private final Random random = new Random(8);
    private final ElementLoops loops = new ElementLoops();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 5000})
    void rectify_isTheFunctionAndItsSlope(int size) {
        for (Engine engine : List.of(Engines.float32(), Engines.float64())) {
            for (double below : SLOPES) {
                double[] x = numbers(size);
                double[] mask = random.ints(size, 0, 3).asDoubleStream().toArray();
                try (Scope scope = new Scope()) {
                    Tensor alone = engine.tensor(x, size);
                    loops.rectify(alone, below);
                    requireSame(alone, size, i -> rectified(x[i], below));

                    Tensor unmasked = engine.tensor(x, size);
                    Tensor slope = engine.tensor(mask, size);
                    loops.rectify(unmasked, slope, below, false);
                    requireSame(unmasked, size, i -> rectified(x[i], below));
                    requireSame(slope, size, i -> x[i] > 0 ? 1 : below);

                    Tensor masked = engine.tensor(x, size);
                    slope = engine.tensor(mask, size);
                    loops.rectify(masked, slope, below, true);
                    requireSame(masked, size, i -> mask[i] * rectified(x[i], below));
                    requireSame(slope, size, i -> mask[i] * (x[i] > 0 ? 1 : below));
                }
            }
        }
    }

    /** What has left the numbers must not come back as a zero: training looks for it. */
    @Test
    void rectify_keepsWhatIsNotANumber() {
        double[] strange = {Double.NaN, -Double.NaN, Double.POSITIVE_INFINITY};
        for (Engine engine : List.of(Engines.float32(), Engines.float64())) {
            try (Scope scope = new Scope()) {
                Tensor alone = engine.tensor(strange, 3);
                loops.rectify(alone, 0);
                Tensor sloped = engine.tensor(strange, 3);
                loops.rectify(sloped, engine.zeros(3), 0, false);
                for (Tensor result : List.of(alone, sloped)) {
                    assertThat(Engine.doubles(result))
                            .containsExactly(Double.NaN, Double.NaN, Double.POSITIVE_INFINITY);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 5000})
    void sum_addsAllAndThenMultiplies(int size) {
        for (Engine engine : List.of(Engines.float32(), Engines.float64())) {
            double[][] given = {numbers(size), numbers(size), numbers(size)};
            double[] factor = numbers(size);
            for (int terms = 0; terms <= 2; terms++) {
                int last = terms;
                try (Scope scope = new Scope()) {
                    List<Tensor> others = IntStream.rangeClosed(1, terms)
                            .mapToObj(i -> engine.tensor(given[i], size))
                            .toList();
                    Tensor plain = engine.tensor(given[0], size);
                    loops.sum(plain, others, null);
                    requireSame(plain, size, i -> sum(given, last, i));

                    Tensor times = engine.tensor(given[0], size);
                    loops.sum(times, others, engine.tensor(factor, size));
                    requireSame(times, size, i -> sum(given, last, i) * factor[i]);
                    for (int i = 0; i < terms; i++) {
                        requireSame(others.get(i), size, index(given[i + 1]));
                    }
                }
            }
        }
    }

    private static double sum(double[][] given, int last, int i) {
        return Arrays.stream(given, 0, last + 1).mapToDouble(term -> term[i]).sum();
    }

    private static IntToDoubleFunction index(double[] values) {
        return i -> values[i];
    }

    private static double rectified(double x, double below) {
        return x > 0 ? x : below * x;
    }

    /** Of both signs, and zeros of both. */
    private double[] numbers(int size) {
        return IntStream.range(0, size)
                .mapToDouble(i -> i % 17 == 3 ? 0.0 : i % 17 == 5 ? -0.0 : (float) random.nextGaussian())
                .toArray();
    }

    private static void requireSame(Tensor actual, int size, IntToDoubleFunction expected) {
        double tolerance = Engine.isFloat32(actual) ? 1e-6 : 1e-15;
        double[] values = Engine.doubles(actual);
        assertThat(values).hasSize(size);
        for (int i = 0; i < size; i++) {
            double wanted = expected.applyAsDouble(i);
            if (!(Math.abs(values[i] - wanted) <= tolerance * Math.max(1, Math.abs(wanted)))) {
                throw new AssertionError("at " + i + " of " + size + ": " + values[i] + ", not " + wanted);
            }
        }
    }
}
