package dev.gantry.data;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.random.Seeds;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;

/**
 * Stacked MNIST (Metz et al. 2017, section 3.3.1): grey images of digits, drawn at random with return, as the channels of
 * images of shape [3, height, width]. The class is the number 0 to 999 that the digits make, the first channel's the
 * hundreds; -1 where the digits have no labels.
 */
public final class StackedImages implements Dataset {
    private static final int CHANNELS = 3;
    private static final int DIGITS = 10;

    private final ImageSet digits;
    private final int[] chosen;
    private final int area;

    /**
     * @param digits with labels 0 to 9, or without
     * @param size number of images, at least 1
     */
    StackedImages(ImageSet digits, int size, RandomGenerator random) {
        this.digits = digits;
        this.area = Shapes.size(digits.shape());
        this.chosen = random.ints(Math.multiplyExact(CHANNELS, (long) size), 0, digits.size())
                .toArray();
    }

    /**
     * Stacks the digits that a configuration names.
     *
     * @throws GantryException a failure if files are missing or damaged, or hold other classes than ten digits
     */
    static Stored read(DataConfig.StackedMnist config, Seeds seeds) {
        IdxFolder.Found found = IdxFolder.find(config.digits(), IdxFolder.Places.ofThisMachine());
        ImageSet digits = found.read();
        for (int i = 0; i < digits.size(); i++) {
            if (digits.label(i) >= DIGITS) {
                throw GantryException.failure(
                        "%s: image %d is of class %d: data.type: stacked-mnist stacks ten classes, 0 to 9; name MNIST or a"
                                + " relative of it with ten",
                        found.title(), i, digits.label(i));
            }
        }
        return Stored.of(
                new StackedImages(digits, config.size(), seeds.stream("stack")), "stacked from " + found.title());
    }

    /** The same configuration with a folder that is absolute and its part decided. */
    static DataConfig.StackedMnist resolve(DataConfig.StackedMnist config) {
        DataConfig.Idx digits = IdxFolder.resolve(config.digits());
        return new DataConfig.StackedMnist(
                digits.dir(), digits.part(), config.size(), config.select(), config.heldOut());
    }

    /** Feeds the digits, then which of them stand where, as 32-bit integers, big-endian. */
    void digest(MessageDigest digest) {
        digits.digest(digest);
        ByteBuffer bytes = ByteBuffer.allocate(chosen.length * Integer.BYTES);
        bytes.asIntBuffer().put(chosen);
        digest.update(bytes);
    }

    /** The digits, one image each. */
    Dataset digits() {
        return digits;
    }

    @Override
    public int[] shape() {
        return new int[] {CHANNELS, digits.shape()[1], digits.shape()[2]};
    }

    @Override
    public int size() {
        return chosen.length / CHANNELS;
    }

    @Override
    public void copy(int index, float[] target, int offset) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            digits.copy(chosen[index * CHANNELS + channel], target, offset + channel * area);
        }
    }

    @Override
    public int label(int index) {
        int number = 0;
        for (int channel = 0; channel < CHANNELS; channel++) {
            int digit = digits.label(chosen[index * CHANNELS + channel]);
            if (digit < 0) {
                return -1;
            }
            number = DIGITS * number + digit;
        }
        return number;
    }
}
