package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.event.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    @TempDir
    Path run;

    @Test
    void metrics_leaveOutATornLastLine() throws IOException {
        List<MetricsFile.Row> rows = metrics("""
                {"images": 100, "epoch": 1.5, "seconds": 2, "loss_d": 0.5, "loss_g": null, "accuracy": 0.75}
                {"images": 200, "epoch": NaN, "seconds": 3, "loss_d": 0.6, "loss_g": 0.7, "note": "text"}
                {"images": 300, "ep""");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).lossG()).isNaN();
        assertThat(rows.get(0).others()).containsExactly(java.util.Map.entry("accuracy", 0.75));
        assertThat(rows.get(1)).isEqualTo(new MetricsFile.Row(200, Double.NaN, 3, 0.6, 0.7, java.util.Map.of()));
    }

    @Test
    void metrics_nameTheLineThatIsDamaged() {
        assertThatThrownBy(() -> metrics("{\"images\": 1}\n{\"ima\n{\"images\": 3}\n"))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("metrics.jsonl:2");
        assertThatThrownBy(() -> metrics("{\"loss_d\": 1}\n{\"images\": 3}\n"))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("metrics.jsonl:1");
    }

    @Test
    void metrics_ofAYoungRunAreEmpty() {
        assertThat(MetricsFile.read(run.resolve("metrics.jsonl"))).isEmpty();
    }

    @Test
    void report_ofAnEmptyFolderSaysWhatIsMissing() throws IOException {
        RunReport.render(run, "seed: 1", null, Double.NaN, Double.NaN, true);
        String page = page();
        assertThat(page)
                .contains("no tick yet", "no generated samples", "Not scored yet", "does not say where this run comes");
        assertThat(page).contains("<h1>" + run.getFileName() + "</h1>").doesNotContain("<img");
        assertThat(run.resolve("plots/losses.png")).exists();
    }

    @Test
    void report_ofPointsIsOneSelfContainedPage() throws IOException {
        metrics("{\"images\": 100, \"epoch\": 1, \"seconds\": 2, \"loss_d\": 0.5, \"loss_g\": 1, \"accuracy\": 0.5}\n");
        Mixture data = Mixture.normal2d();
        Samples real = data.draw(50, 0, null, null);
        SampleFiles.write(run.resolve("samples"), "real", real, null, data, List.of());
        Samples.Mesh field = Mixture.square(4, 9, (x, y) -> 0.5);
        for (long images = 0; images <= 200; images += 100) {
            SampleFiles.write(
                    run.resolve("samples"), "" + images, data.draw(50, images, field, null), real, data, List.of());
        }
        Files.writeString(run.resolve("run.json"), """
                {"status": "diverged", "images": 200, "seconds": 75, "health": {"verdict": "<collapse>"},
                 "scores": {"sliced_w1": {"value": 0.5, "low": 0.4, "high": 0.6, "floor": 0.1, "n": 5000,
                            "seed": 3, "reference": "<x>", "split": "train", "features": "none"}, "kid": null},
                 "provenance": {"java": "17", "options": ["--a", "<b>"]}}""");
        RunReport.Subject subject = new RunReport.Subject(
                "<script>alert(1)</script>",
                "a & \"b\"",
                "name: '<i>'",
                data,
                List.of("height", "weight"),
                Math.log(2),
                Math.log(2),
                Set.of("sliced_w1"),
                null);
        RunReport.render(run, subject, true);
        String page = page();
        assertThat(page).startsWith("<!DOCTYPE html>").doesNotContain("http").doesNotContain("<script", "<i>", "<x>");
        assertThat(page)
                .contains(
                        "&lt;script&gt;alert(1)&lt;/script&gt;", "a &amp; &quot;b&quot;", "name: &#39;&lt;i&gt;&#39;");
        assertThat(page).contains("&lt;collapse&gt;", "stopped being finite", "1 min 15 s", "0.4 to 0.6", "5,000");
        assertThat(page).contains("Do not apply here: kid.", "[&quot;--a&quot;,&quot;&lt;b&gt;&quot;]");
        assertThat(page.split("<img", -1)).hasSize(5);
        assertThat(page.split("src=\"data:image/", -1)).hasSize(5);
        assertThat(run.resolve("plots/distribution.png"))
                .hasBinaryContent(SampleExport.png(data.draw(50, 200, field, null), real, data, subject.columns())
                        .orElseThrow());
        assertThat(run.resolve("plots/training.gif")).exists();
        assertThat(run.resolve("plots/statistics.png")).exists();
    }

    @Test
    void report_ofImagesPrefersTheFinalSamplesUnlessStillRunning() throws IOException {
        Path samples = run.resolve("samples");
        SampleFiles.write(samples, "real", image(0), null, null, List.of());
        SampleFiles.write(samples, "100", image(1), null, null, List.of());
        SampleFiles.write(samples, "final", image(-1), null, null, List.of());
        Files.writeString(run.resolve("run.json"), "{\"status\": \"completed\", \"images\": 150, \"scores\": null}");
        RunReport.render(run, "", null, Double.NaN, Double.NaN, false);
        assertThat(run.resolve("plots/grid.png")).hasSameBinaryContentAs(samples.resolve("final.png"));
        assertThat(page()).contains("Generated after 150 real samples", "no animation");
        Files.writeString(run.resolve("run.json"), "{\"status\": \"running\"}");
        RunReport.render(run, "", null, Double.NaN, Double.NaN, false);
        assertThat(run.resolve("plots/grid.png")).hasSameBinaryContentAs(samples.resolve("100.png"));
        assertThat(run.resolve("plots/training.gif")).doesNotExist();
    }

    private static Samples image(float value) {
        return new Samples(0, new float[] {value, 0, 0, value}, 1, new int[] {1, 2, 2}, null, null);
    }

    private List<MetricsFile.Row> metrics(String content) throws IOException {
        return MetricsFile.read(Files.writeString(run.resolve("metrics.jsonl"), content));
    }

    private String page() throws IOException {
        return Files.readString(run.resolve("report.html"));
    }
}
