package dev.gantry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
}
