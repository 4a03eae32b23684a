package dev.gantry.train;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.State;
import dev.gantry.data.Batch;
import dev.gantry.model.Discriminator;
import dev.gantry.model.Generator;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.nn.SampleShape;
import dev.gantry.nn.WeightAverage;
import dev.gantry.objective.Began;
import dev.gantry.objective.Objective;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import dev.gantry.torch.TensorAlgebra;
import dev.gantry.torch.TorchRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The game on libtorch: one scope a step, gradients only for the player whose turn it is. */
public final class LibtorchGame implements Game {
    /** Samples and logits are computed in batches of this size, to bound memory. */
    private static final int CHUNK = 1024;

    /** Numbers of the objective in a checkpoint. */
    private static final String OBJECTIVE = "objective";

    private final GameSetup setup;
    private final Engine engine;
    private final TensorAlgebra algebra = new TensorAlgebra();
    private final TorchRandom random = new TorchRandom();
    private final Pass training;
    private final Pass trial;
    private final GradientSource gradients;
    private final Regularisation regularisation;
    private final Player generatorPlayer;
    private final Player discriminatorPlayer;
    private final Generator generator;
    private final Judge judge;
    private final Generator sampler;
    private final @Nullable Parameters averaged;
    private final @Nullable WeightAverage average;
    private final @Nullable DenseSteps dense;
    private final LossTrace discriminatorLosses = new LossTrace();
    private final LossTrace generatorLosses = new LossTrace();
    private final LossTrace penalties = new LossTrace();
    private Objective objective;
    private @Nullable Team team;
    private double convergence = Double.NaN;

    public LibtorchGame(GameSetup setup) {
        this.setup = setup;
        engine = setup.engine();
        objective = setup.objective();
        training = Pass.training(engine, random);
        trial = Pass.trial(engine, random);
        gradients = GradientSource.of(setup.gradients());

        Parameters own = new Parameters(engine);
        generator = buildGenerator(own);
        generatorPlayer = new Player("generator", own, setup.generatorOptimizer());

        Parameters theirs = new Parameters(engine);
        judge = new Judge(setup, theirs);
        regularisation = new Regularisation(setup, theirs, judge, algebra);
        discriminatorPlayer =
                new Player("discriminator", theirs, regularisation.optimizer(setup.discriminatorOptimizer()));

        if (setup.emaDecay() > 0) {
            averaged = new Parameters(engine);
            sampler = buildGenerator(averaged);
            average = new WeightAverage(own, averaged, setup.emaDecay());
        } else {
            averaged = null;
            sampler = generator;
            average = null;
        }
        dense = DenseSteps.fit(setup, generator.denseLayers(), judge.denseLayers())
                ? new DenseSteps(
                        setup,
                        new DensePlayer(generatorPlayer, generator.denseLayers()),
                        new DensePlayer(discriminatorPlayer, judge.denseLayers()))
                : null;
    }

    /** A game of the same kind as it was before its first step; {@link #load} makes it a copy. */
    public LibtorchGame twin() {
        return new LibtorchGame(setup);
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
        boolean penalised = regularisation.isDue(move);
        if (dense == null || (penalised && !dense.hasSlopes())) {
            playDiscriminatorByAutograd(real, z, move, penalised);
            return;
        }
        DenseSteps steps = dense;
        team().lead(() -> {
            if (penalised) {
                DenseSteps.Penalised losses = steps.penalised(team(), objective, regularisation, real, z, move);
                discriminatorLosses.add(losses.loss());
                penalties.add(losses.penalty());
            } else {
                discriminatorLosses.add(steps.discriminator(team(), objective, real, z, move));
            }
            regularisation.cutOff();
        });
    }

    private void playDiscriminatorByAutograd(Batch real, float[] z, Move move, boolean penalised) {
        try (Scope scope = new Scope()) {
            Tensor x = judge.packed(engine.tensor(real.values(), SampleShape.batch(setup.shape(), real.count())));
            random.restart(setup.seeds().key("dropout.fakes." + move.turn(), move.step()));
            Tensor fake = judge.packed(detachedFakes(z, real.count()));
            Tensor penalty = penalised ? engine.zeros() : null;
            long key = setup.seeds().key("dropout.discriminator." + move.turn(), move.step());
            Judge.Pair[] judged = new Judge.Pair[1];
            GradientSource.Loss loss = recording -> {
                random.restart(key);
                Pass pass = recording ? training : trial;
                Judge.Pair pair = judge.both(x, fake, pass);
                judged[0] = judged[0] == null ? pair : judged[0];
                Tensor adversarial = algebra.scale(
                        objective.discriminatorLoss(algebra, pair.real(), pair.fake()), setup.discriminatorWeight());
                return penalty == null ? adversarial : adversarial.add(regularisation.term(x, fake, move, penalty));
            };
            follow(discriminatorPlayer, loss, discriminatorLosses, "differences.discriminator." + move.turn(), move);
            regularisation.cutOff();
            if (penalty != null) {
                penalties.add(penalty);
            }
            adapt(judged[0]);
        }
    }

    @Override
    public void playGenerator(Batch real, float[] z, Move move) {
        if (dense != null) {
            DenseSteps steps = dense;
            generatorLosses.add(team().lead(() -> steps.generator(team(), objective, real, z, move)));
        } else {
            playGeneratorByAutograd(real, z, move);
        }
        if (average != null) {
            average.update(move.step());
        }
    }

    private void playGeneratorByAutograd(Batch real, float[] z, Move move) {
        try (Scope scope = new Scope()) {
            int count = real.count();
            Tensor latents = engine.tensor(z, count, setup.latent());
            Tensor x = objective.generatorSeesReal()
                    ? judge.packed(engine.tensor(real.values(), SampleShape.batch(setup.shape(), count)))
                    : null;
            long key = setup.seeds().key("dropout.generator", move.step());
            GradientSource.Loss loss = recording -> {
                random.restart(key);
                Pass pass = recording ? training : trial;
                Tensor fake = judge.packed(generator.forward(latents, pass));
                return generatorLoss(x, fake, pass);
            };
            follow(generatorPlayer, loss, generatorLosses, "differences.generator", move);
        }
    }

    private Tensor generatorLoss(@Nullable Tensor x, Tensor fake, Pass pass) {
        if (x != null) {
            Judge.Pair pair = judge.both(x, fake, pass);
            return objective.generatorLoss(algebra, pair.real(), pair.fake());
        }
        Discriminator.Judgement judgement = judge.judge(fake, pass);
        Tensor logits = judgement.logits();
        Tensor loss = objective.generatorLoss(algebra, logits, logits);
        if (!objective.usesCodes()) {
            return loss;
        }
        if (judgement.codes() == null) {
            throw GantryException.request("objective ebgan pulls the codes of samples apart, and this discriminator has"
                    + " none: use discriminator.type autoencoder, or set objective.pull_away to 0");
        }
        return loss.add(objective.codeLoss(algebra, judgement.codes()));
    }

    /** An objective that balances the players looks at the logits of each step. */
    private void adapt(Judge.Pair judged) {
        if (objective instanceof Began began) {
            double meanReal = judged.real().mean().item_double();
            double meanFake = judged.fake().mean().item_double();
            convergence = began.convergence(meanReal, meanFake);
            objective = began.next(meanReal, meanFake);
        }
    }

    private void follow(Player player, GradientSource.Loss loss, LossTrace trace, String stream, Move move) {
        RandomGenerator coordinates = setup.seeds().stream(stream, move.step());
        GradientSource.Result result = gradients.gradient(loss, player.parameters(), coordinates);
        trace.add(result.loss());
        player.follow(result.gradients(), move.rateFactor(), engine.isOnHost() ? team() : null);
    }

    /** The threads that share the work: as many as libtorch may use on the thread that plays first. */
    private Team team() {
        if (team == null) {
            team = Team.ofThisThread();
        }
        return team;
    }

    /** Fakes for D's step: no graph reaches back into G. */
    private Tensor detachedFakes(float[] z, int count) {
        try (NoGrad guard = new NoGrad()) {
            return checkedSamples(generator.forward(engine.tensor(z, count, setup.latent()), training), count);
        }
    }

    private Tensor checkedSamples(Tensor samples, int count) {
        Engine.requireShape("output of the generator", samples, SampleShape.batch(setup.shape(), count));
        return samples;
    }

    @Override
    public Losses drainLosses() {
        return new Losses(discriminatorLosses.drain(), generatorLosses.drain(), penalties.drain());
    }

    @Override
    public Map<String, Double> statistics() {
        return objective instanceof Began began ? Map.of("began_k", began.balance(), "began_m", convergence) : Map.of();
    }

    @Override
    public float[] sample(float[] z, int count) {
        return samples(sampler, z, count);
    }

    @Override
    public float[] fakes(float[] z, int count) {
        return samples(generator, z, count);
    }

    private float[] samples(Generator source, float[] z, int count) {
        int latent = setup.latent();
        int size = SampleShape.size(setup.shape());
        float[] out = new float[Math.multiplyExact(count, size)];
        for (int from = 0; from < count; from += CHUNK) {
            int n = Math.min(CHUNK, count - from);
            float[] part = Arrays.copyOfRange(z, from * latent, (from + n) * latent);
            try (Scope scope = new Scope();
                    NoGrad guard = new NoGrad()) {
                Tensor samples = checkedSamples(source.forward(engine.tensor(part, n, latent), Pass.use()), n);
                System.arraycopy(Engine.floats(samples), 0, out, from * size, n * size);
            }
        }
        return out;
    }

    @Override
    public float[] logits(float[] x, int count) {
        float[] out = new float[count];
        for (int from = 0; from < count; from += CHUNK) {
            int n = Math.min(CHUNK, count - from);
            float[] part = packs(x, count, from, n);
            try (Scope scope = new Scope();
                    NoGrad guard = new NoGrad()) {
                Tensor packs =
                        judge.packed(engine.tensor(part, SampleShape.batch(setup.shape(), (long) n * setup.pack())));
                Tensor logits = judge.judge(packs, Pass.use()).logits();
                System.arraycopy(Engine.floats(logits), 0, out, from, n);
            }
        }
        return out;
    }

    /**
     * Samples {@code from} to {@code from + n}, each with those that follow it in its pack. A loop of its own: Java's
     * compiler would work on the calls of libtorch beside it for a tenth of a second, and take 10 MB for that.
     */
    private float[] packs(float[] x, int count, int from, int n) {
        int pack = setup.pack();
        int size = SampleShape.size(setup.shape());
        float[] packs = new float[n * pack * size];
        for (int i = 0; i < n * pack; i++) {
            int sample = (from + i / pack + i % pack) % count;
            System.arraycopy(x, sample * size, packs, i * size, size);
        }
        return packs;
    }

    @Override
    public Probe probe(Batch real, float[] z) {
        try (Scope scope = new Scope()) {
            int count = real.count();
            Tensor x = judge.packed(engine.tensor(real.values(), SampleShape.batch(setup.shape(), count)));
            Tensor latents = engine.tensor(z, count, setup.latent());
            random.restart(setup.seeds().key("dropout.probe", 0));
            Tensor fake;
            try (NoGrad guard = new NoGrad()) {
                fake = judge.packed(checkedSamples(generator.forward(latents, trial), count));
            }
            double ofD = Inspection.gradientNorm(discriminatorPlayer.parameters(), () -> {
                Judge.Pair pair = judge.both(x, fake, trial);
                return algebra.scale(
                        objective.discriminatorLoss(algebra, pair.real(), pair.fake()), setup.discriminatorWeight());
            });
            double ofG = Inspection.gradientNorm(
                    generatorPlayer.parameters(),
                    () -> generatorLoss(
                            objective.generatorSeesReal() ? x : null,
                            judge.packed(generator.forward(latents, trial)),
                            trial));
            Inspection.Weights weightsD = discriminatorPlayer.weights();
            Inspection.Weights weightsG = generatorPlayer.weights();
            return new Probe(
                    ofD,
                    ofG,
                    Inspection.meanSlope(judge, x),
                    Inspection.meanSlope(judge, fake),
                    weightsD.norm(),
                    weightsG.norm(),
                    Stream.concat(weightsG.broken().stream(), weightsD.broken().stream())
                            .toList());
        }
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
        double[] own = objective.state();
        if (own.length > 0) {
            state.put(OBJECTIVE, own, own.length);
        }
    }

    @Override
    public void load(State state) {
        generatorPlayer.load(state);
        discriminatorPlayer.load(state);
        if (averaged != null) {
            Player.loadTensors(state, "average.", averaged);
        }
        int own = objective.state().length;
        if (own > 0) {
            objective = objective.withState(state.doubles(OBJECTIVE, own));
        }
    }

    @Override
    public void close() {
        if (dense != null) {
            dense.close();
        }
        if (team != null) {
            team.close();
        }
        discriminatorLosses.close();
        generatorLosses.close();
        penalties.close();
        generatorPlayer.close();
        discriminatorPlayer.close();
        if (averaged != null) {
            averaged.close();
        }
    }
}
