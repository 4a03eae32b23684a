package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.event.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFilesTest {
    @TempDir
    Path folder;

    @Test
    void points_roundTripToTheBit() {
        float[] values = {0.1f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 1e-10f, 3};
        Samples.Mesh field = new Samples.Mesh(2, 1, new float[] {0.3f, 1, 2, 3}, new float[] {0.1f, 1f / 3});
        Samples.Mesh map = new Samples.Mesh(1, 2, new float[] {0.7f}, new float[] {1f / 7, 1e30f});
        Samples written = new Samples(4000, values, 4, new int[] {2}, field, map);
        SampleFiles.write(
                folder, "4000", written, Mixture.normal2d().draw(10, 0, null, null), Mixture.normal2d(), List.of());
        Samples read = SampleFiles.read(folder, "4000", 4000).orElseThrow();
        assertThat(bits(read.values())).isEqualTo(bits(values));
        assertThat(read.count()).isEqualTo(4);
        assertThat(read.shape()).containsExactly(2);
        Samples.Mesh readField = Objects.requireNonNull(read.field());
        assertThat(bits(readField.inputs())).isEqualTo(bits(field.inputs()));
        assertThat(bits(readField.outputs())).isEqualTo(bits(field.outputs()));
        Samples.Mesh readMap = Objects.requireNonNull(read.map());
        assertThat(readMap.inputDimension()).isEqualTo(1);
        assertThat(readMap.outputDimension()).isEqualTo(2);
        assertThat(bits(readMap.outputs())).isEqualTo(bits(map.outputs()));
    }

    @Test
    void headers_areTheContract() throws IOException {
        Samples.Mesh field = new Samples.Mesh(1, 1, new float[] {0}, new float[] {0.5f});
        Samples.Mesh map = new Samples.Mesh(2, 1, new float[] {0, 1}, new float[] {0.5f});
        Samples line = new Samples(1, new float[] {2}, 1, new int[] {1}, field, map);
        SampleFiles.write(folder, "1", line, line, null, List.of());
        assertThat(folder.resolve("1.csv")).hasContent("x0\n2.0\n");
        assertThat(folder.resolve("1.field.csv")).hasContent("x0,d\n0.0,0.5\n");
        assertThat(folder.resolve("1.map.csv")).hasContent("z0,z1,g0\n0.0,1.0,0.5\n");
        assertThat(folder.resolve("1.png")).exists();
        assertThat(names()).hasSize(4);
    }

    @Test
    void picture_hasTheNamesOfTheColumns_andTheTableKeepsItsHeader() {
        Samples real = Mixture.normal2d().draw(10, 0, null, null);
        Samples generated = Mixture.normal2d().draw(10, 1, null, null);
        List<String> columns = List.of("height", "weight");
        SampleFiles.write(folder, "1", generated, real, null, columns);
        byte[] named = SampleExport.png(generated, real, null, columns).orElseThrow();
        assertThat(folder.resolve("1.png")).hasBinaryContent(named);
        assertThat(SampleExport.png(generated, real, null, List.of()).orElseThrow())
                .isNotEqualTo(named);
        assertThat(folder.resolve("1.csv")).content().startsWith("x0,x1\n");
    }

    @Test
    void pointsOfManyDimensions_getNoPicture() throws IOException {
        SampleFiles.write(
                folder, "1", new Samples(1, new float[6], 2, new int[] {3}, null, null), null, null, List.of());
        assertThat(names()).containsExactly("1.csv");
    }

    @Test
    void images_areAPictureOnly() throws IOException {
        SampleFiles.write(
                folder, "7", new Samples(7, new float[9], 1, new int[] {1, 3, 3}, null, null), null, null, List.of());
        assertThat(names()).containsExactly("7.png");
        assertThat(ImageIO.read(folder.resolve("7.png").toFile()).getWidth()).isEqualTo(3 * 4 + 2 * ImageGrid.GAP);
        assertThat(SampleFiles.read(folder, "7", 7)).isEmpty();
    }

    @Test
    void ticks_areNumericStemsInOrder() throws IOException {
        for (String name : new String[] {"1000.png", "200.csv", "200.png", "200.field.csv", "final.png", "real.csv"}) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(SampleFiles.ticks(folder)).containsExactly(200L, 1000L);
        assertThat(SampleFiles.ticks(folder.resolve("none"))).isEmpty();
    }

    @Test
    void reader_namesFileAndLine() throws IOException {
        damaged("x0,x1\n1,2\n3\n", "5.csv:3: 2 numbers expected, got 1");
        damaged("x0,x1\n1,2f\n", "5.csv:2: \"2f\" is not a number");
        damaged("x0,x1\n1, 2\n", "5.csv:2: \" 2\" is not a number");
        damaged("x0,x1\n1,0x1p3\n", "5.csv:2: \"0x1p3\" is not a number");
        damaged("x0,y\n1,2\n", "5.csv:1: header x0 expected, got \"x0,y\"");
        damaged("", "5.csv:1: header x0 expected");
    }

    @Test
    void failedWrite_leavesNothingBehind() throws IOException {
        Path busy = Files.createDirectories(folder.resolve("5.csv"));
        Files.createFile(busy.resolve("occupant"));
        assertThatThrownBy(() -> AtomicFiles.write(busy, new byte[10]))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("cannot write")
                .hasMessageContaining("5.csv");
        assertThat(names()).containsExactly("5.csv");
        Path file = Files.createFile(folder.resolve("plain"));
        assertThatThrownBy(() -> AtomicFiles.write(file.resolve("x.png"), new byte[10]))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("x.png");
        assertThat(file).isEmptyFile();
    }

    @Test
    void write_replacesWhatWasThere() throws IOException {
        AtomicFiles.write(folder.resolve("a"), new byte[] {1, 2});
        AtomicFiles.write(folder.resolve("a"), new byte[] {3});
        assertThat(folder.resolve("a")).hasBinaryContent(new byte[] {3});
        assertThat(names()).containsExactly("a");
    }

    private void damaged(String content, String message) throws IOException {
        Files.writeString(folder.resolve("5.csv"), content);
        assertThatThrownBy(() -> SampleFiles.read(folder, "5", 5))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(message);
    }

    private java.util.List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
