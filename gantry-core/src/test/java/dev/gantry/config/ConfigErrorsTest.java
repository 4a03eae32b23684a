package dev.gantry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in a file is said in one line, with its place and the remedy. */
final class ConfigErrorsTest {
    private static final String VALID = """
            name: small
            data: gaussian2d
            generator:
              type: mlp
              hidden: [4]
              optimizer: {type: adam, lr: 0.1}
            discriminator: {type: mlp, hidden: [4]}
            train: {batch: 8, steps: 10}
            """;

    @TempDir
    private Path folder;

    @Test
    void unknownKey_isNamedWithItsPlaceASuggestionAndTheKeysHere() {
        assertThat(errorOf("  hidden: [4]", "  hiden: [4]"))
                .isEqualTo("a.yaml:5:3: unknown key 'generator.hiden'; did you mean 'hidden'? keys here: type, hidden,"
                        + " activation, output, norm, dropout, init, optimizer");
    }

    @Test
    void unknownKey_atTheTop() {
        assertThat(errorOf("train:", "trian:"))
                .startsWith(
                        "a.yaml:8:1: unknown key 'trian'; did you mean 'train'? keys here: name, description, seed,");
    }

    @Test
    void unknownKey_nothingNear_listsTheKeysOnly() {
        assertThat(errorOf("batch: 8", "colour: 8"))
                .startsWith("a.yaml:8:9: unknown key 'train.colour'; keys here: batch, images, epochs, steps,");
    }

    @Test
    void unknownKey_thatBelongsDeeper_isSentThere() {
        assertThat(errorOf("  hidden: [4]", "  lr: 0.1"))
                .startsWith("a.yaml:5:3: unknown key 'generator.lr'; did you mean 'optimizer.lr'? keys here:");
    }

    @Test
    void unknownKey_thatAnotherTypeHas_namesThatType() {
        assertThat(errorOf("lr: 0.1", "momentum: 0.1"))
                .isEqualTo(
                        "a.yaml:6:27: unknown key 'generator.optimizer.momentum': generator.optimizer of type adam has"
                                + " no 'momentum'; type sgd has");
    }

    @Test
    void unknownType_isNamedWithASuggestionAndTheTypes() {
        assertThat(errorOf("type: adam", "type: adm"))
                .isEqualTo("a.yaml:6:21: unknown type 'adm' of generator.optimizer; did you mean 'adam'? types here:"
                        + " adam, sgd, rmsprop");
        assertThat(errorOf("data: gaussian2d", "data: gausian2d"))
                .startsWith("a.yaml:2:7: unknown type 'gausian2d' of data; did you mean 'gaussian2d'? types here:");
    }

    @Test
    void unknownEnumValue_isNamedWithASuggestionAndTheValues() {
        assertThat(errorOf("train:", "engine: {dtype: flaot32}\ntrain:"))
                .isEqualTo("a.yaml:8:17: engine.dtype: unknown value 'flaot32'; did you mean 'float32'? values here:"
                        + " float32, float64");
    }

    @Test
    void wrongType_namesKeyExpectedAndFound() {
        assertThat(errorOf("batch: 8", "batch: abc"))
                .isEqualTo("a.yaml:8:16: train.batch: expected a whole number, found the text 'abc'");
        assertThat(errorOf("batch: 8", "batch: 1.5"))
                .isEqualTo("a.yaml:8:16: train.batch: expected a whole number, found 1.5");
        assertThat(errorOf("batch: 8", "batch: '8'"))
                .isEqualTo("a.yaml:8:16: train.batch: expected a whole number, found the text '8'");
        assertThat(errorOf("batch: 8", "batch: [8]"))
                .isEqualTo("a.yaml:8:16: train.batch: expected a whole number, found a list");
        assertThat(errorOf("batch: 8", "batch:"))
                .isEqualTo("a.yaml:8:15: train.batch: expected a whole number, found nothing");
        assertThat(errorOf("batch: 8", "share_noise: yes"))
                .isEqualTo("a.yaml:8:22: train.share_noise: expected true or false, found the text 'yes'");
        assertThat(errorOf("lr: 0.1", "lr: {value: 0.1}"))
                .isEqualTo("a.yaml:6:31: generator.optimizer.lr: expected a number, found a block of keys");
        assertThat(errorOf("train: {batch: 8, steps: 10}", "train: 10"))
                .startsWith("a.yaml:8:8: train: expected a block of keys (batch, images,")
                .endsWith("found 10");
        assertThat(errorOf("data: gaussian2d", "data: [gaussian2d]"))
                .isEqualTo(
                        "a.yaml:2:7: data: expected a type (gaussian2d, bimodal1d, ring, grid, spiral, moons, swissroll, checkerboard, uniform, mixture, idx, stacked-mnist, cifar10, images, csv, npy, custom) or a block"
                                + " with one, found a list");
    }

    @Test
    void wrongType_inAList() {
        assertThat(errorOf("hidden: [4]\n  opt", "hidden: 4\n  opt"))
                .isEqualTo(
                        "a.yaml:5:11: generator.hidden: expected a list of whole numbers, such as [64, 32], found 4");
        assertThat(errorOf("hidden: [4]\n  opt", "hidden: [4, 2.5]\n  opt"))
                .isEqualTo("a.yaml:5:15: generator.hidden[1]: expected a whole number, found 2.5");
    }

    @Test
    void wholeNumberTooLarge_namesTheRange() {
        assertThat(errorOf("batch: 8", "batch: 2147483648"))
                .isEqualTo("a.yaml:8:16: train.batch: expected a whole number from -2147483648 to 2147483647, found"
                        + " 2147483648");
        assertThat(errorOf("train:", "seed: 9223372036854775808\ntrain:"))
                .startsWith("a.yaml:8:7: seed: expected a whole number from -9223372036854775808 to 92233");
    }

    @Test
    void numbersThatAreNotFinite_areRefused() {
        for (String number : List.of(".nan", ".inf", "-.INF", "1e999")) {
            assertThat(errorOf("lr: 0.1", "lr: " + number))
                    .isEqualTo("a.yaml:6:31: generator.optimizer.lr: expected a finite number, found " + number);
        }
    }

    @Test
    void duplicateKey_namesBothPlaces() {
        assertThat(errorOf("train:", "data: ring\ntrain:"))
                .isEqualTo("a.yaml:8:1: duplicate key 'data'; it stands first at a.yaml:2:1; remove one");
    }

    @Test
    void missingKey_isNamedWithItsMeaning() {
        assertThat(errorOf("train: {batch: 8, steps: 10}\n", ""))
                .isEqualTo("a.yaml:1:1: missing key 'train': length, batches and gradients");
        assertThat(errorOf("  type: mlp\n", ""))
                .isEqualTo("a.yaml:4:3: missing key 'generator.type': one of mlp, custom");
        assertThat(errorOf(", steps: 10", ""))
                .isEqualTo("a.yaml:8:8: train.epochs is missing: give the length of the run as one of train.images,"
                        + " train.epochs, train.steps");
    }

    @Test
    void valueOutOfRange_hasThePlaceOfItsKey() {
        assertThat(errorOf("batch: 8", "batch: 0")).isEqualTo("a.yaml:8:9: train.batch must be 1 to 1000000, got 0");
        assertThat(errorOf("lr: 0.1", "betas: [0.9, 1.5]"))
                .isEqualTo("a.yaml:6:27: generator.optimizer.betas must be at least 0 and below 1, got 1.5");
        assertThat(errorOf("name: small", "name: a/b")).startsWith("a.yaml:1:1: name must be 1 to 100 letters");
        assertThat(errorOf("steps: 10", "epochs: 1, steps: 10"))
                .isEqualTo("a.yaml:8:30: train.steps stands beside another length: give exactly one of train.images,"
                        + " train.epochs, train.steps");
    }

    @Test
    void maxoutAsAnOutput_isRefused_withTheWayOut() {
        String remedy = " cannot be maxout, which needs several numbers for each value: use it as activation of the"
                + " hidden layers, and here linear or tanh, for example";
        assertThat(errorOf("  hidden: [4]", "  output: maxout")).isEqualTo("a.yaml:5:3: generator.output" + remedy);
        assertThat(errorOf("{type: mlp, hidden: [4]}", "{type: autoencoder, output: {type: maxout, pieces: 2}}"))
                .isEqualTo("a.yaml:7:36: discriminator.output" + remedy);
    }

    @Test
    void valuesOfNetworksOutOfRange_areRefused() {
        String d = "{type: mlp, hidden: [4]}";
        for (String pieces : List.of("1", "65")) {
            assertThat(errorOf(d, "{type: mlp, activation: {type: maxout, pieces: " + pieces + "}}"))
                    .isEqualTo("a.yaml:7:55: discriminator.activation.pieces must be 2 to 64, got " + pieces);
        }
        assertThat(errorOf(d, "{type: mlp, pack: 0}"))
                .isEqualTo("a.yaml:7:28: discriminator.pack must be 1 to 16, got 0");
        assertThat(errorOf(d, "{type: autoencoder, pack: 17}"))
                .isEqualTo("a.yaml:7:36: discriminator.pack must be 1 to 16, got 17");
        assertThat(errorOf(d, "{type: custom, network: n, pack: 0}"))
                .isEqualTo("a.yaml:7:43: discriminator.pack must be 1 to 16, got 0");
        assertThat(errorOf(d, "{type: autoencoder, code: 0}"))
                .isEqualTo("a.yaml:7:36: discriminator.code must be 1 to 65536, got 0");
        assertThat(errorOf(d, "{type: autoencoder, hidden: [0]}"))
                .isEqualTo("a.yaml:7:36: discriminator.hidden must hold widths from 1 to 65536, got 0");
        assertThat(errorOf(d, "{type: autoencoder, steps: 0}"))
                .isEqualTo("a.yaml:7:36: discriminator.steps must be 1 to 1000, got 0");
        assertThat(errorOf(d, "{type: autoencoder, dropout: 1}"))
                .isEqualTo("a.yaml:7:36: discriminator.dropout must be at least 0 and below 1, got 1.0");
        assertThat(errorOf(d, "{type: autoencoder, error: absolut}"))
                .isEqualTo("a.yaml:7:43: discriminator.error: unknown value 'absolut'; did you mean 'absolute'? values"
                        + " here: absolute, squared");
    }

    @Test
    void unknownKeysOfNetworks_areNamed() {
        String d = "{type: mlp, hidden: [4]}";
        assertThat(errorOf(d, "{type: autoencoder, codes: 3}"))
                .isEqualTo("a.yaml:7:36: unknown key 'discriminator.codes'; did you mean 'code'? keys here: type,"
                        + " hidden, code, activation, output, norm, dropout, error, init, spectral_norm, pack,"
                        + " optimizer, steps");
        assertThat(errorOf(d, "{type: mlp, code: 3}"))
                .isEqualTo("a.yaml:7:28: unknown key 'discriminator.code': discriminator of type mlp has no 'code';"
                        + " type autoencoder has");
        assertThat(errorOf(d, "{type: mlp, activation: {type: maxout, peices: 3}}"))
                .isEqualTo("a.yaml:7:55: unknown key 'discriminator.activation.peices'; did you mean 'pieces'? keys"
                        + " here: type, pieces");
    }

    @Test
    void anAutoencoder_isReadWithItsDefaults() {
        RunConfig config = Configs.parse(
                VALID.replace("{type: mlp, hidden: [4]}", "{type: autoencoder, spectral_norm: true, pack: 2}")
                        + "objective: began\n",
                "a.yaml",
                List.of());
        DiscriminatorConfig.Autoencoder d = (DiscriminatorConfig.Autoencoder) config.discriminator();
        assertThat(d.hidden()).containsExactly(64);
        assertThat(d.code()).isEqualTo(16);
        assertThat(d.error()).isEqualTo(DiscriminatorConfig.ErrorMeasure.ABSOLUTE);
        assertThat(d.output()).isEqualTo(new ActivationConfig.Linear());
        assertThat(d.spectralNorm()).isTrue();
        assertThat(d.pack()).isEqualTo(2);
    }

    @Test
    void brokenYaml_hasAPlaceAndOneLine() {
        assertThat(errorOf("hidden: [4]\n  opt", "hidden: [4\n  opt"))
                .matches("a\\.yaml:[67]:\\d+: is not valid YAML: .*")
                .doesNotContain("\n");
        assertThat(errorOf("name: small", "name: small\n\tseed: 1"))
                .startsWith("a.yaml:2:1: is not valid YAML:")
                .contains("'\\t(TAB)'");
        assertThat(errorOf("batch: 8", "batch: *x"))
                .isEqualTo("a.yaml:8:16: is not valid YAML: found undefined alias x; check indentation, quotes and"
                        + " brackets");
        assertThat(errorOf("name: small", "name: \u0007"))
                .isEqualTo("a.yaml:1:7: holds the character U+0007, which YAML does not allow; remove it");
    }

    @Test
    void severalDocuments_areRefusedAtTheSecond() {
        assertThat(errorOf("train:", "---\ntrain:"))
                .isEqualTo("a.yaml:8:1: a second document starts here; a configuration is one");
    }

    @Test
    void rootThatIsNoBlock_isRefused() {
        assertThat(error("- a\n- b\n"))
                .startsWith("a.yaml:1:1: expected a block of keys (name, description, seed, data,")
                .endsWith("found a list");
    }

    @Test
    void emptyText_namesThePresets() {
        assertThat(error("# nothing but a comment\n"))
                .startsWith("a.yaml: is empty; write at least the keys name, data, generator, discriminator and train,")
                .contains("gaussian2d");
    }

    @Test
    void tags_areRefused() {
        assertThat(errorOf("batch: 8", "batch: !!javax.script.ScriptEngineManager [8]"))
                .startsWith("a.yaml:8:16: a configuration has no use for the tag ");
        assertThat(errorOf("batch: 8", "batch: !size 8"))
                .isEqualTo("a.yaml:8:16: a configuration has no use for the tag !size; remove it");
    }

    @Test
    void keyThatIsNoName_isRefused() {
        assertThat(errorOf("train:", "[1, 2]: 3\ntrain:"))
                .isEqualTo("a.yaml:8:1: a key must be a name, not a list or a block");
    }

    @Test
    void anchors_work() {
        RunConfig config = Configs.parse(
                VALID.replace("hidden: [4]\n", "hidden: &widths [4, 5]\n")
                        .replace("{type: mlp, hidden: [4]}", "{type: mlp, hidden: *widths}"),
                "a.yaml",
                List.of());
        assertThat(((DiscriminatorConfig.Mlp) config.discriminator()).hidden()).containsExactly(4, 5);
    }

    @Test
    @Timeout(20)
    void aliasBomb_isRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, before))));
        }
        assertThat(error(bomb.toString()))
                .endsWith("more than 100000 values once its aliases are written out; use fewer");
    }

    @Test
    @Timeout(20)
    void nestingWithoutEnd_isRefused() {
        assertThat(error("a: " + "[".repeat(100_000))).endsWith("nested deeper than 32 levels; no configuration is");
        assertThat(error("a: &a [*a]")).endsWith("nested deeper than 32 levels; no configuration is");
    }

    @Test
    void veryLongKey_isRefusedAtOnce() {
        assertThat(errorOf("batch: 8", "? " + "x".repeat(5000) + "\n  : 8")).contains("unknown key 'train.xxxx");
    }

    @Test
    void file_missing() {
        assertThat(loadError(folder.resolve("no.yaml")))
                .isEqualTo(folder.resolve("no.yaml") + ": there is no such file; check the path, or use a preset ("
                        + String.join(", ", Presets.names()) + ")");
    }

    @Test
    void file_isAFolder() {
        assertThat(loadError(folder)).isEqualTo(folder + ": is a folder; name the YAML file in it");
    }

    @Test
    void file_notUtf8() throws IOException {
        Path file = folder.resolve("latin.yaml");
        Files.write(file, "name: a\ndescription: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(loadError(file)).isEqualTo(file + ":2: is not UTF-8 text; save the file as UTF-8");
        Files.write(file, new byte[] {'a', (byte) 0xC3});
        assertThat(loadError(file)).isEqualTo(file + ":1: is not UTF-8 text; save the file as UTF-8");
    }

    @Test
    void file_largerThanAMegabyte() throws IOException {
        Path file = folder.resolve("large.yaml");
        Files.writeString(file, VALID + "#".repeat(1_000_000));
        assertThat(loadError(file)).startsWith(file + ": is larger than 1 MB");
        Files.writeString(file, VALID + "#".repeat(1_000_000 - VALID.length()));
        assertThat(Configs.load(file, List.of()).name()).isEqualTo("small");
    }

    @Test
    void file_withByteOrderMarkAndWindowsLines_isRead() throws IOException {
        Path file = folder.resolve("windows.yaml");
        Files.writeString(file, "\uFEFF" + VALID.replace("\n", "\r\n"));
        assertThat(Configs.load(file, List.of())).isEqualTo(Configs.parse(VALID, "a.yaml", List.of()));
    }

    private static String errorOf(String part, String replacement) {
        assertThat(VALID).contains(part);
        return error(VALID.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(replacement)));
    }

    private static String error(String yaml) {
        return message(() -> Configs.parse(yaml, "a.yaml", List.of()));
    }

    private static String loadError(Path file) {
        return message(() -> Configs.load(file, List.of()));
    }

    private static String message(Runnable read) {
        GantryException e = catchThrowableOfType(GantryException.class, read::run);
        assertThat(e).as("an error").isNotNull();
        assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST);
        return String.valueOf(e.getMessage());
    }
}
