package dev.gantry.nn;

import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Spectral normalisation (Miyato et al. 2018, algorithm 1): W / sigma, where sigma = u' W v estimates the largest
 * singular value of W. A pass that records moves u and v by one step of the power iteration first; every other pass
 * leaves them alone. They are constants to the gradient, so that sigma's own is u v' (equation 12).
 *
 * <p>A matrix of zeros has no direction to follow and nothing to divide by: it stays as it is.
 */
public final class SpectralNorm {
    /** Steps of the power iteration at the start, so that the first training step divides by the right number. */
    private static final int FIRST_STEPS = 15;

    /** Lengths up to this one count as zero. */
    private static final double EPSILON = 1e-12;

    private final Tensor u;
    private final Tensor v;
    private final Scalar epsilon = new Scalar(EPSILON).retainReference();

    /**
     * @param weight [rows, columns], with its initial values
     * @param random for the vectors that the iteration starts from
     */
    public SpectralNorm(Parameters parameters, Tensor weight, RandomGenerator random) {
        int rows = Math.toIntExact(weight.size(0));
        int columns = Math.toIntExact(weight.size(1));
        u = parameters.buffer("u", direction(rows, random), rows);
        v = parameters.buffer("v", direction(columns, random), columns);
        for (int i = 0; i < FIRST_STEPS; i++) {
            iterate(weight);
        }
    }

    /** [rows, columns] -> [rows, columns], of spectral norm 1. */
    public Tensor normalised(Tensor weight, Pass pass) {
        if (pass.records()) {
            iterate(weight);
        }
        // A later pass overwrites u and v while this one's graph still needs them.
        Tensor sigma = torch.dot(u.clone(), torch.mv(weight, v.clone()));
        return weight.div(torch.where(sigma.gt(epsilon), sigma, torch.ones_like(sigma)));
    }

    /** v = W' u / |W' u|, u = W v / |W v|. */
    private void iterate(Tensor weight) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            follow(v, torch.mv(weight.t(), u));
            follow(u, torch.mv(weight, v));
        }
    }

    private void follow(Tensor unit, Tensor vector) {
        Tensor length = vector.norm();
        unit.copy_(torch.where(length.gt(epsilon), vector.div(length), unit));
    }

    /** A random vector of length 1. */
    private static double[] direction(int size, RandomGenerator random) {
        double[] values = new double[size];
        double squares = 0;
        for (int i = 0; i < size; i++) {
            values[i] = random.nextGaussian();
            squares += values[i] * values[i];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < size; i++) {
            values[i] /= length;
        }
        return values;
    }
}
