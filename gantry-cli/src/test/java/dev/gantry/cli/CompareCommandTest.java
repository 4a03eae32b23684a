package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class CompareCommandTest {
    @TempDir
    Path folder;

    /** In processes of their own, one arm diverging. */
    @Test
    void a_grid_is_trained_told_and_used_again() throws IOException {
        Object[] words = {
            "compare",
            "gaussian2d",
            "--vary",
            "discriminator.optimizer.lr=0.05,1e6",
            "--seeds",
            1,
            "--images",
            160,
            "--set",
            "output.pictures=false",
            "--set",
            "evaluate.every=80",
            "--set",
            "evaluate.scores=[mean_error]",
            "--set",
            "output.tick=80",
            "--scores",
            "mean_error",
            "--out",
            folder.resolve("grid")
        };
        Outcome first = Outcome.of(words);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out())
                .containsPattern("lr=0.05 +1 +0 +0 %")
                .containsPattern("lr=1e6 +1 +1 +100 % .* 1 diverged")
                .contains("mean_error of 10000 samples against exact moments of gaussian2d")
                .contains("not tested: no seed has the score in both arms");
        assertThat(first.err()).contains("2 arms, 1 seed: 2 runs in", "2/2  ");
        assertThat(folder.resolve("grid/plots/mean_error.png")).isNotEmptyFile();
        assertThat(folder.resolve("grid/lr=0.05/seed-0/run.json")).content().contains("compare", "--vary");

        Outcome again = Outcome.of(with(words, "--json", "--quiet"));
        assertThat(again.code()).isZero();
        assertThat(again.err()).isEmpty();
        JsonNode json = new ObjectMapper().readTree(again.out());
        assertThat(json)
                .isEqualTo(new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("grid/compare.json"))));
        assertThat(json.at("/arms/1/failures/kinds/diverged").asInt()).isEqualTo(1);
        assertThat(json.at("/arms/1/trials/0/message").asText()).contains("diverged");
        assertThat(json.at("/arms/0/trials/0/run").asText()).isEqualTo("lr=0.05/seed-0");
        assertThat(json.at("/scores/mean_error/arms/0/values/0").isNumber()).isTrue();

        Outcome report = Outcome.of("report", folder.resolve("grid/lr=0.05/seed-0"));
        assertThat(report.code()).as(report.err()).isZero();
    }

    @Test
    void wrong_requests_are_refused_before_anything_is_trained() {
        assertRefused("must be 1 to 10000 seeds; without a seed nothing is trained", "--seeds", 0);
        assertRefused("a list such as 3,5,10-19", "--seeds", "3,five");
        assertRefused("4 is there twice", "--seeds", "3-5,4");
        assertRefused("must rise", "--seeds", "9-3,4");
        assertRefused("--vary generator.optimiser.lr=1", "--vary", "generator.optimiser.lr=1,2");
        assertRefused("did you mean", "--vary", "objective=hinge,mimimax");
        assertRefused("expected KEY=VALUE", "--vary", "objective");
        assertRefused("drop one of them", "--objective", "hinge", "--vary", "objective=minimax,hinge");
        assertRefused("named by --seeds", "--seed", 3);
        assertRefused("did you mean 'reverse_kl'?", "--scores", "revers_kl");
        assertRefused("--jobs -1", "--jobs", -1);
        assertRefused("arm minimax: ", "--vary", "objective=minimax,hinge", "--penalty", "clip");
    }

    @Test
    void a_name_that_is_neither_preset_nor_run_is_refused() {
        assertThat(Outcome.of("compare", "ring9").err()).contains("unknown preset 'ring9'; did you mean 'ring8'?");
        assertThat(Outcome.of("compare", folder).err()).contains("not a run folder: it has no config.yaml");
        assertThat(Outcome.of("compare", folder, "--vary", "objective=hinge").err())
                .contains("--vary needs one preset or YAML file");
    }

    @Test
    void runs_that_are_there_are_grouped_by_all_but_their_seed() throws IOException {
        List<Object> words = new ArrayList<>(List.of("compare"));
        for (int seed = 0; seed < 6; seed++) {
            words.add(run("a" + seed, seed, "hinge", 1 + 0.1 * seed));
            words.add(run("b" + seed, seed, "minimax", 0.5 + 0.1 * seed + 0.01 * (seed % 2)));
        }
        Outcome outcome = Outcome.of(words.toArray());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("2 arms: objective.type=hinge: 6 runs, objective.type=minimax: 6 runs.");
        assertThat(outcome.out())
                .contains("w1 of 2500 samples against points of toy; a perfect generator: 0.2")
                .containsPattern("objective.type=minimax +0.755 .* lower by 0.495 \\(p = 0.03125, 6 pairs\\)");
    }

    @Test
    void existing_runs_that_failed_are_in_the_table() throws IOException {
        Path good = run("good", 0, "hinge", 1);
        Path killed = run("killed", 1, "hinge", 1);
        Files.writeString(killed.resolve("run.json"), "{\"status\": \"running\", \"images\": 8}");
        Outcome outcome = Outcome.of("compare", good, killed, "--out", folder.resolve("out"), "--quiet");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).containsPattern("toy +2 +1 +50 % .* 1 crashed");
        assertThat(outcome.err().lines()).containsExactly("toy seed 1: crashed: its process ended without a word");
        assertThat(folder.resolve("out/compare.json")).isNotEmptyFile();
        assertThat(folder.resolve("out/plots/w1.png")).isNotEmptyFile();
    }

    @Test
    void two_runs_of_one_seed_are_refused() throws IOException {
        Outcome outcome = Outcome.of("compare", run("a", 3, "hinge", 1), run("b", 3, "hinge", 1));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("are runs of the same configuration and seed");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send to another process")
    void a_killed_run_is_reported_and_a_signal_saves_so_that_the_same_command_goes_on() throws Exception {
        Path grid = folder.resolve("grid");
        Object[] words = {
            "compare",
            "gaussian2d",
            "--seeds",
            3,
            "--jobs",
            2,
            "--images",
            20_000_000,
            "--set",
            "output.tick=1000",
            "--set",
            "output.pictures=false",
            "--set",
            "evaluate.end=false",
            "--scores",
            "mean_error",
            "--out",
            grid
        };
        try (Child parent = Child.start(folder, words)) {
            parent.await(() -> isTraining(grid, 0) && isTraining(grid, 1));
            kill("KILL", owner(grid, 0));
            parent.await(() -> isTraining(grid, 2));
            parent.signal("INT");
            assertThat(parent.code()).as(parent.err()).isEqualTo(130);
            assertThat(parent.err())
                    .contains("gaussian2d seed 0: crashed: its process was killed by signal 9")
                    .contains("Interrupted", "the same command goes on");
            assertThat(parent.out()).isEmpty();
        }
        for (int seed = 1; seed < 3; seed++) {
            assertThat(run(grid, seed).resolve("run.json")).content().contains("\"interrupted\"");
        }
        assertThat(Outcome.of("runs", grid).out()).contains(" killed ", " interrupted ");
    }

    private static boolean isTraining(Path grid, int seed) {
        return Files.exists(run(grid, seed).resolve("metrics.jsonl"));
    }

    private static long owner(Path grid, int seed) throws IOException {
        return Long.parseLong(
                Files.readAllLines(run(grid, seed).resolve("run.lock")).get(0));
    }

    private static void kill(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
    }

    private static Path run(Path grid, int seed) {
        return grid.resolve("gaussian2d/seed-" + seed);
    }

    /** A completed run with one score, written by hand. */
    private Path run(String name, long seed, String objective, double w1) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("config.yaml"), """
                name: toy
                seed: %d
                data: {type: gaussian2d, size: 100}
                generator: {type: mlp}
                discriminator: {type: mlp}
                objective: %s
                train: {batch: 4, steps: 10}
                """.formatted(seed, objective));
        Files.writeString(run.resolve("run.json"), """
                {"status": "completed", "images": 40, "seconds": 1.5, "scores": {"w1": {"value": %s, "floor": 0.2,
                "n": 2500, "seed": %d, "reference": "points of toy"}, "w1_p": {"value": 0.1, "n": 2500}}}
                """.formatted(w1, seed));
        return run;
    }

    private void assertRefused(String words, Object... options) {
        Outcome outcome = Outcome.of(with(
                new Object[] {"compare", "gaussian2d", "--images", 160, "--out", folder.resolve("grid")}, options));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(words);
        assertThat(outcome.out()).isEmpty();
        assertThat(folder.resolve("grid")).doesNotExist();
    }

    private static Object[] with(Object[] words, Object... more) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray();
    }
}
