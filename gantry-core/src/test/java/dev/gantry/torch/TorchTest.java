package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.GantryException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TorchTest {

    @Test
    void missingNatives_areExplainedByTheDependencyToAdd() {
        UnsatisfiedLinkError cause = new UnsatisfiedLinkError("no jnitorch in java.library.path");
        GantryException explained = Torch.missingNatives(cause);
        assertThat(explained)
                .hasCause(cause)
                .hasMessageContaining("dev.gantry:gantry-natives")
                .hasMessageContaining("org.bytedeco:pytorch:");
        assertThat(explained.reason()).isEqualTo(GantryException.Reason.FAILURE);
        assertThat(explained.getMessage()).doesNotContain("\n");
    }

    @Test
    void platformsWithoutNatives_areNamed_forTheDependencyWouldNotHelp() {
        assertThat(onPlatform("Linux", "aarch64"))
                .isEqualTo("libtorch has no Java natives for linux-arm64 yet: use an x86-64 machine or a Mac.");
        assertThat(onPlatform("Windows 11", "aarch64")).contains("windows-arm64");
        assertThat(onPlatform("Linux", "amd64")).contains(":linux-x86_64 ");
        assertThat(onPlatform("Mac OS X", "aarch64")).contains(":macosx-arm64 ");
        assertThat(onPlatform("Windows 11", "amd64")).contains(":windows-x86_64 ");
    }

    /** On a full disk the natives are on the class path and half unpacked. */
    @Test
    void nativesThatCannotBeUnpacked_areNoMissingDependency() {
        LinkageError cause = new NoClassDefFoundError("Could not initialize class torch");
        cause.initCause(new UnsatisfiedLinkError("libopenblas.so: cannot open shared object file"));
        assertThat(Torch.unloadable(cause))
                .hasCause(cause)
                .hasMessageContaining("cannot be loaded (libopenblas.so: cannot open shared object file)")
                .hasMessageContaining("~/.javacpp/cache")
                .hasMessageContaining("free some space");
    }

    @Test
    void natives_sayWhatWasLoaded() {
        Torch.Natives natives = Torch.natives();
        assertThat(natives.version()).startsWith("2.");
        assertThat(natives.platform()).contains("-");
        assertThat(natives.instructions()).matches("[A-Z0-9_]+");
        assertThat(Path.of(natives.folder())).isDirectory();
    }

    private static String onPlatform(String os, String arch) {
        String oldOs = System.getProperty("os.name");
        String oldArch = System.getProperty("os.arch");
        try {
            System.setProperty("os.name", os);
            System.setProperty("os.arch", arch);
            return String.valueOf(
                    Torch.missingNatives(new UnsatisfiedLinkError()).getMessage());
        } finally {
            System.setProperty("os.name", oldOs);
            System.setProperty("os.arch", oldArch);
        }
    }

    @Test
    void aProgramWithoutNatives_saysSoInOneLine_howeverOftenItAsks() throws IOException, InterruptedException {
        String output = child(Starter.class, withoutNatives());
        assertThat(output.lines())
                .as(output)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("GantryException: libtorch's natives for ")
                        .contains("dev.gantry:gantry-natives"));
    }

    @Test
    void cudaIsLookedFor_whereItsNativesAreOnTheClassPath_andInAProcessOfOthers(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path natives = folder.resolve("org/bytedeco/pytorch/" + Loader.getPlatform() + "-gpu");
        Files.createDirectories(natives);
        Files.createFile(natives.resolve(System.mapLibraryName("jnitorch")));
        String withCuda = withoutNatives() + File.pathSeparator + folder;
        assertThat(child(Owner.class, withoutNatives(), "own")).isEqualTo("''");
        assertThat(child(Owner.class, withoutNatives(), "own", "-mine")).isEqualTo("'-mine'");
        assertThat(child(Owner.class, withCuda, "own")).isEqualTo("'null'");
        assertThat(child(Owner.class, withoutNatives(), "shared")).isEqualTo("'null'");
    }

    private static String withoutNatives() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*-(linux|macosx|windows)-(x86_64|arm64).*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String child(Class<?> main, String classPath, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // where Java 25 warns of any native library
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    /** Starts libtorch twice and prints what that throws. */
    static final class Starter {
        private Starter() {}

        @SuppressWarnings("SystemOut") // the child's answer
        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    Torch.start();
                } catch (RuntimeException | LinkageError e) {
                    System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
                }
            }
        }
    }

    /** Tries to start libtorch, in a process of its own or not, and prints the extension that JavaCPP then looks for. */
    static final class Owner {
        private Owner() {}

        @SuppressWarnings("SystemOut") // the child's answer
        public static void main(String[] arguments) {
            if (arguments.length > 1) {
                System.setProperty("org.bytedeco.javacpp.platform.extension", arguments[1]);
            }
            if (arguments[0].equals("own")) {
                Torch.ownProcess();
            }
            try {
                Torch.start();
            } catch (GantryException withoutNatives) {
                System.out.print("'" + System.getProperty("org.bytedeco.javacpp.platform.extension") + "'");
            }
        }
    }

    @Test
    void firstLine_cutsTheStackOfCPlusPlus() {
        assertThat(Torch.firstLine(new RuntimeException("bad shape\nException raised from ...")))
                .isEqualTo("bad shape");
        assertThat(Torch.firstLine(new RuntimeException("bad shape"))).isEqualTo("bad shape");
        assertThat(Torch.firstLine(new RuntimeException())).isEqualTo("null");
    }
}
