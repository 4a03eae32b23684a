package dev.gantry.cli;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.data.Scaling;
import dev.gantry.data.Toys;
import dev.gantry.event.Samples;
import dev.gantry.report.SampleExport;
import dev.gantry.report.SampleFiles;
import dev.gantry.run.Interpolation;
import dev.gantry.run.TrainedGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws samples from a trained generator. */
@Command(
        name = "sample",
        description = {
            "Draw samples from a run's newest checkpoint.",
            "PNG is a grid of images or a plot of points; CSV has the header x0,x1,... (or the names in the data's own header) and one line per sample; NPY is"
                    + " float32 of shape (n, shape of a sample). An existing file is replaced. Points without --out go to"
                    + " stdout as CSV."
        },
        footer = {
            "  gantry sample runs/fashion-mlp-42 --n 64 --out samples.png",
            "  gantry sample runs/fashion-mlp-42 --interpolate 10 --n 6 --out ways.png",
            "  gantry sample runs/gaussian2d-42 --n 5000 --seed 7 > points.csv",
            "  gantry sample runs/fashion-mlp-42 --n 60000 --out synthetic.npy"
        })
final class SampleCommand implements Runnable {
    private static final int MOST_SAMPLES = 10_000_000;
    private static final int MOST_IN_PICTURE = 4096;
    private static final int MOST_INTERPOLATED_NUMBERS = 1 << 26;
    private static final String STDOUT = "-";

    /** What samples are written as. */
    enum Format {
        PNG,
        CSV,
        NPY
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "A run's folder.")
    private @Nullable Path run;

    @Option(
            names = {"-n", "--n"},
            paramLabel = "N",
            description = "How many samples, 1 to 10000000; default: 16 images, 1000 points, or 8 ways.")
    private @Nullable Integer n;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "The same seed gives the same samples; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "A file that ends in .png, .csv or .npy; '-' is stdout, as --format says.")
    private @Nullable String out;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "png, csv or npy; default: the ending of --out, csv on stdout.")
    private @Nullable Format format;

    @Option(
            names = "--interpolate",
            paramLabel = "K",
            description = "N rows, each going from one random latent to another in K steps, 2 to 100.")
    private @Nullable Integer interpolate;

    @Override
    public void run() {
        check(n == null || (n >= 1 && n <= MOST_SAMPLES), "--n must be 1 to %d, got %s", MOST_SAMPLES, n);
        check(
                interpolate == null || (interpolate >= 2 && interpolate <= 100),
                "--interpolate must be 2 to 100, got %s",
                interpolate);
        Path file = out == null || out.equals(STDOUT) ? null : target(out);
        Format chosen = file == null ? null : formatOf(file);
        try (TrainedGenerator generator = TrainedGenerator.load(Objects.requireNonNull(run))) {
            boolean images = generator.shape().length == 3;
            if (file == null) {
                chosen = formatOfStdout(images);
            }
            write(content(generator, Objects.requireNonNull(chosen), images), file);
        }
    }

    // --- What ---

    private AtomicFiles.Content content(TrainedGenerator generator, Format chosen, boolean images) {
        int standard = interpolate != null ? 8 : images ? 16 : 1000;
        int count = n == null ? standard : n;
        if (interpolate != null) {
            return interpolated(generator, chosen, images, count, interpolate);
        }
        if (chosen == Format.PNG) {
            byte[] picture = picture(generator, count);
            return stream -> stream.write(picture);
        }
        SampleExport.Table table = table(chosen);
        return stream -> {
            stream.write(header(generator, table, count));
            try {
                generator.sample(count, seed, part -> writeRows(stream, table, part, generator.shape()));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        };
    }

    /** Columns that have names keep them. */
    private static byte[] header(TrainedGenerator generator, SampleExport.Table table, int count) {
        List<String> columns = columns(generator);
        return table == SampleExport.Table.CSV && !columns.isEmpty()
                ? SampleExport.csvHeader(columns)
                : table.header(count, generator.shape());
    }

    private static List<String> columns(TrainedGenerator generator) {
        return generator.scaling().map(Scaling::columns).orElse(List.of());
    }

    private static void writeRows(OutputStream stream, SampleExport.Table table, float[] rows, int[] shape) {
        try {
            stream.write(table.rows(rows, shape));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AtomicFiles.Content interpolated(
            TrainedGenerator generator, Format chosen, boolean images, int ways, int steps) {
        check(images || chosen != Format.PNG, "--interpolate draws pictures of images only; use csv or npy for points");
        long count = (long) ways * steps;
        requirePicture(chosen, count);
        int width = Math.max(generator.latent().size(), size(generator.shape()));
        check(count * width <= MOST_INTERPOLATED_NUMBERS, "--n %s times --interpolate %s is too large", ways, steps);
        float[] values = generator.at(Interpolation.latents(generator.latent(), ways, steps, seed));
        if (chosen == Format.PNG) {
            byte[] picture = SampleExport.pngRows(samples(generator, values, (int) count), steps);
            return stream -> stream.write(picture);
        }
        SampleExport.Table table = table(chosen);
        return stream -> {
            stream.write(header(generator, table, (int) count));
            stream.write(table.rows(values, generator.shape()));
        };
    }

    /** Images as a grid, points beside the real ones that the run kept. */
    private byte[] picture(TrainedGenerator generator, int count) {
        boolean images = generator.shape().length == 3;
        requirePicture(images ? Format.PNG : Format.CSV, count);
        check(images || count <= 1_000_000, "--n %s: a plot takes at most 1000000 points; use csv or npy", count);
        Samples samples = samples(generator, generator.sample(count, seed), count);
        DataConfig data = generator.config().data();
        Samples real = images
                ? null
                : SampleFiles.read(Objects.requireNonNull(run).resolve("samples"), SampleFiles.REAL, -1)
                        .orElseThrow(() -> GantryException.failure(
                                "%s: has no samples/real.csv to plot beside; use csv or npy", run));
        return SampleExport.png(
                        samples, real, data instanceof DataConfig.Toy toy ? Toys.of(toy) : null, columns(generator))
                .orElseThrow(() -> GantryException.request(
                        "there is no picture of points in %d dimensions; use csv or npy",
                        generator.shape()[0]));
    }

    private static Samples samples(TrainedGenerator generator, float[] values, int count) {
        return new Samples(-1, values, count, generator.shape(), null, null);
    }

    private static void requirePicture(Format chosen, long count) {
        check(
                chosen != Format.PNG || count <= MOST_IN_PICTURE,
                "%s images are too many for a picture, which takes %d; use csv or npy",
                count,
                MOST_IN_PICTURE);
    }

    // --- Where ---

    private static Path target(String out) {
        Path file = Path.of(out);
        check(!Files.isDirectory(file), "--out %s: is a folder; name a file", out);
        Path folder = file.toAbsolutePath().getParent();
        check(
                folder != null && Files.isDirectory(folder),
                "--out %s: there is no folder %s; make it first",
                out,
                folder);
        return file;
    }

    private Format formatOf(Path file) {
        if (format != null) {
            return format;
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        List<Format> fitting = Stream.of(Format.values())
                .filter(known -> name.endsWith("." + known.name().toLowerCase(Locale.ROOT)))
                .toList();
        check(fitting.size() == 1, "--out %s: the name must end in .png, .csv or .npy, or give --format", file);
        return fitting.get(0);
    }

    private Format formatOfStdout(boolean images) {
        check(
                out != null || format != null || !images,
                "images need a file: --out samples.png (or .npy, .csv), or --out - for stdout");
        Format chosen = format == null ? Format.CSV : format;
        check(
                chosen == Format.CSV || !Terminal.isStdout(),
                "%s is not for a terminal: name a file by --out, or pipe it on",
                chosen.name().toLowerCase(Locale.ROOT));
        return chosen;
    }

    private void write(AtomicFiles.Content content, @Nullable Path file) {
        if (file == null) {
            writeToStdout(content);
        } else if (Files.exists(file) && !Files.isRegularFile(file)) {
            writeToDevice(content, file);
        } else {
            AtomicFiles.write(real(file), content);
        }
    }

    private void writeToStdout(AtomicFiles.Content content) {
        Stdout stdout = Main.stdout(Objects.requireNonNull(spec));
        try {
            content.writeTo(stdout);
            stdout.flush();
        } catch (IOException e) {
            GantryException failure = stdout.failure();
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** A pipe or /dev/null must not be replaced by a file. */
    private static void writeToDevice(AtomicFiles.Content content, Path device) {
        try (OutputStream stream = Files.newOutputStream(device)) {
            content.writeTo(stream);
        } catch (IOException e) {
            throw AtomicFiles.unwritable(device, e);
        }
    }

    /** A link stays a link. */
    private static Path real(Path file) {
        try {
            return Files.exists(file) ? file.toRealPath() : file;
        } catch (IOException e) {
            throw AtomicFiles.unwritable(file, e);
        }
    }

    private static SampleExport.Table table(Format format) {
        return format == Format.NPY ? SampleExport.Table.NPY : SampleExport.Table.CSV;
    }

    private static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private static void check(boolean condition, String message, @Nullable Object... arguments) {
        if (!condition) {
            throw GantryException.request(message, arguments);
        }
    }
}
