package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gantry.config.Configs;
import dev.gantry.config.ObjectiveConfig;
import dev.gantry.config.PenaltyConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObjectivesCommandTest {

    @Test
    void lists_every_objective_penalty_and_short_name() {
        Outcome outcome = Outcome.of("objectives");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        for (String name : names()) {
            assertThat(outcome.lines()).as(name).anyMatch(line -> line.startsWith(name + ": "));
        }
        assertThat(outcome.lines()).allMatch(line -> line.length() <= 120);
        assertThat(outcome.out())
                .contains(
                        "  keys     discriminator_weight=1.0  a=0  b=1  c=1\n",
                        "  f*(t)    -1 - ln(-t)  [t < 0]\n",
                        "r3gan: objective relativistic-pairing with penalty r1-r2\n")
                .doesNotContain("null");
    }

    @Test
    void json_has_an_object_for_each_with_formulas_source_and_defaults() throws JsonProcessingException {
        Outcome outcome = Outcome.of("objectives", "--json");
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : outcome.lines()) {
            nodes.add(new ObjectMapper().readTree(line));
        }
        assertThat(nodes).extracting(node -> node.path("name").asText()).containsExactlyInAnyOrderElementsOf(names());
        for (JsonNode node : nodes) {
            String name = node.path("name").asText();
            assertThat(node.path("source").path("year").isInt() || name.equals("none"))
                    .as(name)
                    .isTrue();
            if (!node.path("kind").asText().equals("pair")) {
                assertThat(node.path("loss_d").asText()).as(name).isNotEmpty();
                assertThat(node.path("loss_g").asText()).as(name).isNotEmpty();
                assertThat(node.path("defaults").isObject()).as(name).isTrue();
            }
        }
    }

    @Test
    void one_name_shows_one_entry_with_its_losses() {
        Outcome outcome = Outcome.of("objectives", "f-js-weighted");
        assertThat(outcome.out())
                .contains("f-js-weighted: ", "  L_D      E f*(g_f(D(y))) - E g_f(D(x))\n", "pi=0.5", "arXiv:1606.00709")
                .doesNotContain("f-kl", "hinge");
        assertThat(Outcome.of("objectives", "f-js-weighted", "--json").out())
                .contains("\"defaults\":{\"discriminator_weight\":1.0,\"generator\":\"alternative\",\"pi\":0.5}");
        assertThat(Outcome.of("objectives", "wgan-gp").out())
                .contains("wgan-gp: objective wasserstein with penalty gradient-penalty");
    }

    @Test
    void an_unknown_name_is_refused_with_a_suggestion_and_the_list() {
        Outcome outcome = Outcome.of("objectives", "dragon");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .contains("'dragon'; did you mean 'dragan'?", "minimax, ", ", r3gan");
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        names.addAll(Configs.parameters(ObjectiveConfig.class).keySet());
        names.addAll(Configs.parameters(PenaltyConfig.class).keySet());
        names.addAll(List.of("wgan-gp", "wgan-clip", "r3gan"));
        return names;
    }
}
