package dev.gantry.doctor;

import dev.gantry.data.Dataset;
import dev.gantry.data.Distribution;
import dev.gantry.data.PointSet;
import java.util.List;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/**
 * What is in data, from a look at every sample; of several that would do as an example, the first is named. Samples
 * count from 0.
 *
 * <p>Memory holds one sample, a few numbers for each number of a sample, and 16 bytes for each sample, however many.
 *
 * @param shape of one sample: [d] for points, [channels, height, width] for images
 * @param count samples looked at
 * @param nonFinite numbers that are NaN or infinite; all else is said of the other numbers
 * @param nonFiniteSample first sample with such a number, or -1
 * @param smallest smallest number
 * @param largest largest number
 * @param mean of all numbers
 * @param deviation standard deviation of all numbers
 * @param whole whether every number is an integer
 * @param zeros numbers that are 0
 * @param unreachable samples with a number beyond the generator's reach
 * @param constant positions in a sample (pixels or columns) whose number is the same in every sample
 * @param blank samples that are one number all over; of images alone
 * @param grey whether every image has three channels and all three are equal
 * @param duplicates exact copies
 * @param classes samples of each class; -1 for those without one
 * @param columns one for each number of a point; empty for images, and for points of more than 64 numbers
 */
public record Examination(
        List<Integer> shape,
        int count,
        long nonFinite,
        int nonFiniteSample,
        float smallest,
        float largest,
        double mean,
        double deviation,
        boolean whole,
        long zeros,
        int unreachable,
        List<Integer> constant,
        int blank,
        boolean grey,
        Duplicates duplicates,
        SortedMap<Integer, Integer> classes,
        List<Column> columns) {

    /** Values of a column that are told apart; a column with more is taken for a continuous one. */
    public static final int MOST_VALUES = 16;

    public Examination {
        shape = List.copyOf(shape);
        constant = List.copyOf(constant);
        columns = List.copyOf(columns);
    }

    /**
     * One number of every point.
     *
     * @param distinct different values, at most {@link #MOST_VALUES}; 0 where there are more
     * @param rising whether every sample's number is larger than that of the sample before
     * @param densest largest share of the samples within one thousandth of the way from smallest to largest
     * @param densestAt mean of the numbers there
     */
    public record Column(
            float smallest,
            float largest,
            double mean,
            double deviation,
            int distinct,
            boolean rising,
            double densest,
            double densestAt) {}

    /**
     * Samples that are equal in every number, told by a hash of 64 bits.
     *
     * @param examined samples compared: all, but for data of more than four million
     * @param copies samples that an earlier one is equal to
     * @param groups the largest groups of equal samples, three at most
     */
    public record Duplicates(int examined, int copies, List<Group> groups) {
        public Duplicates {
            groups = List.copyOf(groups);
        }

        /** Samples that differ. */
        public int distinct() {
            return examined - copies;
        }
    }

    /** Equal samples: how many, and the first two. */
    public record Group(int size, int first, int second) {}

    /** Looks at every sample of finite data. */
    public static Examination of(Dataset dataset, Reach reach) {
        return new Examiner(dataset, reach).examine();
    }

    /** Draws points of a distribution and looks at them. */
    public static Examination of(Distribution distribution, int points, RandomGenerator random, Reach reach) {
        return of(PointSet.draw(distribution, points, random), reach);
    }

    /** Whether samples are images. */
    public boolean ofImages() {
        return shape.size() == 3;
    }

    /** Numbers in a sample. */
    public int sampleSize() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
