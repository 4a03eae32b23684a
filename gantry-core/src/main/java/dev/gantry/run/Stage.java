package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.checkpoint.State;
import dev.gantry.config.Configs;
import dev.gantry.config.EvaluateConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batches;
import dev.gantry.data.Distribution;
import dev.gantry.data.Scaling;
import dev.gantry.data.Source;
import dev.gantry.event.RunEvent;
import dev.gantry.event.RunEvent.Ended;
import dev.gantry.event.RunEvent.Status;
import dev.gantry.event.RunListener;
import dev.gantry.event.Samples;
import dev.gantry.objective.Objective;
import dev.gantry.report.MetricsFile;
import dev.gantry.report.RunReport;
import dev.gantry.report.SampleFiles;
import dev.gantry.train.Control;
import dev.gantry.train.Divergence;
import dev.gantry.train.LibtorchGame;
import dev.gantry.train.Objectives;
import dev.gantry.train.Trainer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A run once everything is in place: from its first step to its report. */
final class Stage implements AutoCloseable {
    /** Largest mean loss of D over a tick, in units of its equilibrium. */
    private static final double LARGEST_LOSS_D = 16;

    /** Tensors that a diverged run names. */
    private static final int NAMED_TENSORS = 3;

    /** Largest root mean square of a tensor of weights, in units of the data's. */
    private static final double LARGEST_WEIGHTS = 1000;

    private final Control control;
    private final BooleanSupplier interrupted;
    private final RunListener listener;
    private final RunFolder run;
    private final RunConfig config;
    private final Source source;
    private final Batches batches;
    private final LibtorchGame game;
    private final Trainer trainer;
    private final RunRecord record;
    private final Trace trace;
    private final Snapshots snapshots;
    private final HealthWatch health;
    private final Objective objective;
    private final @Nullable Distribution distribution;
    private final List<String> columns;
    private final Scorer scorer;

    /** Names of the scores during training. */
    private final Set<String> scoredDuring;

    private double lossD = Double.NaN;
    private double lossG = Double.NaN;
    private long savedImages = -1;

    /**
     * @param interrupted whether a stop came from a signal
     */
    Stage(
            RunFolder run,
            Setting setting,
            Trainer trainer,
            RunRecord record,
            Trace trace,
            Control control,
            BooleanSupplier interrupted,
            RunListener listener) {
        this.control = control;
        this.interrupted = interrupted;
        this.listener = listener;
        this.run = run;
        this.config = setting.config();
        this.source = setting.source();
        this.batches = setting.batches();
        this.game = setting.game();
        this.trainer = trainer;
        this.record = record;
        this.trace = trace;
        this.snapshots = new Snapshots(config, source);
        this.objective = Objectives.of(config.objective());
        this.distribution = source.distribution().orElse(null);
        this.columns = source.scaling().map(Scaling::columns).orElse(List.of());
        this.scorer = new Scorer(
                config.latent(),
                Reference.of(config.data(), source),
                setting.engine(),
                config.evaluate().features(),
                config.seed());
        List<String> asked = config.evaluate().scores();
        this.scoredDuring = asked.isEmpty() ? Scorer.cheap() : Scorer.wanted(asked, "evaluate.scores");
        List<MetricsFile.Row> earlier = MetricsFile.read(run.metrics());
        this.health = new HealthWatch(config, source, batches, objective, earlier);
        if (!earlier.isEmpty()) {
            lossD = earlier.get(earlier.size() - 1).lossD();
            lossG = earlier.get(earlier.size() - 1).lossG();
        }
    }

    RunResult play(long total, long start) {
        RunEvent.Plan plan = new RunEvent.Plan(
                total,
                start,
                batches.imagesPerEpoch(),
                game.generatorParameters(),
                game.discriminatorParameters(),
                objective.equilibriumD(config.train().batch())
                        * config.objective().discriminatorWeight(),
                objective.equilibriumG(config.train().batch()));
        try {
            announce(Status.RUNNING, Scorer.Outcome.NONE, null);
            write(SampleFiles.REAL, snapshots.shownReal(), null);
            listener.on(new RunEvent.Started(run.path(), config, plan, snapshots.shownReal(), source.notes()));

            boolean completed = trainer.train(control, tick -> onTick(tick, plan));
            Optional<String> stop = completed ? Optional.empty() : health.stop();

            if (!completed && trainer.images() != savedImages) {
                save();
            }
            boolean ended = completed || stop.isPresent();
            Scorer.Outcome scores =
                    ended && config.evaluate().end() ? score(Scorer.cheap(), null) : Scorer.Outcome.NONE;
            if (ended) {
                write(SampleFiles.FINAL, snapshots.shown(snapshots.of(game, trainer.images())), snapshots.shownReal());
            }
            Status status =
                    completed ? Status.COMPLETED : interrupted.getAsBoolean() ? Status.INTERRUPTED : Status.STOPPED;
            return end(status, scores, stop.orElse(null));
        } catch (Divergence divergence) {
            health.diverge(divergence.getMessage() + brokenTensors(), trainer.images());
            return end(Status.DIVERGED, Scorer.Outcome.NONE, explain(divergence));
        } catch (RuntimeException e) {
            recordFailure(e);
            throw withWayOn(e);
        }
    }

    /** What can be mended outside, such as a full disk, tells how to go on. */
    private RuntimeException withWayOn(RuntimeException failure) {
        if (!(failure instanceof GantryException)) {
            return failure;
        }
        return GantryException.failure(
                failure,
                "%s. The run %s with --resume %s",
                String.valueOf(failure.getMessage()),
                run.newestCheckpoint()
                        .map(saved -> "goes on from " + saved + " samples")
                        .orElse("begins anew"),
                run.path());
    }

    private boolean onTick(Trainer.Tick tick, RunEvent.Plan plan) {
        lossD = tick.lossD();
        lossG = tick.lossG();
        requirePlaying(tick, plan.equilibriumD());
        double epoch = plan.imagesPerEpoch() > 0 ? tick.images() / (double) plan.imagesPerEpoch() : Double.NaN;
        Samples samples = snapshots.of(game, tick.images());
        Map<String, Double> statistics = new LinkedHashMap<>();
        statistics.putAll(snapshots.judgements(game, samples));
        if (!Double.isNaN(tick.penalty())) {
            statistics.put("penalty", tick.penalty());
        }
        statistics.putAll(game.statistics());
        trace.addTo(statistics, game);
        health.look(tick, tick.images() >= plan.totalImages(), game, statistics);
        addScores(statistics, tick, plan);
        Samples shown = snapshots.shown(samples);
        RunEvent.Ticked ticked = new RunEvent.Ticked(tick.images(), epoch, tick.seconds(), lossD, lossG, statistics);

        if (tick.before() == 0 || due(tick, config.output().samples(), plan)) {
            write(SampleFiles.stem(tick.images()), shown, snapshots.shownReal());
        }
        record.append(ticked);
        Optional<RunEvent.Judged> judged = health.hear(ticked);
        if (due(tick, config.output().checkpoint(), plan)) {
            save();
        }
        announce(Status.RUNNING, Scorer.Outcome.NONE, null);
        listener.on(ticked);
        listener.on(new RunEvent.Sampled(shown));
        judged.ifPresent(listener::on);
        return health.stop().isEmpty();
    }

    /** Whether a multiple of {@code every} was passed since the tick before, or this is the end. */
    private static boolean due(Trainer.Tick tick, @Nullable Long every, RunEvent.Plan plan) {
        return every == null || tick.images() >= plan.totalImages() || tick.passes(every);
    }

    private void write(String stem, Samples samples, @Nullable Samples real) {
        if (config.output().pictures()) {
            SampleFiles.write(run.samples(), stem, samples, real, distribution, columns);
        }
    }

    private void save() {
        State state = new State();
        trainer.save(state);
        CheckpointFormat.firstBroken(state, largestWeights()).ifPresent(broken -> {
            throw new Divergence("the size of " + broken.array(), trainer.step() - 1, broken.value());
        });
        CheckpointFormat.describe(state, trainer.images(), source);
        Path file = run.saveCheckpoint(trainer.images(), state, config.output().keep());
        savedImages = trainer.images();
        listener.on(new RunEvent.CheckpointSaved(savedImages, file));
    }

    /**
     * A D that always answers 0 has the equilibrium's loss: one that is far worse over a whole tick has left for
     * good. G's loss says nothing of the kind, as it is large wherever D wins; nor does a loss that grows faster than
     * its logits.
     */
    private void requirePlaying(Trainer.Tick tick, double equilibrium) {
        double adversarial = tick.lossD() - (Double.isNaN(tick.penalty()) ? 0 : tick.penalty());
        if (objective.growsLinearly() && equilibrium > 0 && adversarial > LARGEST_LOSS_D * equilibrium) {
            throw new Divergence("the mean loss_d", tick.step() - 1, tick.lossD());
        }
    }

    /** Weights a thousand times as large as the data, or as 1, mean that a player has left for good. */
    private double largestWeights() {
        double sum = 0;
        for (float value : snapshots.real().values()) {
            sum += value * value;
        }
        double scale = Math.sqrt(sum / snapshots.real().values().length);
        return LARGEST_WEIGHTS * Math.max(1, scale);
    }

    private Scorer.Outcome score(Set<String> names, @Nullable Integer samples) {
        return scorer.score(z -> game.sample(z, z.length / config.latent().size()), names, samples);
    }

    /** Scores during training are numbers without their protocol, which the names and the configuration tell. */
    private void addScores(Map<String, Double> statistics, Trainer.Tick tick, RunEvent.Plan plan) {
        EvaluateConfig evaluate = config.evaluate();
        if (evaluate.every() != null && due(tick, evaluate.every(), plan)) {
            score(scoredDuring, evaluate.samples())
                    .found()
                    .forEach((name, score) -> statistics.put(name, score.value()));
        }
    }

    private RunResult end(Status status, Scorer.Outcome scores, @Nullable String message) {
        Ended ended = announce(status, scores, message);
        health.end(ended.images()).ifPresent(listener::on);
        if (config.output().pictures()) {
            RunReport.render(run.path(), Reports.subject(config, distribution, columns), true);
        }
        listener.on(ended);
        return new RunResult(
                status,
                run.path(),
                ended.images(),
                ended.seconds(),
                lossD,
                lossG,
                scores.found(),
                health.diagnosis(),
                message);
    }

    private Ended announce(Status status, Scorer.Outcome scores, @Nullable String message) {
        Ended now = new Ended(status, trainer.images(), trainer.seconds(), lossD, lossG, message);
        record.write(now, scores.scores(), health.diagnosis());
        return now;
    }

    /** The folder says that the run failed, where the disk still takes it. */
    private void recordFailure(RuntimeException failure) {
        try {
            announce(Status.FAILED, Scorer.Outcome.NONE, failure.getMessage());
        } catch (GantryException second) {
            failure.addSuppressed(second);
        }
    }

    /** The tensors that hold numbers that are not finite, by name. */
    private String brokenTensors() {
        State state = new State();
        game.save(state);
        List<String> broken = CheckpointFormat.notFinite(state);
        if (broken.isEmpty()) {
            return "";
        }
        String more = broken.size() > NAMED_TENSORS ? " and " + (broken.size() - NAMED_TENSORS) + " more" : "";
        return "; not finite: " + String.join(", ", broken.subList(0, Math.min(NAMED_TENSORS, broken.size()))) + more;
    }

    private String explain(Divergence divergence) {
        String checkpoint = run.newestCheckpoint()
                .map(images -> "The last good checkpoint is " + run.checkpoint(images) + ".")
                .orElse("There is no checkpoint from before.");
        return divergence.getMessage() + ": the run diverged under objective " + Configs.type(config.objective()) + ". "
                + checkpoint + " Try a smaller learning rate (--set"
                + " generator.optimizer.lr="
                + tenth(config.generator().optimizer().lr()) + " --set"
                + " discriminator.optimizer.lr="
                + tenth(config.discriminator().optimizer().lr())
                + "), a limit on the gradients (--set discriminator.optimizer.clip_norm=1 --set"
                + " generator.optimizer.clip_norm=1), or normalised layers (--set generator.norm=layer --set"
                + " discriminator.norm=layer).";
    }

    private static String tenth(double rate) {
        return new BigDecimal(rate / 10, new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public void close() {
        scorer.close();
    }
}
