package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.gantry.event.Samples;
import dev.gantry.report.SampleExport;
import dev.gantry.report.SampleFiles;
import dev.gantry.run.Interpolation;
import dev.gantry.run.TrainedGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SampleCommandTest {
    @TempDir
    static Path shared;

    private static Path points = Path.of("");
    private static Path images = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        points = shared.resolve("points");
        images = shared.resolve("images");
        assertThat(Outcome.trainTiny(points).code()).isZero();
        Outcome tiny = Outcome.of(
                "train",
                "fashion-mlp",
                "--quiet",
                "--images",
                64,
                "--out",
                images,
                "--set",
                "generator.hidden=[8]",
                "--set",
                "discriminator.hidden=[8]",
                "--set",
                "output.pictures=false");
        assertThat(tiny.code()).as(tiny.err()).isZero();
    }

    @Test
    void points_are_csv_on_stdout_and_the_same_bits_as_the_library_gives() {
        Outcome outcome = Outcome.of("sample", points, "--n", 3, "--seed", 9);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines().get(0)).isEqualTo("x0,x1");
        try (TrainedGenerator generator = TrainedGenerator.load(points)) {
            assertThat(numbers(outcome.lines())).isEqualTo(generator.sample(3, 9));
        }
        assertThat(Outcome.of("sample", points, "--n", 3, "--seed", 10).out()).isNotEqualTo(outcome.out());
    }

    @Test
    void more_samples_than_fit_into_one_part_begin_with_the_same() {
        List<String> many = Outcome.of("sample", points, "--n", 2500).lines();
        assertThat(many).hasSize(2501);
        assertThat(many.subList(0, 4))
                .isEqualTo(Outcome.of("sample", points, "--n", 3).lines());
        try (TrainedGenerator generator = TrainedGenerator.load(points)) {
            assertThat(numbers(many)).isEqualTo(generator.sample(2500, 0));
        }
    }

    @Test
    void npy_is_the_format_of_numpy() throws IOException {
        Path file = folder.resolve("x.npy");
        assertThat(Outcome.of("sample", images, "--n", 5, "--seed", 9, "--out", file)
                        .code())
                .isZero();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        byte[] header = new byte[bytes.getShort()];
        bytes.get(header);
        assertThat(bytes.position() % 64).isZero();
        assertThat(new String(header, StandardCharsets.US_ASCII))
                .matches("\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(5, 1, 28, 28\\), } *\n");
        float[] values = new float[5 * 28 * 28];
        bytes.asFloatBuffer().get(values);
        assertThat(bytes.remaining()).isEqualTo(4 * values.length);
        try (TrainedGenerator generator = TrainedGenerator.load(images)) {
            assertThat(values).isEqualTo(generator.sample(5, 9));
        }
    }

    @Test
    void pictures_of_images_and_points_are_png() throws IOException {
        Path grid = folder.resolve("grid.png");
        Path plot = folder.resolve("plot.PNG");
        assertThat(Outcome.of("sample", images, "--out", grid).code()).isZero();
        assertThat(Outcome.of("sample", points, "--out", plot).code()).isZero();
        BufferedImage picture = ImageIO.read(grid.toFile());
        assertThat(picture.getWidth()).isEqualTo(picture.getHeight());
        assertThat(ImageIO.read(plot.toFile()).getWidth()).isGreaterThan(100);
    }

    @Test
    void a_picture_of_points_has_the_names_of_the_files_columns() throws IOException {
        Path run = folder.resolve("run");
        assertThat(Outcome.trainTinyOnFile(run, "people.csv").code()).isZero();
        Path plot = folder.resolve("plot.png");
        assertThat(Outcome.of("sample", run, "--n", 20, "--out", plot).code()).isZero();
        Samples real =
                SampleFiles.read(run.resolve("samples"), SampleFiles.REAL, -1).orElseThrow();
        try (TrainedGenerator generator = TrainedGenerator.load(run)) {
            Samples drawn = new Samples(-1, generator.sample(20, 0), 20, generator.shape(), null, null);
            assertThat(plot)
                    .hasBinaryContent(SampleExport.png(drawn, real, null, List.of("height", "weight"))
                            .orElseThrow());
        }
    }

    @Test
    void rows_of_an_interpolation_lead_from_one_sample_to_the_next() throws IOException {
        Outcome outcome = Outcome.of("sample", images, "--interpolate", 5, "--n", 2, "--format", "csv", "--seed", 3);
        float[] ways = numbers(outcome.lines());
        int size = 28 * 28;
        assertThat(ways).hasSize(2 * 5 * size);
        try (TrainedGenerator generator = TrainedGenerator.load(images)) {
            float[] ends = generator.sample(4, 3);
            int[] places = {0, 4, 5, 9};
            for (int i = 0; i < 4; i++) {
                float[] end = Arrays.copyOfRange(ends, i * size, (i + 1) * size);
                float[] shown = Arrays.copyOfRange(ways, places[i] * size, (places[i] + 1) * size);
                for (int pixel = 0; pixel < size; pixel++) {
                    assertThat(shown[pixel]).isCloseTo(end[pixel], offset(1e-5f));
                }
            }
            float[] latents = Interpolation.latents(generator.latent(), 2, 5, 3);
            assertThat(ways).isEqualTo(generator.at(latents));
        }
        Path file = folder.resolve("ways.png");
        assertThat(Outcome.of("sample", images, "--interpolate", 5, "--n", 2, "--out", file)
                        .code())
                .isZero();
        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat((double) picture.getWidth() / picture.getHeight()).isBetween(2.4, 2.6);
    }

    @Test
    void an_existing_file_is_replaced_and_nothing_else_is_left() throws IOException {
        Path file = folder.resolve("x.csv");
        Files.writeString(file, "old");
        assertThat(Outcome.of("sample", points, "--n", 2, "--out", file).code()).isZero();
        assertThat(file).content().startsWith("x0,x1\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_link_stays_a_link() throws IOException {
        Path file = folder.resolve("x.csv");
        Files.writeString(file, "old");
        Path link;
        try {
            link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
        } catch (IOException | UnsupportedOperationException noLinks) {
            abort("no symbolic links here");
            return;
        }
        assertThat(Outcome.of("sample", points, "--n", 2, "--out", link).code()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(file).content().startsWith("x0,x1\n");
    }

    @Test
    void a_reader_that_has_enough_is_no_error() {
        Outcome outcome =
                Outcome.withStdoutThatFails(100, "Broken pipe", "sample", points, "--n", 100_000, "--out", "-");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void a_full_disk_behind_stdout_is_an_error() {
        Outcome outcome = Outcome.withStdoutThatFails(100, "No space left on device", "sample", points, "--n", 10_000);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err().lines()).containsExactly("gantry: stdout: cannot be written: No space left on device");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "points | --n 0                                 | --n must be 1 to 10000000, got 0",
                "points | --n 10000001                          | --n must be 1 to 10000000, got 10000001",
                "points | --out x.jpg                           | must end in .png, .csv or .npy",
                "points | --out no-such-folder/x.csv            | there is no folder",
                "points | --out .                               | is a folder",
                "points | --interpolate 1                       | --interpolate must be 2 to 100, got 1",
                "points | --interpolate 3 --out x.png           | pictures of images only",
                "images | --n 3                                 | images need a file: --out samples.png",
                "images | --n 5000 --out x.png                  | 5000 images are too many for a picture",
                "images | --n 5000000 --interpolate 100 --out x.npy | is too large",
            })
    void a_wrong_request_names_the_option(String run, String options, String message) {
        Path folderOfRun = run.equals("points") ? points : images;
        Object[] words = Stream.concat(Stream.of("sample", folderOfRun), Stream.of(options.split(" ")))
                .toArray();
        Outcome outcome = Outcome.of(words);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).singleElement().asString().contains(message);
        assertThat(Path.of("x.png")).doesNotExist();
    }

    @Test
    void a_run_without_checkpoint_says_what_to_do() throws IOException {
        Files.copy(points.resolve("config.yaml"), folder.resolve("config.yaml"));
        Outcome outcome = Outcome.of("sample", folder);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("has no checkpoint yet").contains("--resume");
    }

    private static float[] numbers(List<String> csv) {
        List<String> cells =
                csv.stream().skip(1).flatMap(line -> Stream.of(line.split(","))).toList();
        float[] values = new float[cells.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(cells.get(i));
        }
        return values;
    }
}
