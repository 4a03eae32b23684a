package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.checkpoint.State;
import dev.gantry.config.Configs;
import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.LatentConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Latents;
import dev.gantry.data.Scaling;
import dev.gantry.model.Generator;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A generator from a run's newest checkpoint: its weight average where the run kept one.
 *
 * <pre>{@code
 * try (TrainedGenerator generator = TrainedGenerator.load(Path.of("runs/fashion-mlp-42"))) {
 *     float[] images = generator.sample(16, 7); // 16 * 28 * 28 numbers in [-1, 1]
 * }
 * }</pre>
 *
 * <p>One thread at a time.
 */
public final class TrainedGenerator implements AutoCloseable {
    private static final int CHUNK = 1024;

    private final Engine engine;
    private final Parameters parameters;
    private final Generator generator;
    private final RunConfig config;
    private final int[] shape;
    private final long images;
    private final @Nullable Scaling scaling;

    private TrainedGenerator(RunConfig config, State state, Generator.@Nullable Factory own) {
        this.config = config;
        this.shape = CheckpointFormat.shape(state);
        requireMade(config, state, shape);
        this.images = CheckpointFormat.images(state);
        scaling = CheckpointFormat.scaling(state).orElse(null);
        engine = new Engine(Engine.resolve(config.engine(), 0));
        parameters = new Parameters(engine);
        generator = Networks.generator(config.generator(), own)
                .build(parameters, config.latent().size(), shape, new Seeds(0).stream("overwritten"));
        String prefix = config.ema().decay() > 0 ? "average." : "generator.";
        for (Map<String, Tensor> tensors : List.of(parameters.trainable(), parameters.buffers())) {
            tensors.forEach((name, tensor) -> state.restore(prefix + name, tensor));
        }
    }

    /** A multilayer perceptron has a row of weights for each number of a sample: none is built for more. */
    private static void requireMade(RunConfig config, State state, int[] shape) {
        long size = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        boolean made = state.arrays().values().stream()
                .anyMatch(array -> array.shape().length > 0 && array.shape()[0] == size);
        if (config.generator() instanceof GeneratorConfig.Mlp && !made) {
            throw GantryException.failure(
                    "checkpoint: it claims samples of shape %s, which its network does not make",
                    Arrays.toString(shape));
        }
    }

    /**
     * Loads the generator of a run.
     *
     * @param runFolder a run's folder
     * @throws GantryException where that is no run folder, has no checkpoint yet, or its checkpoint is damaged
     */
    public static TrainedGenerator load(Path runFolder) {
        return load(runFolder, null);
    }

    /** Loads a generator whose network is a program's own ({@code generator: {type: custom}}). */
    public static TrainedGenerator load(Path runFolder, Generator.@Nullable Factory own) {
        RunFolder folder = RunFolder.open(runFolder);
        RunConfig config = Configs.load(folder.config(), List.of());
        State state = CheckpointFormat.newest(folder)
                .orElseThrow(() -> GantryException.failure(
                        "%s: has no checkpoint yet: let the run reach its first, or go on with --resume", runFolder));
        return new TrainedGenerator(config, state, own);
    }

    /** Shape of one sample: [d] for points, [channels, height, width] for images. */
    public int[] shape() {
        return shape.clone();
    }

    /** Real samples shown to D when the checkpoint was written. */
    public long images() {
        return images;
    }

    /** How the columns of the run's data were scaled to [-1, 1]; empty where they were not, as for images. */
    public Optional<Scaling> scaling() {
        return Optional.ofNullable(scaling);
    }

    public LatentConfig latent() {
        return config.latent();
    }

    /** What it computes on. */
    Engine engine() {
        return engine;
    }

    /** The run's configuration. */
    public RunConfig config() {
        return config;
    }

    /**
     * Draws samples, row by row, columns of a table in the units of its file; the same seed gives the same samples, and
     * the first of more.
     */
    public float[] sample(int count, long seed) {
        return at(Latents.draw(config.latent(), count, new Seeds(seed).stream("sample")));
    }

    /**
     * As {@link #sample(int, long)}, in parts of at most 1024 samples, so that the count may be larger than memory.
     *
     * @param part gets the next samples, row by row
     */
    public void sample(int count, long seed, Consumer<float[]> part) {
        RandomGenerator random = new Seeds(seed).stream("sample");
        for (int from = 0; from < count; from += CHUNK) {
            part.accept(at(Latents.draw(config.latent(), Math.min(CHUNK, count - from), random)));
        }
    }

    /** Samples at given latents, which stand row by row; columns of a table in the units of its file. */
    public float[] at(float[] latents) {
        float[] samples = scaledAt(latents);
        return scaling == null ? samples : scaling.undo(samples);
    }

    /** As {@link #at}, columns of a table scaled as D saw them. */
    float[] scaledAt(float[] latents) {
        int latent = config.latent().size();
        if (latents.length % latent != 0) {
            throw new IllegalArgumentException(latents.length + " numbers are not rows of " + latent + " latents");
        }
        int count = latents.length / latent;
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] out = new float[Math.multiplyExact(count, size)];
        for (int from = 0; from < count; from += CHUNK) {
            int n = Math.min(CHUNK, count - from);
            float[] part = Arrays.copyOfRange(latents, from * latent, (from + n) * latent);
            try (Scope scope = new Scope();
                    NoGrad guard = new NoGrad()) {
                Tensor samples = generator.forward(engine.tensor(part, n, latent), Pass.use());
                System.arraycopy(Engine.floats(samples), 0, out, from * size, n * size);
            }
        }
        return out;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
