package dev.gantry.proof;

import dev.gantry.config.RunConfig;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorAlgebra;
import dev.gantry.torch.TorchRandom;
import dev.gantry.train.Slopes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * A pair of small networks with a batch of each kind, on which gradients are compared with central differences along
 * random directions in the space of the parameters.
 */
final class Arena implements AutoCloseable {
    private static final int BATCH = 6;
    /** Logits at which some loss has a kink. */
    private static final double[] KINKS = {-10, -2, -1, -0.5, 1};

    private static final double FROM_KINKS = 0.03;
    private static final int MOST_ATTEMPTS = 100;

    private final String name;
    private final Engine engine;
    private final RandomGenerator random;
    private final Scope scope = new Scope();
    private final TensorAlgebra on = new TensorAlgebra();
    private final Parameters ofG;
    private final Parameters ofD;
    private final Generator generator;
    private final Discriminator discriminator;
    private final Pass training;
    private final int[] shape;
    private final Tensor z;
    private final Tensor real;
    private final Walk walkOfD;
    private final Walk walkOfG;

    /** Networks and samples whose logits are away from every kink: drawn again until they are. */
    static Arena of(String name, RunConfig config, Engine engine, Seeds seeds) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Arena arena = new Arena(name, config, engine, seeds.stream("proof.gradients." + name, attempt));
            if (!arena.nearKink()) {
                return arena;
            }
            arena.close();
        }
        throw new IllegalStateException("no logits of " + name + " are away from the kinks");
    }

    private Arena(String name, RunConfig config, Engine engine, RandomGenerator random) {
        this.name = name;
        this.engine = engine;
        this.random = random;
        ofG = new Parameters(engine);
        ofD = new Parameters(engine);
        generator = Architectures.generator(config, ofG, random);
        discriminator = Architectures.discriminator(config, ofD, random);
        training = Pass.training(engine, new TorchRandom());
        shape = Architectures.shape(config.data());
        z = gaussians(BATCH, config.latent().size());
        real = gaussians(batchShape());
        walkOfD = walk(ofD);
        walkOfG = walk(ofG);
    }

    /** First order: D's loss by D's parameters, G's loss by G's parameters. */
    Check losses(String objective, Loss lossOfD, Loss lossOfG) {
        double gapD = walkOfD.gap(logits -> lossOfD.of(on, logits.get(0), logits.get(1)));
        double gapG = walkOfG.gap(logits -> lossOfG.of(on, logits.get(0), logits.get(1)));
        return new Check(
                "gradient: " + objective + " on " + name,
                gapD <= Walk.LIMIT && gapG <= Walk.LIMIT,
                String.format(
                        Locale.ROOT,
                        "largest gap of D's %.1e, of G's %.1e along %d directions, limit %.0e",
                        gapD,
                        gapG,
                        Walk.DIRECTIONS,
                        Walk.LIMIT));
    }

    /** Second order: a penalty, which is made of D's slopes, by D's parameters. */
    Check penalty(String penalty, Term term) {
        try (Scope step = new Scope()) {
            Tensor fake = generator.forward(z, training).detach();
            Draws<Tensor> draws = new Draws<>(uniform(BATCH), uniform(batchShape()));
            Slopes critic = new Slopes(this::judge);
            Walk walk = new Walk(
                    engine,
                    List.copyOf(ofD.trainable().values()),
                    () -> List.of(term.of(on, critic, real, fake, draws)),
                    random);
            double gap = walk.gap(answers -> answers.get(0));
            return Check.within(
                    "second order: " + penalty + " on " + name,
                    gap,
                    Walk.LIMIT,
                    "largest gap along " + Walk.DIRECTIONS + " directions");
        }
    }

    @Override
    public void close() {
        ofG.close();
        ofD.close();
        scope.close();
    }

    private Walk walk(Parameters parameters) {
        return new Walk(
                engine,
                List.copyOf(parameters.trainable().values()),
                () -> List.of(judge(real), judge(generator.forward(z, training))),
                random);
    }

    /** [N, shape of a sample] to [N]. */
    private Tensor judge(Tensor samples) {
        return discriminator.forward(samples, Pass.use()).reshape(-1);
    }

    private boolean nearKink() {
        return walkOfD.answers().stream()
                .flatMapToDouble(Arrays::stream)
                .anyMatch(logit -> Arrays.stream(KINKS).anyMatch(kink -> Math.abs(logit - kink) < FROM_KINKS));
    }

    private long[] batchShape() {
        long[] all = new long[shape.length + 1];
        all[0] = BATCH;
        for (int i = 0; i < shape.length; i++) {
            all[i + 1] = shape[i];
        }
        return all;
    }

    private Tensor gaussians(long... extents) {
        return drawn(true, extents);
    }

    private Tensor uniform(long... extents) {
        return drawn(false, extents);
    }

    private Tensor drawn(boolean gaussian, long... extents) {
        double[] values = new double[Math.toIntExact(Arrays.stream(extents).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < values.length; i++) {
            values[i] = gaussian ? random.nextGaussian() : random.nextDouble();
        }
        return engine.tensor(values, extents);
    }
}
