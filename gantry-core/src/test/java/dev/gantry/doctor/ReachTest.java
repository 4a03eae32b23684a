package dev.gantry.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.ActivationConfig;
import org.junit.jupiter.api.Test;

final class ReachTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void limits_areThoseOfTheActivation() {
        assertThat(Reach.of(new ActivationConfig.Tanh())).isEqualTo(new Reach("tanh", -1, 1));
        assertThat(Reach.of(new ActivationConfig.Sigmoid())).isEqualTo(new Reach("sigmoid", 0, 1));
        assertThat(Reach.of(new ActivationConfig.Relu())).isEqualTo(new Reach("relu", 0, INFINITY));
        assertThat(Reach.of(new ActivationConfig.Softplus())).isEqualTo(new Reach("softplus", 0, INFINITY));
        assertThat(Reach.of(new ActivationConfig.Elu(1.5))).isEqualTo(new Reach("elu", -1.5, INFINITY));
        assertThat(Reach.of(new ActivationConfig.LeakyRelu(0.2)))
                .isEqualTo(new Reach("leaky-relu", -INFINITY, INFINITY));
        assertThat(Reach.of(new ActivationConfig.LeakyRelu(0))).isEqualTo(new Reach("leaky-relu", 0, INFINITY));
        assertThat(Reach.of(new ActivationConfig.Linear())).isEqualTo(new Reach("linear", -INFINITY, INFINITY));
    }

    @Test
    void theLimitsThemselves_areReached_andRoundingIsForgiven() {
        Reach tanh = new Reach("tanh", -1, 1);
        assertThat(tanh.holds(-1, 1)).isTrue();
        assertThat(tanh.holds(0, Math.nextUp(1f))).isTrue();
        assertThat(tanh.holds(0, 1.0001f)).isFalse();
        assertThat(tanh.holds(-1.0001f, 0)).isFalse();
    }
}
