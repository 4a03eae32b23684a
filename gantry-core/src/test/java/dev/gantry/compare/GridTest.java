package dev.gantry.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GridTest {
    @Test
    void everyCombination_isAnArm() {
        Grid grid = grid(List.of(), "objective=hinge,wgan-gp", "generator.optimizer.lr=1e-4,1e-3");
        assertThat(grid.arms())
                .extracting(Arm::name)
                .containsExactly("hinge,lr=1e-4", "hinge,lr=1e-3", "wgan-gp,lr=1e-4", "wgan-gp,lr=1e-3");
        Arm last = grid.arms().get(3);
        assertThat(last.changes()).isEqualTo(Map.of("objective", "wgan-gp", "generator.optimizer.lr", "1e-3"));
        assertThat(Configs.type(last.config().objective())).isEqualTo("wasserstein");
        assertThat(Configs.type(last.config().penalty())).isEqualTo("gradient-penalty");
        assertThat(last.config().generator().optimizer().lr()).isEqualTo(1e-3);
        assertThat(last.config().discriminator().optimizer().lr()).isEqualTo(1e-4);
        assertThat(last.config().engine().threads()).isEqualTo(1);
        assertThat(last.under(9).seed()).isEqualTo(9);
    }

    @Test
    void oneArmWithoutAxes_isNamedForTheConfiguration() {
        assertThat(grid(List.of("engine.threads=2")).arms()).singleElement().satisfies(arm -> {
            assertThat(arm.name()).isEqualTo("gaussian2d");
            assertThat(arm.config().engine().threads()).isEqualTo(2);
        });
    }

    @Test
    void names_areClearAndFitEveryFileSystem() {
        assertThat(names("generator.optimizer.lr=1e-4,1e-3", "discriminator.optimizer.lr=1e-3"))
                .containsExactly(
                        "generator.optimizer.lr=1e-4,discriminator.optimizer.lr=1e-3",
                        "generator.optimizer.lr=1e-3,discriminator.optimizer.lr=1e-3");
        assertThat(names("generator.hidden=[],[8, 4]")).containsExactly("hidden=_", "hidden=_8,_4_");
    }

    @Test
    void axis_splitsAtCommasOutsideBracketsAndQuotes() {
        assertThat(Axis.parse("generator.hidden=[64, 64],[128], {a: [1, 2]}").values())
                .containsExactly("[64, 64]", "[128]", "{a: [1, 2]}");
        assertThat(Axis.parse("data.dir='a,b',c").values()).containsExactly("'a,b'", "c");
    }

    @Test
    void wrongRequests_areRefusedByTheirOption() {
        assertRefused("--vary objective: expected KEY=VALUE,VALUE", List.of(), "objective");
        assertRefused("a value is missing", List.of(), "objective=hinge,");
        assertRefused("'hinge' is there twice", List.of(), "objective=hinge,hinge");
        assertRefused("the seeds are no arms", List.of(), "seed=1,2");
        assertRefused("--vary objective.type is there twice", List.of(), "objective=hinge", "objective.type=minimax");
        assertRefused("drop one of them", List.of("objective=hinge"), "objective=minimax,r3gan");
        assertRefused("are named by --seeds", List.of("seed=3"), "objective=minimax,r3gan");
        assertRefused("--vary generator.optimiser.lr=0.1", List.of(), "generator.optimiser.lr=0.1,0.2");
        assertRefused("did you mean", List.of(), "generator.optimizer.rl=0.1");
        assertRefused("--vary objective=hing", List.of(), "objective=hinge,hing");
        assertRefused("are the same configuration", List.of(), "generator.optimizer.lr=0.1,1e-1");
    }

    private static void assertRefused(String words, List<String> fixed, String... axes) {
        assertThatThrownBy(() -> grid(fixed, axes))
                .isInstanceOfSatisfying(
                        GantryException.class, e -> assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST))
                .hasMessageContaining(words);
    }

    private static List<String> names(String... axes) {
        return grid(List.of(), axes).arms().stream().map(Arm::name).toList();
    }

    private static Grid grid(List<String> fixed, String... axes) {
        return grid("gaussian2d", fixed, List.of(0L, 1L), axes);
    }

    /** A grid of a preset. */
    static Grid grid(String preset, List<String> fixed, List<Long> seeds, String... axes) {
        List<Configs.Override> same =
                fixed.stream().map(Configs.Override::parse).toList();
        return Grid.of(preset, same, Arrays.stream(axes).map(Axis::parse).toList(), seeds, changes -> {
            List<Configs.Override> all = new ArrayList<>(same);
            all.addAll(changes);
            return Configs.preset(preset, all);
        });
    }
}
