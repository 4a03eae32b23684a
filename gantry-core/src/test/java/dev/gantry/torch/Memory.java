package dev.gantry.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.Pointer;

/** Resident memory, for tests that look for leaks. */
public final class Memory {
    private Memory() {}

    /** This process's resident bytes; what Java itself holds is collected first. */
    public static long resident() {
        System.gc();
        return Pointer.physicalBytes();
    }

    /**
     * By how many bytes a process of its own grows, as its main class prints it. Java's heap cannot grow there, its
     * collector frees no tensor, and glibc gives every block from 128 kB on back to the system at once; by itself it
     * raises that limit, and what was freed may stay resident.
     */
    public static long growth(Class<?> main) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", "131072");
        Process child = builder.redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertThat(child.waitFor()).as(output).isZero();
        return Long.parseLong(output.substring(output.lastIndexOf('\n') + 1)); // after Java 25's warnings
    }
}
