package dev.gantry.data;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run trains from: finite data in epochs, or fresh points of a distribution without end.
 *
 * <p>Streams of {@link Seeds}: "data.points" draws a toy's finite points, "split" chooses what is held out, "shuffle"
 * orders an epoch (step: the epoch), "stack" combines digits, "flip" mirrors images (step: the batch), "data" draws a batch of fresh points
 * (step: the batch), and those of {@link Selector}. Safe for use by several
 * threads.
 */
public final class Source implements AutoCloseable {
    private final Seeds seeds;
    private final String description;
    private final int[] shape;
    private final @Nullable Distribution distribution;
    private final @Nullable Stored stored;
    private final boolean flip;
    private final @Nullable Dataset training;
    private final @Nullable Dataset heldOut;

    /** All finite data, or null; hashed when first asked. */
    private final @Nullable Dataset all;

    /** Hashed in place of data that has no end. */
    private final String endlessText;

    private @Nullable String sha256;

    private Source(
            @Nullable Dataset all,
            @Nullable Distribution distribution,
            @Nullable Stored stored,
            boolean flip,
            double heldOut,
            Seeds seeds,
            String description,
            String endlessText) {
        this.all = all;
        this.distribution = distribution;
        this.stored = stored;
        this.flip = flip;
        this.seeds = seeds;
        this.description = description;
        this.endlessText = endlessText;
        if (all == null) {
            shape = new int[] {Objects.requireNonNull(distribution).dimension()};
            this.training = null;
            this.heldOut = null;
            return;
        }
        shape = all.shape().clone();
        if (heldOut == 0) {
            this.training = all;
            this.heldOut = null;
            return;
        }
        int[] order = Batches.permutation(all.size(), seeds.stream("split"));
        int held = heldOutCount(all.size(), heldOut);
        this.heldOut = new Subset(all, sorted(order, 0, held));
        this.training = new Subset(all, sorted(order, held, order.length));
    }

    /**
     * Opens the data of a configuration.
     *
     * @throws GantryException a request if {@code config} is {@link DataConfig.Custom}, whose data a program passes to
     *     {@link #of}; a failure if files are missing or damaged
     */
    public static Source open(DataConfig config, Seeds seeds) {
        if (config instanceof DataConfig.Toy toy) {
            return toy(toy, seeds);
        }
        if (config instanceof DataConfig.Stored stored) {
            Stored read = Stored.read(stored, seeds);
            Dataset chosen = Selector.select(read.dataset(), read.classNames(), stored.select(), seeds);
            String text = text("%s, %s", count(chosen), read.title());
            return new Source(chosen, null, read, stored.flip(), stored.heldOut(), seeds, text, "");
        }
        if (config instanceof DataConfig.Custom custom) {
            throw GantryException.request(
                    "data.type: custom (%s) is data that a program passes to the run as a Dataset; from the"
                            + " command use another data.type, such as idx",
                    custom.source());
        }
        throw new IllegalStateException("no source for " + config);
    }

    /**
     * The same configuration with nothing left open: paths absolute, parts decided.
     *
     * @throws GantryException a failure if there is no such file or folder
     */
    public static DataConfig resolve(DataConfig config) {
        return config instanceof DataConfig.Stored stored ? Stored.resolve(stored) : config;
    }

    /** {@link #of(Dataset, String, double, Seeds)} for data without a name. */
    public static Source of(Dataset dataset, double heldOut, Seeds seeds) {
        return of(dataset, "custom data", heldOut, seeds);
    }

    /**
     * A program's own data.
     *
     * @param name for people
     * @param heldOut share of the samples kept away from training, in [0, 1)
     * @throws GantryException a request if the data is empty, its shape is impossible, or {@code heldOut} leaves
     *     nothing on either side
     */
    public static Source of(Dataset dataset, String name, double heldOut, Seeds seeds) {
        if (dataset.size() < 1) {
            throw GantryException.request("%s holds no samples: at least 1 is needed", name);
        }
        if (!(heldOut >= 0 && heldOut < 1)) {
            throw GantryException.request("held_out must be at least 0 and below 1, got %s", heldOut);
        }
        Shapes.size(dataset.shape());
        return new Source(dataset, null, null, false, heldOut, seeds, count(dataset) + ", " + name, "");
    }

    private static String count(Dataset dataset) {
        int[] shape = dataset.shape();
        return text("%d %s %s", dataset.size(), shape.length == 3 ? "images" : "samples of", Shapes.text(shape));
    }

    private static Source toy(DataConfig.Toy toy, Seeds seeds) {
        Distribution distribution = Toys.of(toy);
        Integer size = toy.size();
        int modes = distribution.modes().size();
        String name =
                toy.getClass().getSimpleName().toLowerCase(Locale.ROOT) + (modes == 0 ? "" : ", " + modes + " modes");
        String point = text("points of %s", Shapes.text(new int[] {distribution.dimension()}));
        if (size == null) {
            String text = text("fresh %s in every batch, %s", point, name);
            return new Source(null, distribution, null, false, 0, seeds, text, toy.toString());
        }
        PointSet points = PointSet.draw(distribution, size, seeds.stream("data.points"));
        String text = text("%d %s, %s", size, point, name);
        return new Source(points, distribution, null, false, toy.heldOut(), seeds, text, "");
    }

    /** Shape of one sample: [d] for points, [channels, height, width] for images. */
    public int[] shape() {
        return shape.clone();
    }

    /** Whether every batch is drawn afresh, so that there are no epochs. */
    public boolean endless() {
        return all == null;
    }

    /** Number of samples trained on, without the held-out ones; 0 if endless. */
    public int size() {
        return training == null ? 0 : training.size();
    }

    /** The distribution that the samples come from, where it is known. */
    public Optional<Distribution> distribution() {
        return Optional.ofNullable(distribution);
    }

    /** How numbers in files became samples; empty where they are what they were. */
    public Optional<Scaling> scaling() {
        return stored == null ? Optional.empty() : Optional.ofNullable(stored.scaling());
    }

    /** Name of each class, where files tell it; else empty. */
    public List<String> classNames() {
        return stored == null ? List.of() : stored.classNames();
    }

    /** What a person should know of the data, such as files left out; each a sentence. */
    public List<String> notes() {
        return stored == null ? List.of() : stored.notes();
    }

    /** The samples trained on; empty if endless. */
    public Optional<Dataset> training() {
        return Optional.ofNullable(training);
    }

    /** The samples kept away from training; empty if there are none. */
    public Optional<Dataset> heldOut() {
        return Optional.ofNullable(heldOut);
    }

    /**
     * What the data is, as 64 hexadecimal digits, held-out samples included. IDX images: the pixel bytes of all images
     * (EMNIST's turned upright), then the label bytes where there are labels; so do CIFAR-10 and folders of images, whose
     * labels are 32-bit integers, big-endian. Other finite data: of each sample its
     * numbers as 32-bit floats and its label as a 32-bit integer, little-endian. Endless: the distribution's
     * parameters.
     *
     * <p>The first call reads every sample once.
     *
     * @throws GantryException if a number is NaN or infinite
     */
    public synchronized String sha256() {
        String known = sha256;
        if (known == null) {
            known = all == null ? Digests.of(endlessText) : Digests.of(all);
            sha256 = known;
        }
        return known;
    }

    /** The grey images that were stacked at random, one channel each; empty where images are no such stacks. */
    public Optional<Dataset> digits() {
        return stored != null && stored.dataset() instanceof StackedImages stacked
                ? Optional.of(stacked.digits())
                : Optional.empty();
    }

    /** As {@link #sha256}, of the images in the files, before some were chosen or stacked; of other data the same. */
    public String filesSha256() {
        Optional<Dataset> digits = digits();
        if (digits.isPresent()) {
            return Digests.of(digits.get());
        }
        return stored == null || stored.dataset() == all ? sha256() : Digests.of(stored.dataset());
    }

    /** What the data is, for people: "10000 images 28x28, Fashion-MNIST t10k (bundled)". */
    public String description() {
        return description;
    }

    /**
     * The training samples in batches.
     *
     * @param dropLast whether an epoch's last, partial batch is left out; of no matter if endless
     * @throws GantryException a request if {@code batch} is below 1 or too large for the data
     */
    public Batches batches(int batch, boolean dropLast) {
        if (training != null) {
            return Batches.of(training, batch, dropLast, flip, seeds);
        }
        if (distribution != null) {
            return Batches.endless(distribution, batch, seeds);
        }
        throw new IllegalStateException("neither data nor a distribution");
    }

    private static int heldOutCount(int size, double heldOut) {
        int held = (int) Math.round(size * heldOut);
        if (held < 1 || held >= size) {
            throw GantryException.request(
                    "data.held_out (%s) of %d samples is %d: at least one must be held out and one remain",
                    heldOut, size, held);
        }
        return held;
    }

    private static int[] sorted(int[] order, int from, int to) {
        int[] part = Arrays.copyOfRange(order, from, to);
        Arrays.sort(part);
        return part;
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Lets go of files that samples are read from as they are needed; nothing can be read afterwards. */
    @Override
    public void close() {
        if (stored != null && stored.dataset() instanceof ImagePack pack) {
            pack.close();
        }
    }
}
