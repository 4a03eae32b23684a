package dev.gantry.run;

import dev.gantry.checkpoint.RunFolder;
import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs for tests: configurations in one line, and what a run left behind. */
final class Runs {
    private Runs() {}

    /** A preset on one thread without pictures and scores at the end, with changes of the form key=value. */
    static RunConfig preset(String name, String... changes) {
        List<Configs.Override> overrides = new ArrayList<>();
        overrides.add(Configs.Override.parse("output.pictures=false"));
        overrides.add(Configs.Override.parse("evaluate.end=false"));
        overrides.add(Configs.Override.parse("engine.threads=1"));
        Arrays.stream(changes).map(Configs.Override::parse).forEach(overrides::add);
        return Configs.preset(name, overrides);
    }

    static RunResult train(RunConfig config, Path folder) {
        return Run.of(config).into(folder).start(event -> {}).result();
    }

    static RunResult resume(Path folder) {
        return Run.resume(folder, Run.configOf(folder, List.of()), java.util.Set.of())
                .start(event -> {})
                .result();
    }

    /** Every array of a run's newest checkpoint but the training time, as text. */
    static Map<String, String> weights(Path folder) {
        RunFolder run = RunFolder.open(folder);
        State state = Safetensors.read(run.checkpoint(run.newestCheckpoint().orElseThrow()));
        Map<String, String> arrays = new TreeMap<>();
        state.arrays().forEach((name, entry) -> {
            if (!name.equals("trainer.seconds")) {
                arrays.put(name, entry.format() + Arrays.toString(entry.shape()) + digest(entry.bytes()));
            }
        });
        return arrays;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
