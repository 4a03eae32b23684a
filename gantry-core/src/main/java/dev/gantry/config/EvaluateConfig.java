package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a run scores its generator; docs/evaluation.md says what the scores are. */
public record EvaluateConfig(
        @Key(help = "samples shown to D between two scorings, each at the first tick after them; absent: the end only")
        @Nullable
        Long every,

        @Key(value = "[]", help = "what is scored during training, by name; empty: all that applies and is fast")
        List<String> scores,

        @Key(help = "samples of G scored during training, 2 to 1000000; absent: each score's own number") @Nullable
        Integer samples,

        @Key(
                help =
                        "in whose features images are compared: mnist, fashion-mnist, a file of 'gantry features train', or a"
                                + " TorchScript file with what it takes, as in net.pt,channels=1,size=32,range=-1..1; absent: the"
                                + " classifier of Gantry's that was trained on such images")
        @Nullable
        String features,

        @Key(value = "true", help = "whether a completed run is scored at its end by all that applies and is fast")
        boolean end) {

    /** The most samples that are scored at once. */
    public static final int MOST_SAMPLES = 1_000_000;

    public EvaluateConfig {
        scores = List.copyOf(scores);
        require(every == null || every >= 1, "every", "must be at least 1, got %d", every);
        require(
                samples == null || (samples >= 2 && samples <= MOST_SAMPLES),
                "samples",
                "must be 2 to %d, got %d",
                MOST_SAMPLES,
                samples);
    }
}
