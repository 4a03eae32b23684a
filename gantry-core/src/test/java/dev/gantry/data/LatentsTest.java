package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.LatentConfig;
import dev.gantry.random.Seeds;
import org.junit.jupiter.api.Test;

final class LatentsTest {
    private static final int N = 100_000;

    @Test
    void normal_hasMeanZeroVarianceOne_andTails() {
        float[] z = draw(LatentConfig.Distribution.NORMAL);
        assertThat(z).hasSize(N);
        assertThat(moment(z, 1)).isBetween(-0.016, 0.016);
        assertThat(moment(z, 2)).isBetween(0.977, 1.023);
        assertThat(moment(z, 4)).isBetween(2.84, 3.16);
    }

    @Test
    void uniform_fillsMinusOneToOne() {
        float[] z = draw(LatentConfig.Distribution.UNIFORM);
        float low = 2;
        float high = -2;
        for (float value : z) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        assertThat(low).isBetween(-1f, -0.999f);
        assertThat(high).isBetween(0.999f, 1f);
        assertThat(moment(z, 1)).isBetween(-0.01, 0.01);
        assertThat(moment(z, 2)).isBetween(1 / 3.0 - 0.005, 1 / 3.0 + 0.005);
    }

    private static float[] draw(LatentConfig.Distribution distribution) {
        return Latents.draw(new LatentConfig(5, distribution), N / 5, new Seeds(4).stream("z"));
    }

    private static double moment(float[] z, int power) {
        double sum = 0;
        for (float value : z) {
            sum += Math.pow(value, power);
        }
        return sum / z.length;
    }
}
