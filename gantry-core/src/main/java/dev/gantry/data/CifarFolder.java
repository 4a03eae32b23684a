package dev.gantry.data;

import dev.gantry.Allocation;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Part;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10 in its binary version (cs.toronto.edu/~kriz/cifar.html), which is distrusted: records of a label and 32 by 32
 * pixels, all red ones first, then green, then blue. The folder is the archive's own, or the one that it was unpacked in.
 */
final class CifarFolder {
    private static final String INNER = "cifar-10-batches-bin";
    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;
    private static final int RECORD = 1 + PIXELS;
    private static final int BUFFER = 1 << 14;
    private static final List<String> TRAIN = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> "data_batch_" + i + ".bin")
            .toList();
    private static final List<String> TEST = List.of("test_batch.bin");
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private CifarFolder() {}

    /** Whether a folder holds files of CIFAR-10. */
    static boolean isIn(Path folder) {
        return Stream.of(folder, folder.resolve(INNER))
                .anyMatch(place -> !present(place, TRAIN).isEmpty()
                        || !present(place, TEST).isEmpty());
    }

    private static List<Path> present(Path folder, List<String> names) {
        return names.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    }

    static DataConfig.Cifar10 resolve(DataConfig.Cifar10 config) {
        Path folder = place(config.dir());
        boolean train = !present(folder, TRAIN).isEmpty();
        Part part = config.part() == Part.AUTO ? (train ? Part.TRAIN : Part.TEST) : config.part();
        requireFiles(folder, part);
        return new DataConfig.Cifar10(folder.toString(), part, config.select(), config.flip(), config.heldOut());
    }

    private static Path place(String dir) {
        Path folder = DataPath.of(dir, "data.dir");
        if (!Files.isDirectory(folder)) {
            throw GantryException.failure("there is no folder %s: give the folder of CIFAR-10's binary files", folder);
        }
        if (!isIn(folder)) {
            throw GantryException.failure(
                    "%s holds neither data_batch_1.bin nor test_batch.bin: CIFAR-10 is read in its binary version",
                    folder);
        }
        Path inner = folder.resolve(INNER);
        return Files.isDirectory(inner) && isIn(inner) ? inner : folder;
    }

    private static List<Path> requireFiles(Path folder, Part part) {
        List<String> wanted = part == Part.TRAIN ? TRAIN : TEST;
        List<Path> files = present(folder, wanted);
        if (files.size() < wanted.size()) {
            List<String> missing = wanted.stream()
                    .filter(name -> !Files.exists(folder.resolve(name)))
                    .toList();
            throw GantryException.failure("%s lacks %s: add what is missing, or set data.part", folder, missing);
        }
        return files;
    }

    static Stored read(DataConfig.Cifar10 config) {
        DataConfig.Cifar10 resolved = resolve(config);
        String title = "CIFAR-10 " + (resolved.part() == Part.TRAIN ? "train" : "test") + " part, " + resolved.dir();
        ImageSet images = read(requireFiles(Path.of(resolved.dir()), resolved.part()));
        return new Stored(images, title, CLASSES, null, List.of());
    }

    /** The records of some files, one after another. */
    static ImageSet read(List<Path> files) {
        long records = files.stream().mapToLong(CifarFolder::records).sum();
        byte[] pixels = Allocation.bytes(records * PIXELS, files.get(0));
        byte[] labels = new byte[(int) records];
        int filled = 0;
        for (Path file : files) {
            filled = read(file, pixels, labels, filled);
        }
        if (filled < records) {
            throw changed(files.get(files.size() - 1));
        }
        return new ImageSet(pixels, labels, 3, SIDE, SIDE);
    }

    private static long records(Path file) {
        try {
            long length = Files.size(file);
            if (length == 0 || length % RECORD != 0) {
                throw truncated(file, length % RECORD, length / RECORD);
            }
            return length / RECORD;
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private static GantryException truncated(Path file, long rest, long records) {
        return GantryException.failure(
                "%s is truncated: %d bytes follow its %d whole images of %d bytes; get the file again",
                file, rest, records, RECORD);
    }

    private static GantryException changed(Path file) {
        return GantryException.failure("%s was changed while it was read: start again", file);
    }

    /** Reads the records of one file to places from {@code first} on; returns where they end. */
    private static int read(Path file, byte[] pixels, byte[] labels, int first) {
        int next = first;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            for (int label = in.read(); label >= 0; label = in.read()) {
                if (label >= CLASSES.size()) {
                    throw GantryException.failure(
                            "%s: image %d has the label %d, and CIFAR-10 has 0 to 9; get the file again",
                            file, next - first, label);
                }
                if (next == labels.length || in.readNBytes(pixels, next * PIXELS, PIXELS) < PIXELS) {
                    throw changed(file);
                }
                labels[next++] = (byte) label;
            }
            return next;
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }
}
