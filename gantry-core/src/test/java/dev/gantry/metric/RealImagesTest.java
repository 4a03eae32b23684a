package dev.gantry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.data.Dataset;
import dev.gantry.data.FloatImages;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Images of 2x2 whose features are their pixels, and whose class says whether the first is positive. */
final class RealImagesTest {
    private static final int[] SHAPE = {1, 2, 2};

    private final Engine engine = Engines.float64();
    private int embedded;

    private final class Pixels implements FeatureSpace {
        @Override
        public String name() {
            return "pixels";
        }

        @Override
        public Features embed(Dataset images) {
            embedded += images.size();
            int width = 4 * images.shape()[0];
            float[] values = new float[images.size() * width];
            int[] classes = new int[images.size()];
            for (int i = 0; i < classes.length; i++) {
                images.copy(i, values, i * width);
                for (int channel = 0; channel < images.shape()[0]; channel++) {
                    classes[i] = 2 * classes[i] + (values[i * width + 4 * channel] > 0 ? 1 : 0);
                }
            }
            return new Features(name(), values, width, classes, classCount(images.shape()));
        }

        @Override
        public int classCount(int[] shape) {
            return 1 << shape[0];
        }

        @Override
        public void close() {}
    }

    private static Dataset images(int count, int channels, long seed) {
        RandomGenerator random = new Seeds(seed).stream("images");
        float[] values = new float[count * 4 * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return new FloatImages(values, new int[] {channels, 2, 2});
    }

    private RealImages real(Dataset training, @Nullable Dataset heldOut, @Nullable Dataset digits) {
        return new RealImages(engine, new Pixels(), "toys", training, "training", heldOut, digits, 5);
    }

    /** A generator of the data's own distribution scores about the floor. */
    @Test
    void aPerfectGenerator_scoresLikeTheFloor() {
        try (RealImages real = real(images(3000, 1, 1), images(1500, 1, 2), null)) {
            assertThat(real.allowed()).isEqualTo(3000);
            assertThat(real.split()).isEqualTo("held-out");
            Comparison comparison = new GeneratedImages(real, images(2000, 1, 3)).comparison(1500);
            Score frechet = Subjects.score(Frechet.scores(engine, comparison), "frechet");
            assertThat(frechet.value()).isCloseTo(Subjects.floor(frechet), within(0.003));
            assertThat(frechet.n()).isEqualTo(1500);
            assertThat(frechet.reference()).isEqualTo("1500 images of toys");
            Score entropy = Subjects.score(ClassEntropy.scores(comparison), "class_entropy");
            assertThat(entropy.value()).isCloseTo(Math.log(2), within(0.003));
        }
    }

    /** 2,000 of G, 1,500 of the reference and 1,500 of the 3,000 for the floor; then the other 1,500 for memorisation. */
    @Test
    void images_goThroughTheNetworkOnce() {
        try (RealImages real = real(images(3000, 1, 1), images(1500, 1, 2), null)) {
            GeneratedImages generated = new GeneratedImages(real, images(2000, 1, 3));
            assertThat(embedded).isZero();
            generated.comparison(1500);
            generated.comparison(1000);
            assertThat(embedded).isEqualTo(5000);
            generated.memorisation(100);
            generated.memorisation(100);
            assertThat(embedded).isEqualTo(6500);
            assertThat(generated.memorisation()).isPresent();
        }
    }

    @Test
    void withoutHeldOutImages_referenceAndFloorShareNone() {
        Dataset all = images(101, 1, 4);
        try (RealImages real = real(all, null, null)) {
            Comparison comparison = new GeneratedImages(real, all).comparison(51);
            assertThat(real.allowed()).isEqualTo(51);
            assertThat(comparison.split()).isEqualTo("training");
            assertThat(comparison.reference().rows()).isEqualTo(50);
            assertThat(embedded).as("every image once, and G's").isEqualTo(101 + 101);
            assertThat(new GeneratedImages(real, all).comparison(52).perfect()).isNull();
        }
    }

    /** Stacks of three digits of two kinds, a third of them ones: weights are products of shares of the digits. */
    @Test
    void stacks_areCountedAmongTheModesOfTheirDigits() {
        float[] pixels = new float[3 * 4];
        pixels[0] = 0.5f;
        Dataset digits = new FloatImages(pixels, SHAPE);
        float[] stacks = new float[12 * 27];
        for (int i = 0; i < 27; i++) {
            for (int channel = 0; channel < 3; channel++) {
                stacks[12 * i + 4 * channel] = i / (int) Math.pow(3, channel) % 3 == 0 ? 0.5f : 0;
            }
        }
        Dataset generated = new FloatImages(stacks, new int[] {3, 2, 2});
        try (RealImages real = real(images(100, 3, 6), null, digits)) {
            var scores = new GeneratedImages(real, generated).stackedModes(27);
            assertThat(Subjects.score(scores, "reverse_kl").value()).isCloseTo(0, within(1e-12));
            assertThat(Subjects.score(scores, "modes_covered").value()).isEqualTo(8);
            assertThat(Subjects.score(scores, "reverse_kl").reference()).isEqualTo("8 modes of 3 digits of toys");
        }
    }
}
