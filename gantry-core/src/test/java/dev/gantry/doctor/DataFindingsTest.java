package dev.gantry.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.ActivationConfig;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.config.TrainConfig;
import dev.gantry.data.Dataset;
import dev.gantry.data.ImageSet;
import dev.gantry.data.PointSet;
import dev.gantry.data.Scaling;
import dev.gantry.data.Source;
import dev.gantry.doctor.Finding.Level;
import dev.gantry.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DataFindingsTest {
    private static final Reach LINEAR = Reach.of(new ActivationConfig.Linear());
    private static final Reach TANH = Reach.of(new ActivationConfig.Tanh());
    private static final TrainConfig TRAIN = Configs.preset("ring8", List.of(Configs.Override.parse("train.batch=4")))
            .train();

    private static DataSheet sheet(Dataset dataset, Reach reach, List<String> classes, Scaling... scaling) {
        return new DataSheet(
                "data",
                false,
                false,
                0,
                false,
                List.of(),
                classes,
                Arrays.stream(scaling).findFirst(),
                reach,
                Examination.of(dataset, reach));
    }

    private static List<Finding> findings(Dataset dataset, Reach reach, String... classes) {
        return DataFindings.of(sheet(dataset, reach, List.of(classes)), TRAIN);
    }

    private static Finding about(String what, List<Finding> findings) {
        List<Finding> found =
                findings.stream().filter(f -> f.about().equals(what)).toList();
        assertThat(found).as("%s in %s", what, findings).hasSize(1);
        return found.get(0);
    }

    private static void assertLevel(Finding finding, Level level, String text) {
        assertThat(finding.level()).as(finding.toString()).isEqualTo(level);
        assertThat(finding.finding()).contains(text);
        assertThat(finding.remedy().isEmpty()).isEqualTo(level == Level.OK);
    }

    /** A thousand and more points that nothing is wrong with. */
    private static PointSet noise(int count, int width) {
        RandomGenerator random = new Seeds(5).stream("noise");
        float[] values = new float[count * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new PointSet(values, width);
    }

    private static Dataset images(RandomGenerator random, int count, int from, int to) {
        byte[] pixels = new byte[count * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(from, to);
        }
        return new ImageSet(pixels, null, 4, 4);
    }

    private static RandomGenerator random() {
        return new Seeds(6).stream("pixels");
    }

    /** Images of numbers as a program may bring them, unscaled. */
    private static Dataset floats(float... pixels) {
        PointSet points = new PointSet(pixels, 4);
        return new Dataset() {
            @Override
            public int[] shape() {
                return new int[] {1, 2, 2};
            }

            @Override
            public int size() {
                return points.size();
            }

            @Override
            public void copy(int index, float[] target, int offset) {
                points.copy(index, target, offset);
            }
        };
    }

    @Test
    void goodPoints_areOkThroughout() {
        List<Finding> findings = findings(noise(1000, 3), LINEAR);
        assertThat(findings).allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
        assertThat(findings.stream().map(Finding::about).collect(Collectors.joining(" ")))
                .isEqualTo("count finite range constant scale duplicates");
        assertLevel(about("count", findings), Level.OK, "1000 samples to train on, 250 batches of 4");
    }

    @Test
    void goodImages_areOkThroughout() {
        List<Finding> findings = findings(images(random(), 1000, 0, 256), TANH);
        assertThat(findings).allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
        assertThat(findings.stream().map(Finding::about).collect(Collectors.joining(" ")))
                .isEqualTo("count finite range scale constant blank duplicates");
    }

    @Test
    void dataBeyondTheOutput_isAProblem_andAFewOutliersAWarning() {
        PointSet wide = noise(1000, 1);
        assertLevel(
                about("range", findings(wide, TANH)), Level.PROBLEM, "but G's output (tanh) stays between -1 and 1: ");
        float[] values = new float[1000];
        for (int i = 0; i < 1000; i++) {
            values[i] = i / 1000f - 0.5f;
        }
        Arrays.fill(values, 0, 10, 2);
        assertLevel(
                about("range", findings(new PointSet(values, 1), TANH)),
                Level.WARNING,
                "from -0.49 to 2, but G's output (tanh) stays between -1 and 1: 1 % of the samples are out of its reach");
        values[10] = 2;
        assertLevel(about("range", findings(new PointSet(values, 1), TANH)), Level.PROBLEM, "1.1 % of");
        assertLevel(about("range", findings(new PointSet(values, 1), LINEAR)), Level.OK, "all of which");
    }

    @Test
    void imagesUnderSigmoidOrRelu_areOutOfReach_andTanhIsTheRemedy() {
        Dataset images = images(random(), 1000, 0, 256);
        for (ActivationConfig output : List.of(new ActivationConfig.Sigmoid(), new ActivationConfig.Relu())) {
            Finding range = about("range", findings(images, Reach.of(output)));
            assertLevel(range, Level.PROBLEM, "100 % of the samples are out of its reach");
            assertThat(range.remedy()).contains("--set generator.output=tanh");
        }
    }

    @Test
    void aGeneratorOfTheProgram_isNotJudged() {
        Reach custom = new Reach("custom", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        assertLevel(about("range", findings(noise(1000, 1), custom)), Level.NOTE, "is not known");
    }

    @Test
    void oneNumberThatIsNotFinite_isAProblem() {
        float[] values = new float[2000];
        values[1503] = Float.NaN;
        assertLevel(
                about("finite", findings(new PointSet(values, 2), LINEAR)),
                Level.PROBLEM,
                "NaN or infinite: 1 number, the first in sample 751");
        Arrays.fill(values, Float.NaN);
        assertThat(findings(new PointSet(values, 2), LINEAR).stream().map(Finding::about))
                .containsExactly("count", "finite");
    }

    @Test
    void tooFewSamples_areAProblemForABatch_andElseAWord() {
        assertLevel(about("count", findings(noise(3, 2), LINEAR)), Level.PROBLEM, "3 samples to train on, fewer than");
        assertLevel(about("count", findings(noise(4, 2), LINEAR)), Level.WARNING, "4 samples to train on, few enough");
        assertLevel(about("count", findings(noise(100, 2), LINEAR)), Level.NOTE, "few enough");
        TrainConfig partial = Configs.preset(
                        "ring8",
                        List.of(
                                Configs.Override.parse("train.batch=4"),
                                Configs.Override.parse("train.drop_last=false")))
                .train();
        DataSheet three = sheet(noise(3, 2), LINEAR, List.of());
        assertLevel(about("count", DataFindings.of(three, partial)), Level.WARNING, "few enough");
    }

    /** The bug of the field: images in [-1, 1] cast to integers, nearly all of them 0. */
    @Test
    void imagesCastToIntegers_areAProblem_andBlackAndWhiteOnesAreNot() {
        assertLevel(
                about("scale", findings(floats(0, 0, -1, 0, 0, 1, 0, 0), TANH)),
                Level.PROBLEM,
                "pixels are only -1, 0 and 1");
        assertLevel(
                about("scale", findings(floats(1, -1, -1, 1, -1, 1, 1, -1), TANH)), Level.NOTE, "only black and white");
        assertLevel(about("scale", findings(floats(0, 0, -1, 0, 0, 1, 0.5f, 0), TANH)), Level.OK, "mean");
    }

    @Test
    void imagesThatWereScaledOtherwise_areToldHow() {
        Finding bytes = about("scale", findings(floats(0, 255, 3, 17, 80, 90, 100, 3), LINEAR));
        assertLevel(bytes, Level.PROBLEM, "pixels from 0 to 255, and images are to be in [-1, 1]");
        assertThat(bytes.remedy()).contains("x / 127.5 - 1");
        Finding unit = about("scale", findings(floats(0, 0.2f, 0.9f, 1, 0.3f, 0.3f, 0.1f, 0), TANH));
        assertLevel(unit, Level.WARNING, "pixels from 0 to 1, and black is to be -1");
        assertThat(unit.remedy()).contains("2 x - 1");
        assertLevel(about("scale", findings(images(random(), 50, 0, 2), TANH)), Level.PROBLEM, "hardly differ");
        assertLevel(about("scale", findings(images(random(), 50, 100, 120), TANH)), Level.WARNING, "faint");
    }

    @Test
    void constantPixels_areABorder_orMostOfTheImage() {
        assertLevel(
                about("constant", findings(floats(-1, 1, 0, 0.5f, -1, 0.2f, 0.3f, 0.1f), TANH)),
                Level.NOTE,
                "1 of 4 pixels");
        assertLevel(
                about("constant", findings(floats(-1, 1, 1, 0.5f, -1, 1, 1, 0.1f), TANH)),
                Level.WARNING,
                "3 of 4 pixels");
    }

    @Test
    void blankImages_areCounted() {
        float[] pixels = new float[400];
        for (int i = 0; i < 400; i++) {
            pixels[i] = i / 200f - 1;
        }
        Arrays.fill(pixels, 8, 12, 0.5f);
        assertLevel(about("blank", findings(floats(pixels), TANH)), Level.NOTE, "1 image (1 %)");
        Arrays.fill(pixels, 12, 16, 0.25f);
        assertLevel(about("blank", findings(floats(pixels), TANH)), Level.WARNING, "2 images (2 %)");
    }

    @Test
    void greyImagesInColour_areHalfAWaste() {
        byte[] pixels = {1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8};
        assertLevel(
                about("colour", findings(new ImageSet(pixels, null, 3, 1, 2), TANH)),
                Level.NOTE,
                "all images are grey");
    }

    @Test
    void duplicates_areANote_aWarning_orAllThereIs() {
        PointSet clean = noise(1000, 2);
        float[] values = new float[2000];
        for (int i = 0; i < 1000; i++) {
            clean.copy(i, values, 2 * i);
        }
        System.arraycopy(values, 10, values, 20, 2);
        assertLevel(
                about("duplicates", findings(new PointSet(values, 2), LINEAR)),
                Level.NOTE,
                "1 of 1000 samples (0.1 %); counted from 0, most often 5 and 10 (2 alike)");
        for (int i = 0; i < 20; i++) {
            System.arraycopy(values, 0, values, 2 * (100 + i), 2);
        }
        assertLevel(
                about("duplicates", findings(new PointSet(values, 2), LINEAR)),
                Level.WARNING,
                "21 of 1000 samples (2.1 %); counted from 0, most often 0 and 100 (21 alike), 5 and 10 (2 alike)");
        Finding all = about("duplicates", findings(new PointSet(new float[2000], 2), LINEAR));
        assertLevel(all, Level.PROBLEM, "999 of 1000");
        assertThat(all.remedy()).contains("one sample to learn");
    }

    @Test
    void pointsDrawnFromADistribution_mayBeEqualByChance() {
        RunConfig config = Configs.preset("gaussian2d", List.of());
        DataSheet drawn = DataSheet.of(config, Source.open(config.data(), new Seeds(1)));
        assertThat(drawn.drawn()).isTrue();
        assertThat(drawn.endless()).isFalse();
        assertThat(DataFindings.of(drawn, config.train()).stream().map(Finding::about))
                .containsExactly("count", "finite", "range", "constant", "scale");
    }

    @Test
    void endlessData_isDrawnFrom() {
        RunConfig config = Configs.preset("scratch1d-as-published", List.of());
        DataSheet sheet = DataSheet.of(config, Source.open(config.data(), new Seeds(1)));
        assertThat(sheet.endless()).isTrue();
        List<Finding> findings = DataFindings.of(sheet, config.train());
        assertLevel(about("count", findings), Level.OK, "10000 were drawn");
        assertLevel(about("range", findings), Level.PROBLEM, "G's output (sigmoid) stays between 0 and 1: 100 %");
    }

    private static Dataset labelled(int... counts) {
        int size = Arrays.stream(counts).sum();
        byte[] labels = new byte[size];
        int at = 0;
        for (int label = 0; label < counts.length; label++) {
            Arrays.fill(labels, at, at + counts[label], (byte) label);
            at += counts[label];
        }
        byte[] pixels = new byte[4 * size];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 31 + i / 256);
        }
        return new ImageSet(pixels, labels, 2, 2);
    }

    @Test
    void balance_namesTheRarestAndTheCommonestClass() {
        assertLevel(about("classes", findings(labelled(5, 5), TANH)), Level.OK, "2 classes of 5 samples each");
        assertLevel(
                about("classes", findings(labelled(6, 5, 8), TANH)),
                Level.OK,
                "3 classes, from 5 samples of 1 to 8 of 2");
        assertLevel(
                about("classes", findings(labelled(50, 101), TANH, "cats", "dogs")),
                Level.NOTE,
                "from 50 samples of 0 (cats) to 101 of 1 (dogs), 2 times as many");
        Finding uneven = about("classes", findings(labelled(40, 4), TANH));
        assertLevel(uneven, Level.WARNING, "10 times as many");
        assertThat(uneven.remedy()).contains("--balanced");
        assertLevel(about("classes", findings(labelled(40), TANH)), Level.NOTE, "all samples are of class 0");
    }

    @Test
    void classesWithoutSamples_areNamed() {
        assertThat(findings(labelled(0, 7, 7), TANH, "birds", "cats", "dogs"))
                .anySatisfy(finding -> assertLevel(finding, Level.WARNING, "without a sample: 0 (birds)"));
    }

    @Test
    void aClassThatWasChosen_isNoSurprise() {
        RunConfig config = Configs.preset("fashion-mlp", List.of(Configs.Override.parse("data.select.classes=[3]")));
        DataSheet sheet = DataSheet.of(config, Source.open(config.data(), new Seeds(1)));
        assertThat(sheet.examination().count()).isEqualTo(1000);
        assertLevel(about("classes", DataFindings.of(sheet, config.train())), Level.OK, "one, as chosen: 3");
    }

    @Test
    void notesOfTheReader_areWarnings() {
        DataSheet noted = new DataSheet(
                "data",
                false,
                false,
                3,
                false,
                List.of("2 of 20 files are broken and left out: a.png."),
                List.of(),
                Optional.empty(),
                LINEAR,
                Examination.of(noise(1000, 2), LINEAR));
        List<Finding> findings = DataFindings.of(noted, TRAIN);
        assertLevel(findings.get(0), Level.WARNING, "2 of 20 files are broken");
        assertThat(findings.get(0).about()).isEqualTo("files");
        assertLevel(about("count", findings), Level.OK, "1000 samples to train on, and 3 held out");
    }

    @Test
    void columns_areNamedAndMeasuredAsTheFileHasThem() {
        float[] values = new float[3000];
        RandomGenerator random = random();
        for (int i = 0; i < 1000; i++) {
            values[3 * i] = i / 499.5f - 1;
            values[3 * i + 1] = 0;
            values[3 * i + 2] = i == 0 ? 1 : -1 + random.nextInt(10) / 10000f;
        }
        Scaling scaling =
                new Scaling(List.of("id", "country", "income"), List.of(0.0, 7.0, 1000.0), List.of(999.0, 7.0, 1e7));
        List<Finding> findings = DataFindings.of(sheet(new PointSet(values, 3), LINEAR, List.of(), scaling), TRAIN);
        assertLevel(about("constant", findings), Level.WARNING, "1 of 3 columns, country is 7");
        assertLevel(about("rising", findings), Level.NOTE, "larger in every row than in the row before: id");
        Finding scale = about("scale", findings);
        assertLevel(scale, Level.WARNING, "income (99.9 % near ");
        assertThat(scale.finding()).contains(", all from 1000 to 1e+07)");
    }

    /** Seconds since 1970 lie 128 apart in float32. */
    @Test
    void scaledColumnsThatFloat32CannotTell_areTold() {
        Scaling times = new Scaling(List.of("t", "x"), List.of(1.7e9, 0.0), List.of(1.7e9 + 1e4, 1.0));
        Scaling early = new Scaling(List.of("t", "x"), List.of(0.0, 0.0), List.of(1e4, 1.0));
        PointSet points = noise(1000, 2);
        Finding scale = about("scale", DataFindings.of(sheet(points, LINEAR, List.of(), times), TRAIN));
        assertLevel(scale, Level.WARNING, "t (numbers near 1.70");
        assertThat(scale.finding()).contains("in steps of 128").doesNotContain("x (");
        assertLevel(
                about("scale", DataFindings.of(sheet(points, LINEAR, List.of(), early), TRAIN)),
                Level.OK,
                "samples are scaled back");
    }

    @Test
    void columns_areCrowdedFrom99PercentAtOnePlace() {
        assertLevel(
                about("scale", findings(crowded(990), LINEAR)),
                Level.WARNING,
                "column 1 (99 % near 0, all from 0 to 1)");
        assertLevel(about("scale", findings(crowded(989), LINEAR)), Level.OK, "mean and standard deviation");
    }

    /** So many zeros among 1,000 numbers, the others from 0.1 to 1. */
    private static PointSet crowded(int zeros) {
        float[] values = new float[1000];
        for (int i = zeros; i < values.length; i++) {
            values[i] = 1 - 0.9f * (i - zeros) / (values.length - zeros);
        }
        return new PointSet(values, 1);
    }

    @Test
    void columnsFarFromZero_areTold_onEitherSide() {
        for (int middle : new int[] {-30, 30}) {
            float[] values = new float[1000];
            RandomGenerator random = random();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (middle + random.nextGaussian());
            }
            Finding scale = about("scale", findings(new PointSet(values, 1), LINEAR));
            assertLevel(scale, Level.WARNING, "far from the order of 1, where networks start: column ");
        }
    }

    @Test
    void discreteColumns_andTernaryTables_areTold() {
        float[] values = new float[2000];
        RandomGenerator random = random();
        for (int i = 0; i < 1000; i++) {
            values[2 * i] = random.nextInt(4) / 1.5f - 1;
            values[2 * i + 1] = (float) random.nextGaussian();
        }
        assertLevel(
                about("discrete", findings(new PointSet(values, 2), LINEAR)),
                Level.NOTE,
                "few different values: column 1 (4)");
        for (int i = 0; i < 2000; i++) {
            values[i] = random.nextInt(3) - 1;
        }
        assertLevel(
                about("cast", findings(new PointSet(values, 2), LINEAR)), Level.WARNING, "all numbers are -1, 0 or 1");
        // The same numbers, but the file had 0, 5 and 10.
        Scaling tens = new Scaling(List.of(), List.of(0.0, 0.0), List.of(10.0, 10.0));
        List<Finding> scaled = DataFindings.of(sheet(new PointSet(values, 2), LINEAR, List.of(), tens), TRAIN);
        assertThat(scaled.stream().map(Finding::about)).doesNotContain("cast").contains("discrete");
    }

    @Test
    void unscaledPoints_thatAreFarFromOne_areToldByColumn() {
        PointSet clean = noise(1000, 2);
        float[] values = new float[2000];
        for (int i = 0; i < 1000; i++) {
            clean.copy(i, values, 2 * i);
            values[2 * i + 1] = 300 + 1e-3f * values[2 * i + 1];
        }
        Finding scale = about("scale", findings(new PointSet(values, 2), LINEAR));
        assertLevel(scale, Level.WARNING, "far from the order of 1, where networks start: column 2 (300 +- 0.00");
        assertThat(scale.finding()).doesNotContain("column 1");
    }
}
