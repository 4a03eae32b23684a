package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    /** Each step makes 400 kB: 20,000 of them would be 8 GB if they stayed. */
    @Test
    void smallSteps_leaveNothingBehind() {
        Engine engine = Engines.float32();
        Tensor sum;
        try (Scope scope = new Scope()) {
            sum = Scope.keep(engine.zeros(25_000));
        }
        step(engine, sum, 500);
        long before = Memory.resident();
        step(engine, sum, 20_000);
        assertThat(Memory.resident() - before).isLessThan(64 * MIB);
        Scope.release(sum);
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
