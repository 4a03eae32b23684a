package dev.gantry.train;

import dev.gantry.config.TrainConfig.GradientsConfig;
import dev.gantry.data.Batch;
import dev.gantry.model.DenseLayer;
import dev.gantry.objective.Began;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import dev.gantry.objective.Tape;
import dev.gantry.torch.Team;
import dev.gantry.torch.TorchRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Steps of a game between two networks of dense layers, without libtorch's autograd: the layers by hand, the
 * objective on a {@link Tape}. The same numbers as {@link LibtorchGame} computes them, to the rounding; D judges
 * reals and fakes as one batch.
 */
final class DenseSteps implements AutoCloseable {
    /** Networks with fewer weights than this are computed in plain arrays. */
    private static final long SMALL = Long.getLong("gantry.small", 2_000);

    private final GameSetup setup;
    private final DensePlayer generator;
    private final DensePlayer discriminator;
    private final boolean hasSlopes;
    private final TorchRandom random = new TorchRandom();
    private @Nullable DensePair pair;

    DenseSteps(GameSetup setup, DensePlayer generator, DensePlayer discriminator) {
        this.setup = setup;
        this.generator = generator;
        this.discriminator = discriminator;
        hasSlopes = !isSmall() && TeamSlopes.fit(discriminator.layers());
    }

    /** Whether a game is of the kind that is computed here, but for the steps in which D's loss has a penalty. */
    static boolean fit(GameSetup setup, List<DenseLayer> generator, List<DenseLayer> discriminator) {
        // Dropout draws for all that D judges in one pass: reals and fakes of G's step would be two here.
        boolean drawsAlike = !setup.objective().generatorSeesReal()
                || discriminator.stream().allMatch(layer -> layer.dropout() == 0);
        return setup.engine().isOnHost()
                && drawsAlike
                && !generator.isEmpty()
                && !discriminator.isEmpty()
                && setup.pack() == 1
                && setup.gradients() instanceof GradientsConfig.Autograd
                && !(setup.objective() instanceof Began)
                && !setup.objective().usesCodes();
    }

    /** A step of D; gives its loss. Inside {@link Team#lead}, of the same team every time. */
    double discriminator(Team team, Objective objective, Batch real, float[] z, Game.Move move) {
        DensePair networks = pair(team);
        random.restart(setup.seeds().key("dropout.fakes." + move.turn(), move.step()));
        networks.generateBeside(real.values(), z, real.count());
        random.restart(setup.seeds().key("dropout.discriminator." + move.turn(), move.step()));
        double[] logits = networks.judgeBoth();

        Tape tape = new Tape();
        Tape.Node ofReal = tape.vector(Arrays.copyOf(logits, real.count()));
        Tape.Node ofFake = tape.vector(Arrays.copyOfRange(logits, real.count(), logits.length));
        Tape.Node loss = tape.scale(objective.discriminatorLoss(tape, ofReal, ofFake), setup.discriminatorWeight());
        tape.differentiate(loss);
        System.arraycopy(ofReal.gradient(), 0, logits, 0, real.count());
        System.arraycopy(ofFake.gradient(), 0, logits, real.count(), real.count());
        networks.moveDiscriminator(logits, move.rateFactor());
        return loss.scalar();
    }

    /** Whether a step of D may have a penalty here. */
    boolean hasSlopes() {
        return hasSlopes;
    }

    /**
     * Losses of a step of D.
     *
     * @param loss with the penalty
     * @param penalty alone, as if it were due in every step
     */
    record Penalised(double loss, double penalty) {}

    /** A step of D with a penalty, where {@link #hasSlopes}. Inside {@link Team#lead}, of the same team every time. */
    Penalised penalised(
            Team team, Objective objective, Regularisation regularisation, Batch real, float[] z, Game.Move move) {
        SlopedPair networks = (SlopedPair) pair(team);
        int count = real.count();
        random.restart(setup.seeds().key("dropout.fakes." + move.turn(), move.step()));
        networks.generateBeside(real.values(), z, count);

        Tape tape = new Tape();
        int size = real.values().length / count;
        double[] values = new double[real.values().length];
        Arrays.setAll(values, i -> real.values()[i]);
        Tape.Node x = tape.matrix(size, values);
        Tape.Node y = tape.matrix(size, networks.fakes());
        SlopesAsked asked = new SlopesAsked(tape, networks, x, y, count);
        Regularisation.TapeTerm penalty = regularisation.term(tape, asked, x, y, move);

        SlopedPair.Judgement judged = asked.judged(x);
        Tape.Node ofReal = tape.vector(Arrays.copyOf(judged.logits(), count));
        Tape.Node ofFake = tape.vector(Arrays.copyOfRange(judged.logits(), count, 2 * count));
        Tape.Node adversarial =
                tape.scale(objective.discriminatorLoss(tape, ofReal, ofFake), setup.discriminatorWeight());
        Tape.Node loss = tape.add(adversarial, penalty.term());
        tape.differentiate(loss);
        double[] byLogits = Arrays.copyOf(ofReal.gradient(), 2 * count);
        System.arraycopy(ofFake.gradient(), 0, byLogits, count, count);
        networks.moveWithSlopes(byLogits, asked.gradient(), move.rateFactor());
        return new Penalised(loss.scalar(), penalty.plain().scalar());
    }

    /** D judges when its slopes are first asked for, and tells all of them at once. */
    private static final class SlopesAsked implements Penalty.Critic<Tape.Node> {
        private final Tape tape;
        private final SlopedPair networks;
        private final Tape.Node real;
        private final Tape.Node fake;
        private final int count;
        private final Map<Integer, Tape.Node> answers = new HashMap<>();
        private SlopedPair.@Nullable Judgement judged;

        SlopesAsked(Tape tape, SlopedPair networks, Tape.Node real, Tape.Node fake, int count) {
            this.tape = tape;
            this.networks = networks;
            this.real = real;
            this.fake = fake;
            this.count = count;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the samples themselves, not samples like them
        public Tape.Node squaredSlopes(Tape.Node points) {
            double[] squared = judged(points).squaredSlopes();
            int block = points == fake ? 1 : 0;
            Tape.Node answer = tape.vector(Arrays.copyOfRange(squared, block * count, (block + 1) * count));
            answers.put(block, answer);
            return answer;
        }

        @SuppressWarnings("ReferenceEquality")
        SlopedPair.Judgement judged(Tape.Node points) {
            SlopedPair.Judgement now = judged;
            if (now == null) {
                now = networks.judgeWithSlopes(points == real || points == fake ? null : points.value());
                judged = now;
            }
            return now;
        }

        /** The loss's gradient by all squared slopes. */
        double[] gradient() {
            double[] gradient = new double[judged(real).squaredSlopes().length];
            answers.forEach((block, answer) -> System.arraycopy(answer.gradient(), 0, gradient, block * count, count));
            return gradient;
        }
    }

    /** A step of G; gives its loss. Inside {@link Team#lead}, of the same team every time. */
    double generator(Team team, Objective objective, Batch real, float[] z, Game.Move move) {
        DensePair networks = pair(team);
        random.restart(setup.seeds().key("dropout.generator", move.step()));
        networks.generate(z, real.count());
        Tape tape = new Tape();
        double[] constant = objective.generatorSeesReal() ? networks.judgeReal(real.values()) : null;
        Tape.Node ofFake = tape.vector(networks.judgeFakes());
        Tape.Node ofReal = constant == null ? ofFake : tape.vector(constant);
        Tape.Node loss = objective.generatorLoss(tape, ofReal, ofFake);
        tape.differentiate(loss);
        networks.moveGenerator(ofFake.gradient(), move.rateFactor());
        return loss.scalar();
    }

    private DensePair pair(Team team) {
        if (pair == null && isSmall()) {
            pair = new ArrayPair(setup.engine(), generator, discriminator);
        } else if (pair == null) {
            pair = new TeamPair(setup.engine(), team, generator, discriminator, random);
        }
        return pair;
    }

    /** Whether plain loops are faster than calls of libtorch. Dropout is libtorch's in any case. */
    private boolean isSmall() {
        return Stream.concat(generator.layers().stream(), discriminator.layers().stream())
                                .mapToLong(layer -> layer.weight().numel())
                                .sum()
                        < SMALL
                && Stream.concat(generator.layers().stream(), discriminator.layers().stream())
                        .noneMatch(layer -> layer.dropout() > 0);
    }

    @Override
    public void close() {
        if (pair != null) {
            pair.close();
        }
    }
}
