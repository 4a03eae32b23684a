package dev.gantry.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.Configs;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.ObjectiveConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.config.Presets;
import dev.gantry.config.RunConfig;
import dev.gantry.config.TypeName;
import dev.gantry.objective.NonSaturating;
import dev.gantry.objective.Objective;
import dev.gantry.objective.Penalty;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.train.Objectives;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code gantry verify objectives} proves. */
final class ObjectiveProofTest {
    @Test
    void everythingIsProven_onASmallAndALargeArchitecture() {
        requireProven(List.of("bimodal1d", "fashion-mlp"));
    }

    private static void requireProven(List<String> presets) {
        List<Check> heard = new ArrayList<>();
        List<Check> checks = ObjectiveProof.prove(presets, heard::add);
        assertThat(checks).isEqualTo(heard).hasSizeGreaterThan(300);
        assertThat(checks).filteredOn(check -> !check.ok()).isEmpty();
        assertThat(checks.stream().map(Check::name)).doesNotHaveDuplicates();
    }

    @Test
    void everyPreset_hasNetworksToProveOn() {
        Engine engine = Numbers.engine(EngineConfig.Dtype.FLOAT64);
        Objective objective = new NonSaturating();
        for (String preset : Presets.names()) {
            try (Arena arena = Arena.of(preset, Configs.preset(preset, List.of()), engine, new Seeds(1))) {
                assertThat(arena.losses("any", objective::discriminatorLoss, objective::generatorLoss)
                                .ok())
                        .as(preset)
                        .isTrue();
                assertThat(arena.penalty("any", new Penalty.R1(1)::term).ok())
                        .as(preset)
                        .isTrue();
            }
        }
    }

    /** Also the field bug of a least-squares choice that becomes the log loss on the way from the configuration. */
    @Test
    void everyObjectiveOfAConfiguration_isProven_andIsTheOneItNames() {
        Cases.objectives()
                .forEach((name, objective) -> assertThat(
                                Objectives.of(configured("objective", name).objective()))
                        .as(name)
                        .isEqualTo(objective));
        assertThat(typeNames(ObjectiveConfig.class))
                .hasSizeGreaterThan(20)
                .isSubsetOf(Cases.objectives().keySet());
    }

    @Test
    void everyPenaltyOfAConfiguration_isProven_andIsTheOneItNames() {
        Cases.penalties()
                .forEach((name, penalty) -> assertThat(
                                Objectives.penalty(configured("penalty", name).penalty()))
                        .as(name)
                        .contains(penalty));
        assertThat(typeNames(PenaltyConfig.Term.class))
                .isEqualTo(List.copyOf(Cases.penalties().keySet()));
    }

    @Test
    void everyObjective_hasSignsWrittenDown() {
        assertThat(Signs.expected().keySet()).isEqualTo(Cases.objectives().keySet());
    }

    /** The configuration that a name like "least-squares a=-1 b=1" stands for. */
    private static RunConfig configured(String block, String name) {
        String[] words = name.split(" ");
        List<Configs.Override> overrides = new ArrayList<>();
        overrides.add(Configs.Override.parse(block + ".type=" + words[0]));
        Arrays.stream(words).skip(1).forEach(word -> overrides.add(Configs.Override.parse(block + "." + word)));
        return Configs.preset("bimodal1d", overrides);
    }

    private static List<String> typeNames(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(type -> {
                    TypeName name = type.getAnnotation(TypeName.class);
                    return name == null ? typeNames(type).stream() : Stream.of(name.value());
                })
                .toList();
    }
}
