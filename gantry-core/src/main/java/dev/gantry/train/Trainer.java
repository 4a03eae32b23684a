package dev.gantry.train;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.State;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batch;
import dev.gantry.data.Batches;
import dev.gantry.data.Latents;
import dev.gantry.random.Seeds;

/**
 * The loop: k steps of D on fresh real batches, then one step of G, until the run's number of real samples was shown.
 *
 * <p>Every draw is keyed by the step, so where a run stands is three numbers: steps, seconds, and the losses since the
 * last tick.
 */
public final class Trainer {
    /** Losses are read from the device at the latest after so many steps; a divergence is noticed then. */
    private static final int STEPS_BETWEEN_READS = 64;

    /** Of a loss that grows as its logits do, this much means logits in the hundred thousands: nothing is learned. */
    private static final double LARGEST_LOSS = 1e5;

    private final Game game;
    private final Batches batches;
    private final RunConfig config;
    private final Seeds seeds;
    private final long totalImages;
    private final long tickImages;
    private final long stopImages;
    private final double largestLoss;
    private final LossMeans means = new LossMeans();
    private long step;
    private long readSteps;
    private double seconds;

    /**
     * @param totalImages length of the run in real samples shown to D
     * @param tickImages real samples between two ticks
     * @param stopImages the run stops at the first step by which so many real samples were shown
     */
    public Trainer(Game game, Batches batches, RunConfig config, long totalImages, long tickImages, long stopImages) {
        this.game = game;
        this.batches = batches;
        this.config = config;
        this.seeds = new Seeds(config.seed());
        this.totalImages = totalImages;
        this.tickImages = tickImages;
        this.stopImages = stopImages;
        this.largestLoss = Objectives.of(config.objective()).growsLinearly() ? LARGEST_LOSS : Double.MAX_VALUE;
    }

    /** What a run does when a tick is due. */
    public interface TickHook {
        /** Answers whether to go on. The game is at rest; time spent here is not training time. */
        boolean tick(Tick tick);
    }

    /**
     * A tick.
     *
     * @param before real samples shown by the tick before; 0: there was none
     * @param images real samples shown to D so far
     * @param seconds training time so far
     * @param lossD mean per sample since the last tick, as trained
     * @param lossG mean per sample since the last tick, as trained
     * @param penalty mean since the last tick, part of lossD; NaN: there was none
     */
    public record Tick(
            long before, long images, long step, double seconds, double lossD, double lossG, double penalty) {
        /** Whether a multiple of {@code every} was passed since the tick before. */
        public boolean passes(long every) {
            return images / every > before / every;
        }
    }

    /**
     * Trains to the end, or until {@code control} or {@code hook} says stop.
     *
     * @return whether the end was reached
     * @throws Divergence where a loss leaves the numbers in which anything is learned
     */
    public boolean train(Control control, TickHook hook) {
        int turns = config.discriminator().steps();
        long started = System.nanoTime();
        while (images() < totalImages) {
            long waiting = System.nanoTime();
            boolean goOn = control.awaitStep(game);
            started += System.nanoTime() - waiting;
            if (!goOn || images() >= stopImages) {
                read();
                seconds += secondsSince(started);
                return false;
            }
            long before = images();
            double rate = Schedule.factor(config.schedule(), before / (double) totalImages);

            // Show D real batches beside fakes from fresh latents.
            Batch real = batches.at(step * turns);
            float[] z = playDiscriminator(real, 0, rate);
            for (int turn = 1; turn < turns; turn++) {
                real = batches.at(step * turns + turn);
                z = playDiscriminator(real, turn, rate);
            }

            // Let G answer, on the same latents or fresh ones.
            float[] own = config.train().shareNoise() ? z : latents("z.generator", real.count());
            game.playGenerator(real, own, new Game.Move(step, turns, rate));
            means.countG(real.count());
            step++;

            if (step - readSteps >= STEPS_BETWEEN_READS) {
                read();
            }
            if (images() / tickImages > before / tickImages || images() >= totalImages) {
                read();
                seconds += secondsSince(started);
                Tick tick = new Tick(
                        tickBefore(), images(), step, seconds, means.meanD(), means.meanG(), means.meanPenalty());
                means.clear();
                if (!hook.tick(tick)) {
                    return false;
                }
                started = System.nanoTime();
            }
        }
        return true;
    }

    /** One step of D; returns the latents it took. */
    private float[] playDiscriminator(Batch real, int turn, double rate) {
        float[] z = latents("z.discriminator." + turn, real.count());
        game.playDiscriminator(real, z, new Game.Move(step, turn, rate));
        means.countD(real.count());
        return z;
    }

    /** Real samples shown to D so far. */
    public long images() {
        return images(step);
    }

    private long images(long steps) {
        return batches.imagesBefore(steps * config.discriminator().steps());
    }

    /** Real samples shown by the last tick before this step: a resumed run has no other memory of it. */
    private long tickBefore() {
        long first = step - 1;
        while (first > 0 && images(first - 1) / tickImages == images(first) / tickImages) {
            first--;
        }
        return images(first);
    }

    /** Generator steps so far. */
    public long step() {
        return step;
    }

    /** Training time so far. */
    public double seconds() {
        return seconds;
    }

    /**
     * Writes where the run stands, the game included.
     *
     * @throws Divergence where a loss since the last look has left its range
     */
    public void save(State state) {
        read();
        game.save(state);
        state.put("trainer.step", new double[] {step}, 1);
        state.put("trainer.seconds", new double[] {seconds}, 1);
        state.put("trainer.losses", means.numbers(), LossMeans.NUMBERS);
    }

    /**
     * Goes on from where {@link #save} was called.
     *
     * @throws GantryException where the state is not that of such a run
     */
    public void load(State state) {
        double steps = state.doubles("trainer.step", 1)[0];
        double time = state.doubles("trainer.seconds", 1)[0];
        long most =
                Long.MAX_VALUE / config.train().batch() / config.discriminator().steps();
        if (!(steps >= 0 && steps <= most && steps == Math.rint(steps) && time >= 0 && Double.isFinite(time))) {
            throw GantryException.failure(
                    "checkpoint: no run stands at step %s after %s seconds; use an earlier one", steps, time);
        }
        game.load(state);
        step = (long) steps;
        readSteps = step;
        seconds = time;
        means.load(state.doubles("trainer.losses", LossMeans.NUMBERS));
    }

    private float[] latents(String stream, int count) {
        return Latents.draw(config.latent(), count, seeds.stream(stream, step));
    }

    /** Reads the losses from the device and looks at each. */
    private void read() {
        Game.Losses losses = game.drainLosses();
        int turns = config.discriminator().steps();
        for (int i = 0; i < losses.generator().length; i++) {
            for (int turn = 0; turn < turns; turn++) {
                requireFinite("loss_d", losses.discriminator()[i * turns + turn], readSteps + i);
            }
            requireFinite("loss_g", losses.generator()[i], readSteps + i);
        }
        means.add(losses);
        readSteps = step;
    }

    private void requireFinite(String quantity, double value, long step) {
        if (!(Math.abs(value) < largestLoss)) {
            throw new Divergence(quantity, step, value);
        }
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) * 1e-9;
    }
}
