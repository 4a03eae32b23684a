package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.torch.Engines;
import dev.gantry.torch.Scope;
import org.junit.jupiter.api.Test;

final class LossTraceTest {
    @Test
    void numbersAndTensors_comeBackInOrder_andOnce() {
        try (LossTrace trace = new LossTrace()) {
            trace.add(1);
            try (Scope scope = new Scope()) {
                trace.add(Engines.float64().tensor(new double[] {2}));
                trace.add(Engines.float64().tensor(new double[] {3}));
            }
            trace.add(4);
            assertThat(trace.drain()).containsExactly(1, 2, 3, 4);
            assertThat(trace.drain()).isEmpty();
            trace.add(5);
            assertThat(trace.drain()).containsExactly(5);
        }
    }
}
