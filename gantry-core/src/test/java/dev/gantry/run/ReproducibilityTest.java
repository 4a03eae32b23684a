package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import dev.gantry.config.Presets;
import dev.gantry.config.RunConfig;
import dev.gantry.data.TestImages;
import dev.gantry.event.RunEvent;
import dev.gantry.report.MetricsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReproducibilityTest {
    /** All that draws or remembers: dropout, batch norm, momentum, weight averages, fresh noise, several D steps. */
    private static final String[] EVERYTHING = {
        "train.epochs=4",
        "generator={type: mlp, hidden: [16], norm: batch, dropout: 0.2, optimizer: {type: sgd, lr: 0.01, momentum: 0.9}}",
        "discriminator={type: mlp, hidden: [16], dropout: 0.3, steps: 2, optimizer: {type: rmsprop, lr: 0.001, clip_norm: 1}}",
        "train.share_noise=false",
        "train.drop_last=false",
        "train.batch=48",
        "ema.decay=0.9",
        "schedule=cosine"
    };

    @TempDir
    private Path temp = Path.of("");

    static List<String> presets() {
        return Presets.names();
    }

    private String[] changes(String preset) {
        boolean images = List.of("fashion", "mnist", "images").stream().anyMatch(preset::startsWith);
        String steps = images || preset.endsWith("-pacgan") ? "train.steps=4" : "train.steps=20";
        if (!preset.equals("images-mlp")) {
            return new String[] {steps};
        }
        TestImages.write(temp.resolve("pictures"), 64);
        String oneCheckpoint = "output.checkpoint=256"; // of 80 MB
        return new String[] {steps, oneCheckpoint, "data.dir='" + temp.resolve("pictures") + "'"};
    }

    @ParameterizedTest
    @MethodSource("presets")
    void preset_fromItsPrintedYaml_trainsToTheSameBits(String name) {
        Assumptions.assumeTrue(
                !name.startsWith("mnist-") || System.getenv("GANTRY_MNIST_DIR") != null,
                name + " needs MNIST: set GANTRY_MNIST_DIR to the folder of its files");
        RunConfig config = Runs.preset(name, changes(name));
        Runs.train(config, temp.resolve("a"));

        assertThat(Configs.parse(Configs.print(config), "printed", List.of())).isEqualTo(config);
        RunConfig resolved = Configs.load(temp.resolve("a/config.yaml"), List.of());
        Runs.train(resolved, temp.resolve("b"));

        assertThat(Runs.weights(temp.resolve("b"))).isEqualTo(Runs.weights(temp.resolve("a")));
        assertThat(temp.resolve("b/config.yaml")).hasSameTextualContentAs(temp.resolve("a/config.yaml"));
    }

    @Test
    void anotherSeed_givesOtherWeights() {
        Runs.train(Runs.preset("gaussian2d", "train.steps=20"), temp.resolve("a"));
        Runs.train(Runs.preset("gaussian2d", "train.steps=20", "seed=43"), temp.resolve("b"));

        Map<String, String> a = Runs.weights(temp.resolve("a"));
        Map<String, String> b = Runs.weights(temp.resolve("b"));
        assertThat(a.get("generator.0.weight")).isNotEqualTo(b.get("generator.0.weight"));
    }

    @ParameterizedTest
    @ValueSource(longs = {2000, 1000, 1700, 48})
    void stoppedAndResumed_equalsTheUninterruptedRun(long stopAt) {
        RunConfig config = Runs.preset("gaussian2d", EVERYTHING);
        Runs.train(config, temp.resolve("whole"));

        RunResult stopped = Run.of(config)
                .into(temp.resolve("parts"))
                .stopAt(stopAt)
                .start(event -> {})
                .result();
        assertThat(stopped.status()).isEqualTo(RunEvent.Status.STOPPED);
        assertThat(stopped.images()).isBetween(stopAt, stopAt + 95);
        RunResult resumed = Runs.resume(temp.resolve("parts"));

        assertThat(resumed.status()).isEqualTo(RunEvent.Status.COMPLETED);
        assertThat(Runs.weights(temp.resolve("parts"))).isEqualTo(Runs.weights(temp.resolve("whole")));
        assertThat(metrics("parts")).isEqualTo(metrics("whole")).hasSize(4);
    }

    @Test
    void aResumedRun_isScoredAsTheUninterruptedOne() {
        RunConfig config = Runs.preset("gaussian2d", "train.epochs=2", "evaluate.end=true");
        RunResult whole = Runs.train(config, temp.resolve("whole"));
        Run.of(config)
                .into(temp.resolve("parts"))
                .stopAt(1000)
                .start(event -> {})
                .result();

        assertThat(Runs.resume(temp.resolve("parts")).scores()).isNotEmpty().isEqualTo(whole.scores());
    }

    /**
     * What an objective or a penalty remembers belongs into the checkpoint, and the objective itself into the
     * configuration: a resumed run that fell back to another loss would part from the whole one.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "objective=began, objective.rate=0.1, objective.balance=0.5",
                "objective=ebgan, objective.margin=1",
                "objective=least-squares, objective.c=0.9",
                "objective=wgan-clip, penalty.limit=0.1",
                "objective=r3gan, penalty.every=3, discriminator.spectral_norm=true, discriminator.pack=4",
                "objective=f-alpha, objective.alpha=-1, penalty=dragan"
            })
    void stoppedAndResumed_underAnyObjective_equalsTheUninterruptedRun(String changes) {
        List<String> all = new ArrayList<>(List.of(changes.split(", ")));
        all.addAll(List.of("train.epochs=2", "train.batch=48"));
        RunConfig config = Runs.preset("gaussian2d", all.toArray(String[]::new));
        Runs.train(config, temp.resolve("whole"));
        Run.of(config)
                .into(temp.resolve("parts"))
                .stopAt(500)
                .start(event -> {})
                .result();
        Runs.resume(temp.resolve("parts"));

        assertThat(Runs.weights(temp.resolve("parts"))).isEqualTo(Runs.weights(temp.resolve("whole")));
        assertThat(metrics("parts")).isEqualTo(metrics("whole")).hasSize(2);
    }

    @Test
    void workAfterTheCheckpoint_isCutBackAndDoneAgain() throws Exception {
        RunConfig config = Runs.preset("gaussian2d", EVERYTHING);
        Runs.train(config, temp.resolve("whole"));
        Run.of(config)
                .into(temp.resolve("parts"))
                .stopAt(2000)
                .start(event -> {})
                .result();

        // As a kill -9 in the middle of a later line would leave it.
        Path metrics = temp.resolve("parts/metrics.jsonl");
        Files.writeString(metrics, Files.readString(metrics) + "{\"images\":3000,\"loss_d\":9}\n{\"images\":40");
        Files.writeString(temp.resolve("parts/samples/3000.png"), "late");
        Runs.resume(temp.resolve("parts"));

        assertThat(metrics("parts")).isEqualTo(metrics("whole"));
        assertThat(Runs.weights(temp.resolve("parts"))).isEqualTo(Runs.weights(temp.resolve("whole")));
        assertThat(temp.resolve("parts/samples/3000.png")).doesNotExist();
    }

    @Test
    void resumedLonger_onlyWhenAskedFor() {
        Runs.train(Runs.preset("gaussian2d", "train.epochs=2"), temp.resolve("a"));
        RunConfig longer = Run.configOf(temp.resolve("a"), List.of(Configs.Override.parse("train.epochs=3")));

        assertThatThrownBy(() -> Run.resume(temp.resolve("a"), longer, Set.of())
                        .start(event -> {})
                        .result())
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("train.epochs: was 2, now 3");
        RunResult result = Run.resume(temp.resolve("a"), longer, Set.of("train.epochs"))
                .start(event -> {})
                .result();

        assertThat(result.images()).isEqualTo(3000);
        assertThat(metrics("a")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"train.batch=4", "seed=1", "generator.hidden=[3]", "objective=minimax", "engine.threads=2"})
    void resumedUnderAnotherConfiguration_isRefused(String change) {
        Runs.train(Runs.preset("gaussian2d", "train.epochs=1"), temp.resolve("a"));
        Configs.Override override = Configs.Override.parse(change);
        RunConfig changed = Run.configOf(temp.resolve("a"), List.of(override));

        assertThatThrownBy(() -> Run.resume(temp.resolve("a"), changed, Set.of(override.key()))
                        .start(event -> {})
                        .result())
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(override.key())
                .hasMessageContaining("was");
    }

    /** What CudaTest does where there is a device; another number of threads stays refused, as above. */
    @Test
    void resumedOnAnotherDevice_isAllowedWhereItIsAskedFor() {
        RunConfig cpu = Runs.preset("gaussian2d", "engine.device=cpu");
        RunConfig cuda = Runs.preset("gaussian2d", "engine.device=cuda");
        assertThatCode(() -> ResumeCheck.require(cuda, cpu, Set.of("engine.device")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ResumeCheck.require(cuda, cpu, Set.of()))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("engine.device");
    }

    /** The rows of metrics.jsonl without their times. */
    private List<Object> metrics(String run) {
        List<Object> rows = new ArrayList<>();
        for (MetricsFile.Row row : MetricsFile.read(temp.resolve(run).resolve("metrics.jsonl"))) {
            rows.add(List.of(row.images(), row.epoch(), row.lossD(), row.lossG(), row.others()));
        }
        return rows;
    }
}
