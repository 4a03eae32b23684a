package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gantry.GantryException;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.EngineConfig.Device;
import dev.gantry.config.EngineConfig.Dtype;
import dev.gantry.config.EngineConfig.MatmulPrecision;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

final class EngineTest {

    @Test
    void requireShape_namesTheTensorAndBothShapes() {
        try (Scope scope = new Scope()) {
            Tensor z = Engines.float32().zeros(32, 63);
            assertThatCode(() -> Engine.requireShape("z", z, 32, 63)).doesNotThrowAnyException();
            assertThatCode(() -> Engine.requireShape("z", z, -1, 63)).doesNotThrowAnyException();
            assertThatThrownBy(() -> Engine.requireShape("z", z, -1, 64))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("z: expected [-1, 64], got [32, 63]");
            assertThatThrownBy(() -> Engine.requireShape("z", z, 32)).hasMessage("z: expected [32], got [32, 63]");
            assertThatThrownBy(() -> Engine.requireShape("z", z, 32, 63, 1)).hasMessageContaining("[32, 63, 1]");
        }
    }

    @Test
    void numbers_comeBackRowByRow_inBothFormats_fromViewsToo() {
        for (Engine engine : new Engine[] {Engines.float32(), Engines.float64()}) {
            try (Scope scope = new Scope()) {
                Tensor wide = engine.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
                assertThat(Engine.isFloat32(wide)).isEqualTo(!engine.isFloat64());
                assertThat(wide.shape()).containsExactly(2, 3);
                assertThat(Engine.floats(wide)).containsExactly(1, 2, 3, 4, 5, 6);
                assertThat(Engine.floats(wide.t())).containsExactly(1, 4, 2, 5, 3, 6);
                assertThat(Engine.doubles(wide.narrow(1, 1, 2))).containsExactly(2, 3, 5, 6);
                assertThat(Engine.doubles(wide.requires_grad_(true))).hasSize(6);
                double third = 1.0 / 3;
                assertThat(Engine.doubles(engine.tensor(new double[] {third}, 1))[0])
                        .isEqualTo(engine.isFloat64() ? third : (float) third);
            }
        }
    }

    @Test
    void scalarsAndEmptyTensors_work() {
        try (Scope scope = new Scope()) {
            Engine engine = Engines.float32();
            assertThat(Engine.doubles(engine.tensor(new double[] {7})).length).isEqualTo(1);
            assertThat(Engine.floats(engine.tensor(new float[0], 0, 3))).isEmpty();
            assertThat(Engine.doubles(engine.tensor(new double[0], 0))).isEmpty();
        }
    }

    @Test
    void numbersThatDoNotFill_areRefused_beforeMemoryIsTouched() {
        Engine engine = Engines.float32();
        assertThatThrownBy(() -> engine.tensor(new float[5], 2, 3))
                .hasMessage("5 numbers do not fill a tensor of [2, 3]");
        assertThatThrownBy(() -> engine.tensor(new double[7], 2, 3))
                .hasMessage("7 numbers do not fill a tensor of [2, 3]");
    }

    @Test
    void resolve_leavesNothingOpen() {
        EngineConfig open = new EngineConfig(Device.AUTO, 0, Dtype.FLOAT64, MatmulPrecision.AUTO);
        EngineConfig small = Engine.resolve(open, 99_999);
        assertThat(small.threads()).isEqualTo(1);
        assertThat(small.device()).isEqualTo(Torch.hasCuda() ? Device.CUDA : Device.CPU);
        assertThat(small.matmul()).isNotEqualTo(MatmulPrecision.AUTO);
        assertThat(small.dtype()).isEqualTo(Dtype.FLOAT64);
        assertThat(Engine.resolve(open, 100_000).threads())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void resolve_keepsWhatIsGiven() {
        EngineConfig given = new EngineConfig(Device.CPU, 3, Dtype.FLOAT32, MatmulPrecision.HIGHEST);
        assertThat(Engine.resolve(given, 10)).isEqualTo(given);
        assertThat(Engine.resolve(given, 10_000_000)).isEqualTo(given);
    }

    @Test
    void cudaWhereThereIsNone_isARequestErrorWithTheRemedy() {
        assumeFalse(Torch.hasCuda());
        EngineConfig cuda = new EngineConfig(Device.CUDA, 1, Dtype.FLOAT32, MatmulPrecision.HIGHEST);
        assertThatThrownBy(() -> Engine.resolve(cuda, 10))
                .isInstanceOfSatisfying(
                        GantryException.class, e -> assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST))
                .hasMessageContaining("--device cpu");
    }

    /** Whatever auto chose, products are float32: bfloat16 would be wrong by 3e-3. */
    @Test
    void resolvedMatmul_isFloat32() {
        EngineConfig config = Engine.resolve(new EngineConfig(Device.CPU, 1, Dtype.FLOAT32, MatmulPrecision.AUTO), 10);
        Engine engine = new Engine(config);
        try (Scope scope = new Scope()) {
            Tensor a = engine.zeros(64, 256).normal_();
            Tensor exact = a.to(ScalarType.Double).matmul(a.t().to(ScalarType.Double));
            Tensor error =
                    a.matmul(a.t()).to(ScalarType.Double).sub(exact).norm().div(exact.norm());
            assertThat(error.item_double()).isLessThan(1e-6);
        }
    }

    @Test
    void useThreads_setsThisThreadsNumber() {
        int before = torch.get_num_threads();
        try {
            new Engine(new EngineConfig(Device.CPU, 2, Dtype.FLOAT32, MatmulPrecision.HIGHEST)).useThreads();
            assertThat(torch.get_num_threads()).isEqualTo(2);
        } finally {
            torch.set_num_threads(before);
        }
    }

    @Test
    void hostMemory_readsAndWritesInPlace() {
        for (Engine engine : new Engine[] {Engines.float32(), Engines.float64()}) {
            try (Scope scope = new Scope()) {
                Tensor tensor = engine.tensor(new double[] {1, 2, 3, 4}, 2, 2);
                HostMemory memory = new HostMemory(tensor);
                double[] numbers = new double[4];
                memory.read(numbers);
                assertThat(numbers).containsExactly(1, 2, 3, 4);
                memory.write(new double[] {0.1, 5, 6, 7});
                assertThat(Engine.doubles(tensor)[0]).isCloseTo(0.1, within(engine.isFloat64() ? 0 : 2e-9));
                assertThat(Engine.doubles(tensor)[3]).isEqualTo(7);
                assertThat(memory.size()).isEqualTo(4);
                assertThatThrownBy(() -> memory.read(new double[3]))
                        .hasMessage("the tensor has 4 numbers, the array 3");
                assertThatThrownBy(() -> memory.write(new double[5]))
                        .hasMessage("the tensor has 4 numbers, the array 5");
                assertThatThrownBy(() -> new HostMemory(tensor.t()))
                        .hasMessage("needs a contiguous tensor in host memory");
            }
        }
    }

    @Test
    void tensorLists_giveHandlesThatOutliveTheirContainer() {
        Engine engine = Engines.float32();
        try (Scope scope = new Scope()) {
            Tensor[] handles = new Tensor[2];
            try (var vector = TensorLists.vector(
                    java.util.List.of(engine.tensor(new double[] {1}, 1), engine.tensor(new double[] {2}, 1)))) {
                TensorLists.tensors(vector).toArray(handles);
            }
            assertThat(Engine.doubles(handles[0])).containsExactly(1);
            assertThat(Engine.doubles(handles[1])).containsExactly(2);
        }
    }
}
