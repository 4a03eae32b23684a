package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProductTest {
    private final Random random = new Random(4);

    /** How a matrix lies in memory. */
    private enum Layout {
        ROWS,
        COLUMNS,
        ROWS_OF_A_LARGER,
        COLUMNS_OF_A_LARGER,
        ROWS_OF_A_TRANSPOSE
    }

    /** Whatever was there before does not count, not even NaN. */
    @ParameterizedTest
    @CsvSource({"5, 4, 3", "1, 7, 6", "7, 1, 6", "6, 7, 1", "1, 1, 1", "1, 1, 9", "160, 170, 150", "300, 70, 90"})
    void everyLayout_givesTheSums(int m, int n, int k) {
        for (Engine engine : new Engine[] {Engines.float32(), Engines.float64()}) {
            double tolerance = engine.isFloat64() ? 1e-12 : 1e-4;
            for (Layout left : Layout.values()) {
                for (Layout right : Layout.values()) {
                    try (Scope scope = new Scope()) {
                        double[] a = draw(m * k);
                        double[] b = draw(k * n);
                        Tensor out = engine.zeros(m, n).fill_(new Scalar(Double.NaN));
                        multiply(out, matrix(engine, left, a, m, k), matrix(engine, right, b, k, n));
                        Tensor error = out.sub(engine.tensor(sums(a, b, m, n, k), m, n))
                                .abs();
                        assertThat(error.max().item_double())
                                .as("%s %s", left, right)
                                .isLessThan(tolerance);
                    }
                }
            }
        }
    }

    /** Larger than what goes to OpenBLAS in one piece, and half of that, which does. */
    @Test
    void large_isTheSameAsSmall() {
        try (Scope scope = new Scope()) {
            Engine engine = Engines.float64();
            Tensor a = engine.tensor(draw(200 * 150), 200, 150);
            Tensor b = engine.tensor(draw(101 * 150), 101, 150).t();
            Tensor whole = engine.zeros(200, 101);
            multiply(whole, a, b);
            Tensor half = engine.zeros(100, 101);
            multiply(half, a.narrow(0, 100, 100), b);
            assertThat(torch.allclose(whole.narrow(0, 100, 100), half)).isTrue();
        }
    }

    /** As a bias is added to a layer's outputs. */
    @ParameterizedTest
    @CsvSource({"5, 4, 1", "300, 70, 1", "6, 7, 3"})
    void added_isAddedToWhatIsThere(int m, int n, int k) {
        for (Engine engine : new Engine[] {Engines.float32(), Engines.float64()}) {
            try (Scope scope = new Scope()) {
                double[] a = draw(m * k);
                double[] b = draw(k * n);
                Tensor before = engine.tensor(draw(m * n), m, n);
                Tensor out = before.clone();
                try (Product product = Product.added(out, engine.tensor(a, m, k), engine.tensor(b, k, n))) {
                    product.compute();
                    product.compute();
                }
                Tensor sums = engine.tensor(sums(a, b, m, n, k), m, n);
                assertThat(torch.allclose(out, before.add(sums).add(sums), 1e-5, 1e-6, false))
                        .isTrue();
            }
        }
    }

    @Test
    void otherStrides_areRefused() {
        try (Scope scope = new Scope()) {
            Tensor out = Engines.float32().zeros(2, 2);
            Tensor expanded = Engines.float32().zeros(1, 1).expand(2, 2);
            assertThatThrownBy(() -> multiply(out, expanded, out))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("strides 0, 0");
        }
    }

    /** As OpenBLAS takes names: in any case, and one that it does not know as none. */
    @Test
    void theKernelForSmallProducts_isThereWithAvx512_unlessTheEnvironmentForbids() {
        for (String coreType : new String[] {null, "", "SkylakeX", "cooperlake", "SAPPHIRERAPIDS", "what"}) {
            assertThat(Product.hasSmallKernel("AVX512", coreType)).as(coreType).isTrue();
            assertThat(Product.hasSmallKernel("AVX2", coreType)).as(coreType).isFalse();
            assertThat(Product.hindrance("AVX512", coreType)).as(coreType).isEmpty();
        }
        for (String coreType : new String[] {"Haswell", "zen"}) {
            assertThat(Product.hasSmallKernel("AVX512", coreType)).as(coreType).isFalse();
            assertThat(Product.hindrance("AVX512", coreType)).isEqualTo(coreType);
            assertThat(Product.hindrance("AVX2", coreType)).isEmpty();
        }
    }

    /** By either way, whichever this machine takes. */
    private static void multiply(Tensor out, Tensor a, Tensor b) {
        Tensor other = out.clone();
        try (Product product = Product.of(out, a, b, false);
                Product inBlocks = Product.of(other, a, b, true)) {
            product.compute();
            inBlocks.compute();
        }
        assertThat(out.sub(other).abs().max().item_double()).isLessThan(Engine.isFloat32(out) ? 1e-4 : 1e-12);
    }

    private static Tensor matrix(Engine engine, Layout layout, double[] values, int rows, int columns) {
        Tensor plain = engine.tensor(values, rows, columns);
        return switch (layout) {
            case ROWS -> plain;
            case COLUMNS -> plain.t().contiguous().t();
            case ROWS_OF_A_LARGER -> {
                Tensor larger = engine.zeros(rows + 2, columns);
                yield larger.narrow(0, 1, rows).copy_(plain);
            }
            case COLUMNS_OF_A_LARGER -> {
                Tensor larger = engine.zeros(rows, columns + 3);
                yield larger.narrow(1, 2, columns).copy_(plain);
            }
            case ROWS_OF_A_TRANSPOSE -> {
                Tensor larger = engine.zeros(columns, rows + 4);
                yield larger.t().narrow(0, 3, rows).copy_(plain);
            }
        };
    }

    private double[] draw(int size) {
        return random.doubles(size, -1, 1).map(x -> (float) x).toArray();
    }

    private static double[] sums(double[] a, double[] b, int m, int n, int k) {
        double[] sums = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < k; l++) {
                    sums[i * n + j] += a[i * k + l] * b[l * n + j];
                }
            }
        }
        return sums;
    }
}
