package dev.gantry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.GantryException;
import dev.gantry.config.Configs.Override;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objectives, penalties and networks that do not go together, and parameters out of their range. */
final class CombinationsTest {
    private static final String YAML = """
            name: small
            data: gaussian2d
            generator: mlp
            discriminator: {type: mlp, hidden: [4]}
            train: {batch: 8, steps: 10}
            """;

    private static String error(String... options) {
        List<Override> overrides = Arrays.stream(options).map(Override::parse).toList();
        GantryException e = catchThrowableOfType(GantryException.class, () -> Configs.parse(YAML, "a.yaml", overrides));
        assertThat(e).as("an error").isNotNull();
        assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST);
        return String.valueOf(e.getMessage());
    }

    @Test
    void perSamplePenalty_besideBatchNormInD() {
        for (String penalty : List.of("gradient-penalty", "r1", "r2", "r1-r2", "dragan")) {
            assertThat(error("penalty=" + penalty, "discriminator.norm=batch"))
                    .contains("penalty " + penalty + " asks for the slope at each sample alone")
                    .contains("set discriminator.norm to layer or none");
        }
        assertThat(Configs.parse(YAML, "a.yaml", List.of(Override.parse("discriminator.norm=batch")))
                        .penalty())
                .isEqualTo(new PenaltyConfig.None());
    }

    @Test
    void clip_besideALogitLoss() {
        assertThat(error("penalty=clip", "objective=f-kl"))
                .contains("penalty clip bounds a critic, and objective f-kl needs logits of any size");
        for (String critic : List.of("wasserstein", "hinge", "least-squares")) {
            Configs.parse(
                    YAML, "a.yaml", List.of(Override.parse("penalty=clip"), Override.parse("objective=" + critic)));
        }
    }

    @Test
    void reconstruction_withoutAnAutoencoder_andTheOtherWayRound() {
        assertThat(error("objective=began", "discriminator.type=mlp"))
                .contains("objective began judges by the error of a reconstruction")
                .contains("set discriminator.type to autoencoder");
        assertThat(error("discriminator.type=autoencoder"))
                .contains("objective non-saturating needs logits of either sign")
                .contains("use objective began or ebgan");
    }

    @Test
    void batch_thatDoesNotFillItsPacks() {
        assertThat(error("discriminator.pack=3"))
                .contains("train.batch (8) must be a multiple of discriminator.pack (3)");
        assertThat(error("discriminator.pack=2", "train.drop_last=false"))
                .contains("train.drop_last must be true beside discriminator.pack (2)");
        assertThat(error("objective=ebgan", "train.batch=1")).contains("train.batch (1) must hold two samples");
    }

    @Test
    void parameters_outOfTheirRange() {
        assertThat(error("objective={type: f-js-weighted, pi: 1}"))
                .contains("objective.pi must be above 0 and below 1, got 1.0");
        assertThat(error("objective={type: f-js-weighted, pi: -0.5}")).contains("got -0.5");
        assertThat(error("objective={type: f-alpha, alpha: 1}"))
                .contains("objective.alpha must be finite, neither 0 (use f-reverse-kl) nor 1 (use f-kl), got 1.0");
        assertThat(error("objective={type: f-alpha, alpha: 0}")).contains("got 0.0");
        assertThat(error("objective={type: least-squares, a: 1, b: 0}")).contains("objective.b must be above a (1.0)");
        assertThat(error("objective.discriminator_weight=-1"))
                .contains("objective.discriminator_weight must be positive and finite, got -1.0");
        assertThat(error("penalty={type: gradient-penalty, weight: -10}"))
                .contains("penalty.weight must be positive and finite, got -10.0");
        assertThat(error("penalty={type: r1, gamma: 0}")).contains("penalty.gamma must be positive and finite");
        assertThat(error("penalty={type: r1, every: 0}")).contains("penalty.every must be 1 to 1000, got 0");
        assertThat(error("penalty={type: clip, limit: -0.01}")).contains("penalty.limit must be positive");
    }

    @Test
    void unknownNames_comeWithASuggestionAndTheList() {
        assertThat(error("objective=wgan-pg"))
                .contains("unknown type 'wgan-pg' of objective; did you mean 'wgan-gp'?")
                .contains("f-kl")
                .contains("wgan-clip, r3gan");
        assertThat(error("penalty=r12"))
                .contains("did you mean 'r1'?")
                .contains("gradient-penalty, r1, r2, r1-r2, dragan, clip");
        assertThat(error("objective=f-kl", "objective.pi=0.5")).contains("type f-js-weighted has");
        assertThat(error("objective=f-alpha", "objective.alhpa=2")).contains("did you mean 'objective.alpha'?");
    }
}
