package dev.gantry.metric;

import dev.gantry.data.Dataset;

/** What turns images into features. One thread at a time. */
public interface FeatureSpace extends AutoCloseable {

    /** Its name and hash, and what is done to images before: two spaces of one name give the same features. */
    String name();

    /**
     * The features of images, which are taken as a PNG file would hold them: clamped to [-1, 1], rounded to 8 bits.
     *
     * @throws dev.gantry.GantryException a request where it takes no images of that shape; a failure where a value is not
     *     a number
     */
    Features embed(Dataset images);

    /** How many classes it tells such images apart by; 0 where it tells none. */
    int classCount(int[] shape);

    @Override
    void close();
}
