package dev.gantry.doctor;

import static dev.gantry.doctor.Finding.Level.NOTE;
import static dev.gantry.doctor.Finding.Level.PROBLEM;
import static dev.gantry.doctor.Finding.Level.WARNING;

import dev.gantry.config.EngineConfig;
import dev.gantry.config.EngineConfig.MatmulPrecision;
import dev.gantry.doctor.Machine.Natives;
import dev.gantry.doctor.Machine.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What there is to say of a machine: plain functions of {@link Machine}. */
public final class MachineFindings {
    private static final long MIB = 1 << 20;

    /** A process that has only loaded libtorch takes about 340 MB; with less than this a run of images may be killed. */
    private static final long LITTLE_MEMORY = 1024 * MIB;

    /** A run of fashion-mlp keeps two checkpoints of 35 MB, and pictures. */
    private static final long LITTLE_ROOM = 1024 * MIB;

    private static final long NO_ROOM = 100 * MIB;

    /** Bytes of Java's objects below which 60,000 images of 28 by 28, held once and read once, may not fit. */
    private static final long LITTLE_HEAP = 256 * MIB;

    private final Machine machine;
    private final EngineConfig engine;

    private MachineFindings(Machine machine, EngineConfig engine) {
        this.machine = machine;
        this.engine = engine;
    }

    /**
     * All findings, good ones too.
     *
     * @param engine what a run asks for
     */
    public static List<Finding> of(Machine machine, EngineConfig engine) {
        MachineFindings findings = new MachineFindings(machine, engine);
        List<Finding> list = new ArrayList<>();
        list.add(findings.natives());
        if (machine.natives() != null) {
            list.add(findings.device(machine.natives()));
            list.add(findings.precision(machine.natives()));
            if (!machine.natives().coreType().isEmpty() && !findings.usesCuda(machine.natives())) {
                list.add(products(machine.natives().coreType()));
            }
        }
        list.add(findings.threads());
        list.add(findings.load());
        list.add(findings.memory());
        list.add(findings.heap());
        machine.places().forEach(place -> list.add(disk(place)));
        list.add(findings.fonts());
        return list;
    }

    private Finding natives() {
        Natives natives = machine.natives();
        if (natives == null) {
            return Finding.of(
                    PROBLEM,
                    "natives",
                    "Without natives nothing can be trained or sampled; data, objectives and reports work.",
                    "%s",
                    machine.withoutNatives());
        }
        String text = String.format(
                Locale.ROOT,
                "libtorch %s for %s (%s), unpacked in %s",
                natives.version(),
                natives.platform(),
                natives.instructions(),
                natives.folder());
        return natives.instructions().equals("DEFAULT")
                ? Finding.of(
                        WARNING,
                        "natives",
                        "Train on a processor with AVX2, or have patience; in a virtual machine, pass the host's"
                                + " processor through.",
                        "%s: no vector instructions, so training takes several times as long",
                        text)
                : Finding.ok("natives", "%s", text);
    }

    private boolean usesCuda(Natives natives) {
        return natives.cuda() && engine.device() != EngineConfig.Device.CPU;
    }

    private Finding device(Natives natives) {
        if (natives.cuda()) {
            return Finding.ok(
                    "device",
                    engine.device() == EngineConfig.Device.CPU
                            ? "cpu, as asked for; there is a CUDA device"
                            : "cuda, and cpu by --device cpu");
        }
        return engine.device() == EngineConfig.Device.CUDA
                ? Finding.of(
                        PROBLEM,
                        "device",
                        "Use --device cpu, or add the CUDA natives (docs/cuda.md) on a machine with an NVIDIA GPU.",
                        "cuda is asked for, and libtorch finds no CUDA device")
                : Finding.ok("device", "cpu: libtorch finds no CUDA device");
    }

    private Finding precision(Natives natives) {
        MatmulPrecision used = engine.matmul() == MatmulPrecision.AUTO ? natives.autoPrecision() : engine.matmul();
        if (engine.dtype() == EngineConfig.Dtype.FLOAT64) {
            return Finding.ok("precision", "float64, as asked for");
        }
        if (usesCuda(natives)) {
            return Finding.ok("precision", "float32, in matrix products too");
        }
        if (used == MatmulPrecision.HIGHEST) {
            return Finding.ok(
                    "precision",
                    "float32 matrix products at highest%s",
                    natives.mediumIsFloat32()
                            ? "; medium is as exact here, and faster"
                            : "; medium is not float32 here");
        }
        return natives.mediumIsFloat32()
                ? Finding.ok(
                        "precision", "float32 matrix products by oneDNN (medium), measured within 1e-6 of exact ones")
                : Finding.of(
                        WARNING,
                        "precision",
                        "Leave engine.matmul at auto, or set it to highest.",
                        "matrix products at medium are not float32 on this processor (bfloat16, errors near 3e-3)");
    }

    private static Finding products(String coreType) {
        return Finding.of(
                NOTE,
                "products",
                "Unset OPENBLAS_CORETYPE, unless results are to be the same as on another processor.",
                "OPENBLAS_CORETYPE is %s, and keeps matrix products from AVX-512's fastest kernel: 30 %% more"
                        + " time a step of mnist-mlp, where it was measured",
                coreType);
    }

    private Finding threads() {
        int asked = engine.threads();
        if (asked > machine.cores()) {
            return Finding.of(
                    WARNING,
                    "threads",
                    String.format(Locale.ROOT, "Give --threads %d or less, or leave it out.", machine.cores()),
                    "%d threads are asked for, and there are %d cores: threads that wait for a core hold up the others",
                    asked,
                    machine.cores());
        }
        return Finding.ok(
                "threads",
                asked == 0 ? "chosen by the size of the networks: 1, or all %2$d cores" : "%d, of %d cores",
                asked,
                machine.cores());
    }

    private Finding load() {
        Double load = machine.load();
        if (load == null) {
            return Finding.ok("load", "this system does not tell");
        }
        return load > 0.75 * machine.cores()
                ? Finding.of(
                        NOTE,
                        "load",
                        "Train and measure when the machine is quiet, or share it by --threads 1.",
                        "%.1f processes wanted one of the %d cores in the last minute",
                        load,
                        machine.cores())
                : Finding.ok("load", "%.1f of %d cores in the last minute", load, machine.cores());
    }

    private Finding memory() {
        Long available = machine.available();
        if (available == null) {
            return Finding.ok("memory", "%s", size(machine.memory()));
        }
        return available < LITTLE_MEMORY
                ? Finding.of(
                        WARNING,
                        "memory",
                        "End other programs; a run that finds no memory is killed without a word.",
                        "%s of %s available, and libtorch alone takes 340 MB",
                        size(available),
                        size(machine.memory()))
                : Finding.ok("memory", "%s of %s available", size(available), size(machine.memory()));
    }

    private Finding heap() {
        return machine.heap() < LITTLE_HEAP
                ? Finding.of(
                        WARNING,
                        "heap",
                        "Give Java more, as in GANTRY_JAVA_OPTS=-Xmx2g.",
                        "Java's objects may take %s, and data is held there",
                        size(machine.heap()))
                : Finding.ok("heap", "Java's objects, data among them, may take %s", size(machine.heap()));
    }

    /** Only folders of images and downloads need the cache, and say so themselves where they fail. */
    private static Finding disk(Place place) {
        boolean cache = place.name().equals("cache");
        String elsewhere = cache ? "name another folder by GANTRY_CACHE." : "give --out DIR on another disk.";
        if (!place.writable()) {
            return Finding.of(
                    cache ? WARNING : PROBLEM,
                    place.name(),
                    "Make it writable, or " + (cache ? elsewhere : "give --out DIR."),
                    "%s cannot be written",
                    place.path());
        }
        Long free = place.free();
        if (free == null) {
            return Finding.ok(place.name(), "%s", place.path());
        }
        return free < LITTLE_ROOM
                ? Finding.of(
                        free < NO_ROOM && !cache ? PROBLEM : WARNING,
                        place.name(),
                        "Free some space, or " + elsewhere,
                        "%s has only %s free",
                        place.path(),
                        size(free))
                : Finding.ok(place.name(), "%s, %s free", place.path(), size(free));
    }

    private Finding fonts() {
        return machine.font().isEmpty()
                ? Finding.of(
                        PROBLEM,
                        "fonts",
                        "Install fontconfig and freetype (Debian: apt install fontconfig libfreetype6), or draw nothing by"
                                + " --set output.pictures=false.",
                        "Java can draw no text, so a run cannot draw its plots")
                : Finding.ok("fonts", "plots are drawn in %s", machine.font());
    }

    /** "1.5 GB", "320 MB", "4 kB". */
    public static String size(long bytes) {
        double kilobytes = bytes / 1e3;
        if (kilobytes < 1000) {
            return String.format(Locale.ROOT, "%.0f kB", Math.ceil(kilobytes));
        }
        return kilobytes < 1e6
                ? String.format(Locale.ROOT, "%.0f MB", kilobytes / 1e3)
                : String.format(Locale.ROOT, "%.1f GB", kilobytes / 1e6);
    }
}
