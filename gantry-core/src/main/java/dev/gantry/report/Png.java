package dev.gantry.report;

import com.pngencoder.PngEncoder;
import dev.gantry.AtomicFiles;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** PNG files, encoded in memory first, so that a file is there whole or not at all. */
final class Png {
    /** Files as small as ImageIO's, in a third of its time. */
    private static final int COMPRESSION = 4;

    private Png() {}

    /** Writes a picture, whole or not at all. */
    static void write(Path file, BufferedImage image) {
        AtomicFiles.write(file, encode(image));
    }

    /** The picture as the bytes of a file. */
    static byte[] encode(BufferedImage image) {
        return new PngEncoder()
                .withBufferedImage(image)
                .withCompressionLevel(COMPRESSION)
                .withMultiThreadedCompressionEnabled(false)
                .toBytes();
    }
}
