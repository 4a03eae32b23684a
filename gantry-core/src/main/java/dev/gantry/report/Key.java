package dev.gantry.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** One entry of a legend. */
record Key(String label, Mark mark, Color colour) {
    static final int SYMBOL_WIDTH = 22;

    enum Mark {
        LINE,
        DASH,
        DOT,
        BAR,
        OUTLINE
    }

    /** Draws the symbol with its left edge at x and its middle at y. */
    void symbol(Graphics2D g, double x, double y) {
        g.setColor(colour);
        switch (mark) {
            case LINE -> {
                g.setStroke(Theme.LINE);
                g.draw(new Line2D.Double(x, y, x + SYMBOL_WIDTH, y));
            }
            case DASH -> {
                g.setStroke(Theme.DASH);
                g.draw(new Line2D.Double(x, y, x + SYMBOL_WIDTH, y));
            }
            case DOT -> g.fill(new Ellipse2D.Double(x + SYMBOL_WIDTH - 11, y - 4, 8, 8));
            case BAR -> g.fill(new Rectangle2D.Double(x + 5, y - 5, 14, 10));
            case OUTLINE -> {
                g.setStroke(new BasicStroke(1.6f));
                g.draw(new Rectangle2D.Double(x + 5, y - 5, 14, 10));
            }
        }
    }
}
