package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requirePositive;
import static dev.gantry.config.InvalidValue.requireShare;

import org.jspecify.annotations.Nullable;

/** Where real samples come from. */
public sealed interface DataConfig {

    /** Share of the samples kept away from training, in [0, 1). */
    double heldOut();

    /** A distribution with a known density, sampled afresh or once. */
    sealed interface Toy extends DataConfig {
        /** Number of points drawn once and trained on in epochs; null: fresh points in every batch. */
        @Nullable
        Integer size();
    }

    /** Rows of N(0, I) times A = [[1, 2], [-0.1, 0.5]] plus b = [1, 2] (Dive into Deep Learning, section 20.1). */
    @TypeName(value = "gaussian2d", help = "N(0, I) times [[1, 2], [-0.1, 0.5]] plus [1, 2]")
    record Gaussian2d(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Gaussian2d {
            requireSize(size, heldOut);
        }
    }

    /** An equal mixture of N(-m, sigma^2) and N(m, sigma^2) on the line. */
    @TypeName(value = "bimodal1d", help = "an equal mixture of N(-m, sigma^2) and N(m, sigma^2)")
    record Bimodal1d(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(value = "1.0", help = "distance of either mode from 0, positive")
            double m,

            @Key(value = "0.2", help = "standard deviation of either mode, positive")
            double sigma,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Bimodal1d {
            requireSize(size, heldOut);
            requirePositive(m, "m");
            requirePositive(sigma, "sigma");
        }
    }

    /** An equal mixture of Gaussians at equal angles on a circle. */
    @TypeName(value = "ring", help = "an equal mixture of Gaussians at equal angles on a circle")
    record Ring(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(value = "8", help = "number of modes, 1 to 1000")
            int modes,

            @Key(value = "1.0", help = "radius of the circle, positive")
            double radius,

            @Key(value = "0.01", help = "standard deviation of a mode, positive")
            double sigma,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Ring {
            requireSize(size, heldOut);
            require(modes >= 1 && modes <= 1000, "modes", "must be 1 to 1000, got %d", modes);
            requirePositive(radius, "radius");
            requirePositive(sigma, "sigma");
        }
    }

    /** An equal mixture of Gaussians on a square grid centred at 0. */
    @TypeName(value = "grid", help = "an equal mixture of Gaussians on a square grid")
    record Grid(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(value = "5", help = "modes along one side, 1 to 100; side times side in all")
            int side,

            @Key(value = "2.0", help = "distance between neighbouring modes, positive")
            double spacing,

            @Key(value = "0.05", help = "standard deviation of a mode, positive")
            double sigma,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Grid {
            requireSize(size, heldOut);
            require(side >= 1 && side <= 100, "side", "must be 1 to 100, got %d", side);
            requirePositive(spacing, "spacing");
            requirePositive(sigma, "sigma");
        }
    }

    /** Images in IDX files: MNIST and its relatives. Pixels are mapped from 0..255 to [-1, 1]. */
    @TypeName(value = "idx", help = "images in IDX files (MNIST and its relatives), pixels in [-1, 1]")
    record Idx(
            @Key(
                    value = "bundled",
                    help = "folder of the IDX files (.gz or plain), or a name: bundled (10,000 Fashion-MNIST"
                            + " test images that come with Gantry), fashion-mnist (the full set, from the Debian package"
                            + " dataset-fashion-mnist), mnist (the folder named by the variable GANTRY_MNIST_DIR)")
            String dir,

            @Key(value = "auto", help = "train, test, or auto: train where the folder has it, else test")
            Part part,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements DataConfig {
        public Idx {
            require(!dir.isBlank(), "dir", "must name a folder or one of: bundled, fashion-mnist, mnist");
            requireShare(heldOut, "held_out");
        }
    }

    /** A source that a program passes to the run; the command cannot open it. */
    @TypeName(value = "custom", help = "a source that a program passes to the run; the command cannot open it")
    record Custom(
            @Key(help = "name of the source, for people") String source,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements DataConfig {
        public Custom {
            requireShare(heldOut, "held_out");
        }
    }

    /** Which files of an IDX folder. */
    enum Part {
        AUTO,
        TRAIN,
        TEST
    }

    private static void requireSize(@Nullable Integer size, double heldOut) {
        require(size == null || size >= 1, "size", "must be at least 1, got %d", size);
        requireShare(heldOut, "held_out");
        require(size != null || heldOut == 0, "held_out", "needs data.size: fresh points cannot be held out");
    }
}
