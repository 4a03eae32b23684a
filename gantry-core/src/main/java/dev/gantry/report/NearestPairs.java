package dev.gantry.report;

import dev.gantry.event.Samples;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;

/** Generated images, each beside its nearest training image and its nearest held-out image. */
public final class NearestPairs {
    /** Most triples in a picture. */
    public static final int MOST = 16;

    private static final int PER_ROW = 4;
    private static final int GAP = 18;
    private static final int HEAD = 72;
    private static final int CAPTION = 22;
    private static final int NOTE_LINE = 16;
    private static final int LEAST_WIDTH = 640;

    /**
     * A generated image and its nearest real ones, each as channels, rows, columns in [-1, 1].
     *
     * @param trainingDistance distance of the generated image to the training image
     * @param heldOutDistance distance of the generated image to the held-out image
     */
    public record Triple(
            float[] generated, float[] training, float[] heldOut, double trainingDistance, double heldOutDistance) {}

    private NearestPairs() {}

    /**
     * Draws the triples in the order given, as PNG.
     *
     * @param aside stands at the right of the title
     * @param shape [1 or 3, height, width]
     * @param triples at least one; only the first {@link #MOST} are drawn
     */
    public static byte[] png(String aside, int[] shape, List<Triple> triples) {
        return Png.encode(draw(aside, shape, triples));
    }

    static BufferedImage draw(String aside, int[] shape, List<Triple> triples) {
        if (triples.isEmpty()) {
            throw new IllegalArgumentException("a picture of nearest images needs at least one");
        }
        List<Triple> shown = triples.subList(0, Math.min(MOST, triples.size()));
        List<BufferedImage> strips =
                shown.stream().map(triple -> strip(triple, shape)).toList();
        int stripWidth = strips.get(0).getWidth() / Figure.SCALE;
        int stripHeight = strips.get(0).getHeight() / Figure.SCALE;
        int columns = Math.min(PER_ROW, shown.size());
        int rows = (shown.size() + PER_ROW - 1) / PER_ROW;
        int width = Math.max(LEAST_WIDTH, 2 * Figure.PAD + columns * (stripWidth + GAP) - GAP);
        List<String> foot = Figure.wrap(
                List.of(
                        "In each group: a generated image, the training image nearest to it, the held-out image nearest to"
                                + " it, and how far these two are in the feature space. The most suspicious come first: much"
                                + " nearer to a training image than to any held-out one."),
                width - 2 * Figure.PAD);
        int bottom = HEAD + rows * (stripHeight + CAPTION + GAP);
        BufferedImage image = new BufferedImage(
                width * Figure.SCALE,
                (bottom + foot.size() * NOTE_LINE + Figure.PAD - GAP / 2) * Figure.SCALE,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Figure.graphics(image);
        Figure.heading(g, width, "Nearest real images", aside);
        g.setFont(Theme.NOTE);
        g.setColor(Palette.MUTED);
        for (int i = 0; i < foot.size(); i++) {
            g.drawString(foot.get(i), Figure.PAD, bottom - GAP / 2 + (i + 1) * NOTE_LINE);
        }
        for (int i = 0; i < shown.size(); i++) {
            int x = Figure.PAD + i % PER_ROW * (stripWidth + GAP);
            int y = HEAD + i / PER_ROW * (stripHeight + CAPTION + GAP);
            if (i < PER_ROW) {
                headings(g, x, stripWidth);
            }
            // Pixel for pixel, whatever the scale of the page.
            g.drawImage(strips.get(i), new AffineTransform(0.5, 0, 0, 0.5, x, y), null);
            captions(g, shown.get(i), x, y + stripHeight + NOTE_LINE, stripWidth);
        }
        g.dispose();
        return image;
    }

    private static BufferedImage strip(Triple triple, int[] shape) {
        int size = shape[0] * shape[1] * shape[2];
        float[] values = new float[3 * size];
        System.arraycopy(triple.generated(), 0, values, 0, size);
        System.arraycopy(triple.training(), 0, values, size, size);
        System.arraycopy(triple.heldOut(), 0, values, 2 * size, size);
        return ImageGrid.draw(new Samples(-1, values, 3, shape, null, null), ImageGrid.Ink.DARK_ON_LIGHT, 3);
    }

    private static void headings(Graphics2D g, int x, int width) {
        g.setFont(Theme.NOTE);
        g.setColor(Palette.INK);
        centred(g, "generated", x + width / 6.0, HEAD - 8);
        centred(g, "training", x + width / 2.0, HEAD - 8);
        centred(g, "held-out", x + 5 * width / 6.0, HEAD - 8);
    }

    private static void captions(Graphics2D g, Triple triple, int x, int y, int width) {
        g.setFont(Theme.NOTE);
        g.setColor(Palette.MUTED);
        centred(g, Numbers.brief(triple.trainingDistance()), x + width / 2.0, y);
        centred(g, Numbers.brief(triple.heldOutDistance()), x + 5 * width / 6.0, y);
    }

    private static void centred(Graphics2D g, String text, double x, int y) {
        g.drawString(text, (float) (x - Figure.textWidth(text, Theme.NOTE) / 2), y);
    }
}
