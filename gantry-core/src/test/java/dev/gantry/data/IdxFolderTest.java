package dev.gantry.data;

import static dev.gantry.data.IdxFixtures.gzip;
import static dev.gantry.data.IdxFixtures.images;
import static dev.gantry.data.IdxFixtures.labels;
import static dev.gantry.data.IdxFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Part;
import dev.gantry.config.DataConfig.Selection;
import dev.gantry.random.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdxFolderTest {
    @TempDir
    Path folder;

    @Test
    void bundled_isTheTestPartOfFashionMnist() {
        ImageSet set = IdxFolder.open(idx("bundled", Part.AUTO));
        assertThat(set.size()).isEqualTo(10_000);
        assertThat(set.shape()).containsExactly(1, 28, 28);
        int[] histogram = new int[10];
        for (int i = 0; i < set.size(); i++) {
            histogram[set.label(i)]++;
        }
        assertThat(histogram).containsOnly(1000);
        Source source = Source.open(idx("bundled", Part.AUTO), new Seeds(1));
        // zcat images | tail -c +17, then zcat labels | tail -c +9, through sha256sum.
        assertThat(source.sha256()).isEqualTo("9f1ec356a747bfe4ebab3cfb722d3694c9ca737e2570f6f90cf31d7b6fd689d4");
        assertThat(source.description()).isEqualTo("10000 images 28x28, Fashion-MNIST t10k (bundled)");
        assertThat(source.size()).isEqualTo(10_000);
        assertThat(source.distribution()).isEmpty();
    }

    @Test
    void bundled_hasNoTrainPart() {
        assertThatThrownBy(() -> IdxFolder.open(idx("bundled", Part.TRAIN)))
                .hasMessageContaining("data.part: train")
                .hasMessageContaining("fashion-mnist for the full set")
                .extracting(e -> ((GantryException) e).reason())
                .isEqualTo(GantryException.Reason.REQUEST);
    }

    @Test
    void bundled_comesWithItsLicence() throws IOException {
        try (var licence = IdxFolder.class.getResourceAsStream("fashion-mnist/LICENSE")) {
            assertThat(licence).isNotNull();
            assertThat(new String(licence.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("Copyright (c) 2017 Zalando SE, https://tech.zalando.com");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte, train-labels-idx1-ubyte",
        "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz",
        "train-images.idx3-ubyte, train-labels.idx1-ubyte",
        "train-images.idx3-ubyte, train-labels-idx1-ubyte.gz",
        "set-train-images-idx3-ubyte.gz, set-train-labels-idx1-ubyte.gz"
    })
    void usualNames_areFound_withTheirLabels(String images, String labels) {
        write(folder, images, images.endsWith("gz") ? gzip(images(3, 2, 4)) : images(3, 2, 4));
        write(folder, labels, labels.endsWith("gz") ? gzip(labels(3)) : labels(3));
        write(folder, "readme.txt", new byte[5]);
        ImageSet set = IdxFolder.open(idx(folder.toString(), Part.AUTO));
        assertThat(set.size()).isEqualTo(3);
        assertThat(set.shape()).containsExactly(1, 2, 4);
        assertThat(set.label(1)).isEqualTo(1);
    }

    @Test
    void auto_prefersTrain_elseTest_andResolveWritesItDown() {
        write(folder, "t10k-images-idx3-ubyte", images(2, 1, 1));
        DataConfig.Idx open = new DataConfig.Idx(folder.toString() + "/./", Part.AUTO, Selection.ALL, false, 0.25);
        assertThat(IdxFolder.resolve(open))
                .isEqualTo(new DataConfig.Idx(folder.toString(), Part.TEST, Selection.ALL, false, 0.25));
        write(folder, "train-images-idx3-ubyte", images(5, 1, 1));
        assertThat(IdxFolder.resolve(open).part()).isEqualTo(Part.TRAIN);
        assertThat(IdxFolder.open(open).size()).isEqualTo(5);
        assertThat(IdxFolder.open(idx(folder.toString(), Part.TEST)).size()).isEqualTo(2);
        assertThat(IdxFolder.resolve(idx("bundled", Part.AUTO))).isEqualTo(idx("bundled", Part.TEST));
    }

    @Test
    void relativeFolder_becomesAbsolute_andNamesStay() {
        write(folder, "train-images-idx3-ubyte", images(5, 1, 1));
        Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());
        assertThat(IdxFolder.resolve(idx(relative.toString(), Part.AUTO)).dir()).isEqualTo(folder.toString());
        IdxFolder.Places places = new IdxFolder.Places(folder, folder.toString(), folder.resolve("cache"));
        assertThat(IdxFolder.resolve(idx("fashion-mnist", Part.AUTO), places))
                .isEqualTo(idx("fashion-mnist", Part.TRAIN));
        assertThat(IdxFolder.resolve(idx("mnist", Part.AUTO), places)).isEqualTo(idx("mnist", Part.TRAIN));
    }

    @Test
    void plainFile_isPreferredToItsGzip() {
        write(folder, "train-images-idx3-ubyte", images(5, 1, 1));
        write(folder, "train-images-idx3-ubyte.gz", gzip(images(6, 1, 1)));
        assertThat(IdxFolder.open(idx(folder.toString(), Part.AUTO)).size()).isEqualTo(5);
    }

    @Test
    void emnist_isTurnedUpright_othersAreNot() {
        write(folder, "emnist-letters-test-images-idx3-ubyte", images(2, 2, 3));
        ImageSet upright = IdxFolder.open(idx(folder.toString(), Part.AUTO));
        assertThat(upright.shape()).containsExactly(1, 3, 2);
        float[] target = new float[6];
        upright.copy(1, target, 0);
        // Stored as rows 6 7 8 / 9 10 11.
        int[] expected = {6, 9, 7, 10, 8, 11};
        for (int i = 0; i < 6; i++) {
            assertThat(target[i]).isEqualTo((float) (expected[i] / 127.5 - 1));
        }
        Path other = folder.resolve("other");
        assertThat(other.toFile().mkdir()).isTrue();
        write(other, "kmnist-test-images-idx3-ubyte", images(2, 2, 3));
        assertThat(IdxFolder.open(idx(other.toString(), Part.AUTO)).shape()).containsExactly(1, 2, 3);
    }

    @Test
    void severalSets_inOneFolder_areListed() {
        write(folder, "emnist-letters-test-images-idx3-ubyte", images(2, 2, 3));
        write(folder, "emnist-balanced-train-images-idx3-ubyte", images(2, 2, 3));
        assertThat(failure(idx(folder.toString(), Part.AUTO)))
                .contains("several sets (emnist-balanced, emnist-letters): put one into a folder of its own");
    }

    @Test
    void part_thatIsNotThere_isRefused() {
        write(folder, "t10k-images-idx3-ubyte", images(2, 1, 1));
        assertThat(failure(idx(folder.toString(), Part.TRAIN)))
                .contains("no images of the train part: set data.part to test");
    }

    @Test
    void folderThatIsMissingEmptyOrAFile_saysSo() throws IOException {
        assertThat(failure(idx(folder.resolve("fashion_mnist").toString(), Part.AUTO)))
                .contains("there is no folder", "bundled, fashion-mnist, mnist");
        assertThat(failure(idx(folder.toString(), Part.AUTO)))
                .contains("no IDX images", "train-images-idx3-ubyte", "SET-test-images-idx3-ubyte", ".gz");
        Path file = write(folder, "train-images-idx3-ubyte", images(2, 1, 1));
        assertThat(failure(idx(file.toString(), Part.AUTO))).contains("is a file", "here " + folder);
        Path parent = Files.createDirectory(folder.resolve("parent"));
        Path raw = Files.createDirectory(parent.resolve("raw"));
        write(raw, "train-images-idx3-ubyte", images(2, 1, 1));
        assertThat(failure(idx(parent.toString(), Part.AUTO))).endsWith("; did you mean " + raw + "?");
        assertThat(failure(idx("a\0b", Part.AUTO))).contains("not a path");
    }

    @Test
    void namedSets_thatAreNotThere_sayHowToGetThem() {
        IdxFolder.Places nothing = new IdxFolder.Places(folder.resolve("nothing"), null, folder.resolve("cache"));
        assertThat(failure(idx("fashion-mnist", Part.AUTO), nothing))
                .isEqualTo("the full Fashion-MNIST is not at " + folder.resolve("nothing")
                        + ": 'gantry download fashion-mnist' or --download of 'gantry train' fetches it; or apt install"
                        + " dataset-fashion-mnist, or give --data DIR with its four IDX files; data.dir: bundled needs"
                        + " neither");
        assertThat(failure(idx("mnist", Part.AUTO), nothing))
                .isEqualTo(
                        "MNIST is not bundled: 'gantry download mnist' or --download of 'gantry train' fetches it; or"
                                + " give --data DIR with the four IDX files, or set GANTRY_MNIST_DIR to their folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist", "fashion-mnist"})
    void aDownload_isFoundInTheCache_onceItIsComplete(String name) throws IOException {
        Path cached = Files.createDirectories(folder.resolve("cache").resolve(name));
        IdxFolder.Places places = new IdxFolder.Places(folder.resolve("nothing"), null, folder.resolve("cache"));
        write(cached, "t10k-images-idx3-ubyte.gz", gzip(images(2, 1, 1)));
        write(cached, "t10k-labels-idx1-ubyte.gz", gzip(labels(2)));
        write(cached, "train-labels-idx1-ubyte.gz", gzip(labels(3)));
        // Otherwise a download that broke off would train on the test part.
        assertThat(failure(idx(name, Part.AUTO), places)).contains("'gantry download " + name + "'");
        write(cached, "train-images-idx3-ubyte.gz", gzip(images(3, 1, 1)));
        assertThat(IdxFolder.find(idx(name, Part.AUTO), places).read().size()).isEqualTo(3);
        assertThat(IdxFolder.resolve(idx(name, Part.AUTO), places)).isEqualTo(idx(name, Part.TRAIN));
        assertThat(places.given(PublishedSet.named(name).orElseThrow())).isEmpty();
    }

    @Test
    void whatTheUserGives_comesBeforeTheCache() throws IOException {
        Path cache = folder.resolve("cache");
        for (PublishedSet set : PublishedSet.ALL) {
            Path cached = Files.createDirectories(set.folder(cache));
            set.files().forEach(file -> write(cached, file.name(), gzip(images(3, 1, 1))));
        }
        write(folder, "train-images-idx3-ubyte", images(7, 1, 1));
        IdxFolder.Places places = new IdxFolder.Places(folder, folder.toString(), cache);
        for (PublishedSet set : PublishedSet.ALL) {
            assertThat(IdxFolder.find(idx(set.name(), Part.AUTO), places).read().size())
                    .isEqualTo(7);
        }
    }

    @Test
    void mnist_whereTheUserHasIt() {
        assumeTrue(System.getenv("GANTRY_MNIST_DIR") != null, "needs MNIST: set GANTRY_MNIST_DIR to its folder");
        ImageSet set = IdxFolder.open(idx("mnist", Part.AUTO));
        assertThat(set.size()).isEqualTo(60_000);
        int[] histogram = new int[10];
        for (int i = 0; i < set.size(); i++) {
            histogram[set.label(i)]++;
        }
        assertThat(histogram).containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(Source.open(idx("mnist", Part.TRAIN), new Seeds(1)).sha256())
                .isEqualTo("edc0d1098aa497be14ace79ddd5171e5a3dcf9c4d196c015389203eb3ba1f59b");
        Source test = Source.open(idx("mnist", Part.TEST), new Seeds(1));
        assertThat(test.sha256()).isEqualTo("c3f9adf9c66efb572b1f9326c3a511b45910c7173b97be66ceceeeeaef6b802b");
        assertThat(test.description()).isEqualTo("10000 images 28x28, MNIST, test part");
    }

    @Test
    void fashionMnist_whereThePackageIsInstalled() {
        Path place = IdxFolder.Places.ofThisMachine().fashion();
        assumeTrue(Files.isDirectory(place), "needs the Debian package dataset-fashion-mnist");
        ImageSet set = IdxFolder.open(idx("fashion-mnist", Part.AUTO));
        assertThat(set.size()).isEqualTo(60_000);
        assertThat(Source.open(idx("fashion-mnist", Part.TEST), new Seeds(1)).sha256())
                .isEqualTo(Source.open(idx("bundled", Part.TEST), new Seeds(1)).sha256());
    }

    private static DataConfig.Idx idx(String dir, Part part) {
        return new DataConfig.Idx(dir, part, Selection.ALL, false, 0);
    }

    private static String failure(DataConfig.Idx config) {
        return failure(config, null);
    }

    private static String failure(DataConfig.Idx config, IdxFolder.@Nullable Places places) {
        IdxFolder.Places where = places == null ? IdxFolder.Places.ofThisMachine() : places;
        GantryException e = catchThrowableOfType(GantryException.class, () -> IdxFolder.find(config, where));
        assertThat(e).isNotNull();
        assertThat(e.reason()).isEqualTo(GantryException.Reason.FAILURE);
        return String.valueOf(e.getMessage());
    }
}
