package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PathsTest {
    @Test
    void aPathIsQuoted_whereAShellWouldTakeItApart() {
        assertThat(Paths.quoted(Path.of("runs/ring8-1"))).isEqualTo("runs/ring8-1");
        assertThat(Paths.quoted(Path.of("läufe/a=1,b"))).isEqualTo("läufe/a=1,b");
        assertThat(Paths.quoted(Path.of("my run"))).isEqualTo("'my run'");
        assertThat(Paths.quoted(Path.of("it's $HOME"))).isEqualTo("'it'\\''s $HOME'");
    }
}
