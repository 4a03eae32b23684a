package dev.gantry.data;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Part;
import java.io.ByteArrayOutputStream;
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
        ByteArrayOutputStream pixels = new ByteArrayOutputStream(1 << 16);
        ByteArrayOutputStream labels = new ByteArrayOutputStream(1 << 8);
        for (Path file : requireFiles(Path.of(resolved.dir()), resolved.part())) {
            read(file, pixels, labels);
        }
        ImageSet images = new ImageSet(pixels.toByteArray(), labels.toByteArray(), 3, SIDE, SIDE);
        String title = "CIFAR-10 " + (resolved.part() == Part.TRAIN ? "train" : "test") + " part, " + resolved.dir();
        return new Stored(images, title, CLASSES, null, List.of());
    }

    /** Adds the records of one file. */
    static void read(Path file, ByteArrayOutputStream pixels, ByteArrayOutputStream labels) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] record = new byte[RECORD];
            int records = 0;
            int read = in.readNBytes(record, 0, RECORD);
            while (read == RECORD) {
                if (record[0] < 0 || record[0] >= CLASSES.size()) {
                    throw GantryException.failure(
                            "%s: image %d has the label %d, and CIFAR-10 has 0 to 9; get the file again",
                            file, records, record[0] & 0xff);
                }
                labels.write(record[0]);
                pixels.write(record, 1, PIXELS);
                records++;
                read = in.readNBytes(record, 0, RECORD);
            }
            if (read > 0 || records == 0) {
                throw GantryException.failure(
                        "%s is truncated: %d bytes follow its %d whole images of %d bytes; get the file again",
                        file, read, records, RECORD);
            }
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }
}
