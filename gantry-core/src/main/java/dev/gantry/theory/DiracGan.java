package dev.gantry.theory;

import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import java.util.Arrays;
import java.util.Optional;

/**
 * The smallest game (Mescheder, Geiger and Nowozin 2018, definition 2.1): every real sample is 0, every generated one
 * theta, D(x) = psi x. Its equilibrium is psi = theta = 0. With the Wasserstein objective it is the bilinear game
 * min over theta, max over psi of -psi theta.
 *
 * @param objective gives both losses
 * @param penalty added to D's loss; absent: none
 * @param clip psi stays within [-clip, clip]; infinite: no limit
 */
record DiracGan(Objective objective, Optional<Penalty> penalty, double clip) {
    private static final DualAlgebra ON = new DualAlgebra();

    /** Steps for second derivatives by central differences of exact first ones. */
    private static final double[] STEPS = {1e-4, 1e-6};

    private static final double AGREEMENT = 1e-4;

    DiracGan(Objective objective) {
        this(objective, Optional.empty(), Double.POSITIVE_INFINITY);
    }

    /** The derivative of D's loss by psi. */
    double slopeD(double psi, double theta) {
        Dual weight = Dual.variable(0, psi);
        Dual real = Dual.constant(0);
        Dual fake = Dual.constant(theta);
        Dual loss = objective.discriminatorLoss(ON, ON.multiply(weight, real), ON.multiply(weight, fake));
        double slope = loss.derivative();
        if (penalty.isPresent()) {
            slope += penalty.get()
                    .term(ON, points -> squaredSlopes(weight, points.rows()), real, fake, new Halves())
                    .derivative();
        }
        return slope;
    }

    /** The derivative of G's loss by theta. */
    double slopeG(double psi, double theta) {
        Dual weight = Dual.constant(psi);
        Dual real = ON.multiply(weight, Dual.constant(0));
        return objective
                .generatorLoss(ON, real, ON.multiply(weight, Dual.variable(0, theta)))
                .derivative();
    }

    /** Psi after a step of D. */
    double clipped(double psi) {
        return Math.max(-clip, Math.min(clip, psi));
    }

    /** D has the slope psi everywhere. */
    private static Dual squaredSlopes(Dual psi, int points) {
        double[] value = new double[points];
        double[] tangent = new double[points];
        Arrays.fill(value, psi.scalar() * psi.scalar());
        Arrays.fill(tangent, 2 * psi.scalar() * psi.derivative());
        return new Dual(value, tangent);
    }

    /** The middle between two points: D's slope is the same at all of them. */
    private record Halves() implements Penalty.Uniform<Dual> {
        @Override
        public Dual perSample(Dual samples) {
            return perElement(Dual.constant(new double[samples.rows()]));
        }

        @Override
        public Dual perElement(Dual samples) {
            double[] halves = new double[samples.value().length];
            Arrays.fill(halves, 0.5);
            return Dual.constant(halves);
        }
    }

    /**
     * The eigenvalues at equilibrium of the Jacobian of the field (-dL_D/dpsi, -dL_G/dtheta), with which both players
     * descend; empty where a loss has a kink there.
     */
    Optional<Eigenvalues> eigenvalues() {
        double[] j = new double[4];
        for (int i = 0; i < 4; i++) {
            double coarse = difference(i, STEPS[0], STEPS[0]);
            double fine = difference(i, STEPS[1], STEPS[1]);
            double right = difference(i, STEPS[1], 0);
            double spread = Math.max(Math.abs(coarse - fine), Math.abs(fine - right));
            if (!(spread < AGREEMENT * Math.max(1, Math.abs(fine)))) {
                return Optional.empty();
            }
            j[i] = coarse;
        }
        return Optional.of(Eigenvalues.of(j[0], j[1], j[2], j[3]));
    }

    /** An entry of the Jacobian, row by row, from a point above and one below. */
    private double difference(int entry, double above, double below) {
        double up = field(entry / 2, entry % 2 == 0 ? above : 0, entry % 2 == 0 ? 0 : above);
        double down = field(entry / 2, entry % 2 == 0 ? -below : 0, entry % 2 == 0 ? 0 : -below);
        return (up - down) / (above + below);
    }

    private double field(int player, double psi, double theta) {
        return player == 0 ? -slopeD(psi, theta) : -slopeG(psi, theta);
    }

    /**
     * Both eigenvalues of a real 2 x 2 matrix: re + im i and reOther - im i.
     *
     * @param re the greater real part
     * @param reOther the other real part
     * @param im the imaginary part, at least 0
     */
    record Eigenvalues(double re, double reOther, double im) {
        static Eigenvalues of(double a, double b, double c, double d) {
            double half = (a + d) / 2;
            double discriminant = half * half - (a * d - b * c);
            double root = Math.sqrt(Math.abs(discriminant));
            return discriminant < 0 ? new Eigenvalues(half, half, root) : new Eigenvalues(half + root, half - root, 0);
        }

        /** The largest distance between corresponding eigenvalues. */
        double distance(Eigenvalues other) {
            return Math.max(
                    Math.hypot(re - other.re, im - other.im), Math.hypot(reOther - other.reOther, im - other.im));
        }
    }
}
