package dev.gantry.theory;

/**
 * A game's field and one trajectory through it.
 *
 * @param objective name of the objective
 * @param penalty name of the penalty
 * @param update name of the way in which the players follow their gradients
 * @param psi D's weight, step by step
 * @param theta G's sample, step by step
 * @param verdict converges, cycles, hovers or diverges
 * @param field where both players would go
 */
public record Portrait(
        String objective, String penalty, String update, double[] psi, double[] theta, String verdict, Field field) {

    /** The direction of steepest descent for either player. */
    @FunctionalInterface
    public interface Field {
        /** (-dL_D/dpsi, -dL_G/dtheta). */
        double[] at(double psi, double theta);
    }

    static Portrait of(String objective, String penalty, Update update, DiracGan game, double rate, int steps) {
        double[] psi = new double[steps + 1];
        double[] theta = new double[steps + 1];
        double[] state = update.start(game, Dynamics.START, Dynamics.START);
        int made = 0;
        for (; made <= steps; made++) {
            psi[made] = state[0];
            theta[made] = state[1];
            state = update.next(game, rate, state);
        }
        return new Portrait(
                objective,
                penalty,
                update.label(),
                psi,
                theta,
                Verdict.of(psi, theta).label(),
                (a, b) -> new double[] {-game.slopeD(a, b), -game.slopeG(a, b)});
    }
}
