package dev.gantry.data;

import dev.gantry.config.DataConfig;
import java.nio.file.Path;

/** CIFAR-10 in its binary files. */
final class CifarFolder {
    private CifarFolder() {}

    static boolean isIn(Path folder) {
        return folder == null;
    }

    static Stored read(DataConfig.Cifar10 config) {
        return Stored.of(new PointSet(new float[] {0}, 1), config.toString());
    }

    static DataConfig.Cifar10 resolve(DataConfig.Cifar10 config) {
        return config;
    }
}
