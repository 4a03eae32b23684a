package dev.gantry.metric;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How widely generated samples lie and how far from real ones, in few and cheap numbers for every look at a run: scores
 * with floors and intervals are another matter.
 */
public final class Dispersion {
    private static final int DIRECTIONS = 2;

    private final Columns reals;
    private final int size;
    private final int count;
    private final double[][] directions;
    private final double[] centre;
    private final double[] deviation;
    private final double totalVariance;
    private final double[] nearest;
    private final double meanDistance;

    /**
     * @param reference real samples, row by row, at least two
     * @param size numbers in a sample
     * @param random for the directions of {@link Numbers#position} in three dimensions and more
     */
    public Dispersion(float[] reference, int size, RandomGenerator random) {
        reals = new Columns(reference, size);
        this.size = size;
        count = reference.length / size;
        directions = directions(size, random);
        centre = new double[directions.length];
        deviation = new double[directions.length];
        for (int i = 0; i < directions.length; i++) {
            double[] along = along(reference, directions[i]);
            centre[i] = mean(along);
            deviation[i] = Math.sqrt(Interval.variance(along));
        }
        totalVariance = totalVariance(reference);
        nearest = new double[count];
        meanDistance = pairs(reals, nearest);
    }

    /**
     * What samples look like beside the real ones.
     *
     * @param spread root of their total variance, as a share of the real ones'
     * @param nearest median distance of a sample to its nearest neighbour, as a share of the real ones' at equal numbers;
     *     NaN where half of the real ones are copies of others
     * @param distance Szekely and Rizzo's energy coefficient (2013, Energy statistics, section 2): 0 where the distributions
     *     agree, 1 where each is a point of its own; unbiased, so slightly below 0 at times
     * @param position the mean of the samples along fixed directions, in the real ones' standard deviations from their
     *     mean; the axes in one and two dimensions
     */
    public record Numbers(double spread, double nearest, double distance, double[] position) {}

    /** Number of real samples; {@link #of} takes so many. */
    public int count() {
        return count;
    }

    /** Looks at the first {@link #count} samples, row by row. */
    public Numbers of(float[] samples) {
        float[] part = samples.length == count * size ? samples : Arrays.copyOf(samples, count * size);
        double[] own = new double[count];
        Columns points = new Columns(part, size);
        double within = pairs(points, own);
        double between = between(points);
        double[] position = new double[directions.length];
        Arrays.setAll(position, i -> (mean(along(part, directions[i])) - centre[i]) / deviation[i]);
        return new Numbers(
                Math.sqrt(totalVariance(part) / totalVariance),
                median(own) / median(nearest),
                between == 0 ? 0 : 1 - (within + meanDistance) / (2 * between),
                position);
    }

    private static double[][] directions(int size, RandomGenerator random) {
        double[][] directions = new double[Math.min(size, DIRECTIONS)][size];
        for (int i = 0; i < directions.length; i++) {
            if (size <= DIRECTIONS) {
                directions[i][i] = 1;
            } else {
                Arrays.setAll(directions[i], k -> random.nextGaussian());
            }
        }
        return directions;
    }

    private double[] along(float[] samples, double... direction) {
        double[] along = new double[count];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < size; k++) {
                along[i] += samples[i * size + k] * direction[k];
            }
        }
        return along;
    }

    private double totalVariance(float[] samples) {
        double total = 0;
        for (int k = 0; k < size; k++) {
            double[] column = new double[count];
            for (int i = 0; i < count; i++) {
                column[i] = samples[i * size + k];
            }
            total += Interval.variance(column);
        }
        return total;
    }

    /** Mean distance between two different samples; each one's distance to its nearest goes into {@code least}. */
    private double pairs(Columns samples, double[] least) {
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        double[] squared = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            samples.squaredDistances(samples, i, i + 1, squared);
            for (int j = i + 1; j < count; j++) {
                double distance = Math.sqrt(squared[j - i - 1]);
                sum += distance;
                least[i] = Math.min(least[i], distance);
                least[j] = Math.min(least[j], distance);
            }
        }
        return sum / (count * (count - 1) / 2.0);
    }

    /** Mean distance between a sample and a real one. */
    private double between(Columns samples) {
        double[] squared = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            reals.squaredDistances(samples, i, 0, squared);
            for (double square : squared) {
                sum += Math.sqrt(square);
            }
        }
        return sum / count / count;
    }

    private static double mean(double... numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }

    private static double median(double... numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
