package dev.gantry.theory;

import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.objective.Minimax;
import dev.gantry.objective.Objective;
import dev.gantry.random.Seeds;
import dev.gantry.theory.WeightedAlgebra.Weighted;
import java.util.Arrays;

/**
 * The discriminator of one objective for one pair, trained until it gets no better, and judged on points that it was
 * not trained on.
 *
 * @param pair the two distributions
 * @param rule points to judge on, finer than those of the training where densities have no edges
 * @param logits D there
 * @param loss D's loss there
 * @param cut D along the first axis through the middle, at {@link #line}
 */
record Learned(Pair pair, Quadrature rule, double[] logits, double loss, double[] cut) {
    private static final int CUT = 400;
    private static final int JUDGING = 1000;

    /**
     * Steps with the minimax objective first, whose best logit ln p/q has the right sign everywhere: not every bound is
     * concave in the logit, and where D is sure and wrong the flat ones never let go.
     */
    private static final int WARM_UP = 60;

    /**
     * Trains a discriminator.
     *
     * @param iterations of L-BFGS on the whole distribution
     */
    static Learned of(Pair pair, Objective objective, int iterations, Seeds seeds, String stream) {
        boolean plane = pair.p().dimension() > 1;
        Quadrature rule = pair.quadrature(plane ? 32 : JUDGING);
        // At an edge the best logits jump to infinity, and points that training did not see would lie on the way there.
        Quadrature coarse = pair.p().hasEdges() ? rule : pair.quadrature(plane ? 12 : 75);
        try (Critic critic = new Critic(centre(pair), scale(pair), seeds.stream("theory." + stream))) {
            critic.train(new Minimax(), coarse, pair, WARM_UP);
            critic.train(objective, coarse, pair, pair.p().hasEdges() ? 2 * iterations : iterations);
            double[] logits = critic.at(rule.points());
            double loss = loss(objective, pair, rule, logits);
            return new Learned(pair, rule, logits, loss, critic.at(points(pair)));
        }
    }

    /** D's loss in expectation, without natives. */
    static double loss(Objective objective, Pair pair, Quadrature rule, double... logits) {
        Dual values = Dual.constant(logits);
        return objective
                .discriminatorLoss(
                        new WeightedAlgebra<>(new DualAlgebra()),
                        new Weighted<>(values, Dual.constant(rule.masses(pair.p()))),
                        new Weighted<>(values, Dual.constant(rule.masses(pair.q()))))
                .values()
                .scalar();
    }

    private static double[] centre(Pair pair) {
        double[] centre = new double[pair.p().dimension()];
        Arrays.setAll(centre, axis -> (low(pair, axis) + high(pair, axis)) / 2);
        return centre;
    }

    /** An eighth of the longest side: the box is some eight standard deviations to either side. */
    private static double scale(Pair pair) {
        double longest = 0;
        for (int axis = 0; axis < pair.p().dimension(); axis++) {
            longest = Math.max(longest, high(pair, axis) - low(pair, axis));
        }
        return longest / (pair.p().hasEdges() ? 4 : 12);
    }

    private static double low(Pair pair, int axis) {
        return pair.breaks(axis)[0];
    }

    private static double high(Pair pair, int axis) {
        double[] breaks = pair.breaks(axis);
        return breaks[breaks.length - 1];
    }

    /** Where {@link #cut} is taken: along the first axis, where one of the two has more than a trace of its mass. */
    static double[] line(Pair pair) {
        double middle = (low(pair, 0) + high(pair, 0)) / 2;
        double reach = (high(pair, 0) - low(pair, 0)) / 2 * (pair.p().hasEdges() ? 1 : 0.55);
        double[] line = new double[CUT];
        Arrays.setAll(line, i -> middle - reach + 2 * reach * i / (CUT - 1));
        return line;
    }

    private static double[] points(Pair pair) {
        double[] line = line(pair);
        double[] centre = centre(pair);
        double[] points = new double[line.length * centre.length];
        for (int i = 0; i < line.length; i++) {
            System.arraycopy(centre, 0, points, i * centre.length, centre.length);
            points[i * centre.length] = line[i];
        }
        return points;
    }

    /** A density along {@link #line}. */
    static double[] along(Pair pair, Density density) {
        Quadrature places = new Quadrature(points(pair), new double[CUT], density.dimension());
        double[] values = new double[CUT];
        Arrays.setAll(values, i -> Math.exp(density.logAt(places.point(i))));
        return values;
    }
}
