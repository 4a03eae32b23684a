package dev.gantry.data;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Part;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the IDX files of a data set by their usual names, plain or with {@code .gz}:
 *
 * <ul>
 *   <li>MNIST, Fashion-MNIST, KMNIST: {@code train-images-idx3-ubyte}, {@code t10k-images-idx3-ubyte}, and {@code
 *       train-labels-idx1-ubyte}, {@code t10k-labels-idx1-ubyte}; also with {@code .idx3-ubyte} and {@code
 *       .idx1-ubyte};
 *   <li>EMNIST and others: the same after a prefix, such as {@code emnist-balanced-train-images-idx3-ubyte}, with
 *       {@code test} for {@code t10k}. One folder holds one such set.
 * </ul>
 *
 * <p>EMNIST stores its images transposed: files whose names start with {@code emnist} are turned upright. Files of
 * labels are optional.
 */
public final class IdxFolder {
    private static final String BUNDLED = "bundled";
    /** The bundled images as a cast to integers leaves them. Only of use to a run that is broken on purpose. */
    private static final String INTEGERS = "bundled-integers";

    private static final String FASHION = PublishedSet.FASHION_MNIST.name();
    private static final String MNIST = PublishedSet.MNIST.name();
    static final String NAMES = String.join(", ", BUNDLED, FASHION, MNIST);
    private static final String VARIABLE = "GANTRY_MNIST_DIR";
    private static final Pattern IMAGES =
            Pattern.compile("((?:.+-)?)(train|t10k|test)-images[-.]idx3-ubyte(?:\\.gz)?", Pattern.CASE_INSENSITIVE);

    /**
     * Where the named sets lie on this machine.
     *
     * @param fashion folder of the Debian package
     * @param mnist folder that the variable names
     * @param cache holds downloads
     */
    record Places(Path fashion, @Nullable String mnist, Path cache) {
        static Places ofThisMachine() {
            return new Places(
                    Path.of("/usr/share/datasets/fashion-mnist"), System.getenv(VARIABLE), CacheFolder.path());
        }

        /** Where a set lies without having been downloaded by Gantry. */
        Optional<Path> given(PublishedSet set) {
            if (set.name().equals(FASHION)) {
                return Optional.of(fashion).filter(Files::isDirectory);
            }
            return Optional.ofNullable(mnist).filter(dir -> !dir.isBlank()).map(IdxFolder::folder);
        }

        /** Where a set lies: what the machine gives, else a complete download. */
        Optional<Path> of(PublishedSet set) {
            return given(set).or(() -> Optional.of(set.folder(cache)).filter(set::isIn));
        }
    }

    /** The files of one part of one set. */
    record Found(
            Part part, IdxFile images, @Nullable IdxFile labels, boolean transposed, boolean truncated, String title) {
        ImageSet read() {
            ImageSet set = IdxFile.read(images, labels);
            return transposed ? set.transposed() : set;
        }

        Stored stored() {
            return Stored.of(truncated ? new WholeNumbers(read()) : read(), title);
        }
    }

    private IdxFolder() {}

    /**
     * The same data with nothing left open: the part decided, a user's folder absolute. Names of sets stay names.
     *
     * @throws GantryException if there is no such folder, or it lacks the files
     */
    public static DataConfig.Idx resolve(DataConfig.Idx config) {
        return resolve(config, Places.ofThisMachine());
    }

    /**
     * Reads the images.
     *
     * @throws GantryException as {@link #resolve}, or if a file is damaged
     */
    public static ImageSet open(DataConfig.Idx config) {
        return find(config, Places.ofThisMachine()).read();
    }

    /** Where a set lies on this machine without having been downloaded by Gantry; empty: nowhere. */
    public static Optional<Path> given(PublishedSet set) {
        return Places.ofThisMachine().given(set);
    }

    /** SHA-256 of all images and labels of the part, as {@link Source#sha256} has it, whatever is selected of them. */
    public static String sha256(DataConfig.Idx config) {
        return Digests.of(open(config));
    }

    static DataConfig.Idx resolve(DataConfig.Idx config, Places places) {
        Part part = find(config, places).part();
        String dir = isName(config.dir()) ? config.dir() : folder(config.dir()).toString();
        return new DataConfig.Idx(dir, part, config.select(), config.flip(), config.heldOut());
    }

    static Found find(DataConfig.Idx config, Places places) {
        if (config.dir().equals(BUNDLED) || config.dir().equals(INTEGERS)) {
            return bundled(config.part(), config.dir().equals(INTEGERS));
        }
        PublishedSet set = PublishedSet.named(config.dir()).orElse(null);
        if (set == null) {
            Path folder = folder(config.dir());
            return in(folder, config.part(), folder.toString());
        }
        return in(places.of(set).orElseThrow(() -> missing(set, places)), config.part(), set.title());
    }

    private static GantryException missing(PublishedSet set, Places places) {
        String fetch = "'gantry download " + set.name() + "' or --download of 'gantry train' fetches it; or ";
        return set.name().equals(MNIST)
                ? GantryException.failure("MNIST is not bundled: " + fetch
                        + "give --data DIR with the four IDX files, or set " + VARIABLE + " to their folder")
                : GantryException.failure(
                        "the full Fashion-MNIST is not at %s: %sapt install dataset-fashion-mnist, or give --data DIR"
                                + " with its four IDX files; data.dir: bundled needs neither",
                        places.fashion(), fetch);
    }

    private static Found bundled(Part part, boolean truncated) {
        if (part == Part.TRAIN) {
            throw GantryException.request("data.part: train, but data.dir: bundled holds only the test part of"
                    + " Fashion-MNIST: set data.part to test, or data.dir to fashion-mnist for the full set");
        }
        return new Found(
                Part.TEST,
                resource("t10k-images-idx3-ubyte.gz"),
                resource("t10k-labels-idx1-ubyte.gz"),
                false,
                truncated,
                "Fashion-MNIST t10k (bundled" + (truncated ? ", cast to integers)" : ")"));
    }

    private static IdxFile resource(String name) {
        return new IdxFile("bundled " + name, () -> {
            InputStream in = IdxFolder.class.getResourceAsStream("fashion-mnist/" + name);
            if (in == null) {
                throw new FileNotFoundException("not in gantry-core's jar: the build is incomplete");
            }
            return new IdxFile.Raw(in, Long.MAX_VALUE);
        });
    }

    private static Path folder(String dir) {
        return DataPath.of(dir, "data.dir");
    }

    /** Whether a word names a set. */
    static boolean isName(String word) {
        return List.of(BUNDLED, INTEGERS, FASHION, MNIST).contains(word);
    }

    /** Whether a folder holds IDX images. */
    static boolean isIn(Path folder) {
        return list(folder).stream().anyMatch(name -> IMAGES.matcher(name).matches());
    }

    private static Found in(Path folder, Part wanted, String title) {
        List<String> names = list(folder);
        TreeSet<String> prefixes = new TreeSet<>();
        TreeMap<Part, String> images = new TreeMap<>();
        // Sorted: the plain file comes before its .gz, and the first of a part is taken.
        for (String name : names) {
            Matcher matcher = IMAGES.matcher(name);
            if (matcher.matches()) {
                prefixes.add(matcher.group(1));
                boolean train = matcher.group(2).toLowerCase(Locale.ROOT).equals("train");
                images.putIfAbsent(train ? Part.TRAIN : Part.TEST, name);
            }
        }
        if (prefixes.size() > 1) {
            throw GantryException.failure(
                    "%s holds several sets (%s): put one into a folder of its own",
                    folder,
                    String.join(
                            ", ",
                            prefixes.stream()
                                    .map(p -> p.isEmpty() ? "one without a prefix" : p.substring(0, p.length() - 1))
                                    .toList()));
        }
        if (images.isEmpty()) {
            throw GantryException.failure(
                    "%s holds no IDX images: looked for train-images-idx3-ubyte, t10k-images-idx3-ubyte (MNIST,"
                            + " Fashion-MNIST, KMNIST), the same with .idx3-ubyte, and SET-train-images-idx3-ubyte,"
                            + " SET-test-images-idx3-ubyte (EMNIST), each plain or with .gz%s",
                    folder, below(folder));
        }
        Part part = wanted == Part.AUTO ? images.firstKey() : wanted;
        String name = images.get(part);
        if (name == null) {
            throw GantryException.failure(
                    "%s holds %s, but no images of the %s part: set data.part to %s, or add the files",
                    folder, images.values(), yaml(part), yaml(images.firstKey()));
        }
        return new Found(
                part,
                IdxFile.of(folder.resolve(name)),
                labels(folder, names, name),
                name.toLowerCase(Locale.ROOT).startsWith("emnist"),
                false,
                title + ", " + yaml(part) + " part");
    }

    private static List<String> list(Path folder) {
        if (Files.isRegularFile(folder)) {
            throw GantryException.failure(
                    "%s is a file: data.dir takes the folder that holds the IDX files, here %s",
                    folder, String.valueOf(folder.getParent()));
        }
        if (!Files.exists(folder)) {
            throw GantryException.failure(
                    "there is no folder %s: give the folder of the IDX files, or one of the names %s", folder, NAMES);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw AtomicFiles.unreadable(folder, e);
        }
    }

    /** The labels beside a file of images: the same name for labels in any of its spellings. */
    private static @Nullable IdxFile labels(Path folder, List<String> names, String images) {
        String stem = images.substring(0, images.toLowerCase(Locale.ROOT).lastIndexOf("images"));
        for (String ending : List.of("-idx1-ubyte", ".idx1-ubyte", "-idx1-ubyte.gz", ".idx1-ubyte.gz")) {
            for (String name : names) {
                if (name.equalsIgnoreCase(stem + "labels" + ending)) {
                    return IdxFile.of(folder.resolve(name));
                }
            }
        }
        return null;
    }

    /** Archives unpack into a folder of their own, so people often name its parent. */
    static String below(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory)
                    .sorted()
                    .filter(IdxFolder::isIn)
                    .findFirst()
                    .map(child -> "; did you mean " + child + "?")
                    .orElse("");
        } catch (IOException | GantryException e) {
            return "";
        }
    }

    private static String yaml(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
