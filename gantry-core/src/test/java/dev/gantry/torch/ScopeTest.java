package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

final class ScopeTest {
    private static final long MIB = 1 << 20;

    @Test
    void tensorOfAClosedScope_isANullPointer_notACrash() {
        Engine engine = Engines.float32();
        Tensor tensor;
        try (Scope scope = new Scope()) {
            tensor = engine.zeros(3);
        }
        assertThatThrownBy(() -> tensor.add(tensor)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void keptTensor_outlivesItsScopes_untilItIsReleased() {
        Engine engine = Engines.float32();
        Tensor kept;
        try (Scope outer = new Scope()) {
            try (Scope inner = new Scope()) {
                kept = Scope.keep(engine.tensor(new double[] {1, 2}, 2));
            }
            assertThat(Engine.doubles(kept)).containsExactly(1, 2);
        }
        assertThat(Engine.doubles(kept)).containsExactly(1, 2);
        Scope.release(kept);
        assertThatThrownBy(() -> kept.add(kept)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void smallSteps_leaveNothingBehind() throws IOException, InterruptedException {
        assertThat(Memory.growth(ManySteps.class)).isLessThan(64 * MIB);
    }

    /** Prints by how many bytes this process grows; each step makes 400 kB: 20,000 of them would be 8 GB if they stayed. */
    static final class ManySteps {
        private ManySteps() {}

        @SuppressWarnings("SystemOut") // the child's answer
        public static void main(String[] arguments) {
            Engine engine = Engines.float32();
            Tensor sum;
            try (Scope scope = new Scope()) {
                sum = Scope.keep(engine.zeros(25_000));
            }
            step(engine, sum, 500);
            long before = Memory.resident();
            step(engine, sum, 20_000);
            System.out.println(Memory.resident() - before);
        }
    }

    private static void step(Engine engine, Tensor sum, int times) {
        for (int i = 0; i < times; i++) {
            try (Scope scope = new Scope()) {
                Tensor a = engine.zeros(25_000);
                sum.add_(a.add(a).mul(a));
            }
        }
    }
}
