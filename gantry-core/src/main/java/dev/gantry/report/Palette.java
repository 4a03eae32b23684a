package dev.gantry.report;

import java.awt.Color;

/** The colours of every picture; real and generated stay apart for colour-blind readers and in greyscale print. */
final class Palette {
    static final Color REAL = new Color(0x2563a8);
    static final Color GENERATED = new Color(0xd9731a);
    static final Color INK = new Color(0x1c2430);
    static final Color MUTED = new Color(0x5b6675);
    static final Color AXIS = new Color(0x8d96a1);
    static final Color GRID = new Color(0xe3e6ea);

    private static final int[] HEAT = {0xec9f66, 0xf6d3b5, 0xfbfbfb, 0xc0d8ee, 0x80b1dd};

    /** After Okabe and Ito (2008), darkened for white ground. */
    private static final int[] ARMS = {0x2563a8, 0xd9731a, 0x00805f, 0xa8488a, 0x5c5f66, 0x2f9ccc, 0xa88a00, 0x8c2d19};

    private Palette() {}

    /** The colour of the arm of a comparison; eight differ. */
    static Color arm(int index) {
        return new Color(ARMS[index % ARMS.length]);
    }

    /** The colour with another opacity, 0 to 255. */
    static Color fade(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }

    /**
     * D's colour, 0xRRGGBB: orange where D says generated (0), near white where it cannot tell (0.5), blue where it says
     * real (1). Values outside [0, 1] are clamped.
     */
    static int heat(double d) {
        double position = Math.min(1, Math.max(0, d)) * (HEAT.length - 1);
        int below = Math.min(HEAT.length - 2, (int) position);
        double t = position - below;
        return channel(below, t, 16) << 16 | channel(below, t, 8) << 8 | channel(below, t, 0);
    }

    private static int channel(int below, double t, int shift) {
        int a = HEAT[below] >> shift & 0xff;
        int b = HEAT[below + 1] >> shift & 0xff;
        return (int) Math.round(a + t * (b - a));
    }
}
