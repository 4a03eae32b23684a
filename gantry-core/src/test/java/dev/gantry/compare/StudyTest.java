package dev.gantry.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.compare.Trial.Outcome;
import dev.gantry.config.RunConfig;
import dev.gantry.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyTest {
    private static final List<String> SHORT =
            List.of("train.images=160", "output.pictures=false", "evaluate.end=false");
    private static final List<String> ONE_SCORE = List.of("mean_error");

    @TempDir
    private Path temp = Path.of("");

    @Test
    void everyArmAndSeed_isARunOfItsOwn_andIsUsedAgain() throws IOException {
        List<Trial> heard = new ArrayList<>();
        List<Trial> first = study(SHORT).play(2, ONE_SCORE, heard::add);
        assertThat(first).extracting(Trial::arm).containsExactly("hinge", "hinge", "r3gan", "r3gan");
        assertThat(first).extracting(Trial::seed).containsExactly(0L, 1L, 0L, 1L);
        assertThat(first).extracting(Trial::outcome).containsOnly(Outcome.COMPLETED);
        assertThat(first).allMatch(trial -> trial.standing().scores().containsKey("mean_error"));
        assertThat(heard).containsExactlyInAnyOrderElementsOf(first);

        Path kept = folder("r3gan", 1).resolve("run.json");
        Files.setLastModifiedTime(kept, FileTime.fromMillis(0));
        Grid more = GridTest.grid("gaussian2d", SHORT, List.of(1L, 2L), "objective=hinge,r3gan,minimax");
        List<Trial> second = new Study(more, temp, new InProcess(List.of())).play(1, ONE_SCORE, trial -> {});
        assertThat(second).hasSize(6).extracting(Trial::outcome).containsOnly(Outcome.COMPLETED);
        assertThat(Files.getLastModifiedTime(kept).toMillis()).isZero();
    }

    @Test
    void jobs_changeNothing() {
        List<Trial> one = study(SHORT).play(1, ONE_SCORE, trial -> {});
        Study other = new Study(grid(SHORT), temp.resolve("other"), new InProcess(List.of()));
        List<Trial> three = other.play(3, ONE_SCORE, trial -> {});
        for (int i = 0; i < one.size(); i++) {
            assertThat(three.get(i).standing().lossD())
                    .isEqualTo(one.get(i).standing().lossD());
            assertThat(three.get(i).standing().scores())
                    .isEqualTo(one.get(i).standing().scores());
        }
    }

    @Test
    void aRunThatWasCutOff_isGoneOnWith() {
        Grid grid = grid(SHORT);
        RunConfig config = grid.arms().get(1).under(0);
        Run.of(config).into(folder("r3gan", 0)).stopAt(80).start(event -> {}).result();
        assertThat(Trial.read("r3gan", 0, folder("r3gan", 0), null).outcome()).isEqualTo(Outcome.UNFINISHED);
        StudyFile.write(temp, StudyFile.plan(grid, "running"));

        List<Trial> trials = study(SHORT).play(1, ONE_SCORE, trial -> {});
        assertThat(trials).extracting(Trial::outcome).containsOnly(Outcome.COMPLETED);
    }

    @Test
    void crashedAndDivergedRuns_areReportedBesideTheOthers() {
        Runner runner = new Runner() {
            private final InProcess here = new InProcess(List.of());

            @Override
            public @Nullable String play(Path path, RunConfig config, List<String> scores) {
                return path.equals(folder("lr=0.05", 1)) ? "killed by signal 9" : here.play(path, config, scores);
            }

            @Override
            public void interrupt() {
                here.interrupt();
            }
        };
        Grid grid = GridTest.grid("gaussian2d", SHORT, List.of(0L, 1L), "discriminator.optimizer.lr=0.05,1e6");
        List<Trial> trials = new Study(grid, temp, runner).play(1, ONE_SCORE, trial -> {});
        assertThat(trials)
                .extracting(Trial::outcome)
                .containsExactly(Outcome.COMPLETED, Outcome.CRASHED, Outcome.DIVERGED, Outcome.DIVERGED);
        assertThat(trials.get(1).message()).isEqualTo("killed by signal 9");
        assertThat(trials.get(2).message()).contains("diverged");
        assertThat(trials.get(2).hasScores()).isFalse();
    }

    @Test
    void anotherComparison_isRefusedBeforeAnythingIsTrained() throws IOException {
        study(SHORT).play(1, ONE_SCORE, trial -> {});
        List<String> longer = new ArrayList<>(SHORT);
        longer.set(0, "train.images=320");
        assertRefused(study(longer), "holds another comparison (\"fixed\" was");
        Grid varied = GridTest.grid("gaussian2d", SHORT, List.of(0L), "penalty=none,r1");
        assertRefused(new Study(varied, temp, new InProcess(List.of())), "\"varied\" was");

        Path config = folder("r3gan", 1).resolve("config.yaml");
        Files.writeString(config, Files.readString(config).replace("batch: 8", "batch: 4"));
        assertRefused(study(SHORT), "holds a run of another configuration (train.batch was 4, now 8)");

        Path full = Files.createDirectories(temp.resolve("full"));
        Files.writeString(full.resolve("letter.txt"), "mine");
        assertRefused(new Study(grid(SHORT), full, new InProcess(List.of())), "no comparison, and not empty");
        assertThat(full).isDirectoryContaining("glob:**letter.txt");
    }

    @Test
    void interrupted_playsNothingMoreAndGoesOnLater() {
        Study study = study(SHORT);
        List<Trial> heard = new ArrayList<>();
        List<Trial> trials = study.play(1, ONE_SCORE, trial -> {
            heard.add(trial);
            study.interrupt();
        });
        assertThat(heard).hasSize(1);
        assertThat(study.isInterrupted()).isTrue();
        assertThat(trials).extracting(Trial::outcome).contains(Outcome.UNFINISHED);
        assertThat(study(SHORT).play(1, ONE_SCORE, trial -> {}))
                .extracting(Trial::outcome)
                .containsOnly(Outcome.COMPLETED);
    }

    @Test
    void aProcessKilledBeforeItWroteAnything_isNotInTheWay() throws IOException {
        Files.createDirectories(folder("hinge", 0).resolve("checkpoints"));
        Files.writeString(folder("hinge", 0).resolve("run.lock"), "999999999\nlong ago\n");
        StudyFile.write(temp, StudyFile.plan(grid(SHORT), "running"));
        assertThat(study(SHORT).play(1, ONE_SCORE, trial -> {}))
                .extracting(Trial::outcome)
                .containsOnly(Outcome.COMPLETED);
    }

    private void assertRefused(Study study, String words) {
        assertThatThrownBy(() -> study.play(1, ONE_SCORE, trial -> {}))
                .isInstanceOfSatisfying(
                        GantryException.class, e -> assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST))
                .hasMessageContaining(words);
    }

    private Path folder(String arm, long seed) {
        return temp.resolve(arm).resolve("seed-" + seed);
    }

    private Study study(List<String> fixed) {
        return new Study(grid(fixed), temp, new InProcess(List.of()));
    }

    private static Grid grid(List<String> fixed) {
        return GridTest.grid("gaussian2d", fixed, List.of(0L, 1L), "objective=hinge,r3gan");
    }
}
