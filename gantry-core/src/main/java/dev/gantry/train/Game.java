package dev.gantry.train;

import dev.gantry.checkpoint.State;
import dev.gantry.data.Batch;
import java.util.List;
import java.util.Map;

/**
 * The two-player game as the loop sees it: plain arrays in, plain numbers out. One thread at a time.
 */
public interface Game extends AutoCloseable {

    /**
     * One step of D.
     *
     * @param z latents of the fakes, real.count() rows
     */
    void playDiscriminator(Batch real, float[] z, Move move);

    /**
     * One step of G.
     *
     * @param real samples that an objective may compare G's with
     * @param z latents, real.count() rows
     */
    void playGenerator(Batch real, float[] z, Move move);

    /** The losses since the last call, one per step, in order. */
    Losses drainLosses();

    /** Samples of G (of its average, where one is kept), row by row. */
    float[] sample(float[] z, int count);

    /** What the objective says of itself at the moment, by the names of metrics.jsonl. */
    Map<String, Double> statistics();

    /**
     * D's logits of samples given row by row. A D that judges packs sees each sample in front of those that follow it,
     * the first ones after the last.
     */
    float[] logits(float[] x, int count);

    /** Samples of G as it plays, where {@link #sample} may draw from its average, row by row. */
    float[] fakes(float[] z, int count);

    /**
     * What gradients the players would see on a batch. Nothing changes.
     *
     * @param z latents, real.count() rows
     */
    Probe probe(Batch real, float[] z);

    /** Every trainable number, G's first, in the order of the networks' parameters. */
    double[] parameters();

    /** Writes everything that a bit-exact continuation needs. */
    void save(State state);

    /** Reads what {@link #save} wrote. */
    void load(State state);

    @Override
    void close();

    /**
     * When a step is played.
     *
     * @param step generator steps so far
     * @param turn discriminator steps so far within this step
     * @param rateFactor factor on the player's learning rate
     */
    record Move(long step, int turn, double rateFactor) {}

    /**
     * Losses as trained, one per step.
     *
     * @param penalties of the steps of D that had one, unscaled; they are part of D's losses
     */
    record Losses(double[] discriminator, double[] generator, double[] penalties) {}

    /**
     * The players' gradients and weights at one moment.
     *
     * @param gradientD norm of the gradient of D's adversarial loss by D's parameters
     * @param gradientG norm of the gradient of G's loss by G's parameters
     * @param slopeReal mean over real samples of the norm of the gradient of D's logit by the sample
     * @param slopeFake the same over generated samples
     * @param weightsD root of the sum of D's squared parameters
     * @param weightsG root of the sum of G's squared parameters
     * @param broken the parameters that hold a number that is not finite, as checkpoints name them
     */
    record Probe(
            double gradientD,
            double gradientG,
            double slopeReal,
            double slopeFake,
            double weightsD,
            double weightsG,
            List<String> broken) {}
}
