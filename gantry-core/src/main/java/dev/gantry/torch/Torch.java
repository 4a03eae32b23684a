package dev.gantry.torch;

import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.pytorch.global.torch.globalContext;

import dev.gantry.GantryException;
import java.io.IOException;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;

/** libtorch's start-up: the one place that loads natives and sets process-wide switches. */
public final class Torch {
    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private static boolean ownProcess;
    private static boolean started;

    private Torch() {}

    /**
     * Loads libtorch once; later calls return at once.
     *
     * @throws GantryException in one line that names the missing dependency, where there are no natives for this platform
     */
    public static synchronized void start() {
        if (started) {
            return;
        }
        // JavaCPP asks the system for physical memory at every new tensor unless told not to: 1.5 us each. Its limit is
        // not needed, because every step closes its scope.
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        try {
            if (ownProcess && System.getProperty(EXTENSION) == null && !hasCudaNatives()) {
                System.setProperty(EXTENSION, "");
            }
            // OpenBLAS keeps threads of its own beside libtorch's; together they fight for the cores.
            blas_set_num_threads(1);
            globalContext().setFloat32MatmulPrecision("highest");
            if (ownProcess) {
                System.setProperty("org.bytedeco.javacpp.loadLibraries", "false");
            }
        } catch (LinkageError missing) {
            String platform = platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
            boolean there = Torch.class.getResource("/org/bytedeco/pytorch/" + platform) != null;
            throw there ? unloadable(missing) : missingNatives(missing);
        }
        started = true;
    }

    /**
     * Says, before libtorch is started, that JavaCPP is to load nothing but libtorch in this process. Then {@link #start}
     * looks for CUDA's libraries only where natives for CUDA are on the class path: JavaCPP looks for two dozen of them,
     * under every name and in every jar, which takes a cold Java a quarter of a second. And with libtorch there, JavaCPP
     * looks for nothing any more, as it does otherwise for each class of libtorch that is used first.
     */
    public static synchronized void ownProcess() {
        ownProcess = true;
    }

    private static boolean hasCudaNatives() {
        String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu/";
        return Torch.class.getResource(folder + System.mapLibraryName("jnitorch")) != null;
    }

    /**
     * libtorch's natives, loaded.
     *
     * @param version of libtorch and of its binding, such as "2.10.0-1.5.13"; "unknown" where its jar does not tell
     * @param platform such as "linux-x86_64"
     * @param instructions widest vector instructions that libtorch uses here, such as "AVX2"; "DEFAULT" for none
     * @param folder where the natives were unpacked
     */
    public record Natives(String version, String platform, String instructions, String folder) {}

    /**
     * Loads libtorch and says what was loaded.
     *
     * @throws GantryException as {@link #start}
     */
    public static Natives natives() {
        start();
        String version;
        String folder;
        try {
            folder = Loader.getCacheDir().toString();
            version = String.valueOf(Loader.getVersion("org.bytedeco", "pytorch"));
        } catch (IOException e) {
            throw GantryException.failure(e, "JavaCPP finds no folder to unpack natives in: %s", firstLine(e));
        }
        String instructions = torch.get_cpu_capability().getString();
        return new Natives(version.equals("null") ? "unknown" : version, Loader.getPlatform(), instructions, folder);
    }

    /** Whether a CUDA device can be used. */
    public static boolean hasCuda() {
        start();
        return Context.hasCUDA();
    }

    /** The first line of a libtorch error; the rest is a C++ stack. */
    public static String firstLine(Throwable error) {
        String message = String.valueOf(error.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    static GantryException missingNatives(LinkageError cause) {
        String platform = platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (platform.equals("linux-arm64") || platform.equals("windows-arm64")) {
            return GantryException.failure(
                    cause, "libtorch has no Java natives for %s yet: use an x86-64 machine or a Mac.", platform);
        }
        return GantryException.failure(
                cause,
                "libtorch's natives for %s are not on the class path: add the dependency dev.gantry:gantry-natives (type"
                        + " pom), or org.bytedeco:pytorch:2.10.0-1.5.13:%s with openblas and javacpp of the same classifier.",
                platform,
                platform);
    }

    /** The natives are there, but could not be unpacked or linked, as on a full disk. */
    static GantryException unloadable(LinkageError cause) {
        Throwable first = cause;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return GantryException.failure(
                cause,
                "libtorch's natives cannot be loaded (%s): they are unpacked to ~/.javacpp/cache, which takes 450 MB;"
                        + " free some space and remove that folder, or name another by -Dorg.bytedeco.javacpp.cachedir=DIR",
                firstLine(first));
    }

    private static String platform(String os, String arch) {
        String name = os.toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "macosx" : name.startsWith("win") ? "windows" : "linux";
        return system + "-" + (arch.equals("aarch64") ? "arm64" : "x86_64");
    }
}
