package dev.gantry.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.gantry.config.EngineConfig;
import dev.gantry.data.CacheFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a machine gives to a run. Sizes are in bytes; null where the system does not tell.
 *
 * @param java version of Java
 * @param system operating system and processor
 * @param cores processors that the process may use
 * @param load processes that wanted a processor in the last minute, on average
 * @param heap most memory that Java's objects, data among them, may take
 * @param memory all memory that the process may use
 * @param available memory that could be had now
 * @param places folders that Gantry writes to
 * @param font family that text in plots is drawn in; empty where no text can be drawn
 * @param natives libtorch's natives, or null
 * @param withoutNatives why there are none; empty where there are
 */
public record Machine(
        String java,
        String system,
        int cores,
        @Nullable Double load,
        long heap,
        long memory,
        @Nullable Long available,
        List<Place> places,
        String font,
        @Nullable Natives natives,
        String withoutNatives) {

    /**
     * A folder that Gantry writes to.
     *
     * @param name what for
     * @param path absolute; need not be there yet
     * @param free room on its disk, or null
     * @param writable whether it can be written or made
     */
    public record Place(String name, Path path, @Nullable Long free, boolean writable) {
        static Place of(String name, Path path) {
            Path there = path.toAbsolutePath().normalize();
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            Long free = null;
            try {
                free = Files.getFileStore(there).getUsableSpace();
            } catch (IOException unknown) {
                // The finding about it leaves the room out.
            }
            boolean writable = Files.isDirectory(there) && Files.isWritable(there);
            return new Place(name, path.toAbsolutePath().normalize(), free, writable);
        }
    }

    /**
     * libtorch's natives, loaded.
     *
     * @param version of libtorch and its binding
     * @param platform such as "linux-x86_64"
     * @param instructions widest vector instructions that libtorch uses here, such as "AVX2"; "DEFAULT" for none
     * @param folder where they were unpacked
     * @param cuda whether a CUDA device can be used
     * @param mediumIsFloat32 whether matrix products at "medium" stay within 1e-6 of float32, as measured now
     * @param coreType the environment's OPENBLAS_CORETYPE, where it makes products slower than they need be; else empty
     */
    public record Natives(
            String version,
            String platform,
            String instructions,
            String folder,
            boolean cuda,
            boolean mediumIsFloat32,
            String coreType) {

        /** What "auto" means here. */
        public EngineConfig.MatmulPrecision autoPrecision() {
            return mediumIsFloat32 ? EngineConfig.MatmulPrecision.MEDIUM : EngineConfig.MatmulPrecision.HIGHEST;
        }
    }

    public Machine {
        places = List.copyOf(places);
    }

    /** This machine now. */
    public static Machine ofThis(String font, @Nullable Natives natives, String withoutNatives) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double load = system.getSystemLoadAverage();
        return new Machine(
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                load < 0 ? null : Double.valueOf(load),
                Runtime.getRuntime().maxMemory(),
                system.getTotalMemorySize(),
                available(system.getTotalMemorySize()),
                List.of(Place.of("runs", Path.of("runs")), Place.of("cache", CacheFolder.path())),
                font,
                natives,
                withoutNatives);
    }

    /** Linux counts what it would give back from its caches; other systems' free memory says little. */
    private static @Nullable Long available(long total) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> Math.min(total, 1024 * Long.parseLong(line.replaceAll("\\D", ""))))
                    .findFirst()
                    .orElse(null);
        } catch (IOException | NumberFormatException notLinux) {
            return null;
        }
    }
}
