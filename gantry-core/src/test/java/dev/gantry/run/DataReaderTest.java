package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.data.Source;
import dev.gantry.random.Seeds;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class DataReaderTest {

    @Test
    void source_isOpenedOnAnotherThread() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Source expected = Source.open(Runs.preset("gaussian2d").data(), new Seeds(0));
        Source opened = DataReader.open(() -> {
            thread.set(Thread.currentThread());
            return expected;
        });
        assertThat(opened).isSameAs(expected);
        assertThat(thread.get()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void whatOpeningThrows_isThrownAsItIs() {
        GantryException failure = GantryException.request("no such data");
        assertThatThrownBy(() -> DataReader.open(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        OutOfMemoryError error = new OutOfMemoryError("too many images");
        assertThatThrownBy(() -> DataReader.open(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void interrupt_reachesWhatReads() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> DataReader.open(() -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("interrupted");
                    }
                    throw new AssertionError();
                }))
                .hasMessage("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
