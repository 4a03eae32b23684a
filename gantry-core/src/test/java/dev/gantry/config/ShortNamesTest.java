package dev.gantry.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.Configs.Override;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShortNamesTest {
    private static final String REST = """
            name: short
            data: gaussian2d
            train: {batch: 8, epochs: 1}
            """;
    private static final String PLAIN = REST + """
            generator: {type: mlp, optimizer: {type: sgd, lr: 0.3, clip_norm: 2}}
            discriminator: {type: mlp, hidden: [7, 5], optimizer: {type: adam, lr: 0.7, betas: [0.5, 0.6]}, steps: 2}
            objective: {type: non-saturating, discriminator_weight: 0.5}
            """;
    private static final OptimizerConfig WGAN_GP = new OptimizerConfig.Adam(1e-4, List.of(0.0, 0.9), 1e-8, 0, null);

    private static RunConfig read(String yaml, String... options) {
        return Configs.parse(
                yaml, "short.yaml", Arrays.stream(options).map(Override::parse).toList());
    }

    @Test
    void option_replacesWhatTheFileSays() {
        for (String option : List.of("objective=wgan-gp", "objective.type=wgan-gp")) {
            RunConfig config = read(PLAIN, option);
            assertThat(config.objective()).isEqualTo(new ObjectiveConfig.Wasserstein(0.5));
            assertThat(config.penalty()).isEqualTo(new PenaltyConfig.GradientPenalty(10, 1));
            assertThat(config.discriminator().steps()).isEqualTo(5);
            assertThat(config.discriminator().optimizer()).isEqualTo(WGAN_GP);
            assertThat(config.generator().optimizer()).isEqualTo(WGAN_GP);
        }
        RunConfig clipped = read(PLAIN, "objective=wgan-clip");
        assertThat(clipped.penalty()).isEqualTo(new PenaltyConfig.Clip(0.01));
        assertThat(clipped.generator().optimizer()).isEqualTo(new OptimizerConfig.RmsProp(5e-5, 0.99, 1e-8, 0, null));
        RunConfig r3gan = read(PLAIN, "objective=r3gan");
        assertThat(r3gan.objective()).isEqualTo(new ObjectiveConfig.RelativisticPairing(0.5));
        assertThat(r3gan.penalty()).isEqualTo(new PenaltyConfig.R1R2(1, 1));
        assertThat(r3gan.discriminator().steps()).isEqualTo(1);
        assertThat(r3gan.discriminator().optimizer())
                .as("rates stay: the paper has them by data")
                .isEqualTo(new OptimizerConfig.Adam(0.7, List.of(0.0, 0.99), 1e-8, 0, null));
        assertThat(r3gan.generator().optimizer())
                .isEqualTo(new OptimizerConfig.Adam(0.3, List.of(0.0, 0.99), 1e-8, 0, 2.0));
    }

    @Test
    void otherOptions_win_inEitherOrder() {
        String[][] orders = {
            {"objective=wgan-gp", "discriminator.steps=3", "penalty=r1", "generator.optimizer.lr=0.1"},
            {"generator.optimizer.lr=0.1", "penalty=r1", "discriminator.steps=3", "objective=wgan-gp"}
        };
        for (String[] options : orders) {
            RunConfig config = read(PLAIN, options);
            assertThat(config.discriminator().steps()).isEqualTo(3);
            assertThat(config.penalty()).isEqualTo(new PenaltyConfig.R1(1, 1));
            assertThat(config.generator().optimizer())
                    .isEqualTo(new OptimizerConfig.Adam(0.1, List.of(0.0, 0.9), 1e-8, 0, null));
        }
        RunConfig weighted = read(PLAIN, "penalty.weight=3", "objective=wgan-gp");
        assertThat(weighted.penalty()).isEqualTo(new PenaltyConfig.GradientPenalty(3, 1));
        RunConfig whole = read(PLAIN, "objective=wgan-gp", "discriminator={type: mlp, steps: 4}");
        assertThat(whole.discriminator().steps()).isEqualTo(4);
        assertThat(whole.discriminator().optimizer())
                .isEqualTo(new OptimizerConfig.Adam(0.0002, List.of(0.9, 0.999), 1e-8, 0, null));
        RunConfig sgd = read(PLAIN, "objective=r3gan", "generator.optimizer=sgd");
        assertThat(sgd.generator().optimizer()).isEqualTo(new OptimizerConfig.Sgd(0.3, 0, 0, 2.0));
    }

    @Test
    void file_keepsWhatItSays() {
        RunConfig all = read(REST + """
                generator: mlp
                discriminator: {type: mlp, hidden: [3]}
                objective: wgan-gp
                """);
        assertThat(all.objective()).isEqualTo(new ObjectiveConfig.Wasserstein(1));
        assertThat(all.penalty()).isEqualTo(new PenaltyConfig.GradientPenalty(10, 1));
        assertThat(all.discriminator().steps()).isEqualTo(5);
        assertThat(all.generator().optimizer()).isEqualTo(WGAN_GP);

        RunConfig some = read(REST + """
                generator: {type: mlp, optimizer: {type: adam, lr: 0.5}}
                discriminator: {type: mlp, steps: 1, optimizer: {type: sgd, lr: 0.1}}
                objective: {type: r3gan, discriminator_weight: 2}
                penalty: {type: r1, gamma: 9}
                """);
        assertThat(some.objective()).isEqualTo(new ObjectiveConfig.RelativisticPairing(2));
        assertThat(some.penalty()).isEqualTo(new PenaltyConfig.R1(9, 1));
        assertThat(some.discriminator().optimizer()).isEqualTo(new OptimizerConfig.Sgd(0.1, 0, 0, null));
        assertThat(some.generator().optimizer())
                .isEqualTo(new OptimizerConfig.Adam(0.5, List.of(0.0, 0.99), 1e-8, 0, null));
    }

    @Test
    void objectivesOfReconstruction_giveAnMlpDItsAutoencoder() {
        for (String name : List.of("began", "ebgan")) {
            RunConfig config = read(PLAIN, "objective=" + name);
            assertThat(config.discriminator()).isInstanceOfSatisfying(DiscriminatorConfig.Autoencoder.class, d -> {
                assertThat(d.hidden()).containsExactly(7, 5);
                assertThat(d.steps()).isEqualTo(2);
                assertThat(d.optimizer().lr()).isEqualTo(0.7);
            });
        }
        RunConfig own = read(PLAIN, "objective=began", "discriminator.hidden=[9]", "discriminator.code=3");
        assertThat(own.discriminator()).isInstanceOfSatisfying(DiscriminatorConfig.Autoencoder.class, d -> {
            assertThat(d.hidden()).containsExactly(9);
            assertThat(d.code()).isEqualTo(3);
        });
    }
}
