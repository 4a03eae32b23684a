package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DoctorCommandTest {
    @TempDir
    Path folder;

    @Test
    void alone_it_tells_of_the_machine() {
        Outcome outcome = Outcome.of("doctor", "--threads", 1);
        assertThat(outcome.lines().get(0)).startsWith("Machine: ");
        assertThat(outcome.out())
                .contains("ok       natives     libtorch 2.", "ok       threads     1, of ")
                .doesNotContain("Data");
        assertThat(outcome.err()).startsWith("Nothing here would spoil a run");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void a_preset_is_examined_with_what_changes_it() {
        Outcome outcome = Outcome.of("doctor", "gaussian2d", "--set", "generator.output=tanh");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("Data for gaussian2d: 1000 points of 2 numbers, gaussian2d\n")
                .containsPattern("problem  range +numbers from .* but G's output \\(tanh\\) stays between -1 and 1")
                .containsPattern(" +-> Let G's output be free: --set generator.output=linear");
        assertThat(outcome.err().lines()).singleElement().asString().startsWith("gantry: 1 problem would spoil a run");
    }

    @Test
    void a_table_with_a_constant_column_and_copies_is_told_by_its_names() throws IOException {
        StringBuilder table = new StringBuilder("a;country\n");
        for (int i = 0; i < 300; i++) {
            table.append(i * i % 100).append(";7\n");
        }
        Path file = Files.writeString(folder.resolve("t.csv"), table);
        Outcome outcome = Outcome.of("doctor", "--data", file);
        assertThat(outcome.code()).isZero();
        // Squares modulo 100: 22 of them.
        assertThat(outcome.out())
                .contains("Data for ring8: 300 samples of 2 numbers, " + file)
                .contains("warning  constant    the same in every row: 1 of 2 columns, country is 7\n")
                .contains("warning  duplicates  exact copies of an earlier sample: 278 of 300 samples (92.7 %)");
    }

    @Test
    void a_batch_that_only_the_assumed_preset_asks_for_is_a_note_and_one_asked_for_a_problem() throws IOException {
        StringBuilder table = new StringBuilder("a,b\n");
        for (int i = 0; i < 100; i++) {
            table.append(i).append(',').append(i * i).append('\n');
        }
        Path file = Files.writeString(folder.resolve("t.csv"), table);
        Outcome assumed = Outcome.of("doctor", "--data", file);
        assertThat(assumed.code()).as(assumed.out()).isZero();
        assertThat(assumed.out())
                .contains("note     batch       ring8 has batches of 512; they were taken to be 100\n")
                .contains(" -> Train on this data with --batch 100 or less.\n")
                .contains("ok       run         can start: ");
        for (Object[] words :
                new Object[][] {{"doctor", "ring8", "--data", file}, {"doctor", "--data", file, "--batch", 101}}) {
            Outcome asked = Outcome.of(words);
            assertThat(asked.code()).isEqualTo(1);
            assertThat(asked.out()).contains("problem  count       100 samples to train on, fewer than one batch of ");
        }
    }

    @Test
    void json_is_one_object() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "a,b\n0,5\n10,5\n0,5\n");
        Outcome outcome = Outcome.of("doctor", "ring8", "--data", file, "--batch", 2, "--json");
        assertThat(outcome.lines()).hasSize(1);
        JsonNode root = new ObjectMapper().readTree(outcome.out());
        assertThat(root.fieldNames()).toIterable().containsExactly("preset", "machine", "data", "findings");
        assertThat(root.path("machine").path("cores").asInt()).isPositive();
        assertThat(root.path("machine").path("natives").path("matmul_auto").asText())
                .isIn("medium", "highest");
        JsonNode data = root.path("data");
        assertThat(data.path("count").asInt()).isEqualTo(3);
        assertThat(data.path("shape").toString()).isEqualTo("[2]");
        assertThat(data.path("constant").toString()).isEqualTo("[1]");
        assertThat(data.path("duplicates").toString())
                .isEqualTo("{\"examined\":3,\"copies\":1,\"largest\":[{\"samples\":2,\"first\":0,\"second\":2}]}");
        assertThat(data.path("columns").get(0).path("largest").asDouble()).isEqualTo(10);
        assertThat(data.path("generator").path("low").isNull()).isTrue();
        for (JsonNode finding : root.path("findings")) {
            assertThat(finding.fieldNames()).toIterable().containsExactly("level", "about", "finding", "remedy");
            assertThat(finding.path("level").asText()).isIn("ok", "note", "warning", "problem");
            assertThat(finding.path("remedy").isNull())
                    .isEqualTo(finding.path("level").asText().equals("ok"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "doctor --data nowhere/at-all            | there is no file or folder ",
                "doctor --data spirl                     | and no data of that name; did you mean 'spiral'? there are ",
                "doctor fashion-mlp --data nowhere/at-all | there is no file or folder ",
                "doctor fashion-mlp --classes 11          | there is no class '11' in the data",
                "doctor --data pom.xml                    | which kind of data is that?",
            })
    void data_that_cannot_be_read_is_a_finding(String words, String message) {
        Outcome outcome = Outcome.of((Object[]) words.split(" "));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).contains("ok       natives", "cannot be read\nproblem  data ", message, " -> ");
        assertThat(outcome.err()).doesNotContain("\tat ").startsWith("gantry: 1 problem would spoil a run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "doctor gausian2d              | did you mean 'gaussian2d'?",
                "doctor nowhere/at-all.yaml    | there is no such file",
                "doctor ring8 --set trian.batch=3 | did you mean",
                "doctor --limit 5              | data.select.limit: of which run?",
                "doctor --device gpu           | --device gpu",
            })
    void a_wrong_request_is_one_line(String words, String message) {
        Outcome outcome = Outcome.of((Object[]) words.split(" "));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).singleElement().asString().contains(message);
    }

    /** As on a platform that libtorch has none for. */
    @Test
    void without_natives_the_data_is_examined_all_the_same() throws IOException, InterruptedException {
        try (Child child = Child.startOn(folder, Child.classPathWithoutNatives(), "doctor", "gaussian2d")) {
            assertThat(child.code()).as(child.err()).isEqualTo(1);
            assertThat(child.out())
                    .containsPattern("problem  natives +libtorch")
                    .contains("ok       range       numbers from ")
                    .containsPattern("note     run +20000 samples long; without natives the networks cannot be built");
            assertThat(child.err().lines()).singleElement().asString().startsWith("gantry: 1 problem would spoil");
        }
    }
}
