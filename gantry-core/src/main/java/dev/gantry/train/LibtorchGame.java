package dev.gantry.train;

import dev.gantry.checkpoint.State;
import dev.gantry.data.Batch;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.nn.WeightAverage;
import dev.gantry.objective.Objective;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorAlgebra;
import dev.gantry.torch.TorchRandom;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The game on libtorch: one scope a step, gradients only for the player whose turn it is. */
public final class LibtorchGame implements Game {
    /** Samples and logits are computed in batches of this size, to bound memory. */
    private static final int CHUNK = 1024;

    private final GameSetup setup;
    private final Engine engine;
    private final Objective objective;
    private final TensorAlgebra algebra = new TensorAlgebra();
    private final TorchRandom random = new TorchRandom();
    private final Pass training;
    private final GradientSource gradients;
    private final Player generatorPlayer;
    private final Player discriminatorPlayer;
    private final Generator generator;
    private final Discriminator discriminator;
    private final Generator sampler;
    private final @Nullable Parameters averaged;
    private final @Nullable WeightAverage average;
    private final LossTrace discriminatorLosses = new LossTrace();
    private final LossTrace generatorLosses = new LossTrace();

    public LibtorchGame(GameSetup setup) {
        this.setup = setup;
        engine = setup.engine();
        objective = setup.objective();
        training = Pass.training(engine, random);
        gradients = GradientSource.of(setup.gradients());

        Parameters own = new Parameters(engine);
        generator = buildGenerator(own);
        generatorPlayer = new Player("generator", own, setup.generatorOptimizer());

        Parameters theirs = new Parameters(engine);
        discriminator = setup.discriminator().build(theirs, setup.shape(), setup.seeds().stream("init.discriminator"));
        discriminatorPlayer = new Player("discriminator", theirs, setup.discriminatorOptimizer());

        if (setup.emaDecay() > 0) {
            averaged = new Parameters(engine);
            sampler = buildGenerator(averaged);
            average = new WeightAverage(own, averaged, setup.emaDecay());
        } else {
            averaged = null;
            sampler = generator;
            average = null;
        }
    }

    private Generator buildGenerator(Parameters parameters) {
        return setup.generator()
                .build(parameters, setup.latent(), setup.shape(), setup.seeds().stream("init.generator"));
    }

    public long generatorParameters() {
        return generatorPlayer.parameters().count();
    }

    public long discriminatorParameters() {
        return discriminatorPlayer.parameters().count();
    }

    @Override
    public void playDiscriminator(Batch real, float[] z, Move move) {
        try (Scope scope = new Scope()) {
            Tensor x = engine.tensor(real.values(), batchShape(real.count()));
            random.restart(setup.seeds().key("dropout.fakes." + move.turn(), move.step()));
            Tensor fake = detachedFakes(z, real.count());
            long key = setup.seeds().key("dropout.discriminator." + move.turn(), move.step());
            Supplier<Tensor> loss = () -> {
                random.restart(key);
                return discriminatorLoss(x, fake, real.count());
            };
            follow(discriminatorPlayer, loss, discriminatorLosses, "differences.discriminator." + move.turn(), move);
        }
    }

    @Override
    public void playGenerator(float[] z, int count, Move move) {
        try (Scope scope = new Scope()) {
            Tensor latents = engine.tensor(z, count, setup.latent());
            long key = setup.seeds().key("dropout.generator", move.step());
            Supplier<Tensor> loss = () -> {
                random.restart(key);
                Tensor fake = generator.forward(latents, training);
                Tensor logits = logitsOf(fake, count, training);
                return objective.generatorLoss(algebra, logits, logits);
            };
            follow(generatorPlayer, loss, generatorLosses, "differences.generator", move);
        }
        if (average != null) {
            average.update();
        }
    }

    private Tensor discriminatorLoss(Tensor x, Tensor fake, int count) {
        Tensor real;
        Tensor generated;
        if (setup.jointBatch()) {
            Tensor both = logitsOf(torch.cat(new TensorVector(x, fake), 0), 2 * count, training); // [2N]
            real = both.narrow(0, 0, count);
            generated = both.narrow(0, count, count);
        } else {
            real = logitsOf(x, count, training);
            generated = logitsOf(fake, count, training);
        }
        return algebra.scale(objective.discriminatorLoss(algebra, real, generated), setup.discriminatorWeight());
    }

    private void follow(Player player, Supplier<Tensor> loss, LossTrace trace, String stream, Move move) {
        RandomGenerator coordinates = setup.seeds().stream(stream, move.step());
        GradientSource.Result result = gradients.gradient(loss, player.parameters(), coordinates);
        player.follow(result.gradients(), move.rateFactor());
        trace.add(result.loss());
    }

    /** Fakes for D's step: no graph reaches back into G. */
    private Tensor detachedFakes(float[] z, int count) {
        try (NoGradGuard guard = new NoGradGuard()) {
            return checkedSamples(generator.forward(engine.tensor(z, count, setup.latent()), training), count);
        }
    }

    /** D's logits as a vector. */
    private Tensor logitsOf(Tensor x, int count, Pass pass) {
        Tensor logits = discriminator.forward(x, pass); // [N] or [N, 1]
        if (logits.dim() == 2) {
            Engine.requireShape("output of the discriminator", logits, count, 1);
            return logits.view(count);
        }
        Engine.requireShape("output of the discriminator", logits, count);
        return logits;
    }

    private Tensor checkedSamples(Tensor samples, int count) {
        Engine.requireShape("output of the generator", samples, batchShape(count));
        return samples;
    }

    @Override
    public Losses drainLosses() {
        return new Losses(discriminatorLosses.drain(), generatorLosses.drain());
    }

    @Override
    public float[] sample(float[] z, int count) {
        int latent = setup.latent();
        int size = sampleSize();
        float[] out = new float[Math.multiplyExact(count, size)];
        for (int from = 0; from < count; from += CHUNK) {
            int n = Math.min(CHUNK, count - from);
            float[] part = Arrays.copyOfRange(z, from * latent, (from + n) * latent);
            try (Scope scope = new Scope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor samples = checkedSamples(sampler.forward(engine.tensor(part, n, latent), Pass.use()), n);
                System.arraycopy(Engine.floats(samples), 0, out, from * size, n * size);
            }
        }
        return out;
    }

    @Override
    public float[] logits(float[] x, int count) {
        int size = sampleSize();
        float[] out = new float[count];
        for (int from = 0; from < count; from += CHUNK) {
            int n = Math.min(CHUNK, count - from);
            float[] part = Arrays.copyOfRange(x, from * size, (from + n) * size);
            try (Scope scope = new Scope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor logits = logitsOf(engine.tensor(part, batchShape(n)), n, Pass.use());
                System.arraycopy(Engine.floats(logits), 0, out, from, n);
            }
        }
        return out;
    }

    @Override
    public double[] parameters() {
        double[] numbers = new double[Math.toIntExact(generatorParameters() + discriminatorParameters())];
        int end = generatorPlayer.copyNumbers(numbers, 0);
        discriminatorPlayer.copyNumbers(numbers, end);
        return numbers;
    }

    @Override
    public void save(State state) {
        generatorPlayer.save(state);
        discriminatorPlayer.save(state);
        if (averaged != null) {
            Player.saveTensors(state, "average.", averaged);
        }
    }

    @Override
    public void load(State state) {
        generatorPlayer.load(state);
        discriminatorPlayer.load(state);
        if (averaged != null) {
            Player.loadTensors(state, "average.", averaged);
        }
    }

    @Override
    public void close() {
        discriminatorLosses.close();
        generatorLosses.close();
        generatorPlayer.close();
        discriminatorPlayer.close();
        if (averaged != null) {
            averaged.close();
        }
    }

    private long[] batchShape(int count) {
        long[] shape = new long[setup.shape().length + 1];
        shape[0] = count;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = setup.shape()[i - 1];
        }
        return shape;
    }

    private int sampleSize() {
        int size = 1;
        for (int extent : setup.shape()) {
            size *= extent;
        }
        return size;
    }
}
