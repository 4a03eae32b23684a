package dev.gantry.run;

import dev.gantry.config.LatentConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Dataset;
import dev.gantry.data.Latents;
import dev.gantry.data.Scaling;
import dev.gantry.data.Source;
import dev.gantry.event.Samples;
import dev.gantry.objective.Objective;
import dev.gantry.random.Seeds;
import dev.gantry.train.Game;
import dev.gantry.train.Objectives;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is shown of a run at a tick: samples from latents that never change, D over a mesh, and G's map. */
final class Snapshots {
    private static final int FIELD_1D = 401;
    private static final int FIELD_2D = 64;
    private static final int MAP_1D = 401;
    private static final int MAP_2D = 33;
    /** How far a mesh reaches beyond the data, as a share of the data's extent. */
    private static final float MARGIN = 0.25f;
    /** Longest side of a 2-D mesh in units of the other. */
    private static final float MOST_ELONGATED = 1.5f;
    /** Normal latents are shown within so many standard deviations. */
    private static final float NORMAL_REACH = 3.5f;

    private final RunConfig config;
    private final Objective objective;
    private final int[] shape;
    private final int count;
    private final float[] latents;
    private final Samples real;
    private final Samples shownReal;
    private final @Nullable Scaling scaling;
    private final float @Nullable [] fieldPoints;
    private final float @Nullable [] mapLatents;

    Snapshots(RunConfig config, Source source) {
        this.config = config;
        this.objective = Objectives.of(config.objective());
        this.shape = source.shape();
        boolean isImage = shape.length == 3;
        Seeds seeds = new Seeds(config.seed());
        count = isImage ? config.output().grid() : config.output().points();
        latents = Latents.draw(config.latent(), count, seeds.stream("display.latents"));
        real = real(source, count, seeds.stream("display.real"));
        scaling = source.scaling().orElse(null);
        shownReal = shown(real);
        int dimension = isImage ? 0 : shape[0];
        fieldPoints = dimension == 1 || dimension == 2 ? fieldPoints(real, dimension) : null;
        mapLatents = fieldPoints != null && config.latent().size() <= 2 ? mapLatents(config.latent()) : null;
    }

    /** Real samples, as D sees them. */
    Samples real() {
        return real;
    }

    /** Real samples to show beside the generated ones. */
    Samples shownReal() {
        return shownReal;
    }

    /** Samples with field and map in the units of the data's files. */
    Samples shown(Samples samples) {
        if (scaling == null) {
            return samples;
        }
        Samples.Mesh field = samples.field();
        Samples.Mesh map = samples.map();
        return new Samples(
                samples.images(),
                scaling.undo(samples.values()),
                samples.count(),
                samples.shape(),
                field == null
                        ? null
                        : new Samples.Mesh(
                                field.inputDimension(),
                                field.outputDimension(),
                                scaling.undo(field.inputs()),
                                field.outputs()),
                map == null
                        ? null
                        : new Samples.Mesh(
                                map.inputDimension(),
                                map.outputDimension(),
                                map.inputs(),
                                scaling.undo(map.outputs())));
    }

    /** What there is to see of the game now. */
    Samples of(Game game, long images) {
        float[] values = game.sample(latents, count);
        return new Samples(images, values, count, shape, field(game), map(game));
    }

    /** What D says of real and of generated samples, by the names of metrics.jsonl. */
    Map<String, Double> judgements(Game game, Samples generated) {
        Map<String, Double> means = new LinkedHashMap<>();
        float[] ofReal = game.logits(real.values(), real.count());
        float[] ofGenerated = game.logits(generated.values(), generated.count());
        means.put("logit_real", mean(ofReal, logit -> logit));
        means.put("logit_fake", mean(ofGenerated, logit -> logit));
        if (!Double.isNaN(objective.probability(0))) {
            means.put("d_real", mean(ofReal, objective::probability));
            means.put("d_fake", mean(ofGenerated, objective::probability));
        }
        return means;
    }

    private static double mean(float[] logits, DoubleUnaryOperator f) {
        double sum = 0;
        for (float logit : logits) {
            sum += f.applyAsDouble(logit);
        }
        return sum / logits.length;
    }

    /** D over the mesh: a probability where the objective knows one, else the logit. */
    private Samples.@Nullable Mesh field(Game game) {
        if (fieldPoints == null) {
            return null;
        }
        float[] d = fieldLogits(game, fieldPoints);
        for (int i = 0; i < d.length; i++) {
            double probability = objective.probability(d[i]);
            d[i] = Double.isNaN(probability) ? d[i] : (float) probability;
        }
        return new Samples.Mesh(shape[0], 1, fieldPoints, d);
    }

    /** A D that judges packs sees each point of the mesh beside copies of itself. */
    private float[] fieldLogits(Game game, float[] points) {
        int dimension = shape[0];
        int pack = config.discriminator().pack();
        float[] copies = new float[points.length * pack];
        for (int i = 0; i < copies.length / dimension; i++) {
            System.arraycopy(points, i / pack * dimension, copies, i * dimension, dimension);
        }
        float[] all = game.logits(copies, copies.length / dimension);
        float[] logits = new float[points.length / dimension];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = all[i * pack];
        }
        return logits;
    }

    private Samples.@Nullable Mesh map(Game game) {
        if (mapLatents == null) {
            return null;
        }
        int latent = config.latent().size();
        float[] g = game.sample(mapLatents, mapLatents.length / latent);
        return new Samples.Mesh(latent, shape[0], mapLatents, g);
    }

    private static Samples real(Source source, int count, RandomGenerator random) {
        int[] shape = source.shape();
        Samples shaped = new Samples(0, new float[0], 0, shape, null, null);
        int size = shaped.sampleSize();
        Dataset training = source.training().orElse(null);
        int shown = training == null ? count : Math.min(count, training.size());
        float[] values = new float[shown * size];
        int[] order = training == null
                ? new int[0]
                : random.ints(0, training.size()).distinct().limit(shown).toArray();
        for (int i = 0; i < shown; i++) {
            if (training != null) {
                training.copy(order[i], values, i * size);
            } else {
                source.distribution().orElseThrow().sample(random, values, i * size);
            }
        }
        return new Samples(0, values, shown, shape, null, null);
    }

    private static float[] fieldPoints(Samples real, int dimension) {
        float[] low = new float[dimension];
        float[] high = new float[dimension];
        float longest = 0;
        for (int axis = 0; axis < dimension; axis++) {
            low[axis] = Float.POSITIVE_INFINITY;
            high[axis] = Float.NEGATIVE_INFINITY;
            for (int i = axis; i < real.values().length; i += dimension) {
                low[axis] = Math.min(low[axis], real.values()[i]);
                high[axis] = Math.max(high[axis], real.values()[i]);
            }
            longest = Math.max(longest, high[axis] - low[axis]);
        }
        float[][] axes = new float[dimension][];
        for (int axis = 0; axis < dimension; axis++) {
            // A long, thin cloud is shown on a mesh that a plot with equal scales can fill.
            float extent = Math.max(Math.max(high[axis] - low[axis], longest / MOST_ELONGATED), 1e-3f);
            float centre = (low[axis] + high[axis]) / 2;
            float reach = (0.5f + MARGIN) * extent;
            axes[axis] = evenly(centre - reach, centre + reach, dimension == 1 ? FIELD_1D : FIELD_2D);
        }
        return mesh(axes);
    }

    private static float[] mapLatents(LatentConfig latent) {
        float reach = latent.distribution() == LatentConfig.Distribution.UNIFORM ? 1 : NORMAL_REACH;
        float[][] axes = new float[latent.size()][];
        for (int axis = 0; axis < axes.length; axis++) {
            axes[axis] = evenly(-reach, reach, axes.length == 1 ? MAP_1D : MAP_2D);
        }
        return mesh(axes);
    }

    /** All points of a grid, the last axis changing fastest. */
    private static float[] mesh(float[][] axes) {
        if (axes.length == 1) {
            return axes[0];
        }
        float[] points = new float[axes[0].length * axes[1].length * 2];
        int at = 0;
        for (float x : axes[0]) {
            for (float y : axes[1]) {
                points[at++] = x;
                points[at++] = y;
            }
        }
        return points;
    }

    private static float[] evenly(float low, float high, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = low + (high - low) * i / (count - 1);
        }
        return values;
    }
}
