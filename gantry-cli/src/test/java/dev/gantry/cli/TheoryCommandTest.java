package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TheoryCommandTest {
    @TempDir
    Path folder;

    @Test
    void an_unknown_part_is_refused_with_what_was_meant() {
        Outcome outcome = Outcome.of("theory", "hings");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("unknown part 'hings'; did you mean 'hinge'?")
                .contains("divergence, f-divergence, hinge, wasserstein, dynamics");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void a_folder_with_files_and_a_file_are_refused_before_any_work() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        Outcome full = Outcome.of("theory", "dynamics", "--out", folder);
        assertThat(full.code()).isEqualTo(2);
        assertThat(full.err()).contains("--out " + folder + " is not empty");
        Outcome file = Outcome.of("theory", "dynamics", "--out", folder.resolve("mine.txt"));
        assertThat(file.code()).isEqualTo(2);
        assertThat(file.err()).contains("is a file");
        assertThat(file.out()).isEmpty();
        assertThat(folder.resolve("theory.json")).doesNotExist();
    }

    @Test
    void dynamics_are_printed_as_a_table_and_written() throws IOException {
        Path out = folder.resolve("new");
        Outcome outcome = Outcome.of("theory", "dynamics", "--out", out);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines()).hasSize(37);
        assertThat(outcome.lines().stream().filter(line -> line.contains("wasserstein, none")))
                .singleElement()
                .asString()
                .startsWith("ok ")
                .contains("+-1.000i")
                .contains("diverges  1.0198");
        assertThat(outcome.err()).contains("dynamics: ").contains("All 180 checks passed.");
        for (String name : new String[] {"theory-penalties.png", "theory-updates.png"}) {
            assertThat(ImageIO.read(out.resolve(name).toFile()).getWidth()).isGreaterThan(1000);
        }
        JsonNode file = new ObjectMapper().readTree(out.resolve("theory.json").toFile());
        assertThat(file.get("checks")).hasSize(180);
    }

    @Test
    void json_has_an_object_for_each_check() throws IOException {
        Outcome outcome = Outcome.of("theory", "dynamics", "--json");
        assertThat(outcome.lines()).hasSize(180);
        JsonNode first = new ObjectMapper().readTree(outcome.lines().get(0));
        assertThat(first.fieldNames())
                .toIterable()
                .contains("part", "case", "value", "exact", "difference", "tolerance", "ok");
        assertThat(first.get("part").asText()).isEqualTo("dynamics");
        assertThat(first.get("ok").asBoolean()).isTrue();
    }
}
