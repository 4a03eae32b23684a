package dev.gantry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

final class AllocationTest {
    @Test
    void whatFits_isGiven() {
        assertThat(Allocation.bytes(3, "x")).hasSize(3);
        assertThat(Allocation.floats(0, "x")).isEmpty();
    }

    @Test
    void whatNoArrayHolds_isRefused_byItsOwner() {
        assertThatThrownBy(() -> Allocation.floats(1L << 31, "a.npy"))
                .isInstanceOf(GantryException.class)
                .hasMessage(
                        "a.npy: holds 2147483648 numbers, more than the 2147483639 that are read at most; cut it into"
                                + " smaller files");
    }

    @Test
    void whatJavaHasNotTheMemoryFor_isNamed_andNoError() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 8L << 30);
        assertThatThrownBy(() -> Allocation.floats(Allocation.LONGEST, "a.npy"))
                .isInstanceOf(GantryException.class)
                .hasMessage("a.npy: takes 8192 MB, and Java has not so much left; give it more, as in"
                        + " GANTRY_JAVA_OPTS=-Xmx8g, or use less data");
    }
}
