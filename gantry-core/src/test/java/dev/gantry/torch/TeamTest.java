package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

final class TeamTest {
    private static final double SUBNORMAL = 1e-40;

    private final Engine engine = Engines.float32();

    @Test
    void aSubnormalProduct_isZeroInEveryPart_andItselfOutside() {
        double[] products = new double[3];
        try (Team team = new Team(products.length)) {
            double led = team.lead(() -> {
                team.run(part -> products[part] = product());
                return product();
            });
            assertThat(led).isZero();
            assertThat(products).containsOnly(0);
            assertThat(product()).isCloseTo(SUBNORMAL, within(1e-43));
        }
    }

    @Test
    void workThatFails_leavesTheCallersArithmeticAsItWas() {
        try (Team team = new Team(2)) {
            assertThatThrownBy(() -> team.lead(() -> team.run(part -> {
                        if (part == 1) {
                            throw new IllegalStateException("part 1");
                        }
                    })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("part 1");
            assertThat(product()).isCloseTo(SUBNORMAL, within(1e-43));
        }
    }

    @Test
    void leadingInsideItself_isLeadingOnce() {
        try (Team team = new Team(2)) {
            double after = team.lead(() -> {
                team.lead(() -> team.run(part -> {}));
                return product();
            });
            assertThat(after).isZero();
            assertThat(product()).isCloseTo(SUBNORMAL, within(1e-43));
        }
    }

    @Test
    void parts_areNextToEachOther_andAll() {
        try (Team team = new Team(3)) {
            int[] parts = new int[10];
            Arrays.fill(parts, -1);
            team.run(part -> {
                for (long i = team.first(part, parts.length); i < team.first(part + 1, parts.length); i++) {
                    parts[(int) i] = part;
                }
            });
            assertThat(parts).isSorted().contains(0, 1, 2).doesNotContain(-1);
        }
    }

    private double product() {
        try (Scope scope = new Scope()) {
            Tensor small = engine.tensor(new float[] {1e-30f}, 1);
            return small.mul(engine.tensor(new float[] {1e-10f}, 1)).item_double();
        }
    }
}
