package dev.gantry.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.data.Dataset;
import dev.gantry.data.Gaussian2d;
import dev.gantry.data.ImageSet;
import dev.gantry.data.PointSet;
import dev.gantry.doctor.Examination.Column;
import dev.gantry.doctor.Examination.Group;
import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExaminationTest {
    private static final Reach FREE = new Reach("linear", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private static Examination points(int width, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Examination.of(new PointSet(floats, width), FREE);
    }

    /** Rows (1, 7), (2, 7), (4, 7), (5, 7): mean 5, mean square 242 / 8, so variance 5.25. */
    @Test
    void momentsExtremesAndConstantColumns_areThoseComputedByHand() {
        Examination seen = points(2, 1, 7, 2, 7, 4, 7, 5, 7);
        assertThat(seen.shape()).containsExactly(2);
        assertThat(seen.count()).isEqualTo(4);
        assertThat(seen.smallest()).isEqualTo(1);
        assertThat(seen.largest()).isEqualTo(7);
        assertThat(seen.mean()).isCloseTo(5, within(1e-12));
        assertThat(seen.deviation()).isCloseTo(Math.sqrt(5.25), within(1e-12));
        assertThat(seen.constant()).containsExactly(1);
        assertThat(seen.whole()).isTrue();
        assertThat(seen.zeros()).isZero();
        assertThat(seen.nonFinite()).isZero();
        // 1, 2, 4, 5: mean 3, variance (4 + 1 + 1 + 4) / 4.
        Column first = seen.columns().get(0);
        assertThat(first.smallest()).isEqualTo(1);
        assertThat(first.largest()).isEqualTo(5);
        assertThat(first.mean()).isCloseTo(3, within(1e-12));
        assertThat(first.deviation()).isCloseTo(Math.sqrt(2.5), within(1e-12));
        assertThat(first.distinct()).isEqualTo(4);
        assertThat(first.rising()).isTrue();
        assertThat(first.densest()).isEqualTo(0.25);
        Column second = seen.columns().get(1);
        assertThat(second.distinct()).isEqualTo(1);
        assertThat(second.rising()).isFalse();
        assertThat(second.deviation()).isZero();
        assertThat(second.densest()).isEqualTo(1);
        assertThat(second.densestAt()).isEqualTo(7);
    }

    /** Squares of 1e6 have no room for 1e-4 in a double's 16 digits; differences to the first number have. */
    @Test
    void theSpreadOfNumbersFarFromZero_isNotRoundedAway() {
        Examination seen = points(1, 1_000_000, 1_000_000.0625, 1_000_000, 1_000_000.0625);
        assertThat(seen.deviation()).isCloseTo(0.03125, within(1e-9));
        assertThat(seen.columns().get(0).deviation()).isCloseTo(0.03125, within(1e-9));
        assertThat(seen.mean()).isCloseTo(1_000_000.03125, within(1e-9));
        assertThat(seen.whole()).isFalse();
    }

    @Test
    void copies_areCountedInGroups_theLargestFirst_andMinusZeroIsZero() {
        Examination seen = points(2, 1, 2, 3, 0, 1, 2, 3, -0.0, 5, 6, 3, 0);
        assertThat(seen.duplicates().examined()).isEqualTo(6);
        assertThat(seen.duplicates().copies()).isEqualTo(3);
        assertThat(seen.duplicates().distinct()).isEqualTo(3);
        assertThat(seen.duplicates().groups()).containsExactly(new Group(3, 1, 3), new Group(2, 0, 2));
        assertThat(seen.zeros()).isEqualTo(3);
    }

    @Test
    void samplesThatDifferInOnePlaceOrInOrder_areNoCopies() {
        assertThat(points(2, 1, 2, 2, 1, 1, 3, 1.0000001, 2).duplicates().copies())
                .isZero();
        int[] pixels = new int[256 * 64];
        for (int i = 0; i < 256; i++) {
            pixels[64 * i + i % 64] = 1 + i / 64;
        }
        assertThat(images(1, 8, 8, pixels).duplicates().copies()).isZero();
    }

    @Test
    void onlyTheThreeLargestGroups_areNamed() {
        double[] values = IntStream.of(1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5)
                .asDoubleStream()
                .toArray();
        Examination seen = points(1, values);
        assertThat(seen.duplicates().copies()).isEqualTo(10);
        assertThat(seen.duplicates().groups())
                .containsExactly(new Group(5, 10, 11), new Group(4, 6, 7), new Group(3, 3, 4));
    }

    @Test
    void numbersThatAreNotFinite_areCounted_andLeftOutOfAllElse() {
        Examination seen = points(2, 1, 2, Double.NaN, 4, 3, Double.NEGATIVE_INFINITY, Double.NaN, 6);
        assertThat(seen.nonFinite()).isEqualTo(3);
        assertThat(seen.nonFiniteSample()).isEqualTo(1);
        assertThat(seen.smallest()).isEqualTo(1);
        assertThat(seen.largest()).isEqualTo(6);
        assertThat(seen.mean()).isCloseTo(16 / 5.0, within(1e-12));
        assertThat(seen.columns().get(0).mean()).isCloseTo(2, within(1e-12));
        assertThat(seen.constant()).isEmpty();
        Examination nothing = points(1, Double.NaN, Double.NaN);
        assertThat(nothing.smallest()).isNaN();
        assertThat(nothing.whole()).isFalse();
        assertThat(nothing.nonFinite()).isEqualTo(2);
    }

    /** Samples with a number above 1 or below -1, beyond what rounding adds. */
    @Test
    void samplesBeyondTheReach_areCountedOnce() {
        PointSet set = new PointSet(new float[] {0, 1, -1, 1.0000005f, 1.5f, -3, 0, -1.001f}, 2);
        Reach tanh = new Reach("tanh", -1, 1);
        assertThat(Examination.of(set, tanh).unreachable()).isEqualTo(2);
        assertThat(Examination.of(set, new Reach("relu", 0, Double.POSITIVE_INFINITY))
                        .unreachable())
                .isEqualTo(3);
        assertThat(Examination.of(set, FREE).unreachable()).isZero();
    }

    @Test
    void outliersCrowdTheRest_andDiscreteColumnsAreToldApart() {
        double[] values = new double[400];
        for (int i = 0; i < 200; i++) {
            values[2 * i] = i == 3 ? 1e9 : i % 50;
            values[2 * i + 1] = i % 16;
        }
        Examination seen = points(2, values);
        Column crowded = seen.columns().get(0);
        assertThat(crowded.densest()).isEqualTo(199 / 200.0);
        // 0 to 49 four times, without one 3.
        assertThat(crowded.densestAt()).isCloseTo((4 * 1225 - 3) / 199.0, within(1e-9));
        assertThat(crowded.distinct()).isZero();
        assertThat(seen.columns().get(1).distinct()).isEqualTo(16);
        assertThat(seen.columns().get(1).densest()).isEqualTo(13 / 200.0);
    }

    private static Examination images(int channels, int rows, int columns, int... pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        return Examination.of(new ImageSet(bytes, null, channels, rows, columns), FREE);
    }

    @Test
    void ofImages_blankOnesAndConstantPixels_areCounted() {
        Examination seen = images(1, 1, 3, 255, 0, 10, 255, 255, 255, 255, 51, 20);
        assertThat(seen.shape()).containsExactly(1, 1, 3);
        assertThat(seen.ofImages()).isTrue();
        assertThat(seen.sampleSize()).isEqualTo(3);
        assertThat(seen.blank()).isEqualTo(1);
        assertThat(seen.constant()).containsExactly(0);
        assertThat(seen.grey()).isFalse();
        assertThat(seen.columns()).isEmpty();
        assertThat(seen.smallest()).isEqualTo(-1);
        assertThat(seen.largest()).isEqualTo(1);
        assertThat(images(1, 1, 2, 255, 0, 0, 255).whole()).isTrue();
    }

    @Test
    void greyImagesInThreeChannels_areTold() {
        int[] pixels = {1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8};
        assertThat(images(3, 1, 2, pixels).grey()).isTrue();
        pixels[11] = 7;
        assertThat(images(3, 1, 2, pixels).grey()).isFalse();
        pixels[11] = 8;
        pixels[8] = 7;
        assertThat(images(3, 1, 2, pixels).grey()).isFalse();
    }

    @Test
    void classes_areCounted_withThoseThatHaveNone() {
        int[] labels = {3, -1, 3, 0};
        Dataset labelled = new Dataset() {
            @Override
            public int[] shape() {
                return new int[] {1};
            }

            @Override
            public int size() {
                return labels.length;
            }

            @Override
            public void copy(int index, float[] target, int offset) {
                target[offset] = index;
            }

            @Override
            public int label(int index) {
                return labels[index];
            }
        };
        assertThat(Examination.of(labelled, FREE).classes()).isEqualTo(Map.of(-1, 1, 0, 1, 3, 2));
    }

    /** Mean (1, 2) and the covariance A^T A of A = [[1, 2], [-0.1, 0.5]]: 1.01 and 4.25. */
    @Test
    void aDistribution_isDrawnFrom() {
        Examination seen = Examination.of(new Gaussian2d(), 20_000, new Seeds(3).stream("examination"), FREE);
        assertThat(seen.count()).isEqualTo(20_000);
        assertThat(seen.columns().get(0).mean()).isCloseTo(1, within(0.03));
        assertThat(seen.columns().get(1).mean()).isCloseTo(2, within(0.06));
        assertThat(seen.columns().get(0).deviation()).isCloseTo(Math.sqrt(1.01), within(0.03));
        assertThat(seen.columns().get(1).deviation()).isCloseTo(Math.sqrt(4.25), within(0.06));
    }

    @Test
    void pointsOfManyNumbers_haveNoColumns_butConstantPlaces() {
        float[] values = new float[2 * 65];
        Arrays.fill(values, 65, 130, 1);
        values[64] = 1;
        Examination seen = Examination.of(new PointSet(values, 65), FREE);
        assertThat(seen.columns()).isEmpty();
        assertThat(seen.constant()).containsExactly(64);
    }
}
