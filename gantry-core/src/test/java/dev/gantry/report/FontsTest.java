package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FontsTest {
    /** Prints the font, whether both styles are its own, and how wide a text is. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            Font plain = new Font(Fonts.family(), Font.PLAIN, 100);
            Font bold = new Font(Fonts.family(), Font.BOLD, 100);
            System.out.println(
                    plain.getFontName() + ", " + bold.getFontName() + ", " + width(plain) + ", " + width(bold));
        }

        private static long width(Font font) {
            FontRenderContext context = new FontRenderContext(null, true, true);
            return Math.round(font.getStringBounds("G(z) ≥ x₀ — loss", context).getWidth());
        }
    }

    /** As in a bare container: fontconfig has no font, and Java has noted none in the home folder. */
    @Test
    void withoutAnyFontOfTheSystem_textIsDrawnInTheSameOne(@TempDir Path home)
            throws IOException, InterruptedException {
        Path nothing =
                Files.writeString(home.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig></fontconfig>");

        String bare = run(home, nothing);

        assertThat(bare).matches("DejaVu Sans, DejaVu Sans Bold, \\d+, \\d+").isEqualTo(run(home, null));
        try (var left = Files.list(home)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("gantry-fonts"));
        }
    }

    private static String run(Path home, @Nullable Path fontconfig) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Djava.awt.headless=true",
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        if (fontconfig != null) {
            builder.environment().put("FONTCONFIG_FILE", fontconfig.toString());
        }
        Process child = builder.redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertThat(child.waitFor()).as(output).isZero();
        return output.substring(output.lastIndexOf('\n') + 1);
    }
}
