package dev.gantry.run;

import dev.gantry.checkpoint.State;
import dev.gantry.config.HealthConfig;
import dev.gantry.config.LatentConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batch;
import dev.gantry.data.Batches;
import dev.gantry.data.Latents;
import dev.gantry.event.Signal;
import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.objective.Objective;
import dev.gantry.random.Seeds;
import dev.gantry.train.Game;
import dev.gantry.train.LibtorchGame;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The duality gap max_D' M(G, D') - min_G' M(G', D) (Grnarova et al. 2019, equation 2), where M is D's adversarial loss
 * with its sign turned and without its weight: 0 at an equilibrium, positive elsewhere. The worst D and the best G are
 * copies of the players, each trained for a number of steps against the other as it stands; the values are those of
 * samples that no player was trained on. As training stops short of the extremes, it is a lower estimate.
 */
final class DualityGap {
    private static final int RESAMPLES = 200;
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    private final HealthConfig.Gap config;
    private final LatentConfig latent;
    private final int turns;
    private final Batches batches;
    private final Objective objective;
    private final float[] heldOut;
    private final int count;
    private final Seeds seeds;

    /**
     * @param heldOut reals that are not trained on, {@code count} rows
     */
    DualityGap(RunConfig run, Batches batches, Objective objective, float[] heldOut, int count) {
        config = run.health().gap();
        latent = run.latent();
        turns = run.discriminator().steps();
        this.batches = batches;
        this.objective = objective;
        this.heldOut = heldOut;
        this.count = count;
        seeds = new Seeds(run.seed());
    }

    /** The logits of one of the two values. */
    private record Value(double[] real, double[] fake) {}

    /**
     * Measures; the game stays as it is.
     *
     * @param step generator steps so far, which name the draws
     */
    Map<String, Double> measure(LibtorchGame game, long step) {
        State state = new State();
        game.save(state);
        float[] z = Latents.draw(latent, count, seeds.stream("gap.latents", step));
        Value worst;
        Value best;
        try (LibtorchGame copy = game.twin()) {
            copy.load(state);
            for (int k = 0; k < config.steps(); k++) {
                Batch real = batches.at(step * turns + k);
                copy.playDiscriminator(real, latents("gap.discriminator", step, k, real.count()), move(step, k));
            }
            worst = value(copy, z);
        }
        try (LibtorchGame copy = game.twin()) {
            copy.load(state);
            for (int k = 0; k < config.steps(); k++) {
                Batch real = batches.at(step * turns + k);
                copy.playGenerator(real, latents("gap.generator", step, k, real.count()), move(step, k));
            }
            best = value(copy, z);
        }
        return signals(worst, best, seeds.stream("gap.bootstrap", step));
    }

    private static Game.Move move(long step, int k) {
        return new Game.Move(step + k, 0, 1);
    }

    private float[] latents(String stream, long step, int k, int rows) {
        return Latents.draw(latent, rows, seeds.stream(stream + "." + step, k));
    }

    private Value value(LibtorchGame game, float[] z) {
        return new Value(wide(game.logits(heldOut, count)), wide(game.logits(game.fakes(z, count), count)));
    }

    private Map<String, Double> signals(Value worst, Value best, RandomGenerator random) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        double[] resampled = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            int[] reals = random.ints(count, 0, count).toArray();
            int[] fakes = random.ints(count, 0, count).toArray();
            resampled[i] = gap(worst, best, reals, fakes);
        }
        Arrays.sort(resampled);
        Map<String, Double> signals = new LinkedHashMap<>();
        signals.put(Signal.DUALITY_GAP.key(), gap(worst, best, all, all));
        signals.put(Signal.DUALITY_GAP_LOW.key(), resampled[(int) Math.round(LOW * (RESAMPLES - 1))]);
        signals.put(Signal.DUALITY_GAP_HIGH.key(), resampled[(int) Math.round(HIGH * (RESAMPLES - 1))]);
        return signals;
    }

    private double gap(Value worst, Value best, int[] reals, int[] fakes) {
        return loss(best, reals, fakes) - loss(worst, reals, fakes);
    }

    private double loss(Value value, int[] reals, int[] fakes) {
        return objective
                .discriminatorLoss(
                        new DualAlgebra(),
                        Dual.constant(pick(value.real(), reals)),
                        Dual.constant(pick(value.fake(), fakes)))
                .scalar();
    }

    private static double[] pick(double[] values, int... rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }

    private static double[] wide(float... logits) {
        double[] wide = new double[logits.length];
        Arrays.setAll(wide, i -> logits[i]);
        return wide;
    }
}
