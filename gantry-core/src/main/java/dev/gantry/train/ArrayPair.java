package dev.gantry.train;

import dev.gantry.torch.Engine;
import java.util.HashMap;
import java.util.Map;

/** A pair of small dense networks in plain arrays. */
final class ArrayPair implements DensePair {
    private final Player generatorPlayer;
    private final Player discriminatorPlayer;
    private final ArrayNet generator;
    private final ArrayNet discriminator;
    private final Map<Integer, double[][]> latents = new HashMap<>();
    private final Map<Integer, double[][]> samples = new HashMap<>();
    private double[][] fakes = new double[0][];
    private int count;

    ArrayPair(Engine engine, DensePlayer generator, DensePlayer discriminator) {
        generatorPlayer = generator.player();
        discriminatorPlayer = discriminator.player();
        this.generator = new ArrayNet(engine, generator.layers());
        this.discriminator = new ArrayNet(engine, discriminator.layers());
    }

    @Override
    public void generateBeside(float[] real, float[] z, int count) {
        generate(z, count);
        double[][] both = matrix(samples, discriminator.inputs(), 2 * count);
        transpose(real, both, count);
        for (int row = 0; row < both.length; row++) {
            System.arraycopy(fakes[row], 0, both[row], count, count);
        }
    }

    @Override
    public double[] judgeBoth() {
        return discriminator.forward(matrix(samples, discriminator.inputs(), 2 * count), 2 * count)[0].clone();
    }

    @Override
    public void generate(float[] z, int count) {
        double[][] columns = matrix(latents, generator.inputs(), count);
        transpose(z, columns, count);
        fakes = generator.forward(columns, count);
        this.count = count;
    }

    @Override
    public double[] judgeReal(float[] real) {
        double[][] columns = matrix(samples, discriminator.inputs(), count);
        transpose(real, columns, count);
        return discriminator.forward(columns, count)[0].clone();
    }

    @Override
    public double[] judgeFakes() {
        return discriminator.forward(fakes, count)[0].clone();
    }

    @Override
    public void moveDiscriminator(double[] byLogits, double rateFactor) {
        System.arraycopy(byLogits, 0, discriminator.outputGradient(2 * count)[0], 0, 2 * count);
        discriminator.backward(matrix(samples, discriminator.inputs(), 2 * count), 2 * count, true, null);
        discriminatorPlayer.follow(discriminator.gradients(), rateFactor, null);
    }

    @Override
    public void moveGenerator(double[] byLogits, double rateFactor) {
        System.arraycopy(byLogits, 0, discriminator.outputGradient(count)[0], 0, count);
        discriminator.backward(fakes, count, false, generator.outputGradient(count));
        generator.backward(matrix(latents, generator.inputs(), count), count, true, null);
        generatorPlayer.follow(generator.gradients(), rateFactor, null);
    }

    private static double[][] matrix(Map<Integer, double[][]> known, int rows, int columns) {
        return known.computeIfAbsent(columns, n -> new double[rows][n]);
    }

    /** From samples in rows to the first {@code count} columns. */
    private static void transpose(float[] rows, double[][] columns, int count) {
        int size = columns.length;
        for (int i = 0; i < size; i++) {
            double[] row = columns[i];
            for (int n = 0; n < count; n++) {
                row[n] = rows[n * size + i];
            }
        }
    }

    @Override
    public void close() {
        generator.close();
        discriminator.close();
    }
}
