package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.checkpoint.RunFolder;
import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import dev.gantry.config.Configs;
import dev.gantry.config.ObjectiveConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.config.Presets;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.torch.Torch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on a CUDA device is training on the CPU but for rounding: in float64 a few steps end at the same weights. */
final class CudaTest {
    /** Of weights near 1 after a few steps in float64; what another game would differ by is a rate, 1e-4 or more. */
    private static final double TOLERANCE = 1e-7;

    @TempDir
    private Path temp = Path.of("");

    @BeforeEach
    void requireCuda() {
        Assumptions.assumeTrue(Torch.hasCuda(), "libtorch finds no CUDA device");
    }

    static List<String> presets() {
        return Presets.names().stream()
                .filter(name -> !name.startsWith("mnist-") && !name.startsWith("images-"))
                .toList();
    }

    static List<String> games() {
        Stream<String> objectives = Stream.concat(
                        Configs.parameters(ObjectiveConfig.class).keySet().stream(),
                        Stream.of("wgan-gp", "wgan-clip", "r3gan"))
                .map(name -> "objective=" + name);
        Stream<String> penalties = Configs.parameters(PenaltyConfig.class).keySet().stream()
                .map(name -> "objective=hinge,penalty=" + name);
        Stream<String> parts = Stream.of(
                "generator={type: mlp, hidden: [16], norm: batch, dropout: 0.2}",
                "discriminator.spectral_norm=true,discriminator.pack=4",
                "generator.optimizer={type: sgd, lr: 0.01, momentum: 0.9}",
                "discriminator.optimizer={type: rmsprop, lr: 0.001, clip_norm: 1}",
                "discriminator={type: mlp, hidden: [16], dropout: 0.3, steps: 2}",
                "ema.decay=0.9,schedule=cosine");
        return Stream.of(objectives, penalties, parts).flatMap(names -> names).toList();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void preset_trainsToTheWeightsOfTheCpu(String name) {
        requireSameWeights(name, "train.steps=4");
    }

    @ParameterizedTest
    @MethodSource("games")
    void game_trainsToTheWeightsOfTheCpu(String changes) {
        List<String> all = new ArrayList<>(split(changes));
        all.addAll(List.of("train.steps=6", "train.batch=32"));
        requireSameWeights("ring8", all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float64", "float32"})
    void aRunOnCuda_goesOnOnTheCpu_andBack(String dtype) {
        String[] changes = {"engine.dtype=" + dtype, "train.epochs=2", "ema.decay=0.9"};
        Runs.train(Runs.preset("gaussian2d", with("cpu", changes)), temp.resolve("cpu"));
        RunConfig onCuda = Runs.preset("gaussian2d", with("cuda", changes));
        Run.of(onCuda).into(temp.resolve("cuda")).stopAt(500).start(event -> {}).result();

        resume("cpu", 1000);
        RunResult result = resume("cuda", Long.MAX_VALUE);

        assertThat(result.status()).isEqualTo(RunEvent.Status.COMPLETED);
        if (dtype.equals("float64")) {
            requireSameWeights();
        }
    }

    /** Before any step of an optimiser, which would make much of rounding. */
    @Test
    void float32_isFloat32() {
        RunResult cpu = Runs.train(Runs.preset("fashion-mlp", with("cpu", "train.steps=1")), temp.resolve("cpu"));
        RunResult cuda = Runs.train(Runs.preset("fashion-mlp", with("cuda", "train.steps=1")), temp.resolve("cuda"));
        assertThat(cuda.lossD()).isCloseTo(cpu.lossD(), within(1e-6));
    }

    private RunResult resume(String device, long stopAt) {
        Path folder = temp.resolve("cuda");
        RunConfig config = Run.configOf(folder, List.of(Configs.Override.parse("engine.device=" + device)));
        return Run.resume(folder, config, Set.of("engine.device"))
                .stopAt(stopAt)
                .start(event -> {})
                .result();
    }

    private void requireSameWeights(String preset, String... changes) {
        List<String> all = new ArrayList<>(List.of(changes));
        all.add("engine.dtype=float64");
        for (String device : List.of("cpu", "cuda")) {
            RunConfig config = Runs.preset(preset, with(device, all.toArray(String[]::new)));
            RunResult result = Runs.train(config, temp.resolve(device));
            assertThat(result.status()).isEqualTo(RunEvent.Status.COMPLETED);
        }
        requireSameWeights();
    }

    private void requireSameWeights() {
        State cpu = newest("cpu");
        State cuda = newest("cuda");
        assertThat(cuda.arrays().keySet()).isEqualTo(cpu.arrays().keySet());
        cpu.arrays().forEach((name, entry) -> {
            if (!name.equals("trainer.seconds")) {
                State.Entry other = Objects.requireNonNull(cuda.arrays().get(name));
                assertThat(largestDifference(entry, other)).as(name).isLessThanOrEqualTo(TOLERANCE);
            }
        });
    }

    private State newest(String run) {
        RunFolder folder = RunFolder.open(temp.resolve(run));
        return Safetensors.read(folder.checkpoint(folder.newestCheckpoint().orElseThrow()));
    }

    /** NaN where one of them has one. */
    private static double largestDifference(State.Entry one, State.Entry other) {
        double[] a = numbers(one);
        double[] b = numbers(other);
        assertThat(a).hasSameSizeAs(b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static double[] numbers(State.Entry entry) {
        ByteBuffer bytes = ByteBuffer.wrap(entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        double[] numbers = new double[entry.bytes().length / entry.format().bytes()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = entry.format() == State.Format.F64 ? bytes.getDouble() : bytes.getFloat();
        }
        return numbers;
    }

    private static List<String> split(String changes) {
        return List.of(changes.split(",(?=[a-z_.]+=)"));
    }

    private static String[] with(String device, String... changes) {
        return Stream.concat(Stream.of(changes), Stream.of("engine.device=" + device))
                .toArray(String[]::new);
    }
}
