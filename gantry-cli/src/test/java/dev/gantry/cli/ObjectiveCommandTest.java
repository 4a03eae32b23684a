package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gantry.config.Configs;
import dev.gantry.config.ObjectiveConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ObjectiveCommandTest {
    private static final int REAL = 0x2563a8;
    private static final int GENERATED = 0xd9731a;

    @TempDir
    Path folder;

    /** By hand: hinge pays (0.7 + 2.2)/2 + (1.5 + 3)/2 = 3.7, and G -(0.5 + 2)/2. */
    @Test
    void json_has_both_losses_and_every_derivative() {
        Outcome outcome = Outcome.of("objective", "hinge", "--real", "0.3,-1.2", "--fake", "0.5,2", "--json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.lines())
                .containsExactly("{\"objective\":\"hinge\",\"loss_d\":3.7,\"loss_g\":-1.25,"
                        + "\"dloss_d_dreal\":[-0.5,-0.5],\"dloss_d_dfake\":[0.5,0.5],"
                        + "\"dloss_g_dreal\":[0.0,0.0],\"dloss_g_dfake\":[-0.5,-0.5]}");
    }

    /** bc -l: l(1 + e(1.2)), its derivative -e(1.2)/(1 + e(1.2)), and l(1 + e(-2)); l(1 + e(2)). */
    @Test
    void numbers_have_every_digit() throws JsonProcessingException {
        JsonNode node = json("non-saturating", "--real", "-1.2", "--fake", "2");
        assertThat(node.path("loss_d").doubleValue()).isCloseTo(1.463282467338031 + 2.1269280110429727, within(1e-15));
        assertThat(node.path("loss_g").doubleValue()).isCloseTo(0.1269280110429725, within(1e-15));
        assertThat(node.path("dloss_d_dreal").get(0).doubleValue()).isCloseTo(-0.7685247834990176, within(1e-15));
    }

    /** (v + 1)^2/2 - 1/2 at v = 0.5 and 2 is 0.625 and 4; minus the mean 0.5 of the real logits; then halved. */
    @Test
    void parameters_are_set_by_their_keys_with_or_without_their_block() throws JsonProcessingException {
        JsonNode node = json(
                "f-alpha",
                "--real",
                "0.5",
                "--fake",
                "0.5,2",
                "--set",
                "alpha=2",
                "--set",
                "objective.discriminator_weight=0.5",
                "--set",
                "generator=bound");
        assertThat(node.path("loss_d").doubleValue()).isCloseTo((2.3125 - 0.5) / 2, within(1e-15));
        assertThat(node.path("loss_g").doubleValue()).isCloseTo(-2.3125, within(1e-15));
    }

    @Test
    void people_get_the_settings_the_losses_and_a_table() {
        Outcome outcome = Outcome.of("objective", "began", "--real=-1,-3", "--fake", "-2", "--set", "balance=0.25");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.lines().get(0))
                .isEqualTo("began  discriminator_weight=1  gamma=0.5  rate=0.001  balance=0.25");
        assertThat(outcome.lines()).contains("loss_d  1.5", "loss_g  2");
        assertThat(outcome.lines()).filteredOn(line -> line.startsWith("real ")).hasSize(2);
        assertThat(outcome.out()).contains("k is the parameter 'balance', here 0.25");
        assertThat(Outcome.of("objective", "ebgan", "--real", "-1", "--fake", "-2")
                        .out())
                .contains("pull_away) needs codes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hing --real 1 --fake 1                        | unknown objective 'hing'; did you mean 'hinge'? objectives: minimax, non-s",
                "wgan-gp                                       | a pair, objective wasserstein with penalty gradient-penalty; ask for",
                "r1                                            | r1 is a penalty",
                "hinge                                         | give logits by --real and --fake",
                "hinge --real 1                                | --fake is missing",
                "hinge --fake 1                                | --real is missing",
                "hinge --real 1,x --fake 1                     | --real 1,x: item 2, 'x', is not a finite number",
                "hinge --real 1 --fake nan                     | --fake nan: item 1, 'nan'",
                "hinge --real 1 --fake 2,-inf                  | item 2, '-inf'",
                "hinge --real 1 --fake 1e999                   | item 1, '1e999'",
                "hinge --real 1 --fake 1d                      | item 1, '1d'",
                "hinge --real 1 --fake 1,,2                    | item 2, ''",
                "hinge --real= --fake 1                        | --real: the list is empty",
                "relativistic-pairing --real 1,2 --fake 1      | 2 real and 1 fake logits",
                "least-squares --real 1e200 --fake 1           | too large for a double",
                "f-alpha --real 1 --fake 1 --set alpa=2        | did you mean 'objective.alpha'? keys here: discriminator_weight, gen",
                "f-alpha --real 1 --fake 1 --set alpha=0       | --set alpha=0: objective.alpha must be finite, neither 0",
                "f-alpha --real 1 --fake 1 --set alpha=1       | nor 1 (use f-kl)",
                "f-js-weighted --real 1 --fake 1 --set pi=1    | above 0 and below 1",
                "hinge --real 1 --fake 1 --set discriminator_weight=-1 | must be positive",
                "hinge --real 1 --fake 1 --set type=minimax    | the objective is hinge already",
                "hinge --real 1 --fake 1 --set pi              | expected KEY=VALUE, for example --set alpha=2",
                "f-kl --real 1 --fake 1 --set generator=bond   | did you mean 'bound'?",
                "hinge --plot hinge.jpg                        | --plot hinge.jpg: the name must end in .png",
                "hinge --plot nowhere/at-all/x.png             | there is no folder",
                "hinge --plot .                                | is a folder",
            })
    void a_wrong_request_is_one_line(String words, String message) {
        Object[] all = Stream.concat(Stream.of("objective"), Stream.of(words.split(" ", -1)))
                .toArray();
        Outcome outcome = Outcome.of(all);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .startsWith("gantry: ")
                .contains(message);
    }

    static Stream<String> names() {
        return Configs.parameters(ObjectiveConfig.class).keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_objective_is_evaluated_and_drawn(String name) throws IOException {
        Path file = folder.resolve(name + ".PNG");
        Outcome outcome = Outcome.of("objective", name, "--plot", file, "--json", "--real", "-1,2", "--fake", "-2,0.5");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("{\"objective\":\"" + name + "\",\"loss_d\":");
        assertThat(outcome.err()).contains(name + ".PNG");
        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isEqualTo(1800);
        assertThat(picture.getHeight() > 1800).isEqualTo(name.startsWith("f-"));
        // Legends take a few hundred pixels of each colour.
        assertThat(count(picture, REAL)).isGreaterThan(1500);
        assertThat(count(picture, GENERATED)).isGreaterThan(800);
        assertThat(folder.toFile().list()).containsExactly(name + ".PNG");
    }

    @ParameterizedTest
    @CsvSource({"f-alpha,alpha=1e6", "f-alpha,alpha=-1e5", "f-alpha,alpha=1.0000001", "f-js-weighted,pi=1e-300"})
    void extreme_parameters_are_drawn_too(String name, String setting) {
        Path file = folder.resolve("extreme.png");
        Outcome outcome = Outcome.of("objective", name, "--plot", file, "--set", setting);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void a_picture_alone_prints_its_path() {
        Path file = folder.resolve("kl.png");
        assertThat(Outcome.of("objective", "f-kl", "--plot", file).lines()).containsExactly(file.toString());
        assertThat(Outcome.of("objective", "f-kl", "--plot", file, "--json").out())
                .startsWith("{\"objective\":\"f-kl\",\"plot\":");
    }

    @Test
    void a_folder_that_cannot_be_written_is_an_error() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "this user may write anywhere");
        Outcome outcome = Outcome.of("objective", "hinge", "--plot", closed.resolve("x.png"));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("permission denied");
    }

    @Test
    void libtorch_is_not_needed() throws IOException, InterruptedException {
        String plain = Child.classPathWithoutNatives();
        Path file = folder.resolve("js.png");
        try (Child child = Child.startOn(
                folder, plain, "objective", "f-js", "--real", "1", "--fake", "2", "--plot", file, "--json")) {
            assertThat(child.code()).as(child.err()).isZero();
            assertThat(child.out()).startsWith("{\"objective\":\"f-js\"");
        }
        assertThat(file).isNotEmptyFile();
        try (Child child = Child.startOn(folder, plain, "objectives")) {
            assertThat(child.code()).as(child.err()).isZero();
        }
    }

    private static JsonNode json(Object... words) throws JsonProcessingException {
        List<Object> all = new ArrayList<>(List.of("objective"));
        all.addAll(List.of(words));
        all.add("--json");
        Outcome outcome = Outcome.of(all.toArray());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return new ObjectMapper().readTree(outcome.out());
    }

    private static int count(BufferedImage picture, int colour) {
        int count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += (picture.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
            }
        }
        return count;
    }
}
