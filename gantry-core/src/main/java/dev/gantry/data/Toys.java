package dev.gantry.data;

import dev.gantry.config.DataConfig;
import java.util.ArrayList;
import java.util.List;

/** The toy distributions of the configuration. */
public final class Toys {
    private Toys() {}

    public static Distribution of(DataConfig.Toy toy) {
        if (toy instanceof DataConfig.Gaussian2d) {
            return new Gaussian2d();
        }
        if (toy instanceof DataConfig.Bimodal1d bimodal) {
            return mixture(List.of(new double[] {-bimodal.m()}, new double[] {bimodal.m()}), bimodal.sigma());
        }
        if (toy instanceof DataConfig.Ring ring) {
            return mixture(ring(ring.modes(), ring.radius()), ring.sigma());
        }
        if (toy instanceof DataConfig.Grid grid) {
            return mixture(grid(grid.side(), grid.spacing()), grid.sigma());
        }
        if (toy instanceof DataConfig.Spiral spiral) {
            return NoisyCurve.spiral(spiral.arms(), spiral.turns(), spiral.radius(), spiral.sigma());
        }
        if (toy instanceof DataConfig.Moons moons) {
            return NoisyCurve.moons(moons.sigma());
        }
        if (toy instanceof DataConfig.Swissroll roll) {
            return NoisyCurve.swissroll(roll.radius(), roll.sigma());
        }
        if (toy instanceof DataConfig.Checkerboard board) {
            return new Checkerboard(board.side(), board.width());
        }
        if (toy instanceof DataConfig.Uniform uniform) {
            return new Uniform(uniform.dimension(), uniform.low(), uniform.high());
        }
        if (toy instanceof DataConfig.Mixture mixture) {
            return mixture(mixture.components());
        }
        throw new IllegalStateException("no distribution for " + toy);
    }

    private static GaussianMixture mixture(List<DataConfig.Component> components) {
        double sum =
                components.stream().mapToDouble(DataConfig.Component::weight).sum();
        return new GaussianMixture(components.stream()
                .map(c -> new Distribution.Mode(
                        c.mean().stream().mapToDouble(Double::doubleValue).toArray(), c.sigma(), c.weight() / sum))
                .toList());
    }

    /** Counter-clockwise from angle 0. */
    private static List<double[]> ring(int count, double radius) {
        List<double[]> centres = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double angle = 2 * Math.PI * i / count;
            centres.add(new double[] {radius * Math.cos(angle), radius * Math.sin(angle)});
        }
        return centres;
    }

    private static List<double[]> grid(int side, double spacing) {
        double middle = (side - 1) / 2.0;
        List<double[]> centres = new ArrayList<>();
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                centres.add(new double[] {(i - middle) * spacing, (j - middle) * spacing});
            }
        }
        return centres;
    }

    private static GaussianMixture mixture(List<double[]> centres, double sigma) {
        double weight = 1.0 / centres.size();
        return new GaussianMixture(centres.stream()
                .map(centre -> new Distribution.Mode(centre, sigma, weight))
                .toList());
    }
}
