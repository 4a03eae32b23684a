package dev.gantry.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Points on curves in the plane, blurred by isotropic Gaussian noise. Every curve is as likely as any other, and within
 * a curve its parameter t in [0, 1] has the density 1, or 2 t where points thin out towards the start.
 *
 * <p>The density is the integral over t of a Gaussian around the curve's point, by Gauss-Legendre quadrature with 8
 * nodes on pieces at most 4 sigma long: a mixture of Gaussians at the nodes, whose relative error is below 1e-6 where
 * anything is ever drawn. Mean and covariance are the mixture's.
 */
final class NoisyCurve implements Distribution {
    private static final double LONGEST_PIECE = 4;
    private static final double FAR = 100;

    /** Abscissae in (0, 1) of the 8-point rule on [-1, 1], which is symmetric, and their weights. */
    private static final double[] ABSCISSAE = {
        0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363
    };

    private static final double[] WEIGHTS = {
        0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763
    };

    /** A curve: its point at t in [0, 1]. */
    private interface Curve {
        double[] at(double t);
    }

    private final List<Curve> curves;
    private final boolean thinning;
    private final double sigma;
    private final GaussianMixture nodes;

    private NoisyCurve(List<Curve> curves, boolean thinning, double sigma) {
        this.curves = curves;
        this.thinning = thinning;
        this.sigma = sigma;
        List<Mode> modes = new ArrayList<>();
        for (Curve curve : curves) {
            addNodes(curve, 1.0 / curves.size(), modes);
        }
        nodes = new GaussianMixture(modes);
    }

    /** Arms at equal angles, each winding outwards from the centre, where points are as rare as the arm's radius. */
    static NoisyCurve spiral(int arms, double turns, double radius, double sigma) {
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < arms; i++) {
            double start = 2 * Math.PI * i / arms;
            curves.add(t -> polar(radius * t, start + 2 * Math.PI * turns * t));
        }
        return new NoisyCurve(curves, true, sigma);
    }

    /** The half circles of scikit-learn's make_moons, moved so that their middle is 0. */
    static NoisyCurve moons(double sigma) {
        Curve upper = t -> new double[] {Math.cos(Math.PI * t) - 0.5, Math.sin(Math.PI * t) - 0.25};
        Curve lower = t -> new double[] {0.5 - Math.cos(Math.PI * t), 0.25 - Math.sin(Math.PI * t)};
        return new NoisyCurve(List.of(upper, lower), false, sigma);
    }

    static NoisyCurve swissroll(double radius, double sigma) {
        Curve roll = t -> {
            double angle = 1.5 * Math.PI * (1 + 2 * t);
            return polar(radius * angle / (4.5 * Math.PI), angle);
        };
        return new NoisyCurve(List.of(roll), false, sigma);
    }

    private static double[] polar(double radius, double angle) {
        return new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
    }

    /** Halves [0, 1] until no piece is too long, and puts the rule's nodes on each. */
    private void addNodes(Curve curve, double weight, List<Mode> modes) {
        addNodes(curve, 0, 1, weight, modes);
    }

    private void addNodes(Curve curve, double from, double to, double weight, List<Mode> modes) {
        double middle = (from + to) / 2;
        double length = distance(curve.at(from), curve.at(middle)) + distance(curve.at(middle), curve.at(to));
        if (length > LONGEST_PIECE * sigma || to - from > 1.0 / 16) {
            addNodes(curve, from, middle, weight, modes);
            addNodes(curve, middle, to, weight, modes);
            return;
        }
        double half = (to - from) / 2;
        for (int i = 0; i < ABSCISSAE.length; i++) {
            for (double t : new double[] {middle - half * ABSCISSAE[i], middle + half * ABSCISSAE[i]}) {
                modes.add(new Mode(curve.at(t), sigma, weight * half * WEIGHTS[i] * (thinning ? 2 * t : 1)));
            }
        }
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public void sample(RandomGenerator random, float[] point, int offset) {
        double u = random.nextDouble();
        double[] on = curves.get(random.nextInt(curves.size())).at(thinning ? Math.sqrt(u) : u);
        point[offset] = (float) (on[0] + sigma * random.nextGaussian());
        point[offset + 1] = (float) (on[1] + sigma * random.nextGaussian());
    }

    @Override
    public double density(double... x) {
        GaussianMixture.requireLength(x, 2);
        double scale = 1 / (2 * sigma * sigma);
        double sum = 0;
        for (Mode node : nodes.modes()) {
            double dx = x[0] - node.centre()[0];
            double dy = x[1] - node.centre()[1];
            double exponent = (dx * dx + dy * dy) * scale;
            // What is farther away adds less than 1e-43 of a node's peak.
            if (exponent < FAR) {
                sum += node.weight() * Math.exp(-exponent);
            }
        }
        return sum * scale / Math.PI;
    }

    @Override
    public double logDensity(double... x) {
        return nodes.logDensity(x);
    }

    @Override
    public double[] mean() {
        return nodes.mean();
    }

    @Override
    public double[][] covariance() {
        return nodes.covariance();
    }

    @Override
    public List<Mode> modes() {
        return List.of();
    }
}
