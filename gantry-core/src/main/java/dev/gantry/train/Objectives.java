package dev.gantry.train;

import dev.gantry.config.ObjectiveConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.objective.Began;
import dev.gantry.objective.Ebgan;
import dev.gantry.objective.FDivergence;
import dev.gantry.objective.FGan;
import dev.gantry.objective.Hinge;
import dev.gantry.objective.LeastSquares;
import dev.gantry.objective.Minimax;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import dev.gantry.objective.RelativisticAverage;
import dev.gantry.objective.RelativisticPairing;
import dev.gantry.objective.Softmax;
import dev.gantry.objective.Wasserstein;
import java.util.Optional;

/** The objective and the penalty that a configuration names. */
public final class Objectives {
    private Objectives() {}

    public static Objective of(ObjectiveConfig config) {
        if (config instanceof ObjectiveConfig.Minimax) {
            return new Minimax();
        } else if (config instanceof ObjectiveConfig.NonSaturating) {
            return new NonSaturating();
        } else if (config instanceof ObjectiveConfig.LeastSquares squares) {
            return new LeastSquares(squares.a(), squares.b(), squares.c());
        } else if (config instanceof ObjectiveConfig.Wasserstein) {
            return new Wasserstein();
        } else if (config instanceof ObjectiveConfig.Hinge) {
            return new Hinge();
        } else if (config instanceof ObjectiveConfig.RelativisticAverage) {
            return new RelativisticAverage();
        } else if (config instanceof ObjectiveConfig.RelativisticPairing) {
            return new RelativisticPairing();
        } else if (config instanceof ObjectiveConfig.Softmax) {
            return new Softmax();
        } else if (config instanceof ObjectiveConfig.Began began) {
            return new Began(began.gamma(), began.rate(), began.balance());
        } else if (config instanceof ObjectiveConfig.Ebgan ebgan) {
            return new Ebgan(ebgan.margin(), ebgan.pullAway());
        }
        ObjectiveConfig.FDivergence game = (ObjectiveConfig.FDivergence) config;
        return new FGan(
                divergence(game), FGan.Generator.valueOf(game.generator().name()));
    }

    private static FDivergence divergence(ObjectiveConfig.FDivergence config) {
        if (config instanceof ObjectiveConfig.FTotalVariation) {
            return new FDivergence.TotalVariation();
        } else if (config instanceof ObjectiveConfig.FKl) {
            return new FDivergence.KullbackLeibler();
        } else if (config instanceof ObjectiveConfig.FReverseKl) {
            return new FDivergence.ReverseKullbackLeibler();
        } else if (config instanceof ObjectiveConfig.FPearson) {
            return new FDivergence.Pearson();
        } else if (config instanceof ObjectiveConfig.FNeyman) {
            return new FDivergence.Neyman();
        } else if (config instanceof ObjectiveConfig.FHellinger) {
            return new FDivergence.SquaredHellinger();
        } else if (config instanceof ObjectiveConfig.FJeffrey) {
            return new FDivergence.Jeffrey();
        } else if (config instanceof ObjectiveConfig.FJs) {
            return new FDivergence.JensenShannon();
        } else if (config instanceof ObjectiveConfig.FJsWeighted weighted) {
            return new FDivergence.WeightedJensenShannon(weighted.pi());
        } else if (config instanceof ObjectiveConfig.FGan) {
            return new FDivergence.Gan();
        }
        return new FDivergence.Alpha(((ObjectiveConfig.FAlpha) config).alpha());
    }

    /** The term that a penalty adds to D's loss; clipped weights add none. */
    public static Optional<Penalty> penalty(PenaltyConfig config) {
        if (config instanceof PenaltyConfig.GradientPenalty gradient) {
            return Optional.of(new Penalty.GradientPenalty(gradient.weight()));
        } else if (config instanceof PenaltyConfig.R1 r1) {
            return Optional.of(new Penalty.R1(r1.gamma()));
        } else if (config instanceof PenaltyConfig.R2 r2) {
            return Optional.of(new Penalty.R2(r2.gamma()));
        } else if (config instanceof PenaltyConfig.R1R2 both) {
            return Optional.of(new Penalty.R1R2(both.gamma()));
        } else if (config instanceof PenaltyConfig.Dragan dragan) {
            return Optional.of(new Penalty.Dragan(dragan.weight()));
        }
        return Optional.empty();
    }
}
