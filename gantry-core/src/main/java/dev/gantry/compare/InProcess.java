package dev.gantry.compare;

import dev.gantry.config.RunConfig;
import dev.gantry.metric.ScoreFamily;
import dev.gantry.run.Evaluation;
import dev.gantry.run.Run;
import dev.gantry.run.RunHandle;
import dev.gantry.run.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trains in this process. */
public final class InProcess implements Runner {
    private final List<String> options;
    private final Set<RunHandle> current = new LinkedHashSet<>();
    private boolean interrupted;

    /**
     * @param options as the person gave them, for the record of each run
     */
    public InProcess(List<String> options) {
        this.options = List.copyOf(options);
    }

    @Override
    public @Nullable String play(Path folder, RunConfig config, List<String> scores) {
        try {
            Standing standing = Standing.find(folder, config, "--out");
            if (standing == null || !Trial.isOver(standing)) {
                Run run = standing == null ? Run.of(config).into(folder) : Run.resume(folder, config, Set.of());
                train(run.options(options));
            }
            score(folder, scores);
            return null;
        } catch (RuntimeException e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private void train(Run run) {
        RunHandle handle = start(run);
        if (handle == null) {
            return;
        }
        try {
            handle.result();
        } finally {
            end(handle);
        }
    }

    private synchronized @Nullable RunHandle start(Run run) {
        if (interrupted) {
            return null;
        }
        RunHandle handle = run.start(event -> {});
        current.add(handle);
        return handle;
    }

    private synchronized void end(RunHandle handle) {
        current.remove(handle);
    }

    @Override
    public synchronized void interrupt() {
        interrupted = true;
        current.forEach(RunHandle::interrupt);
    }

    /** Gives a completed run the scores that it lacks: those named, or where none is and it has none, the fast ones. */
    static void score(Path folder, List<String> names) {
        Standing standing = Standing.read(folder);
        if (!Trial.isScored(standing)) {
            return;
        }
        List<String> missing = new ArrayList<>(names);
        missing.removeAll(standing.scores().keySet());
        if (names.isEmpty() && standing.scores().isEmpty()) {
            ScoreFamily.ALL.stream().filter(ScoreFamily::cheap).forEach(family -> missing.addAll(family.names()));
        }
        if (!missing.isEmpty()) {
            Evaluation.of(folder, new Evaluation.Request(missing, null, null, null, null));
        }
    }
}
