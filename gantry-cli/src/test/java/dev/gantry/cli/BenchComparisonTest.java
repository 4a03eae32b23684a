package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BenchComparisonTest {
    private static final String OLD = """
            {"preset":"a","ms_per_step":8.0,"threads":2,"gflop_per_step":1.5}

            {"preset":"b","ms_per_step":0.5,"threads":1,"gflop_per_step":null}
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void ratio_isNewTimeOverOld() throws IOException {
        ObjectNode result = object("{'preset':'a','ms_per_step':6.0}");
        BenchComparison.read(file(OLD)).addTo(result);
        assertThat(result.path("old_ms_per_step").doubleValue()).isEqualTo(8);
        assertThat(result.path("ratio").doubleValue()).isEqualTo(0.75);
    }

    @Test
    void presetThatWasNotMeasured_hasNoRatio() throws IOException {
        ObjectNode result = object("{'preset':'c','ms_per_step':6.0}");
        BenchComparison.read(file(OLD)).addTo(result);
        assertThat(result.path("old_ms_per_step").isNull()).isTrue();
        assertThat(result.path("ratio").isNull()).isTrue();
    }

    @Test
    void presetsOnOneSideOnly_areSaid() throws IOException {
        Path file = file(OLD);
        assertThat(BenchComparison.read(file)
                        .notes(List.of(object("{'preset':'a','ms_per_step':6}"), object("{'preset':'c'}"))))
                .containsExactly("c: is not in " + file, "b: is in " + file + ", and was not measured now");
    }

    @Test
    void otherCircumstances_areSaid() throws IOException {
        assertThat(BenchComparison.read(file(OLD))
                        .notes(List.of(
                                object("{'preset':'a','threads':1,'gflop_per_step':1.5}"),
                                object("{'preset':'b','threads':1,'gflop_per_step':0.25}"))))
                .containsExactly("a: threads was 2 and is 1, so its ratio is not one of speed alone");
    }

    @Test
    void aPresetMeasuredTwice_countsAsMeasuredLast() throws IOException {
        ObjectNode result = object("{'preset':'a','ms_per_step':6.0}");
        BenchComparison comparison = BenchComparison.read(file(OLD + "{\"preset\":\"a\",\"ms_per_step\":3}\n"));
        comparison.addTo(result);
        assertThat(comparison.presets()).containsExactly("a", "b");
        assertThat(result.path("ratio").doubleValue()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preset   ms/step",
                "{\"preset\":\"a\"",
                "{\"preset\":\"a\"}",
                "{\"preset\":7,\"ms_per_step\":1}",
                "{\"preset\":\"a\",\"ms_per_step\":\"1\"}",
                "{\"preset\":\"a\",\"ms_per_step\":0}",
                "{\"preset\":\"a\",\"ms_per_step\":null}",
                "[1]",
                "{\"preset\":\"a\",\"rss_to_mb\":3}",
            })
    void aLineThatIsNoResult_isNamed(String line) throws IOException {
        Path file = file(OLD + line + "\n");
        assertRefused(
                file, "--compare " + file + ": line 4 is not a result of speed as 'gantry bench --json' prints one");
    }

    @Test
    void aFileThatIsNone_isNamed() throws IOException {
        Path missing = folder.resolve("nothing.jsonl");
        assertRefused(missing, "--compare " + missing + ": there is no such file; make it with: gantry bench --json");
        assertRefused(folder, "--compare " + folder + ": there is no such file");
        assertRefused(file("\n\n"), "is empty; make it with: gantry bench --json");
        Path binary = folder.resolve("binary");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertRefused(binary, "line 1 is not a result of speed");
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> BenchComparison.read(file))
                .isInstanceOfSatisfying(
                        GantryException.class, e -> assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST))
                .hasMessageContaining(message);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("old.jsonl"), text);
    }

    private static ObjectNode object(String json) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }
}
