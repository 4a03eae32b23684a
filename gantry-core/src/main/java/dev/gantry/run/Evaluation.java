package dev.gantry.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.config.DataConfig;
import dev.gantry.config.EvaluateConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Source;
import dev.gantry.metric.RealImages;
import dev.gantry.metric.Score;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Scores of an earlier run's newest checkpoint.
 *
 * <pre>{@code
 * Evaluation.Result result = Evaluation.of(Path.of("runs/ring8-42"), Evaluation.Request.ALL);
 * }</pre>
 */
public final class Evaluation {
    private final Path runFolder;
    private final RunFolder folder;
    private final Request request;
    private final Standing standing;
    private final List<String> remarks = new ArrayList<>();

    private Evaluation(Path runFolder, Request request) {
        this.runFolder = runFolder;
        this.folder = RunFolder.open(runFolder);
        this.request = request;
        this.standing = Standing.read(folder.path());
    }

    /**
     * What is asked for.
     *
     * @param scores names; empty: every one
     * @param n samples; null: each score's own number
     * @param seed of every draw; null: the run's
     * @param data to hold against; null: the run's own
     * @param features in whose features images are compared, named as in {@code evaluate.features}; null: the run's
     */
    public record Request(
            List<String> scores,
            @Nullable Integer n,
            @Nullable Long seed,
            @Nullable DataConfig data,
            @Nullable String features) {
        /** Every score, as a completed run has them. */
        public static final Request ALL = new Request(List.of(), null, null, null, null);

        public Request {
            scores = List.copyOf(scores);
            if (n != null && (n < 2 || n > EvaluateConfig.MOST_SAMPLES)) {
                throw GantryException.request("--n must be 2 to %d, got %d", EvaluateConfig.MOST_SAMPLES, n);
            }
        }
    }

    /**
     * What was found.
     *
     * @param images real samples shown to D when the checkpoint was written
     * @param scores by name, null where one does not apply
     * @param reasons why, by the name of each that is null
     * @param applicable the names of all scores that apply, asked for or not
     * @param remarks what a person should know, each a sentence
     * @param written whether run.json holds these scores now
     */
    public record Result(
            long images,
            Map<String, @Nullable Score> scores,
            Map<String, String> reasons,
            List<String> applicable,
            List<String> remarks,
            boolean written) {

        /** One JSON object in one line. */
        public String json() {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            root.put("images", images);
            root.set("scores", ScoreJson.of(scores));
            ObjectNode why = root.putObject("reasons");
            reasons.forEach(why::put);
            return root.toString();
        }
    }

    /**
     * Scores a run and puts what it found into its run.json, unless the run is training or other data was asked for.
     *
     * @throws GantryException where the folder is no run's, has no checkpoint, a name is unknown, or the data is not there
     *     or of another shape
     */
    public static Result of(Path runFolder, Request request) {
        Set<String> wanted = Scorer.wanted(request.scores(), "--scores");
        return new Evaluation(runFolder, request).evaluate(wanted);
    }

    private Result evaluate(Set<String> wanted) {
        try (TrainedGenerator generator = TrainedGenerator.load(runFolder)) {
            RunConfig config = generator.config();
            remarkOnStanding(generator.images());
            Reference reference = reference(generator);
            try (Source source = reference.source();
                    Scorer scorer = scorer(generator, reference)) {
                boolean plain = request.data() != null && reference.truth() != null;
                UnaryOperator<float[]> map = plain ? generator::at : generator::scaledAt;
                Scorer.Outcome outcome = scorer.score(map, wanted, request.n());
                remarkOnImages(outcome, scorer);
                boolean written = write(outcome, config);
                return new Result(
                        generator.images(),
                        outcome.scores(),
                        outcome.reasons(),
                        scorer.applicable(map),
                        List.copyOf(remarks),
                        written);
            }
        }
    }

    private Scorer scorer(TrainedGenerator generator, Reference reference) {
        RunConfig config = generator.config();
        requireShape(generator, reference);
        String features = request.features() == null ? config.evaluate().features() : request.features();
        Engine engine = generator.engine();
        engine.useThreads();
        Scorer.requireFeatures(features, reference.source(), engine, "--features");
        long seed = request.seed() == null ? config.seed() : request.seed();
        return new Scorer(config.latent(), reference, engine, features, seed);
    }

    private void remarkOnImages(Scorer.Outcome outcome, Scorer scorer) {
        RealImages real = scorer.realImages();
        Optional<Score> compared = outcome.found().values().stream()
                .filter(score -> real != null && real.space().equals(score.features()))
                .findFirst();
        if (real == null || compared.isEmpty()) {
            return;
        }
        remarks.add("Images are compared in the features of " + real.space() + ".");
        if (real.split().equals("training")) {
            remarks.add(
                    "The run held no images out, so G's are held against images that it was trained on, and copies of"
                            + " these would score best: train with --set data.held_out=0.1 to score against others.");
        }
        int n = compared.get().n();
        if (n > real.allowed()) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "No floors: there are only %,d other real images to stand for a perfect generator's %,d; give --n %d or"
                            + " less.",
                    real.allowed(),
                    n,
                    real.allowed()));
        }
    }

    private void remarkOnStanding(long images) {
        boolean live = folder.owner().isPresent();
        if (live || !standing.status().equals("completed")) {
            String status = live ? "is training" : "did not complete (" + standing.status() + ")";
            remarks.add("The run " + status + ": this scores its newest checkpoint, after "
                    + String.format(Locale.ROOT, "%,d", images) + " samples.");
        } else if (images != standing.images()) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The run ended after %,d samples, but its newest checkpoint is from %,d: this scores that one.",
                    standing.images(),
                    images));
        }
    }

    private Reference reference(TrainedGenerator generator) {
        RunConfig config = generator.config();
        if (request.data() != null) {
            Source source = Source.open(request.data(), new Seeds(config.seed()));
            remarks.addAll(source.notes());
            return Reference.given(request.data(), source, generator.scaling());
        }
        if (config.data() instanceof DataConfig.Custom custom) {
            throw GantryException.request(
                    "%s: trained on data of a program (%s), which the command cannot open: give --data WHAT to score"
                            + " against",
                    runFolder, custom.source());
        }
        Source source = Source.open(config.data(), new Seeds(config.seed()));
        Optional<String> trained = standing.dataSha256();
        if (trained.isPresent() && !trained.get().equals(source.sha256())) {
            remarks.add(
                    "The data is no longer what the run was trained on (another sha256): the scores hold against it as"
                            + " it is now.");
        }
        return Reference.of(config.data(), source);
    }

    private void requireShape(TrainedGenerator generator, Reference reference) {
        if (!Arrays.equals(generator.shape(), reference.shape())) {
            throw GantryException.failure(
                    "%s: generates samples of shape %s, but %s holds samples of shape %s: give --data of the run's shape,"
                            + " or none to use the run's own",
                    runFolder,
                    Arrays.toString(generator.shape()),
                    request.data() == null ? "its data" : "the data given by --data",
                    Arrays.toString(reference.shape()));
        }
    }

    private boolean write(Scorer.Outcome outcome, RunConfig config) {
        if (request.data() != null) {
            remarks.add("Held against other data than the run's, so not written into run.json.");
            return false;
        }
        if (folder.owner().isPresent()) {
            remarks.add("The run is training, so nothing is written into its run.json.");
            return false;
        }
        try (RunFolder.Lock lock = folder.lock()) {
            boolean written = RunRecord.putScores(folder, outcome.scores());
            if (written && config.output().pictures()) {
                NearestPicture.write(folder, outcome);
                Reports.refresh(folder, config);
            }
            return written;
        }
    }
}
