package dev.gantry.report;

import java.awt.Font;
import java.util.Locale;

/** The font of all text in plots. */
public final class Fonts {
    /** The font that plots are laid out for. */
    public static final String WANTED = "DejaVu Sans";

    private Fonts() {}

    /** {@link #WANTED} where it is installed, else Java's own sans-serif. */
    static String family() {
        return new Font(WANTED, Font.PLAIN, 12).getFamily(Locale.ROOT).equals(WANTED) ? WANTED : Font.SANS_SERIF;
    }

    /** The family that text is drawn in; empty where Java finds no font at all, as in a bare container. */
    public static String found() {
        try {
            return new Font(family(), Font.PLAIN, 12).canDisplay('a') ? family() : "";
        } catch (RuntimeException | LinkageError | InternalError noFonts) {
            return "";
        }
    }
}
