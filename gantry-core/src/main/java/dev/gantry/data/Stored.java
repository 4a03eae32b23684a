package dev.gantry.data;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.random.Seeds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader found in files.
 *
 * @param title for people, such as "Fashion-MNIST t10k (bundled)"
 * @param classNames name of each class, where the files tell it; empty where they do not
 * @param scaling how numbers in the files became samples; null where they are what they were
 * @param notes what a person should know, such as files left out; each a sentence
 */
record Stored(
        Dataset dataset,
        String title,
        List<String> classNames,
        @Nullable Scaling scaling,
        List<String> notes) {

    /** Data as it stands in the files, with nothing to say of it. */
    static Stored of(Dataset dataset, String title) {
        return new Stored(dataset, title, List.of(), null, List.of());
    }

    /**
     * Reads all that the configuration names, before any selection.
     *
     * @param seeds of data that is put together at random
     * @throws GantryException a failure if files are missing or damaged
     */
    static Stored read(DataConfig.Stored config, Seeds seeds) {
        if (config instanceof DataConfig.Idx idx) {
            return IdxFolder.find(idx, IdxFolder.Places.ofThisMachine()).stored();
        }
        if (config instanceof DataConfig.StackedMnist stacked) {
            return StackedImages.read(stacked, seeds);
        }
        if (config instanceof DataConfig.Csv csv) {
            return CsvFile.read(csv);
        }
        if (config instanceof DataConfig.Npy npy) {
            return NpyFile.read(npy);
        }
        if (config instanceof DataConfig.Images images) {
            return ImageFolder.read(images);
        }
        if (config instanceof DataConfig.Cifar10 cifar) {
            return CifarFolder.read(cifar);
        }
        throw new IllegalStateException("no reader for " + config);
    }

    /**
     * The same configuration with nothing left open: paths absolute, parts decided.
     *
     * @throws GantryException if there is no such file or folder
     */
    static DataConfig.Stored resolve(DataConfig.Stored config) {
        if (config instanceof DataConfig.Idx idx) {
            return IdxFolder.resolve(idx);
        }
        if (config instanceof DataConfig.StackedMnist stacked) {
            return StackedImages.resolve(stacked);
        }
        if (config instanceof DataConfig.Csv csv) {
            return CsvFile.resolve(csv);
        }
        if (config instanceof DataConfig.Npy npy) {
            return NpyFile.resolve(npy);
        }
        if (config instanceof DataConfig.Images images) {
            return ImageFolder.resolve(images);
        }
        if (config instanceof DataConfig.Cifar10 cifar) {
            return CifarFolder.resolve(cifar);
        }
        throw new IllegalStateException("no reader for " + config);
    }
}
