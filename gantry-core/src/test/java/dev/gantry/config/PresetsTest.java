package dev.gantry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gantry.GantryException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PresetsTest {

    @Test
    void names_areTheFilesInTheFolder() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(Presets.class.getResource("presets"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Presets.names().stream().map(n -> n + ".yaml").toList());
        }
    }

    @Test
    void everyPreset_isNamedLikeItsFileAndDescribed() {
        for (String name : Presets.names()) {
            assertThat(Configs.preset(name, List.of()).name()).isEqualTo(name);
            assertThat(Presets.description(name)).hasSizeBetween(20, 120);
        }
    }

    @Test
    void asPublished_differsInItsOutputOnlyAndSaysWhatItCannotDo() {
        RunConfig honest = Configs.preset("scratch1d", List.of());
        RunConfig published = Configs.preset("scratch1d-as-published", List.of());
        assertThat(Configs.differences(honest, published))
                .extracting(Configs.Difference::key)
                .containsExactly("name", "description", "generator.output.type");
        assertThat(published.description()).contains("can never reach -2 or +2");
    }

    @Test
    void mnist_differsFromFashionInItsDataOnly() {
        assertThat(Configs.differences(
                        Configs.preset("fashion-mlp", List.of()), Configs.preset("mnist-mlp", List.of())))
                .extracting(Configs.Difference::key)
                .containsExactly("name", "description", "data.dir");
    }

    @Test
    void gaussian2d_isTheBooksRecipe() {
        RunConfig config = Configs.preset("gaussian2d", List.of());
        var init = new InitConfig.Normal(0.02);
        var tanh = new ActivationConfig.Tanh();
        var none = GeneratorConfig.Norm.NONE;
        assertThat(config.discriminator())
                .isEqualTo(new DiscriminatorConfig.Mlp(List.of(5, 3), tanh, none, 0, init, false, 1, adam(0.05), 1));
        assertThat(config.generator().optimizer()).isEqualTo(adam(0.005));
        assertThat(config.objective()).isEqualTo(new ObjectiveConfig.NonSaturating(0.5));
        assertThat(config.data()).isEqualTo(new DataConfig.Gaussian2d(1000, 0));
        assertThat(config.train())
                .isEqualTo(new TrainConfig(
                        8, null, 20.0, null, true, true, true, new TrainConfig.GradientsConfig.Autograd()));
    }

    @Test
    void unknownName_getsASuggestionAndTheList() {
        assertThat(error("gausian2d"))
                .isEqualTo("unknown preset 'gausian2d'; did you mean 'gaussian2d'? presets: "
                        + String.join(", ", Presets.names()));
    }

    @Test
    void unknownName_thatLooksLikeAPath_isAMissingFile() {
        for (String name : List.of("runs/a", "a.yaml", "a.yml", "runs\\a")) {
            assertThat(error(name)).startsWith(name + ": there is no such file; check the path, or use a preset (");
        }
    }

    @Test
    void errorInAnOverrideOfAPreset_namesTheOption() {
        GantryException e = catchThrowableOfType(
                GantryException.class,
                () -> Configs.preset("gaussian2d", List.of(Configs.Override.parse("train.batch=0"))));
        assertThat(e).hasMessage("--set train.batch=0: train.batch must be 1 to 1000000, got 0");
    }

    private static OptimizerConfig adam(double lr) {
        return new OptimizerConfig.Adam(lr, List.of(0.9, 0.999), 1e-8, 0, null);
    }

    private static String error(String name) {
        GantryException e = catchThrowableOfType(GantryException.class, () -> Configs.preset(name, List.of()));
        assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST);
        return String.valueOf(e.getMessage());
    }
}
