package dev.gantry.run;

import dev.gantry.config.HealthConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batches;
import dev.gantry.data.Source;
import dev.gantry.event.RunEvent;
import dev.gantry.event.Signal;
import dev.gantry.health.Diagnosis;
import dev.gantry.health.Facts;
import dev.gantry.health.Monitor;
import dev.gantry.health.Verdict;
import dev.gantry.objective.Objective;
import dev.gantry.report.MetricsFile;
import dev.gantry.train.LibtorchGame;
import dev.gantry.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches a run's health: takes the signals when a look is due, and knows the verdict. */
final class HealthWatch {
    private final HealthConfig config;
    private final Signals signals;
    private final Monitor monitor;
    private @Nullable DualityGap gap;
    private final @Nullable ExactGap exactGap;
    private Verdict told = Verdict.TOO_EARLY;

    /**
     * @param config of a run, resolved
     * @param objective of the run
     * @param earlier ticks from before a resumption
     */
    HealthWatch(RunConfig config, Source source, Batches batches, Objective objective, List<MetricsFile.Row> earlier) {
        this.config = config.health();
        signals = new Signals(config, source);
        monitor = new Monitor(new Facts(
                objective.equilibriumD(config.train().batch())
                        * config.objective().discriminatorWeight(),
                !Double.isNaN(objective.probability(0)),
                source.training().isPresent(),
                signals.countableModes(),
                source.shape().length == 3 && signals.isWholeNumbers()));
        if (this.config.gap().every() != null) {
            float[] heldOut = signals.heldOut();
            int size = Arrays.stream(source.shape()).reduce(1, Math::multiplyExact);
            gap = new DualityGap(config, batches, objective, heldOut, heldOut.length / size);
        }
        exactGap = gap == null || !Signals.hasLogOdds(objective)
                ? null
                : source.distribution()
                        .filter(data -> ExactGap.isKnown(config, data))
                        .map(data -> ExactGap.of(config, data))
                        .orElse(null);
        for (MetricsFile.Row row : earlier) {
            monitor.hear(new RunEvent.Ticked(
                    row.images(), row.epoch(), row.seconds(), row.lossD(), row.lossG(), row.others()));
        }
        told = monitor.diagnosis().verdict();
    }

    /** Adds the signals to a tick's statistics, where a look is due. */
    void look(Trainer.Tick now, boolean last, LibtorchGame game, Map<String, Double> statistics) {
        if (!config.watch()) {
            return;
        }
        if (last || isDue(now, config.every())) {
            statistics.putAll(signals.of(game));
            statistics.putAll(monitor.swing(now.images(), now.lossD()));
        }
        if (gap != null && (last || isDue(now, config.gap().every()))) {
            statistics.putAll(gap.measure(game, now.step()));
            if (exactGap != null) {
                statistics.put(Signal.DUALITY_GAP_EXACT.key(), exactGap.of(game));
            }
        }
    }

    private static boolean isDue(Trainer.Tick now, @Nullable Long every) {
        return every != null && now.passes(every);
    }

    /** Takes a tick in; answers with what to tell, where the verdict is another than the one told last. */
    Optional<RunEvent.Judged> hear(RunEvent.Ticked ticked) {
        monitor.hear(ticked);
        return monitor.diagnosis().verdict() == told ? Optional.empty() : Optional.of(tell(ticked.images()));
    }

    /** The run ended because training left the numbers in which anything is learned. */
    void diverge(String what, long images) {
        monitor.diverge(what, images);
    }

    /** What to tell at the end; nothing where nobody watched. */
    Optional<RunEvent.Judged> end(long images) {
        boolean silent = !config.watch() && monitor.diagnosis().verdict() == Verdict.TOO_EARLY;
        return silent ? Optional.empty() : Optional.of(tell(images));
    }

    private RunEvent.Judged tell(long images) {
        Diagnosis now = monitor.diagnosis();
        told = now.verdict();
        return new RunEvent.Judged(
                images, now.verdict().words(), now.verdict().isHealthy(), now.since(), now.evidence(), now.remedy());
    }

    /** Null where nobody watched. */
    @Nullable
    Diagnosis diagnosis() {
        boolean silent = !config.watch() && monitor.diagnosis().verdict() == Verdict.TOO_EARLY;
        return silent ? null : monitor.diagnosis();
    }

    /** Why the run shall end now; empty where it shall go on. */
    Optional<String> stop() {
        Diagnosis now = monitor.diagnosis();
        boolean unhealthy = config.onUnhealthy() == HealthConfig.OnUnhealthy.STOP
                && !now.verdict().isHealthy();
        boolean converged = config.stopWhen() == HealthConfig.StopWhen.CONVERGED && now.verdict() == Verdict.CONVERGED;
        if (monitor.agreeing() < config.patience() || !(unhealthy || converged)) {
            return Optional.empty();
        }
        return Optional.of(now.verdict().words() + " since " + now.since() + " samples: " + now.evidence());
    }
}
