package dev.gantry.proof;

import dev.gantry.config.EngineConfig;
import dev.gantry.objective.Began;
import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.objective.Ebgan;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorAlgebra;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** What EBGAN and BEGAN have besides their losses: the pulling-away term, the balance. */
final class AutoencoderChecks {
    private static final int SAMPLES = 6;
    private static final int SIZE = 4;
    private static final double LIMIT_PLAIN = 1e-12;
    private static final double LIMIT_32 = 1e-6;

    private final double[] codes;
    private final TensorAlgebra tensors = new TensorAlgebra();

    AutoencoderChecks(Seeds seeds) {
        codes = seeds.stream("proof.codes").doubles(SAMPLES * SIZE, -1, 2).toArray();
    }

    /** Zhao, Mathieu and LeCun 2017, equation 4: the mean of cos^2 over pairs of different samples. */
    double pullAwayByLoop(double weight) {
        double sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            for (int j = 0; j < SAMPLES; j++) {
                if (i != j) {
                    sum += dot(i, j) * dot(i, j) / (dot(i, i) * dot(j, j));
                }
            }
        }
        return weight * sum / (SAMPLES * (SAMPLES - 1));
    }

    Check pullAwayPlain(Curve term, double expected) {
        double actual = term.of(new DualAlgebra(), Dual.matrix(SIZE, codes)).scalar();
        return Check.within(
                "ebgan pull-away: as a loop over pairs says", Check.gap(actual, expected), LIMIT_PLAIN, "gap");
    }

    /** Value and gradient, in both formats. */
    List<Check> pullAwayByLibtorch(Ebgan objective) {
        return List.of(
                pullAway("float64", EngineConfig.Dtype.FLOAT64, objective, LIMIT_PLAIN),
                pullAway("float32", EngineConfig.Dtype.FLOAT32, objective, LIMIT_32));
    }

    private Check pullAway(String format, EngineConfig.Dtype dtype, Ebgan objective, double limit) {
        Engine engine = Numbers.engine(dtype);
        Worst worst = new Worst();
        try (Scope scope = new Scope()) {
            Tensor code = engine.tensor(codes, SAMPLES, SIZE).requires_grad_(true);
            Tensor value = objective.codeLoss(tensors, code);
            worst.note(Check.gap(value.item_double(), pullAwayByLoop(objective.pullAway())), "value");
            double[] gradient = Gradients.of(value, List.of(code)).get(0);
            for (int i = 0; i < codes.length; i++) {
                double[] tangent = new double[codes.length];
                tangent[i] = 1;
                double expected = objective
                        .codeLoss(new DualAlgebra(), new Dual(codes, tangent, SIZE))
                        .derivative();
                worst.note(Check.gap(gradient[i], expected), "gradient by code %d", i);
            }
        }
        return worst.within("ebgan pull-away: libtorch in " + format, limit);
    }

    /** The gradient of the pulling-away term in plain numbers against central differences. */
    Check pullAwayGradient(Curve term, Seeds seeds) {
        RandomGenerator random = seeds.stream("proof.codes.directions");
        DualAlgebra on = new DualAlgebra();
        Worst worst = new Worst();
        for (int n = 0; n < Walk.DIRECTIONS; n++) {
            double[] direction = random.doubles(codes.length, -1, 1).toArray();
            double slope = term.of(on, new Dual(codes, direction, SIZE)).derivative();
            double[] values = new double[Walk.STEPS.length];
            for (int k = 0; k < values.length; k++) {
                values[k] = term.of(on, Dual.matrix(SIZE, moved(direction, Walk.STEPS[k])))
                        .scalar();
            }
            worst.note(Walk.gap(slope, values, 0), "direction %d", n);
        }
        return worst.within("gradient: ebgan pull-away by the codes", Walk.LIMIT);
    }

    /** Berthelot, Schumm and Metz 2017, section 3.4, in errors L of reconstruction, which are negative logits. */
    static Check balance(Began objective) {
        double[][] errors = {{2, 0.5}, {1, 3}, {0.2, 0.05}, {400, 1}, {1, 900}, {0.3, 0.15}};
        Worst worst = new Worst();
        Began game = objective;
        double k = objective.balance();
        for (double[] error : errors) {
            double off = objective.gamma() * error[0] - error[1];
            worst.note(Check.gap(game.convergence(-error[0], -error[1]), error[0] + Math.abs(off)), "convergence");
            k = Math.min(1, Math.max(0, k + objective.rate() * off));
            game = game.next(-error[0], -error[1]);
            worst.note(Check.gap(game.balance(), k), "k after errors %s and %s", error[0], error[1]);
            worst.note(Check.gap(game.withState(game.state()).state()[0], k), "k from a checkpoint");
        }
        return worst.within("began: balance k and convergence", LIMIT_PLAIN);
    }

    private double[] moved(double[] direction, double by) {
        double[] all = codes.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] += by * direction[i];
        }
        return all;
    }

    private double dot(int i, int j) {
        double sum = 0;
        for (int c = 0; c < SIZE; c++) {
            sum += codes[i * SIZE + c] * codes[j * SIZE + c];
        }
        return sum;
    }
}
