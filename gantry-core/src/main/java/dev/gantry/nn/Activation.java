package dev.gantry.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** Functions without parameters: of each element, or, for maxout, of groups of elements. */
public final class Activation {
    private Activation() {}

    /** x. */
    public static Layer linear() {
        return (x, pass) -> x;
    }

    /** max(x, 0). */
    public static Layer relu() {
        return (x, pass) -> x.relu();
    }

    /** x for x >= 0, slope * x below. */
    public static Layer leakyRelu(double slope) {
        Scalar constant = new Scalar(slope).retainReference();
        return (x, pass) -> torch.leaky_relu(x, constant);
    }

    /** x for x >= 0, alpha * (e^x - 1) below. */
    public static Layer elu(double alpha) {
        Scalar limit = new Scalar(alpha).retainReference();
        Scalar one = new Scalar(1.0).retainReference();
        return (x, pass) -> torch.elu(x, limit, one, one);
    }

    /** tanh x. */
    public static Layer tanh() {
        return (x, pass) -> x.tanh();
    }

    /** 1 / (1 + e^-x). */
    public static Layer sigmoid() {
        return (x, pass) -> x.sigmoid();
    }

    /** ln(1 + e^x). */
    public static Layer softplus() {
        return (x, pass) -> torch.softplus(x);
    }

    /** [N, width * pieces] -> [N, width]: the maximum of each group of neighbours (Goodfellow et al. 2013, equation 2). */
    public static Layer maxout(int pieces) {
        return (x, pass) -> x.unflatten(1, -1, pieces).amax(new long[] {2}, false);
    }
}
