package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.Configs;
import dev.gantry.config.Configs.Override;
import dev.gantry.config.ObjectiveConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.objective.Catalogue;
import dev.gantry.objective.Catalogue.Entry;
import dev.gantry.objective.Catalogue.Functions;
import dev.gantry.objective.Catalogue.Kind;
import dev.gantry.objective.Catalogue.Pair;
import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.objective.Evaluation;
import dev.gantry.objective.FDivergence;
import dev.gantry.objective.FGan;
import dev.gantry.objective.Objective;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the catalogue says against what the configuration and the code are. */
final class CatalogueTest {
    private static final DualAlgebra ON = new DualAlgebra();

    @Test
    void names_are_those_of_the_configuration() {
        assertThat(Catalogue.objectives())
                .extracting(Entry::name)
                .hasSize(21)
                .containsExactlyInAnyOrderElementsOf(
                        Configs.parameters(ObjectiveConfig.class).keySet());
        assertThat(Catalogue.penalties())
                .extracting(Entry::name)
                .hasSize(7)
                .containsExactlyInAnyOrderElementsOf(
                        Configs.parameters(PenaltyConfig.class).keySet());
    }

    @Test
    void pairs_are_of_an_objective_and_a_penalty() {
        for (Pair pair : Catalogue.pairs()) {
            assertThat(Catalogue.objectives()).extracting(Entry::name).contains(pair.objective());
            assertThat(Catalogue.penalties()).extracting(Entry::name).contains(pair.penalty());
        }
        assertThat(Catalogue.pairs()).extracting(Pair::name).containsExactly("wgan-gp", "wgan-clip", "r3gan");
    }

    static Stream<Entry> games() {
        return Catalogue.objectives().stream().filter(entry -> entry.kind() == Kind.GAME);
    }

    static Stream<Entry> divergences() {
        return Catalogue.objectives().stream().filter(entry -> entry.kind() == Kind.F_DIVERGENCE);
    }

    /** With one sample of each kind, E means nothing. */
    @ParameterizedTest
    @MethodSource("games")
    void losses_are_what_the_formulas_say(Entry entry) {
        Map<String, Double> names = new HashMap<>();
        List<Override> settings = List.of();
        if (entry.name().equals("least-squares")) {
            names.putAll(Map.of("a", -1.5, "b", 1.25, "c", 0.4));
            settings = settings("a=-1.5", "b=1.25", "c=0.4");
        } else if (entry.name().equals("began")) {
            names.put("k", 0.3);
            settings = settings("balance=0.3");
        } else if (entry.name().equals("ebgan")) {
            names.put("m", 10.0);
        }
        Objective objective = Objectives.of(Configs.objective(entry.name(), settings));
        for (double[] logits : new double[][] {{-0.7, -2.5}, {1.5, 0.2}, {-3, 2}}) {
            names.put("D(x)", logits[0]);
            names.put("D(y)", logits[1]);
            names.put("Z", Math.exp(logits[0]) + Math.exp(logits[1]));
            names.put("M", (logits[0] + logits[1]) / 2);
            Evaluation found = Evaluation.of(objective, 1, new double[] {logits[0]}, new double[] {logits[1]});
            assertThat(found.lossD()).isCloseTo(Formula.value(entry.lossD(), names), within(1e-12));
            assertThat(found.lossG()).isCloseTo(Formula.value(entry.lossG(), names), within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("divergences")
    void functions_are_what_the_formulas_say(Entry entry) {
        boolean alpha = entry.name().equals("f-alpha");
        boolean weighted = entry.name().equals("f-js-weighted");
        List<Override> settings = alpha ? settings("alpha=-0.6") : weighted ? settings("pi=0.3") : List.of();
        assertFunctions(entry, settings, Map.of("a", -0.6, "pi", 0.3));
    }

    @Test
    void functions_of_a_large_alpha_are_what_the_formulas_say() {
        Entry entry = divergences()
                .filter(e -> e.name().equals("f-alpha"))
                .findFirst()
                .orElseThrow();
        Functions functions = Objects.requireNonNull(entry.functions());
        FDivergence divergence = divergence("f-alpha", settings("alpha=3"));
        Map<String, Double> names = Map.of("a", 3.0, "u", 0.7, "t", 0.4);
        assertThat(divergence.f(0.7)).isCloseTo(Formula.value(functions.f(), names), within(1e-12));
        assertThat(divergence.conjugate(0.4)).isCloseTo(Formula.value(functions.conjugate(), names), within(1e-12));
        assertThat(functions.activation()).endsWith(" with v instead if a > 1");
        assertThat(divergence.activation(ON, Dual.constant(0.4)).scalar()).isEqualTo(0.4);
    }

    private static void assertFunctions(Entry entry, List<Override> settings, Map<String, Double> parameters) {
        FDivergence divergence = divergence(entry.name(), settings);
        Functions functions = Objects.requireNonNull(entry.functions());
        for (double u : new double[] {0.2, 1, 3.5}) {
            double v = Math.log(u);
            double t = divergence.activation(ON, Dual.constant(v)).scalar();
            Map<String, Double> names = new HashMap<>(parameters);
            names.putAll(Map.of("u", u, "v", v, "t", t));
            names.put("W", lambert(Math.exp(1 - t)));
            assertThat(divergence.f(u)).isCloseTo(Formula.value(functions.f(), names), within(1e-12));
            assertThat(t).isCloseTo(Formula.value(functions.activation(), names), within(1e-12));
            assertThat(divergence.conjugate(t)).isCloseTo(Formula.value(functions.conjugate(), names), within(1e-12));
        }
    }

    private static FDivergence divergence(String name, List<Override> settings) {
        return ((FGan) Objectives.of(Configs.objective(name, settings))).divergence();
    }

    /** The w with w e^w = x, by halving. */
    private static double lambert(double x) {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (middle * Math.exp(middle) < x) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "2 - 3 - 4 ; -5",
                "-x^2 ; -9",
                "2 x/4 ; 1.5",
                "|1 - x|/2 ; 1",
                "max(0, 1 - x) + max(0, x) ; 3",
                "2^x^2 with x = something ; 512",
                "(1 - x) ln(e^x) ; -6"
            })
    void formulas_are_read_as_people_do(String formula, double value) {
        assertThat(Formula.value(formula, Map.of("x", 3.0))).isCloseTo(value, within(1e-12));
    }

    private static List<Override> settings(String... assignments) {
        return Stream.of(assignments).map(Override::parse).toList();
    }
}
