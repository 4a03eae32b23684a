package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunErrorsTest {
    @TempDir
    private Path temp = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.batch=2000 | train.batch (2000) is larger than the data (1000",
                "data={type: gaussian2d} | train.epochs: the data has no end",
                "output.trace=[w] | output.trace names 1 parameters, the networks have 43",
                "generator.init={type: values, values: [1, 2]} | init.values has 2 numbers, the network has 6",
                "generator={type: custom, network: mine} | generator.type is custom ('mine')",
                "data={type: custom, source: mine} | custom",
                "health.every=1500 | health.every (1500) must be a multiple of output.tick (1000)",
                "output.checkpoint=1500 | output.checkpoint (1500) must be a multiple of output.tick (1000)",
                "output.samples=500 | output.samples (500) must be a multiple of output.tick (1000)",
                "health.gap.every=1500 | health.gap.every (1500) must be a multiple of output.tick (1000)",
                "data={type: idx, dir: bundled}; health.gap.every=10000 | health.gap.every needs reals that are not trained on",
            })
    void wrongRequest_saysWhatAndWhy(String change, String message) {
        RunConfig config = Runs.preset("gaussian2d", change.split("; "));

        assertThatThrownBy(() -> Runs.train(config, temp.resolve("a")))
                .isInstanceOfSatisfying(
                        GantryException.class, e -> assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST))
                .hasMessageContaining(message);
        assertThat(temp.resolve("a")).as("nothing half-made stays").doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discriminator.norm=batch",
                "objective=began; discriminator.hidden=[4]; discriminator.norm=batch",
                "generator={type: mlp, hidden: [4], norm: batch}"
            })
    void batchNormOnABatchOfOne_isRefusedBeforeTheRun(String norm) {
        for (String batches : List.of("train.batch=999; train.drop_last=false", "train.batch=1")) {
            RunConfig config = Runs.preset("gaussian2d", (norm + "; " + batches).split("; "));
            assertThatThrownBy(() -> Runs.train(config, temp.resolve("a")))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("leaves a batch of one sample");
        }
        assertThat(temp.resolve("a")).doesNotExist();
    }

    /** /dev/full is a disk that is always full. */
    @Test
    void fullDisk_tellsFromWhereTheRunGoesOn() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Path folder = temp.resolve("a");
        assertThatThrownBy(() -> Run.of(Runs.preset("gaussian2d", "train.epochs=3"))
                        .into(folder)
                        .start(event -> {
                            if (event instanceof RunEvent.CheckpointSaved) {
                                replace(folder.resolve("metrics.jsonl"), full);
                            }
                        })
                        .result())
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(
                        "the disk is full: free some space and try again. The run goes on from 1000 samples")
                .hasMessageEndingWith("with --resume " + folder);
    }

    private static void replace(Path file, Path target) {
        try {
            Files.delete(file);
            Files.createSymbolicLink(file, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void folderThatIsTaken_isLeftAsItIs() throws Exception {
        Files.writeString(temp.resolve("mine.txt"), "mine");

        assertThatThrownBy(() -> Runs.train(Runs.preset("gaussian2d", "train.steps=5"), temp))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("not empty");
        assertThatThrownBy(() -> Runs.train(Runs.preset("gaussian2d", "train.steps=5"), temp.resolve("mine.txt")))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("is a file");
        assertThat(temp.toFile().list()).containsExactly("mine.txt");
    }

    @Test
    void checkpointTruncatedAtAnyOfFiftyPositions_isNamedAndNeverLoaded() throws Exception {
        Path run = temp.resolve("a");
        Runs.train(Runs.preset("gaussian2d", "train.epochs=1"), run);
        Path checkpoint = run.resolve("checkpoints/1000.safetensors");
        byte[] whole = Files.readAllBytes(checkpoint);

        for (int part = 0; part < 50; part++) {
            int length = (int) (whole.length * part / 50.0);
            Files.write(checkpoint, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TrainedGenerator.load(run).close())
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining(checkpoint.toString());
            assertThatThrownBy(() -> Runs.resume(run))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining(checkpoint.toString());
        }
    }

    @Test
    void checkpointOfAnotherNetwork_isRefused() throws Exception {
        Runs.train(Runs.preset("gaussian2d", "train.epochs=1"), temp.resolve("a"));
        Runs.train(Runs.preset("gaussian2d", "train.epochs=1", "generator.hidden=[3]"), temp.resolve("b"));
        Path foreign = temp.resolve("b/checkpoints/1000.safetensors");
        Files.copy(temp.resolve("a/checkpoints/1000.safetensors"), foreign, StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> Runs.resume(temp.resolve("b")))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("another network");
    }

    @Test
    void checkpointOfANewerVersion_asksForAnUpdate() throws Exception {
        Path run = temp.resolve("a");
        Runs.train(Runs.preset("gaussian2d", "train.epochs=1"), run);
        Path checkpoint = run.resolve("checkpoints/1000.safetensors");
        byte[] bytes = Files.readAllBytes(checkpoint);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        String newer = latin.replace("\"gantry.format\":\"1\"", "\"gantry.format\":\"9\"");
        assertThat(newer).isNotEqualTo(latin);
        Files.write(checkpoint, newer.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Runs.resume(run))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(checkpoint.toString())
                .hasMessageContaining("format 9")
                .hasMessageContaining("update Gantry");
    }

    /** Well-formed files whose texts and numbers no run has written; none may cost memory or another exception. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "gantry.shape   | 50000000                  | samples of shape [50000000], which its network does not make",
                "gantry.shape   | 99999999,99999999,99999999 | claims samples of 99999999,99999999,99999999 numbers",
                "gantry.shape   | 1,2                       | 'gantry.shape' is damaged: 1,2",
                "gantry.shape   | 1,2,3,4                   | 'gantry.shape' is damaged",
                "gantry.shape   | -2                        | 'gantry.shape' is damaged: -2",
                "gantry.shape   | 99999999999999999999      | 'gantry.shape' is damaged",
                "gantry.scaling | 0.0 1.0                   | it scales 1 columns, and its samples are of shape [2]",
                "gantry.scaling | 0.0 NaN                   | the scaling of its data's columns is damaged",
                "gantry.scaling | 0.0                       | the scaling of its data's columns is damaged",
            })
    void checkpointWhoseTextsLie_isRefused(String name, String text, String message) throws Exception {
        Path run = temp.resolve("a");
        Runs.train(Runs.preset("gaussian2d", "train.epochs=1"), run);
        Path checkpoint = run.resolve("checkpoints/1000.safetensors");
        State state = Safetensors.read(checkpoint);
        state.putText(name, text);
        CheckpointFormat.seal(state);
        Files.write(checkpoint, Safetensors.encode(state));

        assertThatThrownBy(() -> TrainedGenerator.load(run).close())
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.5, 1e300, Double.NaN, Double.POSITIVE_INFINITY})
    void checkpointAtAStepThatCannotBe_isRefused(double step) throws Exception {
        Path run = temp.resolve("a");
        Runs.train(Runs.preset("gaussian2d", "train.epochs=1"), run);
        Path checkpoint = run.resolve("checkpoints/1000.safetensors");
        State state = Safetensors.read(checkpoint);
        state.put("trainer.step", new double[] {step}, 1);
        CheckpointFormat.seal(state);
        Files.write(checkpoint, Safetensors.encode(state));

        assertThatThrownBy(() -> Runs.resume(run))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("checkpoint: no run stands at step " + step);
    }

    @Test
    void dataThatHasChanged_isNotTrainedOnByAResumedRun() throws Exception {
        Path file = temp.resolve("points.csv");
        Files.writeString(file, "0,0\n1,1\n0.25,0.5\n0.5,0.25\n");
        Path run = temp.resolve("a");
        RunConfig config = Runs.preset("gaussian2d", "data={type: csv, file: '" + file + "'}", "train.batch=2");
        Runs.train(config, run);
        assertThat(Runs.resume(run).status()).isEqualTo(RunEvent.Status.COMPLETED);

        for (String other : new String[] {"0,0\n1,1\n0.25,0.5\n0.5,0.125\n", "0,0\n2,1\n0.5,0.5\n1,0.25\n"}) {
            Files.writeString(file, other);
            assertThatThrownBy(() -> Runs.resume(run))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("the data is not what it was when the run began (4 samples of 2 numbers, ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian2d", "bimodal1d", "fashion-mlp"})
    void learningRateOfAThousand_endsAsDiverged(String preset) throws Exception {
        RunConfig config = Runs.preset(
                preset, "generator.optimizer.lr=1000", "discriminator.optimizer.lr=1000", "train.steps=300");

        RunResult result = Runs.train(config, temp.resolve("a"));

        assertThat(result.status()).isEqualTo(RunEvent.Status.DIVERGED);
        assertThat(String.valueOf(result.message()))
                .containsPattern("(loss_[dg]|size of (generator|discriminator)\\S+) became \\S+ in step \\d+")
                .contains("the run diverged under objective non-saturating", "checkpoint")
                .contains("generator.optimizer.lr=100 ", "clip_norm", "norm=layer");
        assertThat(Files.readString(temp.resolve("a/run.json")).toLowerCase(Locale.ROOT))
                .contains("\"status\" : \"diverged\"");
        assertThat(temp.resolve("a/run.lock")).doesNotExist();
    }
}
