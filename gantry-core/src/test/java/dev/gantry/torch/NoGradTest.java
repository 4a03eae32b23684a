package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NoGradTest {
    @Test
    void nothingIsRecordedUntilTheOutermostIsClosed() {
        try (Scope scope = new Scope()) {
            Tensor w = torch.ones(2).requires_grad_(true);
            assertThat(w.neg().requires_grad()).isTrue();
            try (NoGrad outer = new NoGrad()) {
                assertThat(w.neg().requires_grad()).isFalse();
                try (NoGrad inner = new NoGrad()) {
                    assertThat(w.neg().requires_grad()).isFalse();
                }
                assertThat(w.neg().requires_grad()).isFalse();
            }
            assertThat(w.neg().requires_grad()).isTrue();
        }
    }

    @Test
    void otherThreadsRecordOn() throws InterruptedException {
        boolean[] recorded = new boolean[1];
        try (NoGrad off = new NoGrad()) {
            Thread other = new Thread(() -> {
                try (Scope scope = new Scope()) {
                    recorded[0] = torch.ones(2).requires_grad_(true).neg().requires_grad();
                }
            });
            other.start();
            other.join();
        }
        assertThat(recorded[0]).isTrue();
    }
}
