package dev.gantry.data;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A set of images that its authors publish as four IDX files under fixed names.
 *
 * <p>The checksums are those of the uncompressed files. They were taken from copies that, put back into the gzip headers
 * of the published files (their names and times), have the MD5 sums that torchvision's MNIST and FashionMNIST check.
 *
 * @param name as {@code data.dir} names it
 * @param title for people
 * @param places URLs of folders with the files, each ending in a slash; the first is tried first
 */
public record PublishedSet(String name, String title, List<URI> places, List<PublishedFile> files) {

    /** The handwritten digits, 28x28: 60,000 and 10,000. */
    public static final PublishedSet MNIST = new PublishedSet(
            "mnist",
            "MNIST",
            List.of(
                    URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                    URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
            files(
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

    /** Ten kinds of clothing, 28x28: 60,000 and 10,000 images. The project's own bucket has no https. */
    public static final PublishedSet FASHION_MNIST = new PublishedSet(
            "fashion-mnist",
            "Fashion-MNIST",
            List.of(
                    URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
                    URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/")),
            files(
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

    /** Every set that can be downloaded. */
    public static final List<PublishedSet> ALL = List.of(MNIST, FASHION_MNIST);

    public PublishedSet {
        places = List.copyOf(places);
        files = List.copyOf(files);
    }

    private static List<PublishedFile> files(
            String trainImages, String trainLabels, String testImages, String testLabels) {
        return List.of(
                new PublishedFile("train-images-idx3-ubyte.gz", 16 + 60_000 * 784, trainImages),
                new PublishedFile("train-labels-idx1-ubyte.gz", 8 + 60_000, trainLabels),
                new PublishedFile("t10k-images-idx3-ubyte.gz", 16 + 10_000 * 784, testImages),
                new PublishedFile("t10k-labels-idx1-ubyte.gz", 8 + 10_000, testLabels));
    }

    /** The set of that name. */
    public static Optional<PublishedSet> named(String name) {
        return ALL.stream().filter(set -> set.name.equals(name)).findFirst();
    }

    /** Where downloads of the set are kept. */
    public Path folder() {
        return folder(CacheFolder.path());
    }

    Path folder(Path cache) {
        return cache.resolve(name);
    }

    /** Whether a folder of downloads has every file; a file has its name there only once it was checked. */
    boolean isIn(Path folder) {
        return files.stream().allMatch(file -> Files.isRegularFile(folder.resolve(file.name())));
    }
}
