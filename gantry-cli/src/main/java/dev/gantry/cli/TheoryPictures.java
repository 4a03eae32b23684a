package dev.gantry.cli;

import dev.gantry.report.BoundPlot;
import dev.gantry.report.CurveGrid;
import dev.gantry.report.PhasePortraits;
import dev.gantry.theory.Findings;
import dev.gantry.theory.Portrait;
import dev.gantry.theory.Theory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures of each part of the theory. */
final class TheoryPictures {
    /** Steps of a trajectory that are drawn; it is judged on more. */
    private static final int STEPS = 400;

    private TheoryPictures() {}

    /** PNG files by name. */
    static Map<String, byte[]> of(Theory.Part part, Findings findings) {
        return switch (part) {
            case DIVERGENCE ->
                Map.of(
                        "theory-divergence.png",
                        curves("V(G, D*) = 2 JSD - ln 4", "p/(p + q)", "trained D(x)", findings));
            case HINGE ->
                Map.of(
                        "theory-hinge.png",
                        curves("Hinge: min L_D = 2 - 2 TV", "sign(p - q)", "trained D(x)", findings));
            case WASSERSTEIN ->
                Map.of(
                        "theory-wasserstein.png",
                        curves(
                                "Wasserstein: a critic of slope at most 1",
                                "Kantorovich potential",
                                "trained critic / its largest slope",
                                findings));
            case F_DIVERGENCE -> Map.of("theory-f-divergence.png", bounds(findings));
            case DYNAMICS ->
                Map.of(
                        "theory-penalties.png", penalties(findings),
                        "theory-updates.png", updates(findings));
        };
    }

    private static byte[] curves(String title, String exact, String learned, Findings findings) {
        List<CurveGrid.Cell> cells = findings.curves().stream()
                .map(curve -> new CurveGrid.Cell(
                        curve.title(), curve.result(), curve.x(), curve.p(), curve.q(), curve.exact(), curve.learned()))
                .toList();
        return CurveGrid.png(new CurveGrid.Heading(title, exact, learned), cells);
    }

    private static byte[] bounds(Findings findings) {
        Map<String, List<BoundPlot.Line>> byPair = new LinkedHashMap<>();
        findings.bounds()
                .forEach(bound -> byPair.computeIfAbsent(bound.pair(), pair -> new ArrayList<>())
                        .add(new BoundPlot.Line(bound.divergence(), bound.exact(), bound.bound())));
        List<BoundPlot.Cell> cells = byPair.entrySet().stream()
                .map(entry -> new BoundPlot.Cell(entry.getKey(), entry.getValue()))
                .toList();
        return BoundPlot.png("f-divergences D_f(P||Q) and their variational bounds", cells);
    }

    private static byte[] penalties(Findings findings) {
        List<String> penalties = List.of("none", "gradient-penalty", "r1", "r2", "r1-r2");
        List<PhasePortraits.Row> rows = List.of("non-saturating", "wasserstein", "hinge", "f-kl").stream()
                .map(objective -> new PhasePortraits.Row(
                        objective,
                        penalties.stream()
                                .map(penalty -> cell(findings, objective, penalty, "alternating"))
                                .toList()))
                .toList();
        return PhasePortraits.png("Dirac-GAN: why R1 helps", penalties, rows, foot("Alternating steps."));
    }

    private static byte[] updates(Findings findings) {
        List<String> updates = List.of("simultaneous", "alternating", "extragradient", "optimistic");
        List<PhasePortraits.Row> rows =
                List.of("wasserstein/none", "wasserstein/clip", "non-saturating/none", "non-saturating/r1").stream()
                        .map(name -> name.split("/", -1))
                        .map(name -> new PhasePortraits.Row(
                                name[0] + "\n" + (name[1].equals("none") ? "no penalty" : name[1]),
                                updates.stream()
                                        .map(update -> cell(findings, name[0], name[1], update))
                                        .toList()))
                        .toList();
        return PhasePortraits.png(
                "Dirac-GAN: four ways to descend",
                updates,
                rows,
                foot("Wasserstein without penalty is the bilinear game."));
    }

    private static String foot(String first) {
        return first
                + " Across: D's weight psi; up: G's sample theta; both -" + PhasePortraits.REACH
                + " to " + PhasePortraits.REACH + ", equilibrium at the cross. The first " + STEPS + " steps.";
    }

    private static PhasePortraits.Cell cell(Findings findings, String objective, String penalty, String update) {
        Portrait portrait = findings.portraits().stream()
                .filter(one -> one.objective().equals(objective)
                        && one.penalty().equals(penalty)
                        && one.update().equals(update))
                .findFirst()
                .orElseThrow();
        return new PhasePortraits.Cell(
                Arrays.copyOf(portrait.psi(), STEPS),
                Arrays.copyOf(portrait.theta(), STEPS),
                portrait.verdict(),
                portrait.field()::at);
    }
}
