package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.Presets;
import dev.gantry.config.RunConfig;
import dev.gantry.doctor.Finding;
import dev.gantry.doctor.Finding.Level;
import dev.gantry.doctor.NetworkSize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CheckupTest {

    private static Finding about(String what, Checkup.Report report) {
        List<Finding> found =
                report.findings().stream().filter(f -> f.about().equals(what)).toList();
        assertThat(found).as("%s in %s", what, report.findings()).hasSize(1);
        return found.get(0);
    }

    @Test
    void theMachine_isLookedAtWithItsNatives() {
        Checkup.Report report = Checkup.ofMachine(Runs.preset("gaussian2d").engine());
        assertThat(report.data()).isNull();
        assertThat(report.ofRun()).isEmpty();
        assertThat(report.machine().natives()).isNotNull();
        assertThat(about("natives", report).finding()).contains("libtorch 2.", "unpacked in");
        assertThat(about("precision", report).level()).isEqualTo(Level.OK);
        assertThat(about("device", report).level()).isEqualTo(Level.OK);
    }

    @Test
    void goodData_canStart() {
        Checkup.Report report = Checkup.of(Runs.preset("gaussian2d"));
        assertThat(about("run", report).level()).isEqualTo(Level.OK);
        assertThat(about("run", report).finding())
                .startsWith("can start: 20000 samples long, networks of 43 numbers (1 kB with optimizers), ")
                .endsWith(", 1 thread");
        assertThat(report.ofRun()).noneMatch(finding -> finding.level() == Level.PROBLEM);
    }

    @Test
    void dataThatCannotBeRead_isAFinding(@TempDir Path temp) {
        Checkup.Report report = Checkup.of(Runs.preset("images-mlp", "data.dir=" + temp.resolve("none")));
        assertThat(report.data()).isNull();
        assertThat(report.ofRun()).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.PROBLEM);
            assertThat(finding.about()).isEqualTo("data");
            assertThat(finding.finding()).startsWith("there is no folder " + temp.resolve("none"));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generator.norm=batch generator.hidden=[4] train.batch=1 | norm: batch needs two",
                "generator.hidden=[60000,60000,60000,60000,60000,60000]  | the networks take 288.0 GB",
                "discriminator={type: custom, network: mine}             | only a program can bring that network",
            })
    void whatWouldKeepTheRunFromStarting_isAFinding(String changes, String text) {
        Checkup.Report report = Checkup.of(Runs.preset("gaussian2d", changes.split(" (?=[a-z.]+=)")));
        assertThat(about("run", report).level()).isEqualTo(Level.PROBLEM);
        assertThat(about("run", report).finding()).contains(text);
    }

    @Test
    void tooFewSamplesForABatch_areNamedOnce() {
        Checkup.Report report = Checkup.of(Runs.preset("gaussian2d", "data.size=5"));
        assertThat(report.count(Level.PROBLEM)).isEqualTo(1);
        assertThat(about("count", report).finding()).contains("fewer than one batch of 8");
        assertThat(report.findings()).noneMatch(finding -> finding.about().equals("run"));
    }

    static List<RunConfig> configurations() {
        List<RunConfig> presets = Presets.names().stream()
                .map(name ->
                        Runs.preset(name, name.matches("(mnist|images).*") ? "data={type: idx}" : "engine.device=cpu"))
                .toList();
        RunConfig mixed = Runs.preset(
                "ring8",
                "generator.activation={type: maxout, pieces: 3}",
                "generator.norm=batch",
                "discriminator.norm=layer",
                "discriminator.pack=2",
                "train.batch=64");
        RunConfig auto =
                Runs.preset("ring8", "objective=began", "discriminator={type: autoencoder, hidden: [20, 10], code: 3}");
        return Stream.concat(presets.stream(), Stream.of(mixed, auto)).toList();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void sizesOfNetworks_areThoseOfTheNetworksThemselves(RunConfig config) {
        try (Setting setting = Training.prepare(config)) {
            int[] shape = setting.source().shape();
            int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            assertThat(NetworkSize.generator(config, size))
                    .isEqualTo(setting.game().generatorParameters());
            assertThat(NetworkSize.discriminator(config, size))
                    .isEqualTo(setting.game().discriminatorParameters());
        }
    }
}
