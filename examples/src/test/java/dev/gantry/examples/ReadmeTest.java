package dev.gantry.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README shows no code that is not in an example, and so compiled and run, and points at no missing file. */
final class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void everyJavaSnippetIsInAnExample() throws IOException {
        List<String> snippets = found(JAVA);
        assertThat(snippets).isNotEmpty();
        String examples;
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/gantry/examples"))) {
            examples = files.map(ReadmeTest::read).collect(Collectors.joining());
        }
        for (String snippet : snippets) {
            assertThat(examples).contains(snippet.indent(4));
        }
    }

    @Test
    void everyLinkLeadsToAFile() {
        List<String> links = found(LINK);
        assertThat(links).contains("docs/presets.md");
        for (String link : links) {
            assertThat(ROOT.resolve(link)).exists();
        }
    }

    private static List<String> found(Pattern pattern) {
        return pattern.matcher(read(ROOT.resolve("README.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
