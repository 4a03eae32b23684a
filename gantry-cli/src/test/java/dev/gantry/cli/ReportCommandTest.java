package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.event.Samples;
import dev.gantry.report.SampleExport;
import dev.gantry.report.SampleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportCommandTest {
    @TempDir
    Path folder;

    @Test
    void report_is_drawn_anew_without_libtorch_on_the_class_path() throws Exception {
        Path run = folder.resolve("run");
        assertThat(Outcome.trainTiny(run).code()).isZero();
        String page = Files.readString(run.resolve("report.html"));
        assertThat(page).contains("a linear generator learns a 2-D Gaussian");
        Files.delete(run.resolve("report.html"));
        Files.delete(run.resolve("plots/losses.png"));
        Files.delete(run.resolve("plots/distribution.png"));

        String plain = Child.classPathWithoutNatives();
        assertThat(plain.length()).isLessThan(Child.classPath().length());
        try (Child child = Child.startOn(folder, plain, "report", "run")) {
            assertThat(child.code()).as(child.err()).isZero();
            assertThat(child.out().lines())
                    .containsExactly(Path.of("run", "report.html").toString());
        }
        assertThat(Files.readString(run.resolve("report.html"))).isEqualTo(page);
        assertThat(run.resolve("plots/losses.png")).isNotEmptyFile();
        assertThat(run.resolve("plots/distribution.png")).isNotEmptyFile();

        // The same class path cannot train, so nothing above came from libtorch.
        try (Child child = Child.startOn(folder, plain, "train", "gaussian2d", "--out", "other")) {
            assertThat(child.code()).isEqualTo(1);
        }
    }

    /** The names are in the checkpoint alone: the file may be gone, and the run's tables number their columns. */
    @Test
    void axes_have_the_names_of_the_files_columns_without_the_file_and_without_libtorch() throws Exception {
        Path run = folder.resolve("run");
        Outcome outcome = Outcome.trainTinyOnFile(run, "people.csv");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        Path samples = run.resolve("samples");
        Samples last = SampleFiles.read(samples, SampleFiles.FINAL, 2000).orElseThrow();
        Samples real = SampleFiles.read(samples, SampleFiles.REAL, 0).orElseThrow();
        byte[] named =
                SampleExport.png(last, real, null, List.of("height", "weight")).orElseThrow();
        assertThat(samples.resolve("final.png")).hasBinaryContent(named);
        assertThat(run.resolve("plots/distribution.png")).hasBinaryContent(named);
        Files.delete(run.resolve("plots/distribution.png"));
        Files.delete(folder.resolve("people.csv"));

        try (Child child = Child.startOn(folder, Child.classPathWithoutNatives(), "report", "run")) {
            assertThat(child.code()).as(child.err()).isZero();
        }
        assertThat(run.resolve("plots/distribution.png")).hasBinaryContent(named);

        try (Stream<Path> checkpoints = Files.list(run.resolve("checkpoints"))) {
            for (Path checkpoint : checkpoints.toList()) {
                Files.write(checkpoint, new byte[] {1});
            }
        }
        Outcome damaged = Outcome.of("report", run.toString());
        assertThat(damaged.code()).as(damaged.err()).isZero();
        byte[] unnamed = SampleExport.png(last, real, null, List.of()).orElseThrow();
        assertThat(run.resolve("plots/distribution.png")).hasBinaryContent(unnamed);
    }
}
