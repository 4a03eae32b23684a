package dev.gantry.report;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.data.Distribution;
import dev.gantry.event.Samples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Redraws the plots of a run folder and writes its {@code report.html}, from files alone. */
public final class RunReport {

    /**
     * What a report is about, beyond what the folder's files say.
     *
     * @param name heading of the page
     * @param description one line below it, may be empty
     * @param configYaml the resolved configuration, shown as it is
     * @param distribution where real points come from; null: unknown
     * @param columns names of the points' columns, for the axes; empty: there are none
     * @param equilibriumD loss_D at equilibrium; NaN: the objective has none
     * @param equilibriumG loss_G at equilibrium; NaN: the objective has none
     * @param scores which numbers of the metrics are scores
     * @param scoredSamples samples that were scored during training; null: as many as at the end
     */
    public record Subject(
            String name,
            String description,
            String configYaml,
            @Nullable Distribution distribution,
            List<String> columns,
            double equilibriumD,
            double equilibriumG,
            Set<String> scores,
            @Nullable Integer scoredSamples) {}

    /** Where a run's folder has the picture of {@link NearestPairs}, where it was scored. */
    public static final String NEAREST = "plots/nearest.png";

    private RunReport() {}

    /** As {@link #render(Path, Subject, boolean)} under the folder's name and without a description. */
    public static void render(
            Path runFolder,
            String configYaml,
            @Nullable Distribution distribution,
            double equilibriumD,
            double equilibriumG,
            boolean animation) {
        String name = String.valueOf(runFolder.toAbsolutePath().normalize().getFileName());
        render(
                runFolder,
                new Subject(name, "", configYaml, distribution, List.of(), equilibriumD, equilibriumG, Set.of(), null),
                animation);
    }

    /**
     * Writes {@code plots/losses.png}, {@code plots/statistics.png}, {@code plots/health.png}, {@code plots/scores.png},
     * {@code plots/distribution.png} for points or
     * {@code plots/grid.png} for images, {@code plots/training.gif} and {@code report.html}, which shows
     * {@code plots/nearest.png} too. What the folder lacks is left
     * out, and the page says so; a run that is still training is fine.
     *
     * @param animation whether to make the animation anew, which takes seconds; else the page has the one that is there,
     *     or says that there is none
     * @throws GantryException where a file is damaged or cannot be written; names it
     */
    public static void render(Path runFolder, Subject subject, boolean animation) {
        List<MetricsFile.Row> rows = MetricsFile.read(runFolder.resolve("metrics.jsonl"));
        RunFile run = RunFile.read(runFolder.resolve("run.json"));
        Path plots = runFolder.resolve("plots");
        Path samples = runFolder.resolve("samples");
        ReportPage.Pictures pictures = new ReportPage.Pictures();

        // The numbers.
        pictures.losses =
                saved(plots.resolve("losses.png"), LossPlot.draw(rows, subject.equilibriumD(), subject.equilibriumG()));
        StatisticsPlot.draw(rows, name -> !subject.scores().contains(name), Map.of())
                .ifPresent(picture -> pictures.statistics = saved(plots.resolve("statistics.png"), picture));
        StatisticsPlot.drawSignals(rows)
                .ifPresent(picture -> pictures.signals = saved(plots.resolve("health.png"), picture));
        StatisticsPlot.draw(
                        rows,
                        name -> subject.scores().contains(name) && !name.endsWith("_p"),
                        run.floors(subject.scoredSamples()))
                .ifPresent(picture -> pictures.scores = saved(plots.resolve("scores.png"), picture));

        // The newest samples: points are drawn anew, images are shown as the run drew them.
        String newest = newest(samples, run);
        Optional<Samples> real = SampleFiles.read(samples, SampleFiles.REAL, -1);
        Optional<Samples> points =
                newest.isEmpty() ? Optional.empty() : SampleFiles.read(samples, newest, images(newest, run));
        if (points.isPresent() && real.isPresent()) {
            SamplePicture.draw(points.get(), real.get(), subject.distribution(), subject.columns())
                    .ifPresent(picture -> pictures.distribution = saved(plots.resolve("distribution.png"), picture));
            pictures.manyDimensions = points.get().sampleSize() > 2;
        } else if (points.isEmpty() && !newest.isEmpty()) {
            byte[] grid = bytes(samples.resolve(newest + ".png"));
            AtomicFiles.write(plots.resolve("grid.png"), grid);
            pictures.grid = grid;
            Path realPicture = samples.resolve(SampleFiles.REAL + ".png");
            pictures.real = Files.exists(realPicture) ? bytes(realPicture) : null;
        }
        pictures.samplesAt = newest.isEmpty() ? -1 : images(newest, run);

        // The course of the run.
        List<Supplier<Animation.Frame>> frames = animation ? frames(samples, points.isPresent()) : List.of();
        if (frames.size() > 1) {
            byte[] gif = Animation.encode(frames);
            AtomicFiles.write(plots.resolve("training.gif"), gif);
            pictures.animation = gif;
        } else if (!animation && Files.exists(plots.resolve("training.gif"))) {
            pictures.animation = bytes(plots.resolve("training.gif"));
        }
        Path nearest = runFolder.resolve(NEAREST);
        pictures.nearest = Files.exists(nearest) ? bytes(nearest) : null;
        String page = ReportPage.write(subject, run, rows, pictures);
        AtomicFiles.write(runFolder.resolve("report.html"), page.getBytes(StandardCharsets.UTF_8));
    }

    /** The stem of the samples that show how the run stands; empty where there are none. */
    private static String newest(Path samples, RunFile run) {
        boolean ended = Files.exists(samples.resolve(SampleFiles.FINAL + ".png"))
                || Files.exists(samples.resolve(SampleFiles.FINAL + ".csv"));
        List<Long> ticks = SampleFiles.ticks(samples);
        if (ended && (ticks.isEmpty() || !run.status().equals("running"))) {
            return SampleFiles.FINAL;
        }
        return ticks.isEmpty() ? "" : SampleFiles.stem(ticks.get(ticks.size() - 1));
    }

    private static long images(String stem, RunFile run) {
        return stem.equals(SampleFiles.FINAL) ? run.images() : Long.parseLong(stem);
    }

    private static List<Supplier<Animation.Frame>> frames(Path samples, boolean captioned) {
        List<Supplier<Animation.Frame>> frames = new ArrayList<>();
        for (long tick : SampleFiles.ticks(samples)) {
            Path file = samples.resolve(SampleFiles.stem(tick) + ".png");
            if (Files.exists(file)) {
                String caption = captioned ? "" : Numbers.plural(tick, "real sample") + " shown";
                frames.add(() -> new Animation.Frame(picture(file), caption));
            }
        }
        return frames;
    }

    private static BufferedImage picture(Path file) {
        try {
            ImageIO.setUseCache(false);
            BufferedImage picture = ImageIO.read(file.toFile());
            if (picture == null) {
                throw GantryException.failure("%s is not a picture; remove it, then write the report again", file);
            }
            return picture;
        } catch (IOException e) {
            throw GantryException.failure(e, "%s is damaged; remove it, then write the report again", file);
        }
    }

    private static byte[] saved(Path file, BufferedImage picture) {
        byte[] png = Png.encode(picture);
        AtomicFiles.write(file, png);
        return png;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }
}
