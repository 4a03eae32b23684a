package dev.gantry.data;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Channels;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * PNG and JPEG files in a folder and the folders below it; the folders right below are the classes, in the order of
 * their names. Links are followed, none in a circle, and no file is taken twice.
 *
 * <p>All files are decoded once, before training, into an {@link ImagePack} below {@link CacheFolder}; a later run on
 * the same files (by name, length and time of change) takes it from there.
 */
final class ImageFolder {
    private static final int FORMAT = 2;
    private static final int MOST_NAMED = 5;
    private static final String LOCK = ".lock";

    /** A lock on a file keeps other processes out, and fails within one. */
    private static final Object ONE_AT_A_TIME = new Object();

    /**
     * One file.
     *
     * @param name relative to the folder, with slashes
     * @param label number of its class, or -1
     */
    record Entry(Path path, String name, int label, long length, long changed) {}

    private final Path folder;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> classNames;
    private final List<String> unreadable = new ArrayList<>();
    private int others;

    /** Finds at most so many files. */
    private ImageFolder(Path folder, int most) {
        this.folder = folder;
        List<Entry> found = new ArrayList<>();
        try {
            Visitor visitor = new Visitor(found, most);
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(folder, e);
        }
        TreeSet<String> classes = new TreeSet<>();
        found.forEach(entry -> classes.add(className(entry.name())));
        classes.remove("");
        classNames = List.copyOf(classes);
        found.stream()
                .sorted(Comparator.comparing(Entry::name))
                .map(e ->
                        new Entry(e.path(), e.name(), classNames.indexOf(className(e.name())), e.length(), e.changed()))
                .forEach(entries::add);
    }

    /** The first folder of a relative name; empty for a file right in the folder. */
    private static String className(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static boolean isImage(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Stream.of(".png", ".jpg", ".jpeg").anyMatch(name::endsWith) && !name.startsWith(".");
    }

    /** Whether there is an image in a folder or below it; looks no farther than the first. */
    static boolean isIn(Path folder) {
        return !new ImageFolder(folder, 1).entries.isEmpty();
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final List<Entry> found;
        private final int most;
        private final Set<Object> seen = new HashSet<>();

        Visitor(List<Entry> found, int most) {
            this.found = found;
            this.most = most;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            boolean hidden =
                    !dir.equals(folder) && String.valueOf(dir.getFileName()).startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isImage(file) || !attributes.isRegularFile()) {
                others++;
            } else if (!Files.isReadable(file)) {
                unreadable.add(folder.relativize(file).toString());
            } else if (attributes.fileKey() == null || seen.add(attributes.fileKey())) {
                String relative = folder.relativize(file).toString().replace('\\', '/');
                found.add(new Entry(
                        file,
                        relative,
                        -1,
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis()));
            }
            return found.size() < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (!(e instanceof FileSystemLoopException)) {
                unreadable.add(folder.relativize(file).toString());
            }
            return FileVisitResult.CONTINUE;
        }
    }

    static DataConfig.Images resolve(DataConfig.Images config) {
        Path folder = requireFolder(config.dir());
        return new DataConfig.Images(
                folder.toString(),
                config.size(),
                config.channels(),
                config.maxBroken(),
                config.select(),
                config.flip(),
                config.heldOut());
    }

    private static Path requireFolder(String dir) {
        Path folder = DataPath.of(dir, "data.dir");
        if (!Files.isDirectory(folder)) {
            throw GantryException.failure(
                    Files.exists(folder)
                            ? "%s is a file: data.dir takes a folder of images"
                            : "there is no folder %s: name your folder of images by --data DIR",
                    folder);
        }
        return folder;
    }

    static Stored read(DataConfig.Images config) {
        return read(config, CacheFolder.path());
    }

    static Stored read(DataConfig.Images config, Path cache) {
        ImageFolder images = new ImageFolder(requireFolder(config.dir()), Integer.MAX_VALUE);
        if (images.entries.isEmpty()) {
            throw GantryException.failure(
                    "%s holds no files that end in .png, .jpg or .jpeg, nor do the folders in it (%d other files, %d that"
                            + " cannot be read)",
                    images.folder, images.others, images.unreadable.size());
        }
        ImagePack pack = images.pack(config.size(), config.channels(), cache);
        images.requireEnough(pack, config.maxBroken());
        return new Stored(pack, images.folder.toString(), images.classNames, null, images.notes(pack));
    }

    private ImagePack pack(int size, Channels channels, Path cache) {
        int[] shape = {channels == Channels.RGB ? 3 : 1, size, size};
        Path file = cache.resolve("images").resolve(key(shape) + ".pack");
        return ImagePack.open(file, shape).orElseGet(() -> decoded(file, shape));
    }

    /** Makes a pack; whoever asks for the same at the same time waits, and then finds it. */
    private ImagePack decoded(Path file, int[] shape) {
        Path lock = file.resolveSibling(LOCK);
        try {
            Files.createDirectories(file.getParent());
            synchronized (ONE_AT_A_TIME) {
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    return ImagePack.open(file, shape).orElseGet(() -> {
                        try (ImageDecoder decoder = new ImageDecoder(entries, shape[1], shape[0])) {
                            ImagePack.write(file, decoder);
                        }
                        return ImagePack.open(file, shape)
                                .orElseThrow(() -> GantryException.failure("%s: could not be read back", file));
                    });
                }
            }
        } catch (IOException e) {
            throw elsewhere(AtomicFiles.unwritable(lock, e));
        } catch (GantryException e) {
            throw elsewhere(e);
        }
    }

    /** What failed while a pack was made, and where else it can be made. */
    private static GantryException elsewhere(GantryException e) {
        return GantryException.failure(
                e,
                "%s (decoded images are kept there; GANTRY_CACHE names another folder)",
                String.valueOf(e.getMessage()));
    }

    private String key(int[] shape) {
        String files = entries.stream()
                .map(entry -> entry.name() + '\0' + entry.length() + '\0' + entry.changed())
                .collect(Collectors.joining("\0"));
        return Digests.of(FORMAT + " " + Shapes.text(shape) + " " + shape[0] + " " + folder + '\0' + files)
                .substring(0, 32);
    }

    /** Broken and unreadable files alike are missing from the data. */
    private void requireEnough(ImagePack pack, double maxBroken) {
        int missing = pack.broken().size() + unreadable.size();
        int files = entries.size() + unreadable.size();
        if (missing > maxBroken * files || pack.size() == 0) {
            throw GantryException.failure(
                    "%s: %d of %d files are broken, more than data.max_broken (%s) allows: %s; mend or remove them, or raise"
                            + " data.max_broken",
                    folder, missing, files, maxBroken, named(missing(pack)));
        }
    }

    private List<String> missing(ImagePack pack) {
        Stream<String> names = pack.broken().stream().map(left -> left.name() + " (" + left.reason() + ")");
        return Stream.concat(names, unreadable.stream().map(name -> name + " (cannot be read)"))
                .toList();
    }

    private static String named(List<String> files) {
        int more = files.size() - MOST_NAMED;
        String names = String.join(", ", files.subList(0, Math.min(MOST_NAMED, files.size())));
        return more > 0 ? names + " and " + more + " more" : names;
    }

    private List<String> notes(ImagePack pack) {
        List<String> notes = new ArrayList<>();
        List<String> missing = missing(pack);
        if (!missing.isEmpty()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d of %d files are broken and left out: %s.",
                    missing.size(),
                    entries.size() + unreadable.size(),
                    named(missing)));
        }
        long loose = entries.stream().filter(entry -> entry.label() < 0).count();
        if (!classNames.isEmpty() && loose > 0) {
            notes.add(String.format(
                    Locale.ROOT, "%d of the files lie beside the folders of the classes and have no class.", loose));
        }
        return notes;
    }
}
