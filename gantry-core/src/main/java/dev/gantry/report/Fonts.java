package dev.gantry.report;

import dev.gantry.GantryException;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The font of all text in plots: DejaVu Sans, the system's or else the one that comes with Gantry, so that a picture
 * looks the same everywhere and a machine without any font draws it too.
 */
public final class Fonts {
    private static final String WANTED = "DejaVu Sans";

    private static final String PLAIN = "DejaVuSans.ttf";
    private static final String BOLD = "DejaVuSans-Bold.ttf";

    private static @Nullable String family;

    private Fonts() {}

    /**
     * The family that text is drawn in.
     *
     * @throws GantryException where Java cannot draw text at all
     */
    public static synchronized String family() {
        if (family == null) {
            family = prepare();
        }
        return family;
    }

    /** {@link #family}, or empty where Java cannot draw text at all. */
    public static String found() {
        try {
            return family();
        } catch (GantryException none) {
            return "";
        }
    }

    private static String prepare() {
        try {
            if (!isKnown()) {
                register();
            }
        } catch (RuntimeException | LinkageError | InternalError noFontconfig) {
            withoutSystem();
        }
        return WANTED;
    }

    private static boolean isKnown() {
        return new Font(WANTED, Font.PLAIN, 12).getFamily(Locale.ROOT).equals(WANTED);
    }

    private static void register() {
        for (String file : List.of(PLAIN, BOLD)) {
            try (InputStream font = open(file)) {
                GraphicsEnvironment.getLocalGraphicsEnvironment()
                        .registerFont(Font.createFont(Font.TRUETYPE_FONT, font));
            } catch (IOException | FontFormatException e) {
                throw unusable(e);
            }
        }
    }

    /** Java asks fontconfig for every font, and does without it where a file of this form names all there are. */
    private static void withoutSystem() {
        try {
            Path folder = Files.createTempDirectory("gantry-fonts");
            folder.toFile().deleteOnExit();
            StringBuilder names = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
            for (String logical : List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput")) {
                for (String style : List.of("plain", "bold", "italic", "bolditalic")) {
                    String file = style.startsWith("bold") ? BOLD : PLAIN;
                    names.append("%s.%s.latin-1=%s%n".formatted(logical, style, file));
                }
            }
            for (String file : List.of(PLAIN, BOLD)) {
                Path copy = folder.resolve(file);
                try (InputStream font = open(file)) {
                    Files.copy(font, copy);
                }
                copy.toFile().deleteOnExit();
                names.append("filename.%s=%s%n".formatted(file, copy));
            }
            Path configuration = folder.resolve("fontconfig.properties");
            Files.writeString(configuration, names);
            configuration.toFile().deleteOnExit();
            System.setProperty("sun.awt.fontconfig", configuration.toString());
            if (!isKnown()) {
                throw unusable(new FileNotFoundException(configuration.toString()));
            }
        } catch (IOException | RuntimeException | LinkageError | InternalError e) {
            throw e instanceof GantryException known ? known : unusable(e);
        }
    }

    private static InputStream open(String file) throws FileNotFoundException {
        InputStream font = Fonts.class.getResourceAsStream("fonts/" + file);
        if (font == null) {
            throw new FileNotFoundException(file);
        }
        return font;
    }

    private static GantryException unusable(Throwable cause) {
        return GantryException.failure(
                cause,
                "Java can draw no text here (%s): install fontconfig, freetype and DejaVu Sans (Debian: apt install"
                        + " libfreetype6 fontconfig fonts-dejavu-core), or draw nothing by --set output.pictures=false",
                cause);
    }
}
