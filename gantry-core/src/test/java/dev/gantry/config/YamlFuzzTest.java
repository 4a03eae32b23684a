package dev.gantry.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.gantry.Fuzzer;
import dev.gantry.Fuzzer.Outcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 10,000 damaged configurations: each is read or refused by its name, and none costs much memory. */
final class YamlFuzzTest {
    private static final int CASES = 10_000;

    @TempDir
    private Path folder = Path.of("");

    private static final String YAML = """
            name: x # short, since each case is parsed
            description: |
              two
              lines
            data: {type: ring, modes: &n 3, sigma: 1.5e-1}
            latent: {size: *n}
            generator: {type: mlp, hidden: [4, 5]}
            discriminator:
              type: mlp
              hidden: []
            train: {batch: 8, steps: 1}
            """;

    @Test
    void configurations() {
        Fuzzer fuzzer = Fuzzer.of(YAML.getBytes(StandardCharsets.UTF_8))
                .asText()
                .words(
                        ":",
                        ": ",
                        "- ",
                        "? ",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        "&a ",
                        "*a",
                        "<<: *a\n",
                        "!!binary ",
                        "!x ",
                        "|\n",
                        ">-\n",
                        "---\n",
                        "...\n",
                        "%YAML 1.1\n",
                        "#",
                        "'",
                        "\"",
                        "\\",
                        "\n",
                        "\n  ",
                        "\t",
                        "\0",
                        "\u0085",
                        "\uD83D\uDE00",
                        "1e999",
                        "-1",
                        ".nan",
                        ".inf",
                        "null",
                        "9".repeat(400),
                        "[".repeat(100),
                        "{a: ".repeat(100),
                        "type",
                        "seed",
                        "steps: 0\n",
                        "output: {}\n");
        Outcome outcome = fuzzer.run(folder.resolve("run.yaml"), CASES, file -> Configs.load(file, List.of()));
        assertThat(outcome.read() + outcome.refused()).isEqualTo(CASES);
        assertThat(outcome.read()).isBetween(CASES / 100, CASES * 9 / 10);
    }

    /** Half a million values in a megabyte: the parser's garbage up to the limit, and no tree of them. */
    @Test
    void aMegabyteOfValues_isRefusedBeforeItIsKept() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yaml"), "[" + "a,".repeat(499_000) + "a]");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> Configs.load(file, List.of())).hasMessageContaining("more than 100000 values");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(300 << 20);
    }
}
