package dev.gantry.run;

import dev.gantry.AtomicFiles;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.data.Dataset;
import dev.gantry.metric.GeneratedImages;
import dev.gantry.metric.Memorisation;
import dev.gantry.metric.Score;
import dev.gantry.metric.Subject;
import dev.gantry.report.NearestPairs;
import dev.gantry.report.RunReport;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The picture of G's images beside the real ones nearest to them. */
final class NearestPicture {
    private NearestPicture() {}

    /** Writes it into a run's folder where memorisation was scored. */
    static void write(RunFolder folder, Scorer.Outcome outcome) {
        Subject subject = outcome.subject();
        GeneratedImages images = subject == null ? null : subject.images();
        if (subject == null || images == null || images.memorisation().isEmpty()) {
            return;
        }
        Memorisation.Result result = images.memorisation().get();
        Dataset training = Objects.requireNonNull(subject.training());
        Dataset heldOut = Objects.requireNonNull(subject.heldOut());
        int width = subject.width();
        List<NearestPairs.Triple> triples = result.pairs().stream()
                .limit(NearestPairs.MOST)
                .map(pair -> new NearestPairs.Triple(
                        Arrays.copyOfRange(subject.samples(), pair.sample() * width, (pair.sample() + 1) * width),
                        image(training, pair.training(), width),
                        image(heldOut, pair.heldOut(), width),
                        pair.trainingDistance(),
                        pair.heldOutDistance()))
                .toList();
        Score p = Objects.requireNonNull(result.scores().get("memorisation_p"));
        String aside = String.format(
                Locale.ROOT, "the %d most suspicious of %,d, memorisation_p = %.3g", triples.size(), p.n(), p.value());
        byte[] png = NearestPairs.png(aside, subject.shape(), triples);
        AtomicFiles.write(folder.path().resolve(RunReport.NEAREST), png);
    }

    private static float[] image(Dataset images, int index, int width) {
        float[] values = new float[width];
        images.copy(index, values, 0);
        return values;
    }
}
