package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requirePositive;

import org.jspecify.annotations.Nullable;

/** Length, batches and gradients. The length is exactly one of images, epochs and steps. */
public record TrainConfig(
        @Key(value = "64", help = "real samples per discriminator step, 1 to 1000000")
        int batch,

        @Key(help = "length in real samples shown to D") @Nullable
        Long images,

        @Key(help = "length in passes over the data; needs data of a known size") @Nullable
        Double epochs,

        @Key(help = "length in generator steps") @Nullable Long steps,

        @Key(value = "false", help = "true: D's last step and G's step use the same z; false: fresh z for each")
        boolean shareNoise,

        @Key(value = "true", help = "true: reals and fakes pass through D as one batch; false: as two")
        boolean jointBatch,

        @Key(value = "true", help = "true: an epoch's last, partial batch is dropped; false: it is trained on")
        boolean dropLast,

        @Key(value = "autograd", help = "where gradients come from")
        GradientsConfig gradients) {

    public TrainConfig {
        require(batch >= 1 && batch <= 1_000_000, "batch", "must be 1 to 1000000, got %d", batch);
        int lengths = (images == null ? 0 : 1) + (epochs == null ? 0 : 1) + (steps == null ? 0 : 1);
        require(
                lengths == 1,
                lengths > 1 && steps != null ? "steps" : "epochs",
                lengths == 0
                        ? "is missing: give the length of the run as one of train.images, train.epochs, train.steps"
                        : "stands beside another length: give exactly one of train.images, train.epochs, train.steps");
        require(images == null || images >= 1, "images", "must be at least 1, got %d", images);
        require(steps == null || steps >= 1, "steps", "must be at least 1, got %d", steps);
        if (epochs != null) {
            requirePositive(epochs, "epochs");
        }
    }

    /** Where gradients come from. */
    public sealed interface GradientsConfig {
        /** Reverse-mode differentiation by libtorch. */
        @TypeName(value = "autograd", help = "reverse-mode differentiation")
        record Autograd() implements GradientsConfig {}

        /** Central differences (L(w + delta) - L(w - delta)) / (2 delta), coordinate by coordinate. */
        @TypeName(value = "finite-difference", help = "central differences, coordinate by coordinate")
        record FiniteDifference(
                @Key(value = "1e-4", help = "distance to either side, positive")
                double delta,

                @Key(
                        value = "0.1",
                        help = "share of the coordinates, drawn anew each step, that get a gradient, in (0, 1]")
                double fraction)
                implements GradientsConfig {
            public FiniteDifference {
                requirePositive(delta, "delta");
                require(fraction > 0 && fraction <= 1, "fraction", "must be above 0 and at most 1, got %s", fraction);
            }
        }
    }
}
