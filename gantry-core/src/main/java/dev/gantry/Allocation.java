package dev.gantry;

/** Large arrays whose length a file decides. */
public final class Allocation {

    /** The longest array that every JVM can allocate. */
    public static final long LONGEST = Integer.MAX_VALUE - 8L;

    private Allocation() {}

    /**
     * An array of bytes.
     *
     * @param owner whose data it is, for messages: a file
     * @throws GantryException a failure where an array cannot be so long, or Java has not the memory
     */
    public static byte[] bytes(long count, Object owner) {
        requireFits(count, "bytes", owner);
        try {
            return new byte[(int) count];
        } catch (OutOfMemoryError e) {
            throw tooLarge(e, count, owner);
        }
    }

    /** As {@link #bytes}, of floats. */
    public static float[] floats(long count, Object owner) {
        requireFits(count, "numbers", owner);
        try {
            return new float[(int) count];
        } catch (OutOfMemoryError e) {
            throw tooLarge(e, Float.BYTES * count, owner);
        }
    }

    private static void requireFits(long count, String unit, Object owner) {
        if (count > LONGEST) {
            throw GantryException.failure(
                    "%s: holds %d %s, more than the %d that are read at most; cut it into smaller files",
                    owner, count, unit, LONGEST);
        }
    }

    private static GantryException tooLarge(OutOfMemoryError e, long bytes, Object owner) {
        return GantryException.failure(
                e,
                "%s: takes %d MB, and Java has not so much left; give it more, as in GANTRY_JAVA_OPTS=-Xmx8g, or use less"
                        + " data",
                owner,
                (bytes >> 20) + 1);
    }
}
