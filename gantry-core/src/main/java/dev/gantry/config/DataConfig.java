package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;
import static dev.gantry.config.InvalidValue.requirePositive;
import static dev.gantry.config.InvalidValue.requireShare;

import java.util.List;
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

    /** Arms that wind outwards from the centre (as in Grathwohl et al. 2019, section 5.1), with Gaussian noise. */
    @TypeName(value = "spiral", help = "arms of a spiral with Gaussian noise")
    record Spiral(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(value = "2", help = "number of arms, 1 to 8")
            int arms,

            @Key(value = "1.5", help = "turns of an arm, above 0 and at most 10")
            double turns,

            @Key(value = "2.0", help = "distance of an arm's end from the centre, positive")
            double radius,

            @Key(value = "0.05", help = "standard deviation of the noise around the curve, 0.005 to 10")
            double sigma,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Spiral {
            requireSize(size, heldOut);
            require(arms >= 1 && arms <= 8, "arms", "must be 1 to 8, got %d", arms);
            require(turns > 0 && turns <= 10, "turns", "must be above 0 and at most 10, got %s", turns);
            requirePositive(radius, "radius");
            requireNoise(sigma);
        }
    }

    /** Two half circles of radius 1 that reach into each other, centred at 0, with Gaussian noise. */
    @TypeName(value = "moons", help = "two half circles that reach into each other, with Gaussian noise")
    record Moons(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(value = "0.1", help = "standard deviation of the noise around the curve, 0.005 to 10")
            double sigma,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Moons {
            requireSize(size, heldOut);
            requireNoise(sigma);
        }
    }

    /** The section of a Swiss roll: radius and angle grow together from 1.5 pi to 4.5 pi, with Gaussian noise. */
    @TypeName(value = "swissroll", help = "the section of a Swiss roll, with Gaussian noise")
    record Swissroll(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(value = "2.0", help = "distance of the outer end from the centre, positive")
            double radius,

            @Key(value = "0.05", help = "standard deviation of the noise around the curve, 0.005 to 10")
            double sigma,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Swissroll {
            requireSize(size, heldOut);
            requirePositive(radius, "radius");
            requireNoise(sigma);
        }
    }

    /** Uniform on the squares of one colour of a board, centred at 0. */
    @TypeName(value = "checkerboard", help = "uniform on the squares of one colour of a board")
    record Checkerboard(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(value = "4", help = "squares along one side, 2 to 100")
            int side,

            @Key(value = "1.0", help = "width of a square, positive")
            double width,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Checkerboard {
            requireSize(size, heldOut);
            require(side >= 2 && side <= 100, "side", "must be 2 to 100, got %d", side);
            requirePositive(width, "width");
        }
    }

    /** Uniform on a cube. */
    @TypeName(value = "uniform", help = "uniform between two bounds in every dimension")
    record Uniform(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(value = "2", help = "number of dimensions, 1 to 64")
            int dimension,

            @Key(value = "-1.0", help = "smallest value of a coordinate")
            double low,

            @Key(value = "1.0", help = "largest value of a coordinate, above low")
            double high,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Uniform {
            requireSize(size, heldOut);
            require(dimension >= 1 && dimension <= 64, "dimension", "must be 1 to 64, got %d", dimension);
            require(low < high, "high", "(%s) must be above low (%s)", high, low);
        }
    }

    /** Any mixture of isotropic Gaussians. */
    @TypeName(value = "mixture", help = "any mixture of isotropic Gaussians, in 1 to 64 dimensions")
    record Mixture(
            @Key(help = "points drawn once and trained on in epochs; absent: fresh points in every batch") @Nullable
            Integer size,

            @Key(help = "its Gaussians, 1 to 1000") List<Component> components,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Toy {
        public Mixture {
            requireSize(size, heldOut);
            require(
                    !components.isEmpty() && components.size() <= 1000,
                    "components",
                    "must be 1 to 1000 Gaussians, got %d",
                    components.size());
            int dimension = components.get(0).mean().size();
            for (int i = 1; i < components.size(); i++) {
                require(
                        components.get(i).mean().size() == dimension,
                        "components",
                        "must have means of one dimension: that of number 1 has %d numbers, that of number %d has %d",
                        dimension,
                        i + 1,
                        components.get(i).mean().size());
            }
        }
    }

    /** One Gaussian of a mixture. */
    record Component(
            @Key(help = "its mean, 1 to 64 numbers") List<Double> mean,

            @Key(help = "its standard deviation along every axis, positive")
            double sigma,

            @Key(value = "1", help = "its weight, positive; weights are divided by their sum")
            double weight) {
        public Component {
            require(!mean.isEmpty() && mean.size() <= 64, "mean", "must be 1 to 64 numbers, got %d", mean.size());
            requirePositive(sigma, "sigma");
            requirePositive(weight, "weight");
        }
    }

    /** Samples in files; finite, and with classes where the files tell them. */
    sealed interface Stored extends DataConfig {

        /** The folder or file, as given. */
        String path();

        /** Which of the samples are used. */
        Selection select();

        /** Whether each image is mirrored left to right with probability 1/2 whenever it is shown to D. */
        default boolean flip() {
            return false;
        }
    }

    /**
     * Which samples of a data set are used: those of some classes, then as many of each, then a random part.
     *
     * @param classes empty: all
     */
    record Selection(
            @Key(value = "[]", help = "the classes used, by number or name; empty: all")
            List<String> classes,

            @Key(value = "false", help = "as many samples of each class as the smallest class has, drawn at random")
            boolean balanced,

            @Key(help = "at most so many samples, drawn at random; absent: all") @Nullable
            Integer limit) {
        /** Every sample. */
        public static final Selection ALL = new Selection(List.of(), false, null);

        public Selection {
            require(limit == null || limit >= 1, "limit", "must be at least 1, got %d", limit);
        }
    }

    /** Images in IDX files: MNIST and its relatives. Pixels are mapped from 0..255 to [-1, 1]. */
    @TypeName(value = "idx", help = "images in IDX files (MNIST and its relatives), pixels in [-1, 1]")
    record Idx(
            @Key(
                    value = "bundled",
                    help = "folder of the IDX files (.gz or plain), or a name: bundled (10,000 Fashion-MNIST"
                            + " test images that come with Gantry), fashion-mnist (the full set, from the Debian package"
                            + " dataset-fashion-mnist), mnist (the folder named by the variable GANTRY_MNIST_DIR); both"
                            + " else from the cache, where 'gantry download' puts them")
            String dir,

            @Key(value = "auto", help = "train, test, or auto: train where the folder has it, else test")
            Part part,

            @Key(value = "{}", help = "which of the images are used")
            Selection select,

            @Key(value = "false", help = "whether each image is mirrored with probability 1/2 whenever it is shown")
            boolean flip,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Stored {
        public Idx {
            require(!dir.isBlank(), "dir", "must name a folder or one of: bundled, fashion-mnist, mnist");
            requireShare(heldOut, "held_out");
        }

        @Override
        public String path() {
            return dir;
        }
    }

    /** Three digits of MNIST as the channels of one image: 1,000 modes (Metz et al. 2017, section 3.3.1). */
    @TypeName(
            value = "stacked-mnist",
            help = "three random MNIST digits as the channels of one image: 1,000 modes, pixels in [-1, 1]")
    record StackedMnist(
            @Key(
                    value = "mnist",
                    help = "folder of the digits' IDX files (.gz or plain), or mnist (the folder named by the variable"
                            + " GANTRY_MNIST_DIR)")
            String dir,

            @Key(value = "auto", help = "digits of the train or the test part, or auto: train where the folder has it")
            Part part,

            @Key(value = "128000", help = "number of images, 1 to 10000000, stacked at random by the seed")
            int size,

            @Key(value = "{}", help = "which of the images are used; their classes are the numbers 0 to 999")
            Selection select,

            @Key(
                    value = "0",
                    help =
                            "share of the samples kept away from training, in [0, 1); other combinations of the same digits")
            double heldOut)
            implements Stored {
        public StackedMnist {
            require(!dir.isBlank(), "dir", "must name a folder, or be mnist");
            require(size >= 1 && size <= 10_000_000, "size", "must be 1 to 10000000, got %d", size);
            requireShare(heldOut, "held_out");
        }

        /** Where the digits are. */
        public Idx digits() {
            return new Idx(dir, part, Selection.ALL, false, 0);
        }

        @Override
        public String path() {
            return dir;
        }
    }

    /** The binary version of CIFAR-10 (cs.toronto.edu/~kriz/cifar.html): colour images of 32 by 32. */
    @TypeName(value = "cifar10", help = "CIFAR-10's binary files, 32x32 colour images in [-1, 1]")
    record Cifar10(
            @Key(help = "folder of data_batch_1.bin to data_batch_5.bin and test_batch.bin")
            String dir,

            @Key(value = "auto", help = "train, test, or auto: train where the folder has it, else test")
            Part part,

            @Key(value = "{}", help = "which of the images are used")
            Selection select,

            @Key(value = "false", help = "whether each image is mirrored with probability 1/2 whenever it is shown")
            boolean flip,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Stored {
        public Cifar10 {
            require(!dir.isBlank(), "dir", "must name a folder");
            requireShare(heldOut, "held_out");
        }

        @Override
        public String path() {
            return dir;
        }
    }

    /** A folder of PNG and JPEG files of any size, each cropped to its central square and resized. */
    @TypeName(value = "images", help = "a folder of PNG and JPEG files, cropped to a square and resized, in [-1, 1]")
    record Images(
            @Key(help = "folder of the files; its subfolders, where there are any, are the classes")
            String dir,

            @Key(value = "32", help = "width and height that the images are resized to, 4 to 1024")
            int size,

            @Key(value = "rgb", help = "rgb (3 channels) or grey (1 channel)")
            Channels channels,

            @Key(
                    value = "0.01",
                    help = "share of broken files that is left out with a word; more end the run; in [0, 1)")
            double maxBroken,

            @Key(value = "{}", help = "which of the images are used")
            Selection select,

            @Key(value = "false", help = "whether each image is mirrored with probability 1/2 whenever it is shown")
            boolean flip,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Stored {
        public Images {
            require(!dir.isBlank(), "dir", "must name a folder");
            require(size >= 4 && size <= 1024, "size", "must be 4 to 1024, got %d", size);
            requireShare(maxBroken, "max_broken");
            requireShare(heldOut, "held_out");
        }

        @Override
        public String path() {
            return dir;
        }
    }

    /** Points in a text file, each column scaled to [-1, 1]; samples are scaled back. */
    @TypeName(value = "csv", help = "points in a CSV file, 1 to 64 columns of numbers, each scaled to [-1, 1]")
    record Csv(
            @Key(help = "the file; fields apart by comma, semicolon or tab")
            String file,

            @Key(
                    value = "auto",
                    help = "whether the first line names the columns: yes, no, or auto (it is not numbers)")
            Header header,

            @Key(value = "{}", help = "which of the points are used; they have no classes")
            Selection select,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Stored {
        public Csv {
            require(!file.isBlank(), "file", "must name a file");
            requireShare(heldOut, "held_out");
        }

        @Override
        public String path() {
            return file;
        }
    }

    /** An array of NumPy: rows of points, scaled as those of a CSV file, or images. */
    @TypeName(value = "npy", help = "a NumPy array: points (n, columns), or images (n, channels, height, width)")
    record Npy(
            @Key(help = "the file, as numpy.save or 'gantry sample --out x.npy' writes it")
            String file,

            @Key(value = "{}", help = "which of the samples are used; they have no classes")
            Selection select,

            @Key(value = "0", help = "share of the samples kept away from training, in [0, 1)")
            double heldOut)
            implements Stored {
        public Npy {
            require(!file.isBlank(), "file", "must name a file");
            requireShare(heldOut, "held_out");
        }

        @Override
        public String path() {
            return file;
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

    /** Which files of a folder that holds both parts of a set. */
    enum Part {
        AUTO,
        TRAIN,
        TEST
    }

    /** Colours of the images in a folder. */
    enum Channels {
        RGB,
        GREY
    }

    /** Whether a CSV file begins with the names of its columns. */
    enum Header {
        AUTO,
        YES,
        NO
    }

    private static void requireNoise(double sigma) {
        require(sigma >= 0.005 && sigma <= 10, "sigma", "must be 0.005 to 10, got %s", sigma);
    }

    private static void requireSize(@Nullable Integer size, double heldOut) {
        require(size == null || size >= 1, "size", "must be at least 1, got %d", size);
        requireShare(heldOut, "held_out");
        require(size != null || heldOut == 0, "held_out", "needs data.size: fresh points cannot be held out");
    }
}
