package dev.gantry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.GantryException;
import dev.gantry.config.Configs.Override;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverridesTest {
    private static final String YAML = """
            name: small
            data: gaussian2d
            generator:
              type: mlp
              optimizer: {type: adam, lr: 0.1, weight_decay: 0.3, clip_norm: 2, betas: [0.5, 0.9], eps: 0.001}
            discriminator: mlp
            objective: {type: non-saturating, discriminator_weight: 0.5}
            train: {batch: 8, epochs: 10}
            output: {tick: 10, samples: 20}
            """;

    @Test
    void scalar_replacesAScalar() {
        assertThat(with("train.batch=32").train().batch()).isEqualTo(32);
        assertThat(with("generator.hidden=[3, 2]").generator())
                .isInstanceOfSatisfying(
                        GeneratorConfig.Mlp.class, g -> assertThat(g.hidden()).containsExactly(3, 2));
        assertThat(with("data.size = 7").data())
                .isInstanceOfSatisfying(
                        DataConfig.Gaussian2d.class, d -> assertThat(d.size()).isEqualTo(7));
    }

    @Test
    void type_keepsTheKeysOfEveryTypeAndDropsTheRest() {
        var sgd = new OptimizerConfig.Sgd(0.1, 0, 0.3, 2.0);
        assertThat(with("generator.optimizer=sgd").generator().optimizer()).isEqualTo(sgd);
        assertThat(with("generator.optimizer.type=sgd").generator().optimizer()).isEqualTo(sgd);
        assertThat(with("objective=minimax").objective()).isEqualTo(new ObjectiveConfig.Minimax(0.5));
        assertThat(with("generator.optimizer=sgd", "generator.optimizer=adam")
                        .generator()
                        .optimizer())
                .as("betas and eps are the defaults again, the shared keys are kept")
                .isEqualTo(new OptimizerConfig.Adam(0.1, List.of(0.9, 0.999), 1e-8, 0.3, 2.0));
    }

    @Test
    void type_thatTheBlockHasAlready_changesNothing() {
        assertThat(with("generator.optimizer=adam")).isEqualTo(with());
    }

    @Test
    void block_replacesTheWholeBlock() {
        assertThat(with("generator.optimizer={type: sgd, momentum: 0.9}")
                        .generator()
                        .optimizer())
                .isEqualTo(new OptimizerConfig.Sgd(0.01, 0.9, 0, null));
    }

    @Test
    void keyBelowAScalarBlock_expandsIt() {
        assertThat(with("discriminator.steps=5").discriminator().steps()).isEqualTo(5);
    }

    @Test
    void keyBelowAnAbsentBlock_startsFromItsDefault() {
        assertThat(with("discriminator.optimizer.lr=0.7").discriminator().optimizer())
                .isEqualTo(new OptimizerConfig.Adam(0.7, List.of(0.9, 0.999), 1e-8, 0, null));
        assertThat(with("ema.decay=0.9").ema().decay()).isEqualTo(0.9);
    }

    @Test
    void order_doesNotMatterBetweenABlockAndItsKeys() {
        OptimizerConfig expected = new OptimizerConfig.Sgd(0.1, 0.9, 0.3, 2.0);
        assertThat(with("generator.optimizer.momentum=0.9", "generator.optimizer=sgd")
                        .generator()
                        .optimizer())
                .isEqualTo(expected);
        assertThat(with("generator.optimizer.momentum=0.9", "generator.optimizer.type=sgd")
                        .generator()
                        .optimizer())
                .isEqualTo(expected);
    }

    @Test
    void sameKeyTwice_theLaterWins() {
        assertThat(with("train.batch=3", "train.batch=4").train().batch()).isEqualTo(4);
    }

    @Test
    void length_replacesTheOtherLength() {
        TrainConfig train = with("train.steps=7").train();
        assertThat(train.steps()).isEqualTo(7);
        assertThat(train.epochs()).isNull();
        assertThat(with("train.epochs=2").train().epochs()).isEqualTo(2);
        assertThat(with("train.images=9").train().images()).isEqualTo(9);
    }

    @Test
    void twoLengths_areRefusedWithBothOptions() {
        assertThat(error(new Override("train.steps", "7", "--steps 7"), Override.parse("train.images=9")))
                .isEqualTo("--steps 7 and --set train.images=9 both set the length of the run; give one of them");
    }

    @Test
    void null_makesAnOptionalKeyAbsent() {
        assertThat(with("output.samples=null", "output.tick=").output().tick()).isNull();
    }

    @Test
    void refusedValue_namesTheOption() {
        assertThat(error("train.batch=0")).isEqualTo("--set train.batch=0: train.batch must be 1 to 1000000, got 0");
        assertThat(error(new Override("train.batch", "abc", "--batch abc")))
                .isEqualTo("--batch abc: train.batch: expected a whole number, found the text 'abc'");
        assertThat(error("generator.optimizer=adm"))
                .isEqualTo("--set generator.optimizer=adm: unknown type 'adm' of generator.optimizer; did you mean"
                        + " 'adam'? types here: adam, sgd, rmsprop");
        assertThat(error("train={batch: 1, setps: 3}"))
                .startsWith("--set train={batch: 1, setps: 3}: unknown key 'train.setps'; did you mean 'steps'?");
        assertThat(error("output.checkpoint=0"))
                .startsWith("--set output.checkpoint=0: output.checkpoint must be at least 1, got 0");
        assertThat(error("ema.decay=2")).startsWith("--set ema.decay=2: ema.decay must be at least 0 and below 1");
    }

    @Test
    void refusedNeighbour_namesItsPlaceAndTheOption() {
        assertThat(error("output.tick=7"))
                .isEqualTo("a.yaml:9:20: output.samples must be a multiple of output.tick (7), got 20 (with --set"
                        + " output.tick=7)");
    }

    @Test
    void brokenValue_namesTheOption() {
        assertThat(error("generator.hidden=[1")).startsWith("--set generator.hidden=[1: is not valid YAML: ");
    }

    @Test
    void unknownKey_isSuggestedAsADottedKey() {
        assertThat(error("generator.optimiser.lr=1"))
                .startsWith("--set generator.optimiser.lr=1: unknown key 'generator.optimiser.lr'; did you mean"
                        + " 'generator.optimizer.lr'? keys here: hidden, activation,");
        assertThat(error("lr=1"))
                .startsWith("--set lr=1: unknown key 'lr'; did you mean 'generator.optimizer.lr' or"
                        + " 'discriminator.optimizer.lr'? keys here: name,");
        assertThat(error("generator.hidden.size=1"))
                .contains("unknown key 'generator.hidden.size'")
                .contains("keys here: none");
        assertThat(error("train..batch=1")).contains("unknown key 'train..batch'; did you mean 'train.batch'?");
    }

    @Test
    void keyOfAnotherType_namesThatType() {
        assertThat(error("generator.optimizer.momentum=0.5"))
                .endsWith("unknown key 'generator.optimizer.momentum': generator.optimizer of type adam has no"
                        + " 'momentum'; type sgd has");
    }

    @Test
    void assignmentWithoutKeyOrEquals_isRefusedWithAnExample() {
        for (String text : List.of("train.batch", "=3", "")) {
            GantryException e = catchThrowableOfType(GantryException.class, () -> Override.parse(text));
            assertThat(e).hasMessage("--set " + text + ": expected KEY=VALUE, for example --set train.batch=32");
        }
        assertThat(Override.parse("a.b=c=d")).isEqualTo(new Override("a.b", "c=d", "--set a.b=c=d"));
    }

    private static RunConfig with(String... assignments) {
        return Configs.parse(
                YAML, "a.yaml", Arrays.stream(assignments).map(Override::parse).toList());
    }

    private static String error(String assignment) {
        return error(Override.parse(assignment));
    }

    private static String error(Override... overrides) {
        GantryException e =
                catchThrowableOfType(GantryException.class, () -> Configs.parse(YAML, "a.yaml", List.of(overrides)));
        assertThat(e).as("an error").isNotNull();
        assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST);
        return String.valueOf(e.getMessage());
    }
}
