package dev.gantry.report;

import dev.gantry.data.Distribution;
import dev.gantry.event.Samples;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A small mixture of Gaussians, and samples of it. */
record Mixture(int dimension, List<Distribution.Mode> modes) implements Distribution {
    static Mixture normal2d() {
        return new Mixture(2, List.of(new Mode(new double[] {0, 0}, 1, 1)));
    }

    static Mixture bimodal() {
        return new Mixture(1, List.of(new Mode(new double[] {-1}, 0.2, 0.5), new Mode(new double[] {1}, 0.2, 0.5)));
    }

    Samples draw(int count, long images, Samples.@Nullable Mesh field, Samples.@Nullable Mesh map) {
        RandomGenerator random = new SplittableRandom(images + 1);
        float[] values = new float[count * dimension];
        for (int i = 0; i < count; i++) {
            sample(random, values, i * dimension);
        }
        return new Samples(images, values, count, new int[] {dimension}, field, map);
    }

    @Override
    public void sample(RandomGenerator random, float[] point, int offset) {
        Mode mode = modes.get(random.nextInt(modes.size()));
        for (int i = 0; i < dimension; i++) {
            point[offset + i] = (float) (mode.centre()[i] + mode.sigma() * random.nextGaussian());
        }
    }

    @Override
    public double density(double... x) {
        double sum = 0;
        for (Mode mode : modes) {
            double squares = 0;
            for (int i = 0; i < dimension; i++) {
                squares += Math.pow((x[i] - mode.centre()[i]) / mode.sigma(), 2);
            }
            sum += mode.weight() * Math.exp(-squares / 2) / Math.pow(mode.sigma() * Math.sqrt(2 * Math.PI), dimension);
        }
        return sum;
    }

    @Override
    public double[] mean() {
        throw new UnsupportedOperationException();
    }

    @Override
    public double[][] covariance() {
        throw new UnsupportedOperationException();
    }

    /** A function over a square mesh from -size to size. */
    static Samples.Mesh square(double size, int side, java.util.function.DoubleBinaryOperator f) {
        float[] inputs = new float[2 * side * side];
        float[] outputs = new float[side * side];
        for (int i = 0; i < outputs.length; i++) {
            int row = i / side;
            inputs[2 * i] = (float) (-size + 2 * size * (i % side) / (side - 1));
            inputs[2 * i + 1] = (float) (-size + 2 * size * row / (side - 1));
            outputs[i] = (float) f.applyAsDouble(inputs[2 * i], inputs[2 * i + 1]);
        }
        return new Samples.Mesh(2, 1, inputs, outputs);
    }
}
