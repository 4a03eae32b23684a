package dev.gantry.data;

import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import dev.gantry.config.Suggestions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which {@code data} one word means: a toy, a named set, or a file or folder told by what it is.
 *
 * @param type the type of the block
 * @param key the key that holds the path; empty for a toy
 * @param path the path or the name of a set; empty for a toy
 */
public record DataGuess(String type, String key, String path) {

    /**
     * Guesses.
     *
     * @throws GantryException a failure if there is no such file or folder, or nothing in it that Gantry reads
     */
    public static DataGuess of(String word) {
        if (Configs.toys().contains(word)) {
            return new DataGuess(word, "", "");
        }
        Path path = DataPath.of(word, "--data");
        if (IdxFolder.isName(word)) {
            return new DataGuess("idx", "dir", word);
        }
        if (!Files.exists(path)) {
            throw GantryException.failure(
                    "there is no file or folder %s, and no data of that name%s there are %s, %s",
                    path, Suggestions.hint(word, names()), IdxFolder.NAMES, String.join(", ", Configs.toys()));
        }
        return Files.isDirectory(path)
                ? new DataGuess(typeOfFolder(path), "dir", path.toString())
                : new DataGuess(typeOfFile(path), "file", path.toString());
    }

    private static List<String> names() {
        return Stream.concat(Configs.toys().stream(), Stream.of(IdxFolder.NAMES.split(", ")))
                .toList();
    }

    private static String typeOfFile(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return "npy";
        }
        if (Stream.of(".csv", ".tsv", ".txt").anyMatch(name::endsWith)) {
            return "csv";
        }
        throw GantryException.failure(
                "%s: which kind of data is that? Files of points end in .csv, .tsv, .txt or .npy; IDX files, CIFAR-10 and"
                        + " images are given by their folder",
                file);
    }

    private static String typeOfFolder(Path folder) {
        if (IdxFolder.isIn(folder)) {
            return "idx";
        }
        if (CifarFolder.isIn(folder)) {
            return "cifar10";
        }
        if (ImageFolder.isIn(folder)) {
            return "images";
        }
        throw GantryException.failure(
                "%s holds nothing that can be trained on: looked for IDX files (train-images-idx3-ubyte and relatives, plain"
                        + " or .gz), CIFAR-10's data_batch_1.bin and relatives, and PNG or JPEG files, also in its"
                        + " subfolders%s",
                folder, IdxFolder.below(folder));
    }
}
