package dev.gantry.report;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * At most 255 colours that stand for all colours of some pictures, and one more index for "as before".
 *
 * <p>Few colours are kept as they are. Of many, the {@link #EXACT} most frequent are kept (paper, ink, grid), the rest are
 * cut into boxes, always the box of the greatest spread along its longest side, and each box becomes its mean.
 */
final class ColourTable {
    /** The index that leaves a pixel of an animation as it was. */
    static final int UNCHANGED = 255;

    private static final int COLOURS = 255;
    private static final int EXACT = 24;
    private static final int BITS = 6;

    private final int[] colours;
    private final Map<Integer, Integer> exact = new HashMap<>();
    private final short[] nearest = new short[1 << (3 * BITS)];

    private ColourTable(int[] colours, int kept) {
        this.colours = colours;
        for (int i = 0; i < kept; i++) {
            exact.put(colours[i], i);
        }
        Arrays.fill(nearest, (short) -1);
    }

    /** A table for pictures like these. */
    static ColourTable of(List<BufferedImage> pictures) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (BufferedImage picture : pictures) {
            for (int rgb : pixels(picture)) {
                counts.merge(rgb, 1, Integer::sum);
            }
        }
        List<Map.Entry<Integer, Integer>> byCount = new ArrayList<>(counts.entrySet());
        byCount.sort(
                Map.Entry.<Integer, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        int kept = byCount.size() <= COLOURS ? byCount.size() : EXACT;
        int[] colours = new int[COLOURS];
        for (int i = 0; i < kept; i++) {
            colours[i] = byCount.get(i).getKey();
        }
        List<Box> boxes = cut(byCount.subList(kept, byCount.size()), COLOURS - kept);
        for (int i = 0; i < boxes.size(); i++) {
            colours[kept + i] = boxes.get(i).mean();
        }
        return new ColourTable(Arrays.copyOf(colours, kept + boxes.size()), kept);
    }

    /** The index of every pixel, row by row. */
    byte[] indices(BufferedImage picture) {
        int[] pixels = pixels(picture);
        byte[] indices = new byte[pixels.length];
        int last = -1;
        byte lastIndex = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] != last) {
                last = pixels[i];
                lastIndex = (byte) index(last);
            }
            indices[i] = lastIndex;
        }
        return indices;
    }

    IndexColorModel model() {
        byte[][] channels = new byte[3][256];
        for (int i = 0; i < colours.length; i++) {
            for (int c = 0; c < 3; c++) {
                channels[c][i] = (byte) (colours[i] >> (16 - 8 * c));
            }
        }
        return new IndexColorModel(8, 256, channels[0], channels[1], channels[2], UNCHANGED);
    }

    private int index(int rgb) {
        Integer kept = exact.get(rgb);
        if (kept != null) {
            return kept;
        }
        int bin = (rgb >> 18 & 63) << (2 * BITS) | (rgb >> 10 & 63) << BITS | (rgb >> 2 & 63);
        if (nearest[bin] < 0) {
            nearest[bin] = (short) search(rgb);
        }
        return nearest[bin];
    }

    private int search(int rgb) {
        int best = 0;
        int bestDistance = Integer.MAX_VALUE;
        for (int i = 0; i < colours.length; i++) {
            int red = (colours[i] >> 16 & 255) - (rgb >> 16 & 255);
            int green = (colours[i] >> 8 & 255) - (rgb >> 8 & 255);
            int blue = (colours[i] & 255) - (rgb & 255);
            int distance = 3 * red * red + 4 * green * green + 2 * blue * blue;
            if (distance < bestDistance) {
                bestDistance = distance;
                best = i;
            }
        }
        return best;
    }

    private static int[] pixels(BufferedImage picture) {
        int width = picture.getWidth();
        int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xffffff;
        }
        return pixels;
    }

    private static List<Box> cut(List<Map.Entry<Integer, Integer>> counted, int most) {
        List<Box> boxes = new ArrayList<>();
        if (!counted.isEmpty()) {
            boxes.add(Box.of(counted));
        }
        while (boxes.size() < most) {
            int widest = 0;
            for (int i = 1; i < boxes.size(); i++) {
                widest = boxes.get(i).spread > boxes.get(widest).spread ? i : widest;
            }
            if (boxes.isEmpty() || boxes.get(widest).spread == 0) {
                break;
            }
            boxes.addAll(boxes.remove(widest).halves());
        }
        return boxes;
    }

    /**
     * Colours that become one.
     *
     * @param spread weighted sum of squared distances from the mean along {@code shift}
     * @param shift of the channel with the greatest spread
     */
    private record Box(List<Map.Entry<Integer, Integer>> counted, double spread, int shift, int mean) {

        static Box of(List<Map.Entry<Integer, Integer>> counted) {
            double spread = -1;
            int widest = 0;
            int mean = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                double weight = 0;
                double sum = 0;
                double squares = 0;
                for (Map.Entry<Integer, Integer> entry : counted) {
                    double w = Math.sqrt(entry.getValue());
                    double value = entry.getKey() >> shift & 255;
                    weight += w;
                    sum += w * value;
                    squares += w * value * value;
                }
                mean |= (int) Math.round(sum / weight) << shift;
                double along = Math.max(0, squares - sum * sum / weight);
                if (along > spread) {
                    spread = along;
                    widest = shift;
                }
            }
            return new Box(counted, counted.size() > 1 ? spread : 0, widest, mean);
        }

        List<Box> halves() {
            List<Map.Entry<Integer, Integer>> sorted = new ArrayList<>(counted);
            sorted.sort(Comparator.comparingInt(entry -> entry.getKey() >> shift & 255));
            int middle = mean >> shift & 255;
            int at = 1;
            while (at < sorted.size() - 1 && (sorted.get(at).getKey() >> shift & 255) <= middle) {
                at++;
            }
            return List.of(of(sorted.subList(0, at)), of(sorted.subList(at, sorted.size())));
        }
    }
}
