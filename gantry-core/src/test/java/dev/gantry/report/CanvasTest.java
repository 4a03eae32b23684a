package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.event.Samples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanvasTest {
    @Test
    void onlyWhatWasGivenBackIsTakenAgain_onceAndAtItsSize() {
        BufferedImage first = Canvas.take(30, 20);
        assertThat(Canvas.take(30, 20)).isNotSameAs(first);
        Canvas.give(first);
        assertThat(Canvas.take(30, 20)).isSameAs(first);
        assertThat(Canvas.take(30, 20)).isNotSameAs(first);
        Canvas.give(first);
        assertThat(Canvas.take(31, 20)).isNotSameAs(first);
        Canvas.give(first);
        assertThat(Canvas.take(30, 21)).isNotSameAs(first);
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
