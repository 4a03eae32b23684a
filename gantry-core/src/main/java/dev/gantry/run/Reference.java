package dev.gantry.run;

import dev.gantry.config.Configs;
import dev.gantry.config.DataConfig;
import dev.gantry.data.Dataset;
import dev.gantry.data.Distribution;
import dev.gantry.data.PointSet;
import dev.gantry.data.Scaling;
import dev.gantry.data.Source;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What generated samples are held against.
 *
 * @param source that it comes from
 * @param data what it is; equal for equal data
 * @param features what was done to the numbers of its files; null where nothing was
 * @param split what scores call {@code training}
 */
record Reference(
        Source source,
        String data,
        @Nullable String features,
        @Nullable Distribution truth,
        @Nullable Dataset training,
        String split,
        @Nullable Dataset heldOut) {
    private static final int DIGITS = 12;

    /** The data that a run trains on. */
    static Reference of(DataConfig config, Source source) {
        return new Reference(
                source,
                text(config, source),
                source.scaling().isPresent() ? "columns scaled to [-1, 1]" : null,
                source.distribution().orElse(null),
                source.training().orElse(null),
                "training",
                source.heldOut().orElse(null));
    }

    /**
     * Other data.
     *
     * @param scaling of the columns of the run's own data, which the other's are brought to; empty where there is none
     */
    static Reference given(DataConfig config, Source source, Optional<Scaling> scaling) {
        Dataset training = source.training().orElse(null);
        if (training != null && source.distribution().isEmpty()) {
            training = likeTheRun(training, source.scaling(), scaling);
        }
        boolean scaled = scaling.isPresent() && source.distribution().isEmpty();
        return new Reference(
                source,
                text(config, source),
                scaled ? "columns scaled as in training" : null,
                source.distribution().orElse(null),
                training,
                "given",
                null);
    }

    /** Shape of one sample. */
    int[] shape() {
        return source.shape();
    }

    private static Dataset likeTheRun(Dataset points, Optional<Scaling> theirs, Optional<Scaling> ours) {
        if (theirs.equals(ours)) {
            return points;
        }
        int width = points.shape()[0];
        float[] values = new float[Math.multiplyExact(points.size(), width)];
        for (int i = 0; i < points.size(); i++) {
            points.copy(i, values, i * width);
        }
        float[] plain = theirs.isPresent() ? theirs.get().undo(values) : values;
        return new PointSet(ours.isPresent() ? ours.get().redo(plain) : plain, width);
    }

    /** A toy by its parameters, other data by its type and the beginning of its hash. */
    private static String text(DataConfig config, Source source) {
        return config instanceof DataConfig.Toy
                ? Configs.line(config, Set.of("size", "held_out"))
                : String.format(
                        Locale.ROOT,
                        "%s data of sha256 %s",
                        Configs.type(config),
                        source.sha256().substring(0, DIGITS));
    }
}
