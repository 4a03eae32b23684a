package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batches;
import dev.gantry.data.Source;
import dev.gantry.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a comparison of objectives rests on: one seed's data and noise are the same, whatever else is changed. */
final class SameSeedTest {
    private static final int STEPS = 6;

    @Test
    void armsOfOneSeed_seeTheSameBatchesAndLatents() {
        FakeGame first = played("gaussian2d", 3);
        for (String[] arm : new String[][] {
            {"objective=hinge", "generator.optimizer.lr=0.1"},
            {"objective=r3gan", "generator.hidden=[7]"},
            {"penalty=r1", "ema.decay=0.9", "discriminator.activation=relu"}
        }) {
            assertSame(first, played("gaussian2d", 3, arm));
        }
    }

    @Test
    void armsOfOneSeed_seeTheSameOfADistributionWithoutEnd() {
        assertSame(played("ring8", 5), played("ring8", 5, "objective=hinge", "penalty=none"));
    }

    /** D takes five batches a step: the same ones in the same order. */
    @Test
    void anArmWithMoreStepsOfD_seesTheSameBatchesInTheSameOrder() {
        List<FakeGame.Play> one = played("gaussian2d", 3).of('D');
        List<FakeGame.Play> five = played("gaussian2d", 3, "objective=wgan-gp").of('D');
        assertThat(five).hasSize(5 * STEPS);
        for (int i = 0; i < one.size(); i++) {
            assertThat(five.get(i).real()).isEqualTo(one.get(i).real());
        }
    }

    @Test
    void anotherSeed_seesOthers() {
        FakeGame first = played("gaussian2d", 3);
        FakeGame other = played("gaussian2d", 4);
        assertThat(other.of('D').get(0).real())
                .isNotEqualTo(first.of('D').get(0).real());
        assertThat(other.of('D').get(0).z()).isNotEqualTo(first.of('D').get(0).z());
        assertThat(other.of('G').get(0).z()).isNotEqualTo(first.of('G').get(0).z());
    }

    private static void assertSame(FakeGame a, FakeGame b) {
        for (char player : new char[] {'D', 'G'}) {
            assertThat(b.of(player)).hasSize(STEPS);
            for (int i = 0; i < STEPS; i++) {
                assertThat(b.of(player).get(i).z())
                        .isEqualTo(a.of(player).get(i).z());
                assertThat(b.of(player).get(i).real())
                        .isEqualTo(a.of(player).get(i).real());
            }
        }
    }

    private static FakeGame played(String preset, long seed, String... changes) {
        List<Configs.Override> overrides = new ArrayList<>();
        overrides.add(Configs.Override.parse("seed=" + seed));
        overrides.add(Configs.Override.parse("train.share_noise=false"));
        for (String change : changes) {
            overrides.add(Configs.Override.parse(change));
        }
        RunConfig config = Configs.preset(preset, overrides);
        FakeGame game = new FakeGame(play -> 1);
        try (Source source = Source.open(config.data(), new Seeds(config.seed()))) {
            Batches batches =
                    source.batches(config.train().batch(), config.train().dropLast());
            long total = (long) STEPS
                    * config.train().batch()
                    * config.discriminator().steps();
            new Trainer(game, batches, config, total, total, Long.MAX_VALUE).train(new Control(), tick -> true);
        }
        return game;
    }
}
