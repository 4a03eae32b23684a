package dev.gantry.random;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * {@link SplittableRandom}, with every number that is derived from its bits derived here: the library's own way to
 * normal numbers changed between Java 17 and 25, and a run has to draw the same on both. No JDK intrinsic takes part
 * that may differ in the last bit between processors.
 */
final class SplitMix implements RandomGenerator {

    /*
     * Normal numbers by the ziggurat of Marsaglia and Tsang (2000) in Doornik's form (2005, "An Improved Ziggurat
     * Method to Generate Normal Random Samples"): the half density exp(-x^2 / 2) is covered by BLOCKS layers of equal
     * area AREA; EDGE[1] = START is where the tail begins. A point drawn in a layer lies below the density without
     * further question if it lies in the layer above too, which holds for 98.8 % of the draws. The layer comes from
     * the seven lowest bits and the place from the upper 53, so that they are independent.
     */
    private static final int BLOCKS = 128;

    private static final double START = 3.442619855899;
    private static final double AREA = 9.91256303526217e-3;
    private static final double[] EDGE = new double[BLOCKS + 1];

    static {
        EDGE[0] = AREA / density(START);
        EDGE[1] = START;
        for (int i = 2; i < BLOCKS; i++) {
            EDGE[i] = StrictMath.sqrt(-2 * StrictMath.log(AREA / EDGE[i - 1] + density(EDGE[i - 1])));
        }
        EDGE[BLOCKS] = 0;
    }

    private final SplittableRandom bits;

    SplitMix(long seed) {
        bits = new SplittableRandom(seed);
    }

    @Override
    public long nextLong() {
        return bits.nextLong();
    }

    @Override
    public int nextInt() {
        return bits.nextInt();
    }

    @Override
    public int nextInt(int bound) {
        return nextInt(0, bound);
    }

    /** By rejection, without a bias: the draws above the largest multiple of the range are drawn again. */
    @Override
    public int nextInt(int origin, int bound) {
        if (origin >= bound) {
            throw new IllegalArgumentException("bound must be above " + origin + ", got " + bound);
        }
        int drawn = nextInt();
        int range = bound - origin;
        if (range < 0) { // wider than an int can count
            while (drawn < origin || drawn >= bound) {
                drawn = nextInt();
            }
            return drawn;
        }
        int last = range - 1;
        if ((range & last) == 0) {
            return origin + (drawn & last);
        }
        int half = drawn >>> 1;
        int rest = half % range;
        while (half + last - rest < 0) {
            half = nextInt() >>> 1;
            rest = half % range;
        }
        return origin + rest;
    }

    /** A multiple of 2^-53 in [0, 1). */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** A multiple of 2^-24 in [0, 1). */
    @Override
    public float nextFloat() {
        return (nextInt() >>> 8) * 0x1p-24f;
    }

    @Override
    public boolean nextBoolean() {
        return nextInt() < 0;
    }

    @Override
    public double nextGaussian() {
        while (true) {
            long drawn = nextLong();
            int layer = (int) drawn & (BLOCKS - 1);
            double x = (drawn >> 11) * 0x1p-52 * EDGE[layer]; // in [-EDGE, EDGE)
            if (Math.abs(x) < EDGE[layer + 1]) {
                return x;
            }
            if (layer == 0) {
                return x < 0 ? -tail() : tail();
            }
            double low = density(EDGE[layer]);
            double high = density(EDGE[layer + 1]);
            if (low + nextDouble() * (high - low) < density(x)) {
                return x;
            }
        }
    }

    /** A number above START with the normal density there (Marsaglia 1964). */
    private double tail() {
        while (true) {
            double x = -StrictMath.log(1 - nextDouble()) / START;
            double y = -StrictMath.log(1 - nextDouble());
            if (2 * y > x * x) {
                return START + x;
            }
        }
    }

    private static double density(double x) {
        return StrictMath.exp(-0.5 * x * x);
    }
}
