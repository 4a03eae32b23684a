package dev.gantry.speed;

import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.config.TrainConfig.GradientsConfig;
import dev.gantry.speed.DenseNet.Matrix;
import dev.gantry.train.Objectives;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The least that a step of G with its steps of D has to compute and to move, counted from the configuration. What a
 * kernel may do on the way costs nothing here: activations, dropout, normalisation, losses, the copying of batches.
 *
 * <p>The count, for a batch of n real samples, and packs of samples where D judges packs:
 *
 * <ol>
 *   <li>A matrix of [in, out] on N rows is one product forward, one for the gradient of its weights and one for that of
 *       its input. Each is 2 N in out operations, a multiply-add being two, and reads or writes N in + in out + N out
 *       numbers.
 *   <li>A step of D: G forward on n rows without a graph; D forward on real and on generated rows, as one batch or two;
 *       its weights' gradients on the same rows; the gradients of every layer's input but the first, which is data.
 *   <li>A penalty, in the steps where it is due (a lazy one costs its share of them): D forward at its points, the
 *       gradient of every input, and the way back through these gradients: a product for each matrix's weights, and
 *       one more for each but the last. Where slopes change with the input ({@link DenseNet#curved}) also back through
 *       the forward pass, from the last hidden layer on.
 *   <li>The step of G: G forward; D forward on its n rows, and on the real ones where the objective compares; the
 *       gradients of D's inputs down to the sample, of none of its weights; G's weights' gradients, and those of every
 *       input but the first.
 *   <li>An update reads a player's weights, gradients and state and writes weights and state: 7 numbers a weight for
 *       Adam, 5 for RMSProp and momentum, 3 for plain descent; 1 more for the norm that gradients are clipped by. The
 *       same where a gradient is followed before it goes to memory, which saves one. An averaged G is 3 more of G's.
 *   <li>Spectral norm is two products of matrix and vector in each pass of D in a step.
 *   <li>Gradients by finite differences have no way back: each is a forward pass more on either side.
 * </ol>
 *
 * @param works in their order
 */
public record StepCost(List<Work> works) {
    public StepCost {
        works = List.copyOf(works);
    }

    /** What a piece of work is. */
    public enum Kind {
        /** A product of two matrices, or of matrix and vector. */
        PRODUCT,
        /** A player's weights follow their gradient, or their average follows them. */
        UPDATE
    }

    /**
     * A piece of work: nothing of it can overlap with another.
     *
     * @param operations on floating-point numbers
     * @param bytes read from or written to memory
     */
    public record Work(Kind kind, double operations, double bytes) {}

    /**
     * Counts.
     *
     * @param config with its data resolved
     * @param sampleSize numbers in a sample
     * @return empty where a network is a program's own, or a penalty is put on an autoencoder or differentiated by
     *     differences: these are not counted, and not guessed
     */
    public static Optional<StepCost> of(RunConfig config, int sampleSize) {
        int pack = config.discriminator().pack();
        Optional<DenseNet> g = DenseNet.of(config.generator(), config.latent().size(), sampleSize);
        Optional<DenseNet> d = DenseNet.of(config.discriminator(), sampleSize * pack);
        boolean uncounted = config.penalty() instanceof PenaltyConfig.Term
                && (config.discriminator() instanceof DiscriminatorConfig.Autoencoder
                        || config.train().gradients() instanceof GradientsConfig.FiniteDifference);
        if (g.isEmpty() || d.isEmpty() || uncounted) {
            return Optional.empty();
        }
        return Optional.of(new StepCost(new Count(config, g.get(), d.get()).works()));
    }

    /** Floating-point operations of the matrix products. */
    public double operations() {
        return works.stream().mapToDouble(Work::operations).sum();
    }

    /** Bytes that the updates of weights, of their state and of their average move. */
    public double updateBytes() {
        return works.stream()
                .filter(work -> work.kind() == Kind.UPDATE)
                .mapToDouble(Work::bytes)
                .sum();
    }

    /** Seconds that the step takes at least: each piece of work at the one of the two ceilings that holds it up. */
    public double seconds(Ceilings ceilings) {
        return works.stream()
                .mapToDouble(work -> Math.max(
                        work.operations() / ceilings.operationsPerSecond(), work.bytes() / ceilings.bytesPerSecond()))
                .sum();
    }

    /** The count of one step, work by work. */
    private static final class Count {
        private final RunConfig config;
        private final DenseNet g;
        private final DenseNet d;
        private final int samples;
        private final double packs;
        private final int numberBytes;
        private final List<Work> works = new ArrayList<>();

        Count(RunConfig config, DenseNet g, DenseNet d) {
            this.config = config;
            this.g = g;
            this.d = d;
            samples = config.train().batch();
            packs = samples / (double) config.discriminator().pack();
            numberBytes = config.engine().dtype() == EngineConfig.Dtype.FLOAT64 ? 8 : 4;
        }

        List<Work> works() {
            for (int turn = 0; turn < config.discriminator().steps(); turn++) {
                discriminatorStep();
            }
            generatorStep();
            return works;
        }

        private void discriminatorStep() {
            forward(g, samples, 1);
            forwardOnBoth(evaluations(d));
            if (!byDifferences()) {
                boolean joint = config.train().jointBatch();
                for (int pass = 0; pass < (joint ? 1 : 2); pass++) {
                    double rows = joint ? 2 * packs : packs;
                    products(d.matrices(), rows, 1);
                    products(d.matrices().subList(1, d.matrices().size()), rows, 1);
                }
                penalty();
            }
            update(d, config.discriminator().optimizer());
        }

        private void generatorStep() {
            forward(g, samples, evaluations(g));
            if (Objectives.of(config.objective()).generatorSeesReal()) {
                forwardOnBoth(evaluations(g));
            } else {
                forward(d, packs, evaluations(g));
            }
            if (!byDifferences()) {
                products(d.matrices(), packs, 1);
                products(g.matrices(), samples, 1);
                products(g.matrices().subList(1, g.matrices().size()), samples, 1);
            }
            update(g, config.generator().optimizer());
            if (config.ema().decay() > 0) {
                update(g.parameters(), 3);
            }
        }

        /** D's logits of real and of generated rows; what it normalises, it normalises once a pass. */
        private void forwardOnBoth(double times) {
            if (config.train().jointBatch()) {
                forward(d, 2 * packs, times);
            } else {
                forward(d, packs, times);
                forward(d, packs, times);
            }
        }

        private void forward(DenseNet net, double rows, double times) {
            products(net.matrices(), rows, times);
            if (net.spectral()) {
                for (Matrix matrix : net.matrices()) {
                    double weights = matrix.in() * matrix.out();
                    works.add(new Work(Kind.PRODUCT, 4 * weights, 2 * numberBytes * weights));
                }
            }
        }

        /** One product for each matrix. */
        private void products(List<Matrix> matrices, double rows, double times) {
            for (Matrix matrix : matrices) {
                double weights = matrix.in() * matrix.out();
                double numbers = rows * matrix.in() + weights + rows * matrix.out();
                works.add(new Work(Kind.PRODUCT, 2 * rows * weights * times, numberBytes * numbers * times));
            }
        }

        private void penalty() {
            if (!(config.penalty() instanceof PenaltyConfig.Term term)) {
                return;
            }
            double times = 1.0 / term.every() * (term instanceof PenaltyConfig.R1R2 ? 2 : 1);
            List<Matrix> all = d.matrices();
            int last = all.size() - 1;
            products(all, packs, times); // forward
            products(all, packs, times); // the slopes: gradients of every input
            products(all, packs, times); // back through them, to the weights
            products(all.subList(0, last), packs, times); // and to the slopes before, of which the last is constant
            if (d.curved() && last > 0) {
                products(all.subList(0, last), packs, times); // back through the forward pass, to the weights
                products(all.subList(1, last), packs, times); // and to the inputs, of which the first is data
            }
        }

        private void update(DenseNet net, OptimizerConfig optimizer) {
            int numbers = 3;
            if (optimizer instanceof OptimizerConfig.Adam) {
                numbers = 7;
            } else if (optimizer instanceof OptimizerConfig.RmsProp
                    || (optimizer instanceof OptimizerConfig.Sgd sgd && sgd.momentum() > 0)) {
                numbers = 5;
            }
            update(net.parameters(), optimizer.clipNorm() == null ? numbers : numbers + 1);
        }

        private void update(long parameters, int numbers) {
            works.add(new Work(Kind.UPDATE, 0, (double) parameters * numbers * numberBytes));
        }

        private boolean byDifferences() {
            return config.train().gradients() instanceof GradientsConfig.FiniteDifference;
        }

        /** How often a player's loss is computed in its step. */
        private double evaluations(DenseNet net) {
            return config.train().gradients() instanceof GradientsConfig.FiniteDifference differences
                    ? 1 + 2 * differences.fraction() * net.parameters()
                    : 1;
        }
    }
}
