package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.Configs;
import dev.gantry.config.ObjectiveConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.report.MetricsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every name that an objective or a penalty has trains ring8. */
final class EveryObjectiveTest {
    @TempDir
    private Path temp = Path.of("");

    static List<String> objectives() {
        List<String> names =
                new ArrayList<>(Configs.parameters(ObjectiveConfig.class).keySet());
        names.addAll(List.of("wgan-gp", "wgan-clip", "r3gan"));
        return names;
    }

    static List<String> penalties() {
        return List.copyOf(Configs.parameters(PenaltyConfig.class).keySet());
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void objective_trainsRing8(String name) {
        RunResult result = train("objective=" + name);
        assertThat(result.status()).isEqualTo(RunEvent.Status.COMPLETED);
        assertThat(result.lossD()).isFinite();
        assertThat(result.lossG()).isFinite();
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void penalty_trainsRing8_andIsReported(String name) {
        RunResult result = train("objective=hinge", "penalty=" + name);
        assertThat(result.status()).isEqualTo(RunEvent.Status.COMPLETED);
        MetricsFile.Row last =
                MetricsFile.read(result.folder().resolve("metrics.jsonl")).get(0);
        assertThat(last.others().containsKey("penalty"))
                .isEqualTo(!List.of("none", "clip").contains(name));
    }

    private RunResult train(String... changes) {
        List<String> all = new ArrayList<>(List.of(changes));
        all.addAll(List.of("train.steps=12", "train.batch=32", "output.tick=100000"));
        return Runs.train(Runs.preset("ring8", all.toArray(String[]::new)), temp.resolve("run"));
    }
}
