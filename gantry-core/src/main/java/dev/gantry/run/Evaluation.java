package dev.gantry.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Source;
import dev.gantry.metric.Score;
import dev.gantry.random.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores of an earlier run's newest checkpoint. */
public final class Evaluation {
    private Evaluation() {}

    /**
     * What is asked for.
     *
     * @param scores names; empty: every one
     * @param n samples; null: each score's own number
     * @param seed of every draw; null: the run's
     */
    public record Request(
            List<String> scores,
            @Nullable Integer n,
            @Nullable Long seed) {}

    /**
     * What was found.
     *
     * @param scores by name, null where one does not apply
     * @param reasons why, by the name of each that is null
     */
    public record Result(Map<String, @Nullable Score> scores, Map<String, String> reasons) {

        /** One JSON object in one line. */
        public String json() {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.set("scores", ScoreJson.of(scores));
            reasons.forEach(root.putObject("reasons")::put);
            return root.toString();
        }
    }

    /** Scores a run. */
    public static Result of(Path runFolder, Request request) {
        try (TrainedGenerator generator = TrainedGenerator.load(runFolder)) {
            RunConfig config = generator.config();
            Source source = Source.open(config.data(), new Seeds(config.seed()));
            Scorer.Outcome outcome = new Scorer(config.latent(), source)
                    .score(
                            generator::at,
                            Scorer.wanted(request.scores(), "--scores"),
                            request.n(),
                            request.seed() == null ? config.seed() : request.seed());
            return new Result(outcome.scores(), outcome.reasons());
        }
    }
}
