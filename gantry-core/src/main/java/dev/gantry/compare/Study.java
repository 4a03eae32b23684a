package dev.gantry.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.config.RunConfig;
import dev.gantry.run.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * A grid trained in one folder: DIR/ARM/seed-N is the run of an arm under a seed.
 *
 * <pre>{@code
 * Study study = new Study(grid, Path.of("runs/compare-ring8"), new InProcess(List.of()));
 * Findings findings = study.findings(study.play(2, List.of(), trial -> {}), List.of());
 * }</pre>
 *
 * <p>Runs that are there already are used again, and those that were cut off are gone on with.
 */
public final class Study {
    private final Grid grid;
    private final Path folder;
    private final Runner runner;
    private volatile boolean interrupted;

    public Study(Grid grid, Path folder, Runner runner) {
        this.grid = grid;
        this.folder = folder;
        this.runner = runner;
    }

    /** One run to be. */
    private record Cell(Arm arm, long seed, Path path, RunConfig config) {}

    /**
     * Trains what is not trained yet.
     *
     * @param jobs runs at a time
     * @param scores names of scores that each run must have; empty: what it has anyway
     * @param listener hears of each run when it is done, one at a time
     * @return every run, arm by arm; those that {@link #interrupt} kept from ending as they stand
     * @throws GantryException before any training, where the folder holds something else or somebody trains in it
     */
    public List<Trial> play(int jobs, List<String> scores, Consumer<Trial> listener) {
        List<Cell> cells = cells();
        requireOurs(cells);
        StudyFile.write(folder, StudyFile.plan(grid, "running"));
        ExecutorService workers = Executors.newFixedThreadPool(jobs, task -> {
            Thread thread = new Thread(task, "gantry-compare");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Trial>> pending = new ArrayList<>();
            for (Cell cell : cells) {
                pending.add(workers.submit(() -> play(cell, scores, listener)));
            }
            List<Trial> trials = new ArrayList<>();
            for (Future<Trial> next : pending) {
                trials.add(get(next));
            }
            if (interrupted) {
                StudyFile.write(folder, StudyFile.plan(grid, "interrupted"));
            }
            return inArms(trials);
        } finally {
            workers.shutdownNow();
        }
    }

    /** Ends {@link #play} after the steps in progress; the runs are saved and gone on with the next time. From any thread. */
    public void interrupt() {
        interrupted = true;
        runner.interrupt();
    }

    public boolean isInterrupted() {
        return interrupted;
    }

    /** What the runs say, as it is written into compare.json. */
    public Findings findings(List<Trial> trials, List<String> scores) {
        List<Findings.Subject> subjects = grid.arms().stream()
                .map(arm -> new Findings.Subject(
                        arm.name(),
                        arm.changes(),
                        arm.config(),
                        trials.stream()
                                .filter(trial -> trial.arm().equals(arm.name()))
                                .toList()))
                .toList();
        return Findings.of(subjects, scores);
    }

    /** Writes compare.json and plots/, and returns what it holds. */
    public ObjectNode write(Findings findings) {
        ObjectNode root = StudyFile.plan(grid, "completed");
        FindingsJson.addTo(root, findings, folder);
        StudyFile.write(folder, root);
        Pictures.draw(findings, folder);
        return root;
    }

    /** Seed by seed, so that a comparison that is cut off has its arms alike. */
    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (long seed : grid.seeds()) {
            for (Arm arm : grid.arms()) {
                Path path = folder.resolve(arm.name()).resolve("seed-" + seed);
                cells.add(new Cell(arm, seed, path, arm.under(seed)));
            }
        }
        return cells;
    }

    private void requireOurs(List<Cell> cells) {
        StudyFile.requireSame(folder, grid);
        for (Cell cell : cells) {
            RunFolder.removeRemains(cell.path());
            Standing.find(cell.path(), cell.config(), "--out");
            if (Trial.isLive(cell.path())) {
                throw GantryException.failure(
                        "%s: process %d is training in this folder; wait for it, stop it, or choose another with --out",
                        cell.path(), RunFolder.open(cell.path()).owner().orElse(0));
            }
        }
    }

    private Trial play(Cell cell, List<String> scores, Consumer<Trial> listener) {
        String crash = interrupted ? null : runner.play(cell.path(), cell.config(), scores);
        Trial trial = Trial.read(cell.arm().name(), cell.seed(), cell.path(), crash);
        if (!interrupted) {
            synchronized (this) {
                listener.accept(trial);
            }
        }
        return trial;
    }

    private List<Trial> inArms(List<Trial> trials) {
        return grid.arms().stream()
                .flatMap(arm -> trials.stream().filter(trial -> trial.arm().equals(arm.name())))
                .toList();
    }

    private static Trial get(Future<Trial> next) {
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
