package dev.gantry.theory;

import dev.gantry.config.DataConfig;
import dev.gantry.data.Toys;
import java.util.List;

/** The pairs of distributions that the theory is shown on: toys of the configuration and simple shapes. */
final class Pairs {
    static final Pair GAUSSIANS = new Pair("N(0.4, 0.9) | N(0, 1)", Density.gaussian(0.4, 0.9), Density.gaussian(0, 1));
    static final Pair BIMODAL = new Pair("bimodal1d | N(0, 1)", bimodal(1, 0.2), Density.gaussian(0, 1));
    static final Pair BROAD_BIMODAL =
            new Pair("bimodal1d broad | N(0, 0.9)", bimodal(1.2, 0.7), Density.gaussian(0, 0.9));
    static final Pair WIDER = new Pair("N(0, 1.5) | N(0, 1)", Density.gaussian(0, 1.5), Density.gaussian(0, 1));
    static final Pair APART = new Pair("N(2, 0.6) | N(-2, 0.6)", Density.gaussian(2, 0.6), Density.gaussian(-2, 0.6));
    static final Pair EQUAL = new Pair("bimodal1d | itself", bimodal(1, 0.2), bimodal(1, 0.2));
    static final Pair UNIFORMS = new Pair("U(0, 2) | U(1, 3)", Density.uniform(0, 2), Density.uniform(1, 3));
    static final Pair CORRELATED = new Pair(
            "gaussian2d | N((1, 2), 1.5)",
            Density.of(Toys.of(new DataConfig.Gaussian2d(null, 0))),
            Density.of(Density.isotropic(1.5, 1, 2)));
    static final Pair RING = new Pair(
            "ring of 4 | N((0, 0), 0.9)",
            Density.of(Toys.of(new DataConfig.Ring(null, 4, 1, 0.35, 0))),
            Density.of(Density.isotropic(0.9, 0, 0)));

    static final List<Pair> FOR_DIVERGENCE = List.of(EQUAL, GAUSSIANS, BIMODAL, APART, CORRELATED, RING);
    static final List<Pair> FOR_F_DIVERGENCES = List.of(GAUSSIANS, BROAD_BIMODAL, WIDER, UNIFORMS);
    static final List<Pair> FOR_HINGE = List.of(GAUSSIANS, BROAD_BIMODAL, APART, UNIFORMS);
    static final List<Pair> FOR_WASSERSTEIN = List.of(GAUSSIANS, BROAD_BIMODAL, APART, UNIFORMS);

    private Pairs() {}

    private static Density bimodal(double m, double sigma) {
        return Density.of(Toys.of(new DataConfig.Bimodal1d(null, m, sigma, 0)));
    }
}
