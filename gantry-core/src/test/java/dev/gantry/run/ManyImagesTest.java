package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.data.TestImages;
import dev.gantry.event.RunEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is larger than Java's memory. */
@Tag("slow")
final class ManyImagesTest {
    private static final int FILES = 20_000;

    @TempDir
    private Path temp = Path.of("");

    /**
     * An epoch of 20,000 files, whose pixels at 64 by 64 take 246 MB, in a process whose heap is 64 MB: at no time are all
     * of them in it.
     */
    @Test
    void twentyThousandFiles_areTrainedOnWithoutHoldingThem() throws Exception {
        TestImages.writeMany(temp.resolve("pictures"), FILES);
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Epoch.class.getName(),
                temp.resolve("pictures").toString(),
                temp.resolve("run").toString());
        builder.environment().put("GANTRY_CACHE", temp.resolve("cache").toString());
        Process child = builder.redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output).contains("completed after 20000 images");
        assertThat(size(temp.resolve("cache/images"))).isGreaterThan(FILES * 3L * 64 * 64);
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Files.size(files.filter(file -> file.toString().endsWith(".pack"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    /** Trains on a folder of pictures and says how it ended. */
    static final class Epoch {
        private Epoch() {}

        @SuppressWarnings("SystemOut") // the child's answer
        public static void main(String[] arguments) {
            RunResult result = Runs.train(
                    Runs.preset(
                            "images-mlp",
                            "data.dir='" + arguments[0] + "'",
                            "data.size=64",
                            "generator.hidden=[32]",
                            "discriminator.hidden=[32]",
                            "train.batch=100",
                            "train.epochs=1"),
                    Path.of(arguments[1]));
            boolean completed = result.status() == RunEvent.Status.COMPLETED;
            System.out.println((completed ? "completed" : "ended") + " after " + result.images() + " images");
        }
    }
}
