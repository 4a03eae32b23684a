package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.config.RunConfig;
import dev.gantry.event.Samples;
import dev.gantry.report.ContactSheet;
import dev.gantry.report.ContactSheet.Panel;
import dev.gantry.report.SampleFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Draws a gallery from the files in its runs' folders. */
final class GalleryPicture {
    private GalleryPicture() {}

    /**
     * The picture as PNG.
     *
     * @param penalties the penalty beside an objective, by its name
     */
    static byte[] png(
            RunConfig config, int objectives, List<Gallery.Outcome> outcomes, UnaryOperator<String> penalties) {
        Samples real = outcomes.stream()
                .flatMap(outcome -> Stream.ofNullable(outcome.folder()))
                .flatMap(folder -> SampleFiles.read(folder.resolve("samples"), SampleFiles.REAL, -1).stream())
                .findFirst()
                .orElseThrow(() -> GantryException.failure("no run left samples to draw; see the errors above"));
        List<Panel> panels = outcomes.stream()
                .map(outcome -> panel(outcome, penalties.apply(outcome.name())))
                .toList();
        String title = config.name() + " under " + objectives + (objectives == 1 ? " objective" : " objectives");
        return ContactSheet.png(title, aside(config, outcomes), panels, real);
    }

    private static String aside(RunConfig config, List<Gallery.Outcome> outcomes) {
        LongSummaryStatistics images = outcomes.stream()
                .filter(outcome -> outcome.status() == Gallery.Status.COMPLETED)
                .mapToLong(Gallery.Outcome::images)
                .summaryStatistics();
        String seed = "seed " + config.seed();
        if (images.getCount() == 0) {
            return seed;
        }
        String least = images.getMin() == images.getMax() ? "" : String.format(Locale.ROOT, "%,d to ", images.getMin());
        return seed + String.format(Locale.ROOT, ", after %s%,d real samples", least, images.getMax());
    }

    private static Panel panel(Gallery.Outcome outcome, String penalty) {
        String status = outcome.status().name().toLowerCase(Locale.ROOT);
        Optional<Samples> points = outcome.folder() == null ? Optional.empty() : newest(outcome, outcome.folder());
        boolean completed = outcome.status() == Gallery.Status.COMPLETED;
        String note = !completed ? status : penalty.equals("none") ? "no penalty" : penalty;
        String reason = outcome.message() == null ? "The run left no samples." : outcome.message();
        return new Panel(outcome.name(), note, points.orElse(null), reason);
    }

    /** The last samples of a run: those of its end, or of the newest tick of one that did not get there. */
    private static Optional<Samples> newest(Gallery.Outcome outcome, Path folder) {
        Path samples = folder.resolve("samples");
        if (outcome.status() == Gallery.Status.COMPLETED) {
            return SampleFiles.read(samples, SampleFiles.FINAL, outcome.images());
        }
        List<Long> ticks = SampleFiles.ticks(samples);
        if (ticks.isEmpty()) {
            return Optional.empty();
        }
        long newest = ticks.get(ticks.size() - 1);
        return SampleFiles.read(samples, SampleFiles.stem(newest), newest);
    }
}
