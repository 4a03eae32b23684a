package dev.gantry.random;

import java.util.random.RandomGenerator;

/**
 * Named random streams of one run.
 *
 * <p>A stream is keyed by (run seed, stream name, step), so that what is drawn at a step depends neither on what was
 * drawn before nor on the number of threads: a resumed run draws what the uninterrupted run would have drawn, and no
 * generator state has to be saved.
 *
 * @param seed the run's seed, any long
 */
public record Seeds(long seed) {

    /** The 64-bit key of a stream at a step; keys of different streams or steps are unrelated. */
    public long key(String stream, long step) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < stream.length(); i++) {
            hash = (hash ^ stream.charAt(i)) * 0x100000001b3L;
        }
        return mix(mix(mix(seed) ^ hash) + step * 0x9e3779b97f4a7c15L);
    }

    /** A fresh generator for the stream at a step; its draws are the same on every Java and processor. */
    public RandomGenerator stream(String stream, long step) {
        return new SplitMix(key(stream, step));
    }

    /** A fresh generator for a stream that is drawn from once. */
    public RandomGenerator stream(String stream) {
        return stream(stream, 0);
    }

    /** The finaliser of MurmurHash3 with Stafford's constants (variant 13), a bijection on 64 bits. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
