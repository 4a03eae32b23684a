package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a few bundled images, of networks too small to learn them. */
final class EvaluateImagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** ScriptNetworkTest says what these files do. */
    private static final Path NETWORKS = Path.of("../gantry-core/src/test/resources/dev/gantry/feature");

    @TempDir
    static Path shared;

    private static Path run = Path.of("");

    /** As the run ended, before any test evaluated it. */
    private static JsonNode atTheEnd = JSON.missingNode();

    @BeforeAll
    static void train() throws IOException {
        run = shared.resolve("images");
        assertThat(trainImages(run, "--limit", "400", "--set", "data.held_out=0.25")
                        .code())
                .isZero();
        atTheEnd = scores(run.resolve("run.json"));
    }

    private static Outcome trainImages(Path folder, Object... more) {
        Object[] words = {
            "train",
            "fashion-mlp",
            "--quiet",
            "--steps",
            "4",
            "--out",
            folder,
            "--threads",
            "1",
            "--set",
            "generator.hidden=[8]",
            "--set",
            "discriminator.hidden=[8]"
        };
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Outcome.of(all);
    }

    private static JsonNode scores(Path file) throws IOException {
        return JSON.readTree(file.toFile()).path("scores");
    }

    /** 300 training and 100 held-out images: the floor takes the 300, so that 300 are scored. */
    @Test
    void images_areScoredAgainstTheHeldOut_asAtTheRunsEnd() throws IOException {
        Outcome outcome = Outcome.of("evaluate", run, "--json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode scores = JSON.readTree(outcome.out()).path("scores");
        for (String name : new String[] {"frechet", "class_entropy"}) {
            assertThat(atTheEnd.path(name).path("value").isNumber()).as(name).isTrue();
            assertThat(scores.path(name)).isEqualTo(atTheEnd.path(name));
        }
        for (String name : new String[] {"frechet", "kid", "precision", "recall", "density", "coverage"}) {
            JsonNode score = scores.path(name);
            assertThat(score.path("n").asInt()).as(name).isEqualTo(300);
            assertThat(score.path("split").asText()).isEqualTo("held-out");
            assertThat(score.path("reference").asText()).matches("100 images of idx data of sha256 [0-9a-f]{12}");
            assertThat(score.path("features").asText()).isEqualTo("fashion-mnist@3fab10999c711f7a");
            assertThat(score.path("floor").isNumber()).as(name).isTrue();
        }
        assertThat(scores.path("frechet").path("value").asDouble())
                .isGreaterThan(5 * scores.path("frechet").path("floor").asDouble());
        assertThat(scores.path("memorisation_p").path("reference").asText())
                .startsWith("300 training and 100 held-out");
        assertThat(scores.path("exact_js").isNull()).isTrue();
        assertThat(outcome.err()).contains("exact_tv do not apply: the density of the data is not known");
        assertThat(scores(run.resolve("run.json")).path("kid")).isEqualTo(scores.path("kid"));
    }

    @Test
    void classes_areCounted_andTheNearestImagesDrawn() throws IOException {
        Outcome outcome = Outcome.of("evaluate", run, "--scores", "class_entropy,memorisation", "--n", 50);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        String counts = outcome.err()
                .lines()
                .filter(line -> line.startsWith("class_entropy: images of G in classes 0 to 9: "))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*0 to 9: |;.*", "");
        assertThat(Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).sum())
                .isEqualTo(50);
        BufferedImage picture = ImageIO.read(run.resolve("plots/nearest.png").toFile());
        assertThat(picture.getWidth()).isGreaterThan(picture.getHeight());
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("Generated images beside their nearest training and held-out images");
    }

    /** 40 images, none held out: 20 are the reference, 20 stand for a perfect generator, and 64 features are too many. */
    @Test
    void fewImagesAndNoneHeldOut_areWarnedOf() throws IOException {
        Path small = shared.resolve("small");
        assertThat(trainImages(small, "--limit", "40", "--set", "evaluate.end=false")
                        .code())
                .isZero();
        Outcome outcome = Outcome.of("evaluate", small, "--json");
        JsonNode frechet = JSON.readTree(outcome.out()).path("scores").path("frechet");
        assertThat(frechet.path("n").asInt()).isEqualTo(20);
        assertThat(frechet.path("split").asText()).isEqualTo("training");
        assertThat(frechet.path("floor").isNumber()).isTrue();
        assertThat(outcome.err())
                .contains("The run held no images out", "data.held_out=0.1")
                .contains("frechet: 20 images are fewer than needed for 64 features", "at least 640", "trust kid")
                .contains("memorisation, memorisation_p do not apply: it needs images that were kept away");
        Outcome many = Outcome.of("evaluate", small, "--scores", "kid", "--n", 30, "--json");
        assertThat(many.err()).contains("No floors: there are only 20 other real images", "give --n 20 or less");
        assertThat(JSON.readTree(many.out())
                        .path("scores")
                        .path("kid")
                        .path("floor")
                        .isNull())
                .isTrue();
    }

    @Test
    void aTorchScriptNetwork_isTakenAsItIsTold() throws IOException {
        Outcome outcome = Outcome.of(
                "evaluate",
                run,
                "--json",
                "--scores",
                "frechet,class_entropy",
                "--features",
                NETWORKS.resolve("grey.pt") + ",channels=1,size=4,range=0..1");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode scores = JSON.readTree(outcome.out()).path("scores");
        assertThat(scores.path("frechet").path("features").asText())
                .matches("grey\\.pt@[0-9a-f]{16} \\(1 channel, 4x4 bilinear, 0\\.\\.1\\)");
        assertThat(scores.path("class_entropy").isNull()).isTrue();
        assertThat(outcome.err()).contains("class_entropy does not apply: the network", "tells no classes");
    }

    @Test
    void featuresThatAreNone_areRefusedWithTheRemedy() throws IOException {
        Path text = Files.writeString(shared.resolve("notes.pt"), "nothing of the kind");
        assertRefused(2, "mnits", "features mnits: neither a file nor one of", "did you mean 'mnist'?");
        assertRefused(1, text.toString(), "notes.pt: no TorchScript network", "torch.jit.save");
        assertRefused(1, NETWORKS.resolve("state-dict.pt").toString(), "no TorchScript network");
        assertRefused(1, NETWORKS.resolve("gives-images.pt").toString(), "gives [1, 3, 28, 28] for 1 images");
        assertRefused(1, NETWORKS.resolve("gives-a-pair.pt").toString(), "gives no tensor but a structure");
        assertRefused(2, NETWORKS.resolve("grey.pt") + ",channels=7", "channels must be 1 or 3, got 7");
        assertRefused(2, NETWORKS.resolve("grey.pt") + ",range=5", "'range=5' is not of the form");
        assertRefused(2, "mnist,size=32", "a classifier knows what it takes");
        Path points = shared.resolve("points");
        assertThat(Outcome.trainTiny(points).code()).isZero();
        Outcome outcome = Outcome.of("evaluate", points, "--features", "mnist");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--features (mnist): features are those of images", "samples of [2]");
        assertThat(Outcome.of("evaluate", points, "--scores", "frechet").err())
                .contains(
                        "frechet does not apply: it compares images, and the samples are points",
                        "These apply: mean_error");
    }

    private static void assertRefused(int code, String features, String... words) {
        Outcome outcome = Outcome.of("evaluate", run, "--features", features, "--scores", "frechet");
        assertThat(outcome.err()).contains(words);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void dataOfAnotherShape_isRefused() {
        Outcome outcome = Outcome.of("evaluate", run, "--data", "gaussian2d");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("shape [1, 28, 28]", "shape [2]");
    }

    /** A run refuses features before it makes a folder, and scores in those it is given at its cadence. */
    @Test
    void scoresDuringTraining_useTheFeaturesOfTheConfiguration() throws IOException {
        Path none = shared.resolve("none");
        Outcome bad = trainImages(none, "--set", "evaluate.features=" + NETWORKS.resolve("gives-images.pt"));
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.err()).contains("gives [1, 3, 28, 28]");
        assertThat(none).doesNotExist();

        Path scored = shared.resolve("scored");
        Outcome good = trainImages(
                scored,
                "--limit",
                "100",
                "--set",
                "data.held_out=0.5",
                "--set",
                "evaluate.features=mnist",
                "--set",
                "evaluate.every=64",
                "--set",
                "evaluate.scores=[kid, memorisation]",
                "--set",
                "output.tick=32");
        assertThat(good.code()).as(good.err()).isZero();
        assertThat(Files.readAllLines(scored.resolve("metrics.jsonl")).stream()
                        .filter(line -> line.contains("\"kid\":") && line.contains("\"memorisation_p\":")))
                .hasSize(2);
        assertThat(scored.resolve("plots/scores.png")).isNotEmptyFile();
        assertThat(scores(scored.resolve("run.json"))
                        .path("frechet")
                        .path("features")
                        .asText())
                .startsWith("mnist@");
    }
}
