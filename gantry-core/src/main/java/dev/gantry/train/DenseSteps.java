package dev.gantry.train;

import dev.gantry.config.TrainConfig.GradientsConfig;
import dev.gantry.data.Batch;
import dev.gantry.model.DenseLayer;
import dev.gantry.objective.Began;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Tape;
import dev.gantry.torch.Team;
import dev.gantry.torch.TorchRandom;
import java.util.Arrays;
import java.util.List;
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
    private final TorchRandom random = new TorchRandom();
    private @Nullable DensePair pair;

    DenseSteps(GameSetup setup, DensePlayer generator, DensePlayer discriminator) {
        this.setup = setup;
        this.generator = generator;
        this.discriminator = discriminator;
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
