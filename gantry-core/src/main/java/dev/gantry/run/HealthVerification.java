package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.TemporaryFolder;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.health.Diagnosis;
import dev.gantry.health.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Trains runs that are broken on purpose, and healthy ones, and compares their last verdicts with the right ones. */
public final class HealthVerification {
    private static final List<Case> CASES = List.of(
            broken("broken-learning-rate", Verdict.DIVERGED),
            broken("broken-frozen-d", Verdict.NOTHING_LEARNED),
            broken("broken-frozen-g", Verdict.NOTHING_LEARNED),
            broken("broken-no-noise", Verdict.MODE_COLLAPSE),
            broken("broken-ten-images", Verdict.OVERFITTING),
            broken("broken-one-mode", Verdict.MODE_COLLAPSE),
            broken("broken-integers", Verdict.MODE_COLLAPSE),
            broken("broken-saturating", Verdict.VANISHING_GRADIENT),
            broken("broken-momentum", Verdict.OSCILLATING),
            broken("broken-strong-g", Verdict.G_WINS),
            healthy("gaussian2d", "gaussian2d"),
            healthy("bimodal1d", "bimodal1d-tuned", "train.steps=2000"),
            healthy("ring-sgd", "broken-learning-rate", "generator.optimizer.lr=0.1", "discriminator.optimizer.lr=0.1"),
            healthy(
                    "ring-r3gan",
                    "ring8",
                    "data.sigma=0.1",
                    "generator.hidden=[64, 64]",
                    "discriminator.hidden=[64, 64]",
                    "generator.optimizer={type: adam, lr: 0.001, betas: [0, 0.99]}",
                    "discriminator.optimizer.lr=0.002",
                    "ema.decay=0.999",
                    "schedule.end=0",
                    "penalty.gamma=0.02",
                    "train.batch=128",
                    "train.steps=3000",
                    "output.tick=12800"),
            healthy(
                    "moons-r3gan",
                    "ring8",
                    "data=moons",
                    "generator.hidden=[64, 64]",
                    "discriminator.hidden=[64, 64]",
                    "generator.optimizer={type: adam, lr: 0.001, betas: [0, 0.99]}",
                    "discriminator.optimizer.lr=0.002",
                    "ema.decay=0.999",
                    "schedule.end=0",
                    "penalty.gamma=0.02",
                    "train.batch=128",
                    "train.steps=2000",
                    "output.tick=12800"),
            healthy(
                    "fashion-small",
                    "fashion-mlp",
                    "latent.size=32",
                    "generator.hidden=[128]",
                    "discriminator.hidden=[128]",
                    "generator.optimizer.lr=0.0005",
                    "discriminator.optimizer.lr=0.0005",
                    "train.batch=64",
                    "train.steps=1500",
                    "output.tick=6400",
                    "output.checkpoint=96000"),
            healthy(
                    "fashion-wgan-small",
                    "fashion-wgan-gp",
                    "latent.size=32",
                    "generator.hidden=[128]",
                    "discriminator.hidden=[128]",
                    "generator.optimizer.lr=0.0005",
                    "discriminator.optimizer.lr=0.0005",
                    "train.steps=600",
                    "output.tick=32000",
                    "output.checkpoint=192000"));

    private HealthVerification() {}

    /**
     * A run with the verdict that it deserves.
     *
     * @param expected null where no alarm is right
     * @param changes of the preset's keys, as KEY=VALUE
     */
    public record Case(String name, @Nullable Verdict expected, String preset, List<String> changes) {
        /** Whether a verdict is right. */
        public boolean accepts(Verdict verdict) {
            return expected == null ? verdict == Verdict.HEALTHY || verdict == Verdict.CONVERGED : verdict == expected;
        }

        RunConfig config(long seed) {
            Stream<String> all = Stream.concat(
                    changes.stream(),
                    Stream.of("seed=" + seed, "engine.threads=1", "output.pictures=false", "evaluate.end=false"));
            return Configs.preset(preset, all.map(Configs.Override::parse).toList());
        }
    }

    /** What was said of one run in the end. */
    public record Outcome(Case tried, long seed, Diagnosis diagnosis) {
        public boolean isRight() {
            return tried.accepts(diagnosis.verdict());
        }
    }

    /** Every case, the broken ones first. */
    public static List<Case> cases() {
        return CASES;
    }

    private static Case broken(String preset, Verdict expected) {
        return new Case(preset, expected, preset, List.of());
    }

    private static Case healthy(String name, String preset, String... changes) {
        return new Case(name, null, preset, List.of(changes));
    }

    /**
     * Trains every case under every seed.
     *
     * @param jobs runs at a time, one thread each
     * @param runs folder of the runs, which stay there; null: a temporary one that is removed
     * @param listener hears each outcome in the order of cases and seeds
     * @throws GantryException where a run fails
     */
    public static List<Outcome> verify(
            List<Case> cases, List<Long> seeds, int jobs, @Nullable Path runs, Consumer<Outcome> listener) {
        if (runs != null) {
            return verifyIn(runs, cases, seeds, jobs, listener);
        }
        try (TemporaryFolder folder = TemporaryFolder.create("gantry-verify-")) {
            return verifyIn(folder.path(), cases, seeds, jobs, listener);
        }
    }

    private static List<Outcome> verifyIn(
            Path place, List<Case> cases, List<Long> seeds, int jobs, Consumer<Outcome> listener) {
        ExecutorService workers = Executors.newFixedThreadPool(jobs, task -> {
            Thread thread = new Thread(task, "gantry-verify");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Outcome>> pending = new ArrayList<>();
            for (Case tried : cases) {
                for (long seed : seeds) {
                    pending.add(workers.submit(() -> outcome(place, tried, seed)));
                }
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> next : pending) {
                Outcome outcome = get(next);
                outcomes.add(outcome);
                listener.accept(outcome);
            }
            return List.copyOf(outcomes);
        } finally {
            workers.shutdownNow();
        }
    }

    private static Outcome outcome(Path place, Case tried, long seed) {
        RunResult result = Run.of(tried.config(seed))
                .into(place.resolve(tried.name() + "-" + seed))
                .start(event -> {})
                .result();
        Diagnosis health = result.health();
        if (health == null) {
            throw new IllegalStateException(tried.name() + " was not watched");
        }
        return new Outcome(tried, seed, health);
    }

    private static Outcome get(Future<Outcome> next) {
        try {
            return next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while training", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
