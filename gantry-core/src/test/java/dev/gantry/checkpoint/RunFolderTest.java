package dev.gantry.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {
    @TempDir
    Path temp;

    @Test
    void create_makesTheFolders_alsoInAnEmptyOne() throws IOException {
        Path path = temp.resolve("a/b/run");
        RunFolder run = RunFolder.create(path);
        assertThat(run.samples()).isDirectory();
        assertThat(run.plots()).isDirectory();
        assertThat(run.checkpoint(0).getParent()).isDirectory();
        RunFolder.create(Files.createDirectory(temp.resolve("empty")));
    }

    @Test
    void create_refusesFiles_andFoldersThatAreNotEmpty() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");
        requireRequest(() -> RunFolder.create(file), "is a file");
        Path full = Files.createDirectory(temp.resolve("full"));
        Files.writeString(full.resolve("thesis.tex"), "x");
        requireRequest(() -> RunFolder.create(full), "not empty");
        assertThat(full.resolve("samples")).doesNotExist();
    }

    @Test
    void create_belowAFile_isAnErrorThatNamesThePath() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");
        assertThatThrownBy(() -> RunFolder.create(file.resolve("run")))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(file.resolve("run").toString());
    }

    @Test
    void createNext_numbersFromTwo_andFillsEmptyFolders() throws IOException {
        Path first = RunFolder.createNext(temp, "ring").path();
        Path second = RunFolder.createNext(temp, "ring").path();
        Files.createDirectory(temp.resolve("ring-3"));
        Path third = RunFolder.createNext(temp, "ring").path();
        Files.writeString(temp.resolve("ring-4"), "a file");
        Path fifth = RunFolder.createNext(temp, "ring").path();
        assertThat(List.of(first, second, third, fifth))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("ring", "ring-2", "ring-3", "ring-5");
    }

    @Test
    void open_needsAConfig() throws IOException {
        requireRequest(() -> RunFolder.open(temp.resolve("none")), "no such run folder");
        requireRequest(() -> RunFolder.open(temp), "not a run folder");
        Files.writeString(temp.resolve("config.yaml"), "name: x");
        assertThat(RunFolder.open(temp).path()).isAbsolute();
    }

    @Test
    void lock_isRefusedWhileALiveProcessHasIt_withItsId() {
        RunFolder run = RunFolder.create(temp.resolve("run"));
        long self = ProcessHandle.current().pid();
        assertThat(run.owner()).isEmpty();
        try (RunFolder.Lock lock = run.lock()) {
            assertThat(run.owner()).hasValue(self);
            assertThatThrownBy(run::lock)
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("process " + self + " is training in this folder");
            assertThat(run.owner()).hasValue(self);
        }
        assertThat(run.owner()).isEmpty();
        assertThat(run.path().resolve("run.lock")).doesNotExist();
        run.lock().close();
    }

    @Test
    void lockOfADeadProcess_isTakenOver() throws IOException, InterruptedException {
        RunFolder run = RunFolder.create(temp.resolve("run"));
        Process child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-version").start();
        String start = child.info().startInstant().map(Instant::toString).orElse("unknown");
        child.waitFor();
        requireTakenOver(run, child.pid() + "\n" + start + "\n");
    }

    /** After a reboot another process has the dead one's id. */
    @Test
    void lockOfAReusedId_isTakenOver() throws IOException {
        RunFolder run = RunFolder.create(temp.resolve("run"));
        requireTakenOver(run, ProcessHandle.current().pid() + "\n2001-01-01T00:00:00Z\n");
    }

    @Test
    void damagedLock_isTakenOver() throws IOException {
        RunFolder run = RunFolder.create(temp.resolve("run"));
        for (String damaged : new String[] {"", "\n", "x\ny\n", "-3\n", "99999999999999999999\n", "1"}) {
            requireTakenOver(run, damaged);
        }
    }

    private static void requireTakenOver(RunFolder run, String content) throws IOException {
        Files.writeString(run.path().resolve("run.lock"), content);
        assertThat(run.owner()).as(content).isEmpty();
        try (RunFolder.Lock lock = run.lock()) {
            assertThat(run.owner()).hasValue(ProcessHandle.current().pid());
        }
    }

    /** Many at once, each after the lock of a dead process: one gets it, the others are refused. */
    @Test
    void lock_isTakenByOne_howeverManyTry() throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 50; round++) {
                RunFolder run = RunFolder.create(temp.resolve("run" + round));
                if (round % 2 == 0) {
                    Files.writeString(run.path().resolve("run.lock"), "1\n2001-01-01T00:00:00Z\n");
                }
                List<Future<Boolean>> tries = Stream.generate(() -> threads.submit(() -> locks(run)))
                        .limit(8)
                        .toList();
                int taken = 0;
                for (Future<Boolean> each : tries) {
                    taken += each.get() ? 1 : 0;
                }
                assertThat(taken).as("round %s", round).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean locks(RunFolder run) {
        try {
            run.lock();
            return true;
        } catch (GantryException refused) {
            return false;
        }
    }

    @Test
    void cutBack_dropsLinesAndSamplesBeyondTheCheckpoint() throws IOException {
        RunFolder run = RunFolder.create(temp.resolve("run"));
        run.appendMetrics("{\"images\":100,\"loss_d\":1.5}");
        run.appendMetrics("{\"images\": 200,\"loss_d\":1.25}");
        run.appendMetrics("{\"images\":300,\"loss_d\":1.0}");
        Files.writeString(run.metrics(), Files.readString(run.metrics()) + "{\"images\":20");
        for (String name : new String[] {"000100.png", "000200.png", "000200.csv", "000300.png", "real.png", "300"}) {
            Files.writeString(run.samples().resolve(name), name);
        }

        run.cutBackTo(200);

        assertThat(Files.readString(run.metrics()))
                .isEqualTo("{\"images\":100,\"loss_d\":1.5}\n{\"images\": 200,\"loss_d\":1.25}\n");
        try (Stream<Path> left = Files.list(run.samples())) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("000100.png", "000200.png", "000200.csv", "real.png", "300");
        }
        run.appendMetrics("{\"images\":300}");
        assertThat(Files.readString(run.metrics())).endsWith("}\n{\"images\":300}\n");
    }

    /** A crash leaves anything at the end, bytes that are no text included. */
    @Test
    void cutBack_survivesATornLine_whateverItHolds() throws IOException {
        RunFolder run = RunFolder.create(temp.resolve("run"));
        byte[] line = "{\"images\":100}\n{\"images\":100,\"x\":\"".getBytes(StandardCharsets.UTF_8);
        byte[] torn = java.util.Arrays.copyOf(line, line.length + 3);
        torn[line.length] = (byte) 0xe6;
        torn[line.length + 1] = (byte) 0xff;
        Files.write(run.metrics(), torn);
        run.cutBackTo(100);
        assertThat(Files.readString(run.metrics())).isEqualTo("{\"images\":100}\n");
    }

    @Test
    void cutBack_withoutMetrics_leavesAnEmptyFile() throws IOException {
        RunFolder run = RunFolder.create(temp.resolve("run"));
        run.cutBackTo(0);
        assertThat(Files.readString(run.metrics())).isEmpty();
    }

    @Test
    void checkpoints_keepTheNewest_byNumberNotByName() throws IOException {
        RunFolder run = RunFolder.create(temp.resolve("run"));
        assertThat(run.newestCheckpoint()).isEmpty();
        for (long images : new long[] {900, 1000, 5, 10_000}) {
            State state = new State();
            state.put("images", new double[] {images});
            run.saveCheckpoint(images, state, 2);
        }
        Files.writeString(run.checkpoint(1).resolveSibling("notes.txt"), "mine");
        assertThat(run.checkpoints()).containsExactly(1000L, 10_000L);
        assertThat(run.newestCheckpoint()).hasValue(10_000L);
        assertThat(Safetensors.read(run.checkpoint(10_000)).doubles("images")).containsExactly(10_000);
        assertThat(run.checkpoint(1).resolveSibling("notes.txt")).exists();
    }

    @Test
    void atomicWrite_replaces_andLeavesNothingElse() throws IOException {
        Path file = temp.resolve("run.json");
        AtomicFiles.write(file, "old");
        AtomicFiles.write(file, "new");
        assertThat(Files.readString(file)).isEqualTo("new");
        requireOnly("run.json");
    }

    /** The target is a folder with something in it, so that the last step, the renaming, fails. */
    @Test
    void atomicWriteThatFails_leavesTheOldAndNoTemporaryFile() throws IOException {
        Path target = Files.createDirectory(temp.resolve("target"));
        Files.writeString(target.resolve("old"), "old");
        assertThatThrownBy(() -> AtomicFiles.write(target, "new"))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(target.toString());
        assertThat(Files.readString(target.resolve("old"))).isEqualTo("old");
        requireOnly("target");
    }

    @Test
    void atomicWrite_belowAFile_namesTheFileThatCannotBe() throws IOException {
        Files.writeString(temp.resolve("file"), "x");
        assertThatThrownBy(() -> AtomicFiles.write(temp.resolve("file/new"), "new"))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("cannot write " + temp.resolve("file/new"));
        requireOnly("file");
    }

    private void requireOnly(String name) throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(name);
        }
    }

    private static void requireRequest(Runnable work, String message) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        GantryException.class, e -> assertThat(e.reason()).isEqualTo(GantryException.Reason.REQUEST))
                .hasMessageContaining(message);
    }
}
