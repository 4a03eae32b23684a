package dev.gantry.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.GantryException;
import dev.gantry.data.Dataset;
import dev.gantry.feature.ScriptNetwork.Input;
import dev.gantry.metric.Features;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Memory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TorchScript networks. The files were made by PyTorch 2.10.0 with torch.jit.script(module).save(file):
 *
 * <ul>
 *   <li>stand-in.pt takes the place of the published Inception network, with its arguments: forward(img, return_features =
 *       False) asserts three channels, averages img / 127.5 - 1 over the four quarters of each channel (12 numbers p) and
 *       gives relu(W p), W of 8 by 12 being (0, 1, ... 95) / 96 - 1/2; without return_features softmax(H relu(W p)), H of
 *       4 by 8 being (0, 1, ... 31) / 32 - 1/2;
 *   <li>grey.pt gives 2 x.flatten(1), gives-images.pt x as it is, gives-a-pair.pt (x.flatten(1), x);
 *   <li>state-dict.pt is torch.save of stand-in's state_dict, which is no TorchScript.
 * </ul>
 *
 * <p>Expected numbers are what these modules give in PyTorch.
 */
final class ScriptNetworkTest {
    private final Engine engine = Engines.float32();

    @TempDir
    Path folder;

    @Test
    void features_matchPyTorch() {
        try (ScriptNetwork network = ScriptNetwork.load(engine, file("stand-in.pt"), Input.PUBLISHED)) {
            Features features = network.embed(new Pixels(2, 3, 4, 4));
            assertThat(features.dimension()).isEqualTo(8);
            assertThat(features.values())
                    .containsExactly(
                            new float[] {
                                0.462255f,
                                0.344608f,
                                0.226961f,
                                0.109314f,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0.0256536f,
                                0.0962419f,
                                0.16683f,
                                0.237418f
                            },
                            within(1e-6f));
            assertThat(features.classCount()).isZero();
            assertThat(features.space()).isEqualTo(network.name());
            assertThat(network.name())
                    .matches("stand-in\\.pt@[0-9a-f]{16} \\(3 channels, size as it is, 0\\.\\.255\\)");
        }
    }

    /** One grey image of 3x3 on the way to 4x4 in 0..1, as torch.nn.functional.interpolate makes it; the net doubles it. */
    @Test
    void images_areResizedAndScaled_asAskedFor() {
        Input input = new Input(1, 4, 0, 1);
        try (ScriptNetwork network = ScriptNetwork.load(engine, file("grey.pt"), input)) {
            float[] values = network.embed(new Pixels(1, 1, 3, 3)).values();
            assertThat(values).hasSize(16);
            assertThat(Arrays.copyOf(values, 6))
                    .containsExactly(
                            new float[] {0, 0.181373f, 0.39902f, 0.580392f, 0.544118f, 0.72549f}, within(1e-6f));
            assertThat(network.name()).endsWith("(1 channel, 4x4 bilinear, 0..1)");
        }
    }

    /** Values between and beyond those of 8 bits are taken as a PNG file would hold them; grey is repeated. */
    @Test
    void images_areRounded_andGreyIsRepeated() {
        Dataset image = new Dataset() {
            @Override
            public int[] shape() {
                return new int[] {1, 1, 3};
            }

            @Override
            public int size() {
                return 1;
            }

            @Override
            public void copy(int index, float[] target, int offset) {
                target[offset] = -1.7f;
                target[offset + 1] = (float) (100.4 / 127.5 - 1);
                target[offset + 2] = 1.2f;
            }
        };
        try (ScriptNetwork network = ScriptNetwork.load(engine, file("grey.pt"), Input.PUBLISHED)) {
            assertThat(network.embed(image).values())
                    .containsExactly(new float[] {0, 200, 510, 0, 200, 510, 0, 200, 510}, within(1e-3f));
        }
    }

    @Test
    void filesThatAreNoNetwork_areRefusedByName() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.pt"), "no network\n");
        Path cut = folder.resolve("cut.pt");
        byte[] whole = Files.readAllBytes(file("stand-in.pt"));
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        for (Path path : new Path[] {text, cut, file("state-dict.pt")}) {
            assertThatThrownBy(() -> ScriptNetwork.load(engine, path, Input.PUBLISHED))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("no TorchScript network")
                    .hasMessageContaining("torch.jit.save");
        }
        assertThatThrownBy(() -> ScriptNetwork.load(engine, folder.resolve("none.pt"), Input.PUBLISHED))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("none.pt");
    }

    @Test
    void outputsThatAreNoFeatures_areRefused() {
        requireRefused("gives-images.pt", new Pixels(2, 3, 4, 4), "gives [2, 3, 4, 4] for 2 images");
        requireRefused("gives-a-pair.pt", new Pixels(2, 3, 4, 4), "no tensor");
    }

    @Test
    void imagesThatDoNotFit_areRefused_withTheNetworksOwnWords() {
        try (ScriptNetwork network = ScriptNetwork.load(engine, file("stand-in.pt"), new Input(1, null, -1, 1))) {
            assertThatThrownBy(() -> network.embed(new Pixels(2, 1, 4, 4)))
                    .hasMessageContaining("fails on images of [2, 1, 4, 4] (1 channel, size as it is, -1..1)")
                    .hasMessageContaining("AssertionError")
                    .hasMessageNotContaining("\n");
        }
        requireRefused("grey.pt", new Pixels(1, 2, 4, 4), "2 channels and the features are asked for 3");
        assertThatThrownBy(() -> new Input(2, null, 0, 1)).hasMessageContaining("1 or 3, got 2");
        assertThatThrownBy(() -> new Input(3, 0, 0, 1)).hasMessageContaining("1 to 4096, got 0");
        assertThatThrownBy(() -> new Input(3, null, 1, 1)).hasMessageContaining("must rise");
    }

    private void requireRefused(String name, Dataset images, String message) {
        try (ScriptNetwork network = ScriptNetwork.load(engine, file(name), Input.PUBLISHED)) {
            assertThatThrownBy(() -> network.embed(images))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void embedding_keepsMemoryFlat() throws IOException, InterruptedException {
        assertThat(Memory.growth(ManyImages.class)).isLessThan(100_000_000);
    }

    /** Prints by how many bytes this process grows with images that fill 300 MB. */
    static final class ManyImages {
        private ManyImages() {}

        @SuppressWarnings("SystemOut") // the child's answer
        public static void main(String[] arguments) {
            try (ScriptNetwork network = ScriptNetwork.load(Engines.float32(), file("stand-in.pt"), Input.PUBLISHED)) {
                network.embed(new Pixels(500, 3, 64, 64));
                long before = Memory.resident();
                network.embed(new Pixels(6000, 3, 64, 64));
                System.out.println(Memory.resident() - before);
            }
        }
    }

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(ScriptNetworkTest.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
