package dev.gantry.data;

import dev.gantry.config.DataConfig;

/** A folder of image files. */
final class ImageFolder {
    private ImageFolder() {}

    static Stored read(DataConfig.Images config) {
        return Stored.of(new PointSet(new float[] {0}, 1), config.toString());
    }

    static DataConfig.Images resolve(DataConfig.Images config) {
        return config;
    }
}
