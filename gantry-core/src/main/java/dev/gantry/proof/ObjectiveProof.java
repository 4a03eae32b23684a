package dev.gantry.proof;

import dev.gantry.config.Configs;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.Presets;
import dev.gantry.objective.Began;
import dev.gantry.objective.Ebgan;
import dev.gantry.objective.FDivergence;
import dev.gantry.objective.FGan;
import dev.gantry.objective.LeastSquares;
import dev.gantry.objective.Minimax;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Proves every objective and penalty: f-divergences against their definition, the best D against theory, huge logits,
 * libtorch against plain numbers, and gradients against central differences on the networks of every preset. It always
 * draws the same numbers and needs no files.
 */
public final class ObjectiveProof {
    private final Seeds seeds = new Seeds(20260101);
    private final List<Check> checks = new ArrayList<>();
    private final Consumer<Check> listener;

    private ObjectiveProof(Consumer<Check> listener) {
        this.listener = listener;
    }

    /**
     * Makes every check.
     *
     * @param listener hears each check as soon as it is made
     * @return every check
     */
    public static List<Check> prove(Consumer<Check> listener) {
        return prove(Presets.names(), listener);
    }

    /** The same with the networks of some presets only. */
    static List<Check> prove(List<String> presets, Consumer<Check> listener) {
        ObjectiveProof proof = new ObjectiveProof(listener);
        proof.divergences();
        proof.optima();
        proof.stability();
        proof.references();
        proof.penalties();
        proof.autoencoders();
        proof.gradients(presets);
        return proof.checks;
    }

    private void divergences() {
        Cases.divergences().forEach((name, divergence) -> {
            double atOne = divergence instanceof FDivergence.Gan ? -Math.log(4) : 0;
            DivergenceChecks.all(name, Claim.of(divergence), atOne).forEach(this::made);
        });
    }

    private void optima() {
        Cases.objectives().forEach((name, objective) -> {
            optimum(name, objective);
            if (!Double.isNaN(objective.equilibriumD(1))) {
                made(OptimumChecks.equilibrium(name, objective));
            }
        });
    }

    private void optimum(String name, Objective objective) {
        if (objective instanceof Minimax || objective instanceof NonSaturating) {
            made(OptimumChecks.logistic(name, objective::discriminatorLoss));
        } else if (objective instanceof LeastSquares squares) {
            made(OptimumChecks.leastSquares(name, squares));
            if (squares.b() - squares.c() == 1 && squares.b() - squares.a() == 2) {
                made(OptimumChecks.pearson(name, squares));
            }
        } else if (objective instanceof FGan game) {
            made(OptimumChecks.divergence(name, game.divergence(), objective::discriminatorLoss));
        } else if (name.equals("hinge")) {
            made(OptimumChecks.hinge(name, objective::discriminatorLoss));
        } else if (name.equals("relativistic-pairing")) {
            made(OptimumChecks.pairing(name, objective::discriminatorLoss));
        }
    }

    private void stability() {
        Map<String, Numbers> ways = new LinkedHashMap<>();
        ways.put("plain numbers", Numbers.plain());
        ways.put("float64", Numbers.float64());
        ways.put("float32", Numbers.float32());
        StabilityChecks stability = new StabilityChecks(ways);
        Map<String, Signs> signs = Signs.expected();
        Cases.objectives().forEach((name, objective) -> {
            Signs expected = signs.get(name);
            made(
                    expected == null
                            ? new Check(name + ": logits of +-1e4", false, "no signs are written down for it")
                            : stability.of(name, objective::discriminatorLoss, objective::generatorLoss, expected));
        });
    }

    private void references() {
        ReferenceChecks references = new ReferenceChecks();
        Cases.objectives().forEach((name, objective) -> {
            made(references.float64(name, objective::discriminatorLoss, objective::generatorLoss));
            made(references.float32(name, objective::discriminatorLoss, objective::generatorLoss));
        });
    }

    private void penalties() {
        PenaltyChecks penalties = new PenaltyChecks(seeds);
        Cases.penalties().forEach((name, penalty) -> {
            double expected = penalties.byLoop(penalty);
            made(penalties.plain(name, penalty::term, expected));
            made(penalties.float64(name, penalty::term, expected));
            made(penalties.float32(name, penalty::term, expected));
        });
    }

    private void autoencoders() {
        AutoencoderChecks autoencoders = new AutoencoderChecks(seeds);
        Ebgan ebgan = new Ebgan(10, 0.1);
        made(autoencoders.pullAwayPlain(ebgan::codeLoss, autoencoders.pullAwayByLoop(ebgan.pullAway())));
        autoencoders.pullAwayByLibtorch(ebgan).forEach(this::made);
        made(autoencoders.pullAwayGradient(ebgan::codeLoss, seeds));
        made(AutoencoderChecks.balance(new Began(0.5, 0.01, 0)));
    }

    private void gradients(List<String> presets) {
        Engine engine = Numbers.engine(EngineConfig.Dtype.FLOAT64);
        Map<String, Objective> objectives = Cases.objectives();
        Map<String, Penalty> penalties = Cases.penalties();
        for (String preset : presets) {
            try (Arena arena = Arena.of(preset, Configs.preset(preset, List.of()), engine, seeds)) {
                objectives.forEach((name, objective) ->
                        made(arena.losses(name, objective::discriminatorLoss, objective::generatorLoss)));
                penalties.forEach((name, penalty) -> made(arena.penalty(name, penalty::term)));
            }
        }
    }

    private void made(Check check) {
        checks.add(check);
        listener.accept(check);
    }
}
