package dev.gantry.theory;

import java.util.Locale;

/** How both players follow their gradients. The state is psi, theta, and for {@link #OPTIMISTIC} their last slopes. */
enum Update {
    /** Both descend from the same point. */
    SIMULTANEOUS {
        @Override
        double[] next(DiracGan game, double rate, double... state) {
            return new double[] {
                game.clipped(state[0] - rate * game.slopeD(state[0], state[1])),
                state[1] - rate * game.slopeG(state[0], state[1])
            };
        }
    },
    /** D first, then G against the new D. */
    ALTERNATING {
        @Override
        double[] next(DiracGan game, double rate, double... state) {
            double psi = game.clipped(state[0] - rate * game.slopeD(state[0], state[1]));
            return new double[] {psi, state[1] - rate * game.slopeG(psi, state[1])};
        }
    },
    /** Both descend by the slopes found after a trial step (Korpelevich 1976). */
    EXTRAGRADIENT {
        @Override
        double[] next(DiracGan game, double rate, double... state) {
            double[] trial = SIMULTANEOUS.next(game, rate, state);
            return new double[] {
                game.clipped(state[0] - rate * game.slopeD(trial[0], trial[1])),
                state[1] - rate * game.slopeG(trial[0], trial[1])
            };
        }
    },
    /** Both descend by twice the slope less the last one (Daskalakis et al. 2018, equation 6). */
    OPTIMISTIC {
        @Override
        double[] start(DiracGan game, double psi, double theta) {
            return new double[] {psi, theta, game.slopeD(psi, theta), game.slopeG(psi, theta)};
        }

        @Override
        double[] next(DiracGan game, double rate, double... state) {
            double d = game.slopeD(state[0], state[1]);
            double g = game.slopeG(state[0], state[1]);
            return new double[] {
                game.clipped(state[0] - rate * (2 * d - state[2])), state[1] - rate * (2 * g - state[3]), d, g
            };
        }
    };

    /** The state at a point. */
    double[] start(DiracGan game, double psi, double theta) {
        return new double[] {psi, theta};
    }

    /** The state after a step. */
    abstract double[] next(DiracGan game, double rate, double... state);

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The spectral radius at equilibrium of the Jacobian of {@link #next}, by Gelfand's formula: the limit of
     * |A^k|^(1/k), along k = 2^40.
     */
    double spectralRadius(DiracGan game, double rate) {
        double[][] power = jacobian(game, rate);
        double logScale = 0;
        for (int doubling = 0; doubling < 40; doubling++) {
            double norm = norm(power);
            if (norm == 0) {
                return 0;
            }
            logScale = 2 * (logScale + Math.log(norm));
            power = square(power, norm);
        }
        return Math.exp((logScale + Math.log(Math.max(norm(power), Double.MIN_NORMAL))) / Math.pow(2, 40));
    }

    private double[][] jacobian(DiracGan game, double rate) {
        double step = 1e-5;
        int n = start(game, 0, 0).length;
        double[][] jacobian = new double[n][n];
        for (int column = 0; column < n; column++) {
            double[] above = new double[n];
            double[] below = new double[n];
            // The slopes of the last step at equilibrium itself need not be 0 where a loss has no stationary point.
            above[column] = step;
            below[column] = -step;
            double[] up = next(game, rate, above);
            double[] down = next(game, rate, below);
            for (int row = 0; row < n; row++) {
                jacobian[row][column] = (up[row] - down[row]) / (2 * step);
            }
        }
        return jacobian;
    }

    private static double norm(double[][] a) {
        double sum = 0;
        for (double[] row : a) {
            for (double value : row) {
                sum += value * value;
            }
        }
        return Math.sqrt(sum);
    }

    private static double[][] square(double[][] a, double norm) {
        double[][] product = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                for (int k = 0; k < a.length; k++) {
                    product[i][j] += a[i][k] / norm * (a[k][j] / norm);
                }
            }
        }
        return product;
    }
}
