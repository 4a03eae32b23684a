package dev.gantry.data;

import java.util.List;
import java.util.random.RandomGenerator;

/** Uniform on those squares of a board, centred at 0, whose row and column number have an even sum. */
final class Checkerboard implements Distribution {
    private final int side;
    private final double width;

    Checkerboard(int side, double width) {
        this.side = side;
        this.width = width;
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public void sample(RandomGenerator random, float[] point, int offset) {
        int column;
        int row;
        do {
            column = random.nextInt(side);
            row = random.nextInt(side);
        } while ((column + row) % 2 != 0);
        point[offset] = (float) ((column + random.nextDouble() - side / 2.0) * width);
        point[offset + 1] = (float) ((row + random.nextDouble() - side / 2.0) * width);
    }

    private int squares() {
        return (side * side + 1) / 2;
    }

    @Override
    public double density(double... x) {
        GaussianMixture.requireLength(x, 2);
        double column = Math.floor(x[0] / width + side / 2.0);
        double row = Math.floor(x[1] / width + side / 2.0);
        boolean inside = column >= 0 && column < side && row >= 0 && row < side;
        return inside && (column + row) % 2 == 0 ? 1 / (squares() * width * width) : 0;
    }

    @Override
    public double[] mean() {
        double[] sum = new double[2];
        forEachCentre((x, y) -> {
            sum[0] += x;
            sum[1] += y;
        });
        return new double[] {sum[0] / squares(), sum[1] / squares()};
    }

    @Override
    public double[][] covariance() {
        double[] mean = mean();
        double[][] sum = new double[2][2];
        forEachCentre((x, y) -> {
            sum[0][0] += (x - mean[0]) * (x - mean[0]);
            sum[0][1] += (x - mean[0]) * (y - mean[1]);
            sum[1][1] += (y - mean[1]) * (y - mean[1]);
        });
        double within = width * width / 12;
        double across = sum[0][1] / squares();
        return new double[][] {{sum[0][0] / squares() + within, across}, {across, sum[1][1] / squares() + within}};
    }

    private interface Centre {
        void at(double x, double y);
    }

    private void forEachCentre(Centre centre) {
        double middle = (side - 1) / 2.0;
        for (int column = 0; column < side; column++) {
            for (int row = column % 2; row < side; row += 2) {
                centre.at((column - middle) * width, (row - middle) * width);
            }
        }
    }

    @Override
    public List<Mode> modes() {
        return List.of();
    }
}
