package dev.gantry.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Initial weights and biases of a layer. */
@FunctionalInterface
public interface Init {

    /**
     * Fills a layer's weights, then its biases.
     *
     * @param fanIn inputs that reach one output
     * @param fanOut outputs that one input reaches
     * @param weight to fill, row by row
     * @param bias to fill
     */
    void fill(RandomGenerator random, long fanIn, long fanOut, double[] weight, double[] bias);

    /** Weights and biases from N(0, std^2). */
    static Init normal(double std) {
        return (random, fanIn, fanOut, weight, bias) -> {
            fillNormal(random, std, weight);
            fillNormal(random, std, bias);
        };
    }

    /** Weights from N(0, 2 / fanIn), biases zero (He et al. 2015, equation 10). */
    static Init he() {
        return (random, fanIn, fanOut, weight, bias) -> {
            fillNormal(random, Math.sqrt(2.0 / fanIn), weight);
            Arrays.fill(bias, 0);
        };
    }

    /** Weights from U(-a, a), a = sqrt(6 / (fanIn + fanOut)), biases zero (Glorot and Bengio 2010, equation 16). */
    static Init xavier() {
        return (random, fanIn, fanOut, weight, bias) -> {
            fillUniform(random, Math.sqrt(6.0 / (double) (fanIn + fanOut)), weight);
            Arrays.fill(bias, 0);
        };
    }

    /** Weights and biases from U(-a, a), a = 1 / sqrt(fanIn): the default of PyTorch's Linear. */
    static Init pytorch() {
        return (random, fanIn, fanOut, weight, bias) -> {
            double a = 1 / Math.sqrt((double) fanIn);
            fillUniform(random, a, weight);
            fillUniform(random, a, bias);
        };
    }

    private static void fillNormal(RandomGenerator random, double std, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = std * random.nextGaussian();
        }
    }

    private static void fillUniform(RandomGenerator random, double a, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = a * (2 * random.nextDouble() - 1);
        }
    }
}
