package dev.gantry.doctor;

import static dev.gantry.doctor.DataFindings.percent;
import static dev.gantry.doctor.DataSheet.number;
import static dev.gantry.doctor.Finding.Level.NOTE;
import static dev.gantry.doctor.Finding.Level.PROBLEM;
import static dev.gantry.doctor.Finding.Level.WARNING;

import java.util.ArrayList;
import java.util.List;

/** What there is to say of images, which are expected in [-1, 1]. */
final class ImageFindings {
    /** Extent of all pixels, in [-1, 1], below which images hardly differ from one grey: about two steps of 255. */
    private static final double FLAT = 0.02;

    private static final double FAINT = 0.5;

    /** Share of the pixels that never change, from which on it is more than a border. */
    private static final double MOSTLY = 0.5;

    private final Examination seen;

    ImageFindings(DataSheet data) {
        seen = data.examination();
    }

    List<Finding> list() {
        List<Finding> list = new ArrayList<>();
        list.add(scale());
        list.add(pixels());
        list.add(blank());
        if (seen.grey()) {
            list.add(Finding.of(
                    NOTE,
                    "colour",
                    "--set data.channels=grey trains on a third of the numbers.",
                    "all images are grey, each in three equal channels"));
        }
        return list;
    }

    /** Whether pixels were scaled as images are. */
    private Finding scale() {
        float low = seen.smallest();
        float high = seen.largest();
        if (low < -1.001 || high > 1.001) {
            return Finding.of(
                    PROBLEM,
                    "scale",
                    high > 2
                            ? "Scale them: x / 127.5 - 1 for 0..255."
                            : "Scale them so that black is -1 and white is 1.",
                    "pixels from %s to %s, and images are to be in [-1, 1]",
                    number(low),
                    number(high));
        }
        if (seen.whole() && low == -1 && high == 1) {
            return seen.zeros() > 0
                    ? Finding.of(
                            PROBLEM,
                            "scale",
                            "Write them again as 0..255, or as floating-point numbers that are not rounded.",
                            "pixels are only -1, 0 and 1: they were probably in [-1, 1] when they were cast to integers")
                    : Finding.of(
                            NOTE,
                            "scale",
                            "Fine where the images are drawings; G will put out greys between the two.",
                            "pixels are only black and white");
        }
        if (high - low < FLAT) {
            return Finding.of(
                    PROBLEM,
                    "scale",
                    "Write them again as 0..255: numbers in [0, 1] cast to bytes look like this.",
                    "pixels from %s to %s of [-1, 1]: the images hardly differ from one grey",
                    number(low),
                    number(high));
        }
        if (low >= 0) {
            return Finding.of(
                    WARNING,
                    "scale",
                    "Scale them: 2 x - 1 for numbers in [0, 1].",
                    "pixels from %s to %s, and black is to be -1: nothing is darker than middle grey",
                    number(low),
                    number(high));
        }
        return high - low < FAINT
                ? Finding.of(
                        WARNING,
                        "scale",
                        "Stretch the pixels over 0..255 before training.",
                        "pixels from %s to %s of [-1, 1]: the images are faint",
                        number(low),
                        number(high))
                : Finding.ok(
                        "scale",
                        "pixels have mean %s and standard deviation %s",
                        number(seen.mean()),
                        number(seen.deviation()));
    }

    /** Pixels that never change. */
    private Finding pixels() {
        int constant = seen.constant().size();
        int all = seen.sampleSize();
        if (constant == 0) {
            return Finding.ok("constant", "every pixel changes");
        }
        boolean most = constant > MOSTLY * all;
        return Finding.of(
                most ? WARNING : NOTE,
                "constant",
                most
                        ? "Look at the images: little of them is to be learned. Crop or centre them."
                        : "Harmless for a border; else see whether part of the images is missing.",
                "the same in every image: %d of %d pixels",
                constant,
                all);
    }

    private Finding blank() {
        if (seen.blank() == 0) {
            return Finding.ok("blank", "no image is of one grey all over");
        }
        double share = (double) seen.blank() / seen.count();
        return Finding.of(
                share > 0.01 ? WARNING : NOTE,
                "blank",
                "Remove them, unless they belong to the data.",
                "of one grey all over: %s (%s)",
                DataFindings.counted(seen.blank(), "image"),
                percent(share));
    }
}
