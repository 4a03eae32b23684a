package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.config.EngineConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batches;
import dev.gantry.data.Source;
import dev.gantry.doctor.DataFindings;
import dev.gantry.doctor.DataSheet;
import dev.gantry.doctor.Finding;
import dev.gantry.doctor.Finding.Level;
import dev.gantry.doctor.Machine;
import dev.gantry.doctor.MachineFindings;
import dev.gantry.doctor.NetworkSize;
import dev.gantry.random.Seeds;
import dev.gantry.report.Fonts;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Product;
import dev.gantry.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the machine, at the data of a configuration and at whether the two players can be built, before a run. What
 * is wrong is a finding, not an exception: also data that cannot be read, and natives that are missing.
 */
public final class Checkup {
    private final Machine machine;
    private final List<Finding> ofMachine;
    private final List<Finding> ofRun = new ArrayList<>();
    private @Nullable DataSheet data;

    /**
     * What was found.
     *
     * @param data null where none was asked for, or it cannot be read
     * @param ofMachine findings about the machine
     * @param ofRun findings about the data and the run
     */
    public record Report(Machine machine, @Nullable DataSheet data, List<Finding> ofMachine, List<Finding> ofRun) {
        public Report {
            ofMachine = List.copyOf(ofMachine);
            ofRun = List.copyOf(ofRun);
        }

        /** All findings, the machine's first. */
        public List<Finding> findings() {
            return Stream.concat(ofMachine.stream(), ofRun.stream()).toList();
        }

        /** The same with another finding about the run. */
        public Report with(Finding more) {
            return new Report(
                    machine,
                    data,
                    ofMachine,
                    Stream.concat(ofRun.stream(), Stream.of(more)).toList());
        }

        /** Findings of a level. */
        public long count(Level level) {
            return findings().stream()
                    .filter(finding -> finding.level() == level)
                    .count();
        }
    }

    private Checkup(EngineConfig engine) {
        Optional<Machine.Natives> natives = Optional.empty();
        String without = "";
        try {
            natives = Optional.of(natives());
        } catch (GantryException missing) {
            without = String.valueOf(missing.getMessage());
        }
        machine = Machine.ofThis(Fonts.found(), natives.orElse(null), without);
        ofMachine = MachineFindings.of(machine, engine);
    }

    private static Machine.Natives natives() {
        Torch.Natives loaded = Torch.natives();
        EngineConfig auto = new EngineConfig(
                EngineConfig.Device.CPU, 1, EngineConfig.Dtype.FLOAT32, EngineConfig.MatmulPrecision.AUTO);
        boolean mediumIsFloat32 = Engine.resolve(auto, 0).matmul() == EngineConfig.MatmulPrecision.MEDIUM;
        return new Machine.Natives(
                loaded.version(),
                loaded.platform(),
                loaded.instructions(),
                loaded.folder(),
                Torch.hasCuda(),
                mediumIsFloat32,
                Product.hindrance());
    }

    /** The machine alone. */
    public static Report ofMachine(EngineConfig engine) {
        return new Checkup(engine).report();
    }

    /** The machine, where it is known already that the data cannot be read. */
    public static Report ofUnreadable(EngineConfig engine, GantryException why) {
        Checkup checkup = new Checkup(engine);
        checkup.ofRun.add(unreadable(String.valueOf(why.getMessage())));
        return checkup.report();
    }

    /** The machine, the configuration's data, and whether a run of it could start. */
    public static Report of(RunConfig config) {
        Checkup checkup = new Checkup(config.engine());
        checkup.lookAtData(config);
        return checkup.report();
    }

    private Report report() {
        return new Report(machine, data, ofMachine, ofRun);
    }

    private void lookAtData(RunConfig config) {
        RunConfig resolved;
        Source source;
        try {
            resolved = Resolution.withData(config);
            source = Source.open(resolved.data(), new Seeds(resolved.seed()));
            data = DataSheet.of(resolved, source);
        } catch (GantryException e) {
            ofRun.add(unreadable(String.valueOf(e.getMessage())));
            return;
        } catch (OutOfMemoryError e) {
            ofRun.add(new Finding(
                    Level.PROBLEM,
                    "data",
                    "the data does not fit into the memory of Java's objects, " + MachineFindings.size(machine.heap()),
                    "Give Java more, as in GANTRY_JAVA_OPTS=-Xmx8g, or make the data smaller."));
            return;
        }
        ofRun.addAll(DataFindings.of(data, resolved.train()));
        if (ofRun.stream().noneMatch(finding -> finding.about().equals("count") && finding.level() == Level.PROBLEM)) {
            lookAtRun(resolved, source);
        }
    }

    private static Finding unreadable(String message) {
        return new Finding(
                Level.PROBLEM, "data", message, "Do as the message says, or name other data by --data WHAT.");
    }

    /** Whether batches can be made and the networks built. */
    private void lookAtRun(RunConfig config, Source source) {
        int sampleSize = data == null ? 0 : data.examination().sampleSize();
        long bytes = NetworkSize.bytes(config, sampleSize);
        Long available = machine.available();
        if (available != null && bytes > available) {
            ofRun.add(new Finding(
                    Level.PROBLEM,
                    "run",
                    String.format(
                            Locale.ROOT,
                            "the networks take %s with their optimizers, and %s are available",
                            MachineFindings.size(bytes),
                            MachineFindings.size(available)),
                    "Use smaller images (--set data.size=32) or narrower layers (--set generator.hidden=[256,512])."));
            return;
        }
        try {
            Batches batches =
                    source.batches(config.train().batch(), config.train().dropLast());
            Resolution.requireBatchNormFits(config, batches);
            long length = Resolution.totalImages(config, batches);
            ofRun.add(machine.natives() == null ? withoutNatives(length) : withNatives(config, source, length, bytes));
        } catch (GantryException e) {
            ofRun.add(new Finding(
                    Level.PROBLEM,
                    "run",
                    String.valueOf(e.getMessage()),
                    "Change the configuration as the message says: 'gantry train' would stop with it."));
        }
    }

    private static Finding withoutNatives(long length) {
        return new Finding(
                Level.NOTE,
                "run",
                String.format(Locale.ROOT, "%d samples long; without natives the networks cannot be built", length),
                "See to the natives first.");
    }

    private static Finding withNatives(RunConfig config, Source source, long length, long bytes) {
        Training training = new Training(Training.Request.of(config), event -> {});
        try (Setting setting = training.prepare(config, source)) {
            EngineConfig engine = setting.config().engine();
            return new Finding(
                    Level.OK,
                    "run",
                    String.format(
                            Locale.ROOT,
                            "can start: %d samples long, networks of %d numbers (%s with optimizers), %s, %d thread%s",
                            length,
                            setting.parameters(),
                            MachineFindings.size(bytes),
                            engine.device().name().toLowerCase(Locale.ROOT),
                            engine.threads(),
                            engine.threads() == 1 ? "" : "s"),
                    "");
        }
    }
}
