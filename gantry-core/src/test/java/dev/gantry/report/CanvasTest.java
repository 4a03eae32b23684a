package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.event.Samples;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanvasTest {
    @Test
    void onlyWhatWasGivenBackIsTakenAgain_once_andForWhateverFitsInIt() {
        Canvas.take(1, 1); // none is free
        BufferedImage first = Canvas.take(30, 20);
        assertThat(memory(Canvas.take(30, 20))).isNotSameAs(memory(first));
        Canvas.give(first);
        BufferedImage narrower = Canvas.take(20, 29);
        assertThat(memory(narrower)).isSameAs(memory(first));
        assertThat(memory(Canvas.take(20, 29))).isNotSameAs(memory(first));
        Canvas.give(narrower);
        assertThat(memory(Canvas.take(33, 32))).isNotSameAs(memory(first));
        Canvas.give(narrower);
        assertThat(memory(Canvas.take(32, 32))).isSameAs(memory(first));
    }

    @Test
    void aPictureHasTheSizeAskedFor_onWhateverMemory() throws IOException {
        Canvas.give(Canvas.take(30, 20));
        BufferedImage image = Canvas.take(7, 5);
        assertThat(memory(image).length).isGreaterThan(35);
        for (int i = 0; i < 35; i++) {
            image.setRGB(i % 7, i / 7, 0xff000000 | (i * 0x030201));
        }
        assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.encode(image)));
        assertThat(read.getWidth()).isEqualTo(7);
        assertThat(read.getHeight()).isEqualTo(5);
        assertThat(read.getRGB(0, 0, 7, 5, null, 0, 7)).isEqualTo(image.getRGB(0, 0, 7, 5, null, 0, 7));
        assertThat(read.getRGB(6, 4)).isEqualTo(0xff000000 | (34 * 0x030201));
    }

    private static int[] memory(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    @Test
    void nothingShowsThroughOfThePictureBefore(@TempDir Path folder) throws IOException {
        Samples real = Mixture.normal2d().draw(10, 0, null, null);
        Samples wide = Mixture.normal2d().draw(500, 1, null, null);
        showsNothingOf(folder, wide, Mixture.normal2d().draw(3, 2, null, null), real);
        Samples white = new Samples(1, filled(4, 1), 4, new int[] {1, 1, 1}, null, null);
        showsNothingOf(folder, white, new Samples(2, filled(3, -1), 3, new int[] {1, 1, 1}, null, null), null);
    }

    private static void showsNothingOf(Path folder, Samples before, Samples samples, @Nullable Samples real)
            throws IOException {
        Canvas.take(1, 1); // none is free
        byte[] alone = SampleExport.png(samples, real, null, List.of()).orElseThrow();
        SampleFiles.write(folder, "1", before, real, null, List.of());
        SampleFiles.write(folder, "2", samples, real, null, List.of());
        assertThat(Files.readAllBytes(folder.resolve("2.png"))).isEqualTo(alone);
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }
}
