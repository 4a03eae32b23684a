package dev.gantry.proof;

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
import java.util.LinkedHashMap;
import java.util.Map;

/** Every objective, divergence and penalty, each with a few settings; names as in a configuration. */
final class Cases {
    private Cases() {}

    static Map<String, Objective> objectives() {
        Map<String, Objective> all = new LinkedHashMap<>();
        all.put("minimax", new Minimax());
        all.put("non-saturating", new NonSaturating());
        all.put("least-squares", new LeastSquares(0, 1, 1));
        all.put("least-squares a=-1 b=1 c=0", new LeastSquares(-1, 1, 0));
        all.put("wasserstein", new Wasserstein());
        all.put("hinge", new Hinge());
        all.put("relativistic-average", new RelativisticAverage());
        all.put("relativistic-pairing", new RelativisticPairing());
        all.put("softmax", new Softmax());
        all.put("began", new Began(0.5, 0.001, 0));
        all.put("began balance=0.3", new Began(0.5, 0.001, 0.3));
        all.put("ebgan", new Ebgan(10, 0.1));
        all.put("ebgan margin=1", new Ebgan(1, 0.1));
        divergences().forEach((name, divergence) -> {
            all.put(name, new FGan(divergence, FGan.Generator.ALTERNATIVE));
            all.put(name + " generator=bound", new FGan(divergence, FGan.Generator.BOUND));
        });
        return all;
    }

    static Map<String, FDivergence> divergences() {
        Map<String, FDivergence> all = new LinkedHashMap<>();
        all.put("f-total-variation", new FDivergence.TotalVariation());
        all.put("f-kl", new FDivergence.KullbackLeibler());
        all.put("f-reverse-kl", new FDivergence.ReverseKullbackLeibler());
        all.put("f-pearson", new FDivergence.Pearson());
        all.put("f-neyman", new FDivergence.Neyman());
        all.put("f-hellinger", new FDivergence.SquaredHellinger());
        all.put("f-jeffrey", new FDivergence.Jeffrey());
        all.put("f-js", new FDivergence.JensenShannon());
        all.put("f-js-weighted", new FDivergence.WeightedJensenShannon(0.5));
        all.put("f-js-weighted pi=0.3", new FDivergence.WeightedJensenShannon(0.3));
        all.put("f-gan", new FDivergence.Gan());
        all.put("f-alpha", new FDivergence.Alpha(0.5));
        all.put("f-alpha alpha=-1", new FDivergence.Alpha(-1));
        all.put("f-alpha alpha=2", new FDivergence.Alpha(2));
        all.put("f-alpha alpha=3", new FDivergence.Alpha(3));
        return all;
    }

    static Map<String, Penalty> penalties() {
        Map<String, Penalty> all = new LinkedHashMap<>();
        all.put("gradient-penalty", new Penalty.GradientPenalty(10));
        all.put("r1", new Penalty.R1(1));
        all.put("r2", new Penalty.R2(1));
        all.put("r1-r2", new Penalty.R1R2(1));
        all.put("dragan", new Penalty.Dragan(10));
        return all;
    }
}
