package dev.gantry.train;

import dev.gantry.config.ActivationConfig;

/** Activations in place on plain arrays; their slopes are computed from what they gave. */
final class ArrayActivation {
    private ArrayActivation() {}

    /** Replaces the first {@code count} numbers by f of them. */
    static void apply(ActivationConfig f, double[] x, int count) {
        if (f instanceof ActivationConfig.Relu) {
            leaky(x, 0, count);
        } else if (f instanceof ActivationConfig.LeakyRelu leaky) {
            leaky(x, leaky.slope(), count);
        } else if (f instanceof ActivationConfig.Elu elu) {
            for (int n = 0; n < count; n++) {
                x[n] = x[n] > 0 ? x[n] : elu.alpha() * Math.expm1(x[n]);
            }
        } else if (f instanceof ActivationConfig.Tanh) {
            for (int n = 0; n < count; n++) {
                x[n] = Math.tanh(x[n]);
            }
        } else if (f instanceof ActivationConfig.Sigmoid) {
            for (int n = 0; n < count; n++) {
                x[n] = 1 / (1 + Math.exp(-x[n]));
            }
        } else if (f instanceof ActivationConfig.Softplus) {
            for (int n = 0; n < count; n++) {
                x[n] = Math.max(x[n], 0) + Math.log1p(Math.exp(-Math.abs(x[n])));
            }
        } else {
            requireLinear(f);
        }
    }

    private static void leaky(double[] x, double slope, int count) {
        for (int n = 0; n < count; n++) {
            x[n] = x[n] > 0 ? x[n] : slope * x[n];
        }
    }

    /** Multiplies a gradient by the slope of f where it gave y. */
    static void backward(ActivationConfig f, double[] gradient, double[] y, int count) {
        if (f instanceof ActivationConfig.Relu) {
            kinked(gradient, y, 0, count);
        } else if (f instanceof ActivationConfig.LeakyRelu leaky) {
            kinked(gradient, y, leaky.slope(), count);
        } else if (f instanceof ActivationConfig.Elu elu) {
            for (int n = 0; n < count; n++) {
                gradient[n] *= y[n] > 0 ? 1 : y[n] + elu.alpha();
            }
        } else if (f instanceof ActivationConfig.Tanh) {
            for (int n = 0; n < count; n++) {
                gradient[n] *= 1 - y[n] * y[n];
            }
        } else if (f instanceof ActivationConfig.Sigmoid) {
            for (int n = 0; n < count; n++) {
                gradient[n] *= y[n] * (1 - y[n]);
            }
        } else if (f instanceof ActivationConfig.Softplus) {
            for (int n = 0; n < count; n++) {
                gradient[n] *= -Math.expm1(-y[n]);
            }
        } else {
            requireLinear(f);
        }
    }

    private static void kinked(double[] gradient, double[] y, double slope, int count) {
        for (int n = 0; n < count; n++) {
            gradient[n] *= y[n] > 0 ? 1 : slope;
        }
    }

    private static void requireLinear(ActivationConfig f) {
        if (!(f instanceof ActivationConfig.Linear)) {
            throw new IllegalArgumentException(f + " is not of each element alone");
        }
    }
}
