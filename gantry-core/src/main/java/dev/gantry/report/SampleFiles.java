package dev.gantry.report;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.data.Distribution;
import dev.gantry.event.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run's {@code samples} folder.
 *
 * <p>{@code STEM.png} is a picture of the samples; for points, {@code STEM.csv} holds them (header x0,x1,...),
 * {@code STEM.field.csv} D over a mesh (x0[,x1],d) and {@code STEM.map.csv} G's map (z0[,z1],g0[,g1]). A stem is
 * {@code real}, {@code final} or the number of images at a tick.
 */
public final class SampleFiles {
    /** Stem of the real samples. */
    public static final String REAL = "real";

    /** Stem of the samples at the end of a run. */
    public static final String FINAL = "final";

    private static final Pattern TICK = Pattern.compile("([0-9]{1,18})\\.(?:png|csv)");

    private SampleFiles() {}

    /** The stem of a tick's samples. */
    public static String stem(long images) {
        return Long.toString(images);
    }

    /**
     * Writes samples as files, each whole or not at all. Points of three or more dimensions get no picture.
     *
     * @param real the real points that the picture shows beside them; null: {@code samples} are the real ones. Not used
     *     for images
     * @param distribution where real points come from; null: unknown
     * @param columns names of the points' columns, for the picture's axes; empty: there are none
     * @throws GantryException where a file cannot be written
     */
    public static void write(
            Path folder,
            String stem,
            Samples samples,
            @Nullable Samples real,
            @Nullable Distribution distribution,
            List<String> columns) {
        if (!samples.isImage()) {
            writePoints(folder, stem, samples);
        }
        SamplePicture.draw(samples, real, distribution, columns).ifPresent(picture -> {
            Png.write(folder.resolve(stem + ".png"), picture);
            Canvas.give(picture);
        });
    }

    private static void writePoints(Path folder, String stem, Samples samples) {
        int size = samples.sampleSize();
        List<String> header = PointCsv.columns("x", size);
        AtomicFiles.write(folder.resolve(stem + ".csv"), PointCsv.write(header, samples.count(), samples.values()));
        Samples.Mesh field = samples.field();
        if (field != null) {
            List<String> columns = Stream.concat(PointCsv.columns("x", field.inputDimension()).stream(), Stream.of("d"))
                    .toList();
            AtomicFiles.write(
                    folder.resolve(stem + ".field.csv"),
                    PointCsv.write(columns, field.size(), field.inputs(), field.outputs()));
        }
        Samples.Mesh map = samples.map();
        if (map != null) {
            List<String> columns = Stream.concat(
                            PointCsv.columns("z", map.inputDimension()).stream(),
                            PointCsv.columns("g", map.outputDimension()).stream())
                    .toList();
            AtomicFiles.write(
                    folder.resolve(stem + ".map.csv"),
                    PointCsv.write(columns, map.size(), map.inputs(), map.outputs()));
        }
    }

    /**
     * Reads points back, to the bit, with field and map where their files are there.
     *
     * @param images real samples shown when they were drawn; -1 where that means nothing
     * @return empty where there is no {@code STEM.csv}
     * @throws GantryException where a file is not as {@link #write} leaves it; names file and line
     */
    public static Optional<Samples> read(Path folder, String stem, long images) {
        Path file = folder.resolve(stem + ".csv");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        PointCsv.Table points = PointCsv.read(file, "x");
        int dimension = points.header().size();
        return Optional.of(new Samples(
                images,
                points.values(),
                points.rows(),
                new int[] {dimension},
                mesh(folder.resolve(stem + ".field.csv"), "x", "d"),
                mesh(folder.resolve(stem + ".map.csv"), "z", "g")));
    }

    private static Samples.@Nullable Mesh mesh(Path file, String inputs, String outputs) {
        if (!Files.exists(file)) {
            return null;
        }
        PointCsv.Table table = PointCsv.read(file, inputs, outputs);
        int in = table.width(inputs);
        int out = table.width(outputs);
        return new Samples.Mesh(in, out, table.part(0, in), table.part(in, out));
    }

    /** The ticks that have a picture or points, in order; none where the folder is missing. */
    public static List<Long> ticks(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> TICK.matcher(String.valueOf(file.getFileName())))
                    .filter(name -> name.matches())
                    .map(name -> Long.parseLong(name.group(1)))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw AtomicFiles.unreadable(folder, e);
        }
    }
}
