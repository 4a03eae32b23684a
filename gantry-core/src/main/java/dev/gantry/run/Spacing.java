package dev.gantry.run;

import dev.gantry.config.RunConfig;

/**
 * How far the looks at a run's health, and the files that it writes on the way, lie apart where its configuration leaves
 * that open: the fewest ticks that keep them to a twentieth of the steps' work, or as many as leave the run twenty, since
 * a verdict and an animation need some. Work is reckoned from the sizes and never timed, so that a configuration means
 * the same looks and files on every machine.
 */
final class Spacing {
    /** The work of a look, or of files, as a share of that of the steps since those before. */
    private static final double SHARE = 0.05;

    /** So many are left to a run that has as many ticks. */
    private static final long LEAST = 20;

    /** What a step takes on a network of no size, in microseconds on one machine. */
    private static final double STEP = 15;

    /** What a look takes on a network of no size. */
    private static final double LOOK = 3000;

    /** What a checkpoint of few numbers takes. */
    private static final double CHECKPOINT = 20_000;

    /** What a picture takes. */
    private static final double PICTURE = 130_000;

    /** A thousand multiplications. */
    private static final double THOUSAND = 0.3;

    /** Passes through a network, forwards or backwards, of each of its samples: in a player's step. */
    private static final int PASSES_OF_STEP = 3;

    /** ... and in a look, which asks for logits, gradients by the weights and gradients by the samples. */
    private static final int PASSES_OF_LOOK = 10;

    private Spacing() {}

    /**
     * Real samples between two looks, a multiple of those between two ticks.
     *
     * @param parameters of both players
     * @param samples of each kind in a look
     * @param total real samples of the run
     */
    static long ofLooks(RunConfig config, long parameters, int samples, long tick, long total) {
        double look = LOOK + work((double) PASSES_OF_LOOK * samples * parameters);
        return of(look, config, parameters, tick, total);
    }

    /**
     * Real samples between two pictures, or two checkpoints, a multiple of those between two ticks.
     *
     * @param parameters of both players
     * @param total real samples of the run
     */
    static long ofFiles(RunConfig config, long parameters, long tick, long total) {
        double files = CHECKPOINT + (config.output().pictures() ? PICTURE : 0);
        return of(files, config, parameters, tick, total);
    }

    private static long of(double cost, RunConfig config, long parameters, long tick, long total) {
        long batch = config.train().batch();
        long turns = config.discriminator().steps();
        double step = STEP + work((double) PASSES_OF_STEP * (turns + 1) * batch * parameters);
        double stepsPerTick = tick / (double) (batch * turns);
        long cheap = (long) Math.ceil(cost / SHARE / (step * stepsPerTick));
        long enough = Math.max(1, total / tick / LEAST);
        return Math.min(cheap, enough) * tick;
    }

    private static double work(double multiplications) {
        return THOUSAND * multiplications / 1000;
    }
}
