package dev.gantry.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures made by tests. */
public final class TestImages {
    private TestImages() {}

    /** Discs of several colours on PNG and JPEG pictures of several sizes, in two folders. */
    public static void write(Path folder, int count) {
        for (int i = 0; i < count; i++) {
            int width = 30 + 7 * (i % 5);
            int height = 40 - 3 * (i % 7);
            BufferedImage image = plain(width, height, new Color(Color.HSBtoRGB(i / (float) count, 0.5f, 0.9f)));
            Graphics2D pen = image.createGraphics();
            pen.setColor(Color.WHITE);
            pen.fillOval(i % 10, 5, 14, 14);
            pen.dispose();
            String kind = i % 2 == 0 ? "png" : "jpg";
            write(folder.resolve(i % 3 == 0 ? "a" : "b").resolve("p" + i + "." + kind), image, kind);
        }
    }

    static BufferedImage plain(int width, int height, Color colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return image;
    }

    static void write(Path file, BufferedImage image, String kind) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!ImageIO.write(image, kind, file.toFile())) {
                throw new IllegalArgumentException("no writer for " + kind);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
