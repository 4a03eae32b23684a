package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.run.Gallery.Outcome;
import dev.gantry.run.Gallery.Status;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GalleryTest {
    private static final List<String> THREE = List.of("minimax", "hinge", "f-kl");

    @TempDir
    private Path temp = Path.of("");

    @Test
    void everyObjective_isARunOfItsOwnAndAPanel() throws IOException {
        List<Outcome> heard = new ArrayList<>();
        Gallery gallery = gallery(THREE);
        List<Outcome> outcomes = gallery.play(heard::add);
        Path picture = temp.resolve("picture.png");
        gallery.draw(outcomes, picture);

        assertThat(outcomes).isEqualTo(heard);
        assertThat(outcomes).extracting(Outcome::name).isEqualTo(THREE);
        assertThat(outcomes).extracting(Outcome::status).containsOnly(Status.COMPLETED);
        assertThat(outcomes).extracting(Outcome::images).containsOnly(160L);
        assertThat(outcomes).allMatch(outcome -> Double.isFinite(outcome.lossD()) && outcome.seconds() > 0);
        for (String name : THREE) {
            RunConfig config = Configs.load(temp.resolve(name).resolve("config.yaml"), List.of());
            assertThat(Configs.type(config.objective())).isEqualTo(name);
        }
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(orange(image)).as("generated points are drawn").isPositive();
    }

    @Test
    void completedRuns_areUsedAgain() throws IOException {
        List<Outcome> first = gallery(THREE).play(outcome -> {});
        Path kept = temp.resolve("hinge/run.json");
        Files.setLastModifiedTime(kept, FileTime.fromMillis(0));

        assertThat(gallery(THREE).play(outcome -> {})).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(kept).toMillis()).isZero();
    }

    @Test
    void interruptedGallery_goesOnWhereItWasAndEndsAsAWholeOne() {
        Gallery cut = gallery(THREE);
        List<Outcome> some = cut.play(outcome -> cut.interrupt());
        assertThat(some).extracting(Outcome::name).containsExactly("minimax");
        Run.of(config("hinge"))
                .into(temp.resolve("hinge"))
                .stopAt(80)
                .start(event -> {})
                .result();

        List<Outcome> all = gallery(THREE).play(outcome -> {});

        assertThat(all).extracting(Outcome::status).containsOnly(Status.COMPLETED);
        assertThat(all).hasSize(3);
        Run.of(config("hinge")).into(temp.resolve("at-once")).start(event -> {}).result();
        assertThat(Runs.weights(temp.resolve("hinge"))).isEqualTo(Runs.weights(temp.resolve("at-once")));
    }

    @Test
    void refusedCombination_getsAPanelAndTheOthersGoOn() throws IOException {
        Gallery gallery = gallery(THREE, "penalty=clip");
        List<Outcome> outcomes = gallery.play(outcome -> {});
        gallery.draw(outcomes, temp.resolve("picture.png"));

        assertThat(outcomes)
                .extracting(Outcome::status)
                .containsExactly(Status.REFUSED, Status.COMPLETED, Status.REFUSED);
        assertThat(outcomes.get(0).message()).contains("clip bounds a critic, and objective minimax");
        assertThat(outcomes.get(0).folder()).isNull();
        assertThat(temp.resolve("minimax")).doesNotExist();
        assertThat(orange(ImageIO.read(temp.resolve("picture.png").toFile()))).isPositive();
    }

    @Test
    void whereEveryObjectiveIsRefused_theFirstReasonIsTheError() {
        assertThatThrownBy(() -> gallery(List.of("minimax", "f-kl"), "penalty=clip"))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("objective minimax needs logits");
        assertThatThrownBy(() -> gallery(THREE, "train.batch=0"))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("train.batch");
    }

    @Test
    void divergedRun_isDrawnAsItWasLastAndUsedAgain() {
        Gallery gallery = gallery(THREE, "generator.optimizer.lr=1e6", "discriminator.optimizer.lr=1e6");
        List<Outcome> outcomes = gallery.play(outcome -> {});
        gallery.draw(outcomes, temp.resolve("picture.png"));

        assertThat(outcomes).extracting(Outcome::status).containsOnly(Status.DIVERGED);
        assertThat(String.valueOf(outcomes.get(1).message())).contains("objective hinge");
        assertThat(gallery(THREE, "generator.optimizer.lr=1e6", "discriminator.optimizer.lr=1e6")
                        .play(outcome -> {}))
                .isEqualTo(outcomes);
    }

    @Test
    void folderOfAnotherRun_isNamedBeforeAnythingIsTrained() {
        Runs.train(config("f-kl", "seed=7"), temp.resolve("f-kl"));

        assertThatThrownBy(() -> gallery(THREE).play(outcome -> {}))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(
                        temp.resolve("f-kl") + ": holds a run of another configuration (seed was 7, now 42)")
                .hasMessageContaining("--runs");
        assertThat(temp.resolve("minimax")).doesNotExist();
    }

    @Test
    void folderOfOtherThings_isLeftAsItIs() throws IOException {
        Files.createDirectories(temp.resolve("hinge"));
        Files.writeString(temp.resolve("hinge/mine.txt"), "mine");

        assertThatThrownBy(() -> gallery(THREE).play(outcome -> {}))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(temp.resolve("hinge") + ": is in the way");
        assertThat(temp.resolve("hinge").toFile().list()).containsExactly("mine.txt");
        assertThat(temp.resolve("minimax")).doesNotExist();
    }

    @Test
    void dataThatAreNoPointsOfThePlane_areRefusedWithThePresetsThatFit() {
        for (String preset : List.of("bimodal1d", "fashion-mlp")) {
            assertThatThrownBy(() -> Gallery.of(THREE, name -> Configs.preset(preset, List.of())))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining(preset + ": a gallery draws points of the plane")
                    .hasMessageContaining("presets that fit: gaussian2d, ring8,");
        }
    }

    @Test
    void runsThatWouldLeaveNothingToDraw_areRefused() {
        assertThatThrownBy(() -> gallery(THREE, "output.pictures=false"))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("output.pictures");
    }

    private Gallery gallery(List<String> names, String... changes) {
        return Gallery.of(names, name -> config(name, changes)).into(temp);
    }

    /** Twenty steps, two ticks. */
    private static RunConfig config(String objective, String... changes) {
        List<Configs.Override> overrides = new ArrayList<>();
        for (String change : List.of(
                "objective=" + objective,
                "train.images=160",
                "output.tick=80",
                "output.points=200",
                "evaluate.end=false",
                "engine.threads=1")) {
            overrides.add(Configs.Override.parse(change));
        }
        for (String change : changes) {
            overrides.add(Configs.Override.parse(change));
        }
        return Configs.preset("gaussian2d", overrides);
    }

    /** Pixels of saturated orange below the legend, which no heat-map has. */
    private static int orange(BufferedImage image) {
        int count = 0;
        for (int y = 128; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                count += (rgb >> 16 & 0xff) > 0xc8 && (rgb & 0xff) < 0x48 ? 1 : 0;
            }
        }
        return count;
    }
}
