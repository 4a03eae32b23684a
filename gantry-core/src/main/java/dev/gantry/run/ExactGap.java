package dev.gantry.run;

import dev.gantry.config.GeneratorConfig;
import dev.gantry.config.LatentConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Distribution;
import dev.gantry.train.Game;
import java.util.function.ToDoubleFunction;

/**
 * The duality gap of a log loss where G is linear and the data's density is known, for players without bounds: the worst
 * D is ln p/q, so that max_D' M = 2 JSD(p, q) - ln 4 (Goodfellow et al. 2014, theorem 1), and the best G puts all of its
 * samples where D is most wrong. Integrals are sums over a mesh of the box that holds both distributions.
 */
final class ExactGap {
    private static final int MESH_1D = 2001;
    private static final int MESH_2D = 161;
    private static final double REACH = 7;
    private static final double LN4 = Math.log(4);

    private final Distribution data;
    private final int latent;
    private final int dimension;

    private ExactGap(Distribution data, int latent) {
        this.data = data;
        this.latent = latent;
        this.dimension = data.dimension();
    }

    /** Whether a run's gap is known: G linear from as many normal latents as the data has dimensions, one or two. */
    static boolean isKnown(RunConfig run, Distribution data) {
        return run.generator() instanceof GeneratorConfig.Mlp mlp
                && mlp.hidden().isEmpty()
                && mlp.output() instanceof dev.gantry.config.ActivationConfig.Linear
                && run.latent().distribution() == LatentConfig.Distribution.NORMAL
                && run.latent().size() == data.dimension()
                && data.dimension() <= 2
                && run.discriminator().pack() == 1;
    }

    static ExactGap of(RunConfig run, Distribution data) {
        return new ExactGap(data, run.latent().size());
    }

    /** The gap as the game stands; NaN where G's samples lie on a line or a point. */
    double of(Game game) {
        double[][] map = map(game);
        double determinant = dimension == 1 ? map[0][1] : map[0][1] * map[1][2] - map[0][2] * map[1][1];
        if (Math.abs(determinant) < 1e-9) {
            return Double.NaN;
        }
        double[] low = new double[dimension];
        double[] high = new double[dimension];
        box(map, low, high);
        float[] points = mesh(low, high);
        float[] logits = game.logits(points, points.length / dimension);
        return gap(points, logits, cell(low, high), x -> logDensity(map, determinant, x));
    }

    /** The sums, given D's logits on a mesh and the logarithm of G's density. */
    private double gap(float[] points, float[] logits, double cell, ToDoubleFunction<double[]> generated) {
        double divergence = 0;
        double real = 0;
        double most = Double.NEGATIVE_INFINITY;
        double[] x = new double[dimension];
        for (int i = 0; i < logits.length; i++) {
            for (int k = 0; k < dimension; k++) {
                x[k] = points[i * dimension + k];
            }
            double p = Math.exp(data.logDensity(x)) * cell;
            double q = Math.exp(generated.applyAsDouble(x)) * cell;
            divergence += (term(p, q) + term(q, p)) / 2;
            real += p * softplus(-logits[i]);
            most = Math.max(most, logits[i]);
        }
        double worst = 2 * divergence - LN4;
        double best = -real - softplus(most);
        return worst - best;
    }

    private static double term(double p, double q) {
        return p == 0 ? 0 : p * Math.log(2 * p / (p + q));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Row k: G's constant, then its slopes by each latent, for coordinate k. */
    private double[][] map(Game game) {
        float[] z = new float[(latent + 1) * latent];
        for (int i = 0; i < latent; i++) {
            z[(i + 1) * latent + i] = 1;
        }
        float[] samples = game.fakes(z, latent + 1);
        double[][] map = new double[dimension][latent + 1];
        for (int k = 0; k < dimension; k++) {
            map[k][0] = samples[k];
            for (int i = 1; i <= latent; i++) {
                map[k][i] = samples[i * dimension + k] - map[k][0];
            }
        }
        return map;
    }

    /** ln of N(z; 0, I) / |det| at the z that G maps to x. */
    private double logDensity(double[][] map, double determinant, double... x) {
        double square;
        if (dimension == 1) {
            double z = (x[0] - map[0][0]) / determinant;
            square = z * z;
        } else {
            double a = x[0] - map[0][0];
            double b = x[1] - map[1][0];
            double z0 = (a * map[1][2] - b * map[0][2]) / determinant;
            double z1 = (b * map[0][1] - a * map[1][1]) / determinant;
            square = z0 * z0 + z1 * z1;
        }
        return -square / 2 - dimension / 2.0 * Math.log(2 * Math.PI) - Math.log(Math.abs(determinant));
    }

    private void box(double[][] map, double[] low, double[] high) {
        for (int k = 0; k < dimension; k++) {
            double spread = 0;
            for (int i = 1; i <= latent; i++) {
                spread += map[k][i] * map[k][i];
            }
            double own = Math.sqrt(data.covariance()[k][k]);
            double mean = data.mean()[k];
            low[k] = Math.min(mean - REACH * own, map[k][0] - REACH * Math.sqrt(spread));
            high[k] = Math.max(mean + REACH * own, map[k][0] + REACH * Math.sqrt(spread));
        }
    }

    private int side() {
        return dimension == 1 ? MESH_1D : MESH_2D;
    }

    private double cell(double[] low, double[] high) {
        double cell = 1;
        for (int k = 0; k < dimension; k++) {
            cell *= (high[k] - low[k]) / (side() - 1);
        }
        return cell;
    }

    private float[] mesh(double[] low, double[] high) {
        int side = side();
        int size = dimension == 1 ? side : side * side;
        float[] points = new float[size * dimension];
        for (int i = 0; i < size; i++) {
            int rest = i;
            for (int k = dimension - 1; k >= 0; k--) {
                points[i * dimension + k] = (float) (low[k] + (high[k] - low[k]) * (rest % side) / (side - 1));
                rest /= side;
            }
        }
        return points;
    }
}
