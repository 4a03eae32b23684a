package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

final class TorchRandomTest {
    private static final int ROWS = 1000;
    private static final int COLUMNS = 1003;

    @Test
    void dropShare_isAsAsked_alsoAmongEveryEighthElement() {
        for (Engine engine : new Engine[] {Engines.float32(), Engines.float64()}) {
            for (double drop : new double[] {0.1, 0.3, 0.5, 0.75}) {
                double[] mask = mask(engine, 5, drop);
                int n = mask.length;
                double error = 5 * Math.sqrt(drop * (1 - drop) / n);
                assertThat(zeros(mask, 0, 1) / n).isBetween(drop - error, drop + error);
                for (int offset = 0; offset < 8; offset++) {
                    int part = (n - offset + 7) / 8;
                    double partError = 5 * Math.sqrt(drop * (1 - drop) / part);
                    assertThat(zeros(mask, offset, 8) / part)
                            .as("drop %s, offset %s", drop, offset)
                            .isBetween(drop - partError, drop + partError);
                }
            }
        }
    }

    @Test
    void keptElements_areScaledSoThatTheMeanIsOne() {
        for (Engine engine : new Engine[] {Engines.float32(), Engines.float64()}) {
            double[] mask = mask(engine, 6, 0.3);
            double kept = 1 / 0.7;
            assertThat(Arrays.stream(mask).distinct().sorted().toArray())
                    .hasSize(2)
                    .satisfies(values -> assertThat(values[0]).isEqualTo(0))
                    .satisfies(values -> assertThat(values[1]).isCloseTo(kept, within(1e-7)));
            // Standard deviation of an element: sqrt(p / (1 - p)) = 0.66.
            assertThat(Arrays.stream(mask).average().orElseThrow()).isCloseTo(1, within(5 * 0.66 / 1001));
        }
    }

    @Test
    void aKey_givesTheSameMaskAgain_andAnotherKeyAnother() {
        Engine engine = Engines.float32();
        assertThat(mask(engine, 7, 0.5)).isEqualTo(mask(engine, 7, 0.5));
        double[] other = mask(engine, 8, 0.5);
        double agreeing = 0;
        double[] one = mask(engine, 7, 0.5);
        for (int i = 0; i < one.length; i++) {
            agreeing += one[i] == other[i] ? 1 : 0;
        }
        assertThat(agreeing / one.length).isCloseTo(0.5, within(0.0025));
    }

    /** Elements that a counter tells apart must not be dropped together: neighbours, rows, and key after key. */
    @Test
    void elements_areDroppedIndependently() {
        Engine engine = Engines.float32();
        double[] mask = mask(engine, 11, 0.5);
        for (int lag : new int[] {1, 2, 3, 16, 64, 256, COLUMNS, 2048, 65536}) {
            double agreeing = 0;
            for (int i = lag; i < mask.length; i++) {
                agreeing += mask[i] == mask[i - lag] ? 1 : 0;
            }
            int n = mask.length - lag;
            assertThat(agreeing / n).as("lag %s", lag).isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(n)));
        }
        int keys = 2000;
        double first = 0;
        for (int key = 0; key < keys; key++) {
            TorchRandom random = new TorchRandom();
            random.restart(key);
            try (Scope scope = new Scope()) {
                first += zeros(Engine.doubles(random.dropoutMask(engine, engine.zeros(1), 0.5)), 0, 1);
            }
        }
        assertThat(first / keys).isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(keys)));
    }

    @Test
    void parts_makeUpTheWhole() {
        Engine engine = Engines.float32();
        DropoutMask mask = new DropoutMask(12, 0.3);
        try (Scope scope = new Scope()) {
            Tensor whole = engine.zeros(9000);
            mask.write(whole, 0);
            Tensor parts = engine.zeros(9000);
            mask.write(parts.narrow(0, 0, 4100), 0);
            mask.write(parts.narrow(0, 4100, 4900), 4100);
            assertThat(Engine.floats(parts)).isEqualTo(Engine.floats(whole));
        }
    }

    @Test
    void masksOfOneStream_follow_butDoNotRepeat() {
        Engine engine = Engines.float32();
        TorchRandom random = new TorchRandom();
        random.restart(9);
        try (Scope scope = new Scope()) {
            Tensor x = engine.zeros(3, 5);
            double[] first = Engine.doubles(random.dropoutMask(engine, x, 0.5));
            double[] second = Engine.doubles(random.dropoutMask(engine, x, 0.5));
            assertThat(first).hasSize(15).isNotEqualTo(second);
            random.restart(9);
            assertThat(Engine.doubles(random.dropoutMask(engine, x, 0.5))).isEqualTo(first);
            assertThat(random.dropoutMask(engine, x, 0.5).shape()).containsExactly(3, 5);
        }
    }

    /** A share that rounds to one would drop all and scale nothing by infinity. */
    @Test
    void dropNearOne_keepsTheMaskFinite() {
        Engine engine = Engines.float32();
        assertThat(zeros(mask(engine, 10, 0.999), 0, 1) / ROWS / COLUMNS).isCloseTo(0.999, within(1.6e-4));
        double[] mask = mask(engine, 10, 1 - 1e-9);
        assertThat(Arrays.stream(mask).allMatch(Double::isFinite)).isTrue();
    }

    private static double[] mask(Engine engine, long key, double drop) {
        try (Scope scope = new Scope()) {
            TorchRandom random = new TorchRandom();
            random.restart(key);
            Tensor mask = random.dropoutMask(engine, engine.zeros(ROWS, COLUMNS), drop);
            assertThat(mask.shape()).containsExactly(ROWS, COLUMNS);
            assertThat(Engine.isFloat32(mask)).isEqualTo(!engine.isFloat64());
            return Engine.doubles(mask);
        }
    }

    private static double zeros(double[] mask, int from, int step) {
        double zeros = 0;
        for (int i = from; i < mask.length; i += step) {
            zeros += mask[i] == 0 ? 1 : 0;
        }
        return zeros;
    }
}
