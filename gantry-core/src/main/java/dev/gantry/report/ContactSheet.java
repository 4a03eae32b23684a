package dev.gantry.report;

import dev.gantry.event.Samples;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Small scatter plots over D's heat-map side by side, all of the same part of the plane. */
public final class ContactSheet {
    private static final int PER_ROW = 6;
    private static final int SIDE = 190;
    private static final int GAP = 16;
    private static final int HEAD = 64;
    private static final int CAPTION_LINE = 15;
    private static final int NOTE_LINE = 16;
    private static final int LEAST_WIDTH = 640;
    private static final double MOST_OBLONG = 1.6;
    private static final int MOST_REAL = 300;
    private static final double BAR = 90;

    private static final List<Key> KEYS =
            List.of(new Key("real", Key.Mark.DOT, Palette.REAL), new Key("generated", Key.Mark.DOT, Palette.GENERATED));

    /**
     * One plot.
     *
     * @param title stands below it
     * @param note one short line below the title
     * @param generated points with D over a mesh; null: there are none to draw
     * @param instead what to say in their place
     */
    public record Panel(String title, String note, @Nullable Samples generated, String instead) {}

    private final List<Panel> panels;
    private final Samples real;
    private final Bounds shown;
    private final int panelWidth;
    private final int panelHeight;

    /** What stands below each panel. */
    private final List<List<String>> captions;

    private final int captionHeight;

    /** From one panel's left edge to the next one's: captions do not run into each other. */
    private final int pitch;

    private final int width;

    private ContactSheet(List<Panel> panels, Samples real) {
        this.panels = panels;
        this.real = real;
        this.shown = Bounds.around(real).notNarrowerThan(MOST_OBLONG);
        double unit = SIDE / Math.max(shown.width(), shown.height());
        this.panelWidth = (int) Math.round(unit * shown.width());
        this.panelHeight = (int) Math.round(unit * shown.height());
        this.captions = panels.stream().map(this::caption).toList();
        int lines = captions.stream().mapToInt(List::size).max().orElseThrow();
        this.captionHeight = lines * CAPTION_LINE + 6;
        double widest = captions.stream().mapToDouble(ContactSheet::width).max().orElseThrow();
        this.pitch = Math.max(panelWidth, (int) Math.ceil(widest)) + GAP;
        int columns = Math.min(PER_ROW, panels.size());
        this.width = Math.max(LEAST_WIDTH, 2 * Figure.PAD + columns * pitch - GAP);
    }

    /**
     * Draws a sheet as PNG.
     *
     * @param aside stands at the right of the title
     * @param panels at least one
     * @param real 2-D points; they and a margin are what every panel shows
     */
    public static byte[] png(String title, String aside, List<Panel> panels, Samples real) {
        return Png.encode(draw(title, aside, panels, real));
    }

    static BufferedImage draw(String title, String aside, List<Panel> panels, Samples real) {
        if (panels.isEmpty() || real.sampleSize() != 2) {
            throw new IllegalArgumentException("a sheet needs a panel and real points of 2 dimensions, got "
                    + panels.size() + " and " + real.sampleSize());
        }
        return new ContactSheet(List.copyOf(panels), real).draw(title, aside);
    }

    private BufferedImage draw(String title, String aside) {
        List<String> foot = Figure.wrap(List.of(notes()), width - 2 * Figure.PAD);
        int rows = (panels.size() + PER_ROW - 1) / PER_ROW;
        int bottom = HEAD + rows * (panelHeight + captionHeight + GAP) - GAP;
        int height = bottom + foot.size() * NOTE_LINE + Figure.PAD;
        BufferedImage image =
                new BufferedImage(width * Figure.SCALE, height * Figure.SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = Figure.graphics(image);
        Figure.heading(g, width, title, aside);
        legend(g);
        for (int i = 0; i < panels.size(); i++) {
            double x = Figure.PAD + i % PER_ROW * pitch;
            double y = HEAD + i / PER_ROW * (panelHeight + captionHeight + GAP);
            Rectangle2D area = new Rectangle2D.Double(x, y, panelWidth, panelHeight);
            panel(g, panels.get(i), area);
            caption(g, captions.get(i), area);
        }
        g.setFont(Theme.NOTE);
        g.setColor(Palette.MUTED);
        for (int i = 0; i < foot.size(); i++) {
            g.drawString(foot.get(i), Figure.PAD, bottom + (i + 1) * NOTE_LINE);
        }
        g.dispose();
        return image;
    }

    /** D's colours follow the entries that every plot has. */
    private void legend(Graphics2D g) {
        Figure.legend(g, KEYS, width - 2 * Figure.PAD);
        double x = Figure.PAD + 10 + KEYS.stream().mapToDouble(Figure::keyWidth).sum();
        double middle = HEAD - 16;
        g.setFont(Theme.TICK);
        g.setColor(Palette.INK);
        String low = "D: generated";
        g.drawString(low, (float) x, (float) middle + 4.5f);
        x += Figure.textWidth(low, Theme.TICK) + 8;
        for (int i = 0; i < BAR; i++) {
            g.setColor(new Color(Palette.heat((i + 0.5) / BAR)));
            g.fill(new Rectangle2D.Double(x + i, middle - 6, 1.5, 12));
        }
        g.setStroke(Theme.THIN);
        g.setColor(Palette.AXIS);
        g.draw(new Rectangle2D.Double(x, middle - 6, BAR, 12));
        g.setColor(Palette.INK);
        g.drawString("real", (float) (x + BAR) + 8, (float) middle + 4.5f);
    }

    private String notes() {
        boolean ranges = panels.stream().anyMatch(panel -> !range(panel).isEmpty());
        return "Every panel shows the same part of the plane."
                + (ranges
                        ? " D's colours go from 0 to 1 where D is a probability, else from the least to the greatest value"
                                + " over the mesh, given below the panel."
                        : "");
    }

    private void panel(Graphics2D g, Panel panel, Rectangle2D area) {
        Shape clip = g.getClip();
        g.setClip(area);
        Samples generated = panel.generated();
        if (generated == null) {
            instead(g, panel.instead(), area);
        } else {
            heat(g, generated.field(), area);
            cloud(g, real, area, Palette.REAL, 2.4, MOST_REAL);
            cloud(g, generated, area, Palette.fade(Palette.GENERATED, 170), 1.2, Integer.MAX_VALUE);
        }
        g.setClip(clip);
        g.setStroke(Theme.THIN);
        g.setColor(Palette.AXIS);
        g.draw(area);
    }

    private List<String> caption(Panel panel) {
        double outside = panel.generated() == null ? 0 : outside(panel.generated());
        String last = Stream.of(range(panel), outside < 0.005 ? "" : Math.round(100 * outside) + " % outside")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return last.isEmpty() ? List.of(panel.title(), panel.note()) : List.of(panel.title(), panel.note(), last);
    }

    private static Font font(int line) {
        return line == 0 ? Theme.LABEL : Theme.NOTE;
    }

    private static double width(List<String> caption) {
        return IntStream.range(0, caption.size())
                .mapToDouble(line -> Figure.textWidth(caption.get(line), font(line)))
                .max()
                .orElseThrow();
    }

    private static void caption(Graphics2D g, List<String> caption, Rectangle2D area) {
        for (int line = 0; line < caption.size(); line++) {
            g.setFont(font(line));
            g.setColor(line == 0 ? Palette.INK : Palette.MUTED);
            g.drawString(caption.get(line), (float) area.getX(), (float) area.getMaxY() + 16 + line * CAPTION_LINE);
        }
    }

    /** The share of points that lie outside or nowhere. */
    private double outside(Samples points) {
        long inside = IntStream.range(0, points.count())
                .filter(i -> shown.contains(points.values()[2 * i], points.values()[2 * i + 1]))
                .count();
        return points.count() == 0 ? 0 : 1 - inside / (double) points.count();
    }

    /** The values of a critic; empty for probabilities. */
    private static String range(Panel panel) {
        Samples.Mesh mesh = panel.generated() == null ? null : panel.generated().field();
        if (mesh == null || FieldImage.of(mesh).isEmpty()) {
            return "";
        }
        FieldImage.Scale scale = FieldImage.Scale.of(mesh);
        return scale.isProbability() ? "" : Numbers.brief(scale.low()) + " to " + Numbers.brief(scale.high());
    }

    private static void instead(Graphics2D g, String text, Rectangle2D area) {
        g.setColor(Palette.fade(Palette.GRID, 110));
        g.fill(area);
        g.setFont(Theme.NOTE);
        g.setColor(Palette.MUTED);
        float y = (float) area.getY() + 8;
        for (String line : Figure.wrap(List.of(text), (int) area.getWidth() - 20)) {
            y += NOTE_LINE;
            g.drawString(line, (float) area.getX() + 10, y);
        }
    }

    private void heat(Graphics2D g, Samples.@Nullable Mesh mesh, Rectangle2D area) {
        Optional<FieldImage> field = mesh == null ? Optional.empty() : FieldImage.of(mesh);
        if (mesh == null || field.isEmpty()) {
            return;
        }
        Bounds over = field.get().bounds();
        double left = x(over.xLow(), area);
        double top = y(over.yHigh(), area);
        BufferedImage image = field.get().image(FieldImage.Scale.of(mesh));
        g.drawImage(
                image,
                new AffineTransform(
                        (x(over.xHigh(), area) - left) / image.getWidth(),
                        0,
                        0,
                        (y(over.yLow(), area) - top) / image.getHeight(),
                        left,
                        top),
                null);
    }

    /** Draws at most so many points, evenly chosen. */
    private void cloud(Graphics2D g, Samples points, Rectangle2D area, Color colour, double radius, int most) {
        int step = Math.max(1, (points.count() + most - 1) / most);
        g.setColor(colour);
        for (int i = 0; i < points.count(); i += step) {
            double px = points.values()[2 * i];
            double py = points.values()[2 * i + 1];
            if (shown.contains(px, py)) {
                g.fill(new Ellipse2D.Double(x(px, area) - radius, y(py, area) - radius, 2 * radius, 2 * radius));
            }
        }
    }

    private double x(double value, Rectangle2D area) {
        return area.getX() + (value - shown.xLow()) / shown.width() * area.getWidth();
    }

    private double y(double value, Rectangle2D area) {
        return area.getMaxY() - (value - shown.yLow()) / shown.height() * area.getHeight();
    }
}
