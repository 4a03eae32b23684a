package dev.gantry.train;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * An optimiser that follows a gradient while it is computed: each part of a parameter moves as soon as its own gradient
 * is known, which is then still in the processor's cache and whose memory is free for the next part (Lv et al. 2023,
 * "Full parameter fine-tuning for large language models with limited resources", section 3.2).
 */
interface InBackward {

    /**
     * Some rows of a parameter.
     *
     * @param parameter its place in the order of the parameters
     * @param first the first of the rows
     * @param gradient theirs, contiguous; its memory stays, and is filled anew before each step
     */
    record Slice(int parameter, long first, Tensor gradient) {}

    /** Starts a step; every slice is to be moved once in it. */
    void begin(double lr);

    /** What moves these slices, in every step. */
    Move move(List<Slice> slices);

    /** Moves its slices. On any thread, inside a scope and without gradient recording, at the same time as others. */
    interface Move extends AutoCloseable {
        void apply();

        @Override
        void close();
    }
}
