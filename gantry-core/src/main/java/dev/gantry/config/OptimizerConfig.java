package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requirePositive;
import static dev.gantry.config.InvalidValue.requireShare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a player follows its gradient. */
public sealed interface OptimizerConfig {

    /** Learning rate, positive. */
    double lr();

    /** Largest norm of a player's whole gradient; a longer one is scaled down to it. Null: no limit. */
    @Nullable
    Double clipNorm();

    /** Adam (Kingma and Ba 2015, algorithm 1). */
    @TypeName(value = "adam", help = "Kingma and Ba 2015, algorithm 1")
    record Adam(
            @Key(value = "0.0002", help = "learning rate, positive")
            double lr,

            @Key(value = "[0.9, 0.999]", help = "decay of the two moment estimates, each in [0, 1)")
            List<Double> betas,

            @Key(value = "1e-8", help = "added to the denominator, positive")
            double eps,

            @Key(value = "0", help = "L2 penalty added to the gradient, at least 0")
            double weightDecay,

            @Key(help = "largest norm of the player's gradient; absent: no limit") @Nullable
            Double clipNorm)
            implements OptimizerConfig {
        public Adam {
            betas = List.copyOf(betas);
            requireCommon(lr, weightDecay, clipNorm);
            require(betas.size() == 2, "betas", "must be two numbers, got %d", betas.size());
            for (double beta : betas) {
                requireShare(beta, "betas");
            }
            requirePositive(eps, "eps");
        }
    }

    /** Stochastic gradient descent with heavy-ball momentum: v = momentum * v + g, w = w - lr * v. */
    @TypeName(value = "sgd", help = "gradient descent with heavy-ball momentum")
    record Sgd(
            @Key(value = "0.01", help = "learning rate, positive")
            double lr,

            @Key(value = "0", help = "share of the last step that is kept, in [0, 1)")
            double momentum,

            @Key(value = "0", help = "L2 penalty added to the gradient, at least 0")
            double weightDecay,

            @Key(help = "largest norm of the player's gradient; absent: no limit") @Nullable
            Double clipNorm)
            implements OptimizerConfig {
        public Sgd {
            requireCommon(lr, weightDecay, clipNorm);
            requireShare(momentum, "momentum");
        }
    }

    /** RMSProp (Tieleman and Hinton 2012): s = alpha * s + (1 - alpha) g^2, w = w - lr * g / (sqrt(s) + eps). */
    @TypeName(value = "rmsprop", help = "steps divided by the root of the mean square of the gradient")
    record RmsProp(
            @Key(value = "0.00005", help = "learning rate, positive")
            double lr,

            @Key(value = "0.99", help = "decay of the mean square, in [0, 1)")
            double alpha,

            @Key(value = "1e-8", help = "added to the denominator, positive")
            double eps,

            @Key(value = "0", help = "L2 penalty added to the gradient, at least 0")
            double weightDecay,

            @Key(help = "largest norm of the player's gradient; absent: no limit") @Nullable
            Double clipNorm)
            implements OptimizerConfig {
        public RmsProp {
            requireCommon(lr, weightDecay, clipNorm);
            requireShare(alpha, "alpha");
            requirePositive(eps, "eps");
        }
    }

    private static void requireCommon(double lr, double weightDecay, @Nullable Double clipNorm) {
        requirePositive(lr, "lr");
        require(
                weightDecay >= 0 && Double.isFinite(weightDecay),
                "weight_decay",
                "must be at least 0 and finite, got %s",
                weightDecay);
        if (clipNorm != null) {
            requirePositive(clipNorm, "clip_norm");
        }
    }
}
