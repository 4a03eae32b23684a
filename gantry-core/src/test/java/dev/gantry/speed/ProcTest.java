package dev.gantry.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.speed.Proc.CpuTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcTest {
    private static final String STATUS = """
            Name:\tjava
            VmPeak:\t 9999999 kB
            VmHWM:\t  345678 kB
            VmRSS:\t  123456 kB
            Threads:\t17
            """;

    /** Behind the name: state, nine numbers, then 70 in user mode, 5 in kernel mode, and those of children. */
    private static final String OWN_STAT = "4711 (a (b) c 1 2) S 1 2 3 4 5 6 7 8 9 10 70 5 900 900 20 0 17 0\n";

    private static final String STAT = """
            cpu  100 20 30 4000 50 6 7 8 99 99
            cpu0 1 1 1 1 1 1 1 1 1 1
            intr 12345
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void memoryAndThreads_areReadByTheirNames() throws IOException {
        write("self/status", STATUS);
        Proc proc = new Proc(folder);
        assertThat(proc.residentBytes()).contains(123456L * 1024);
        assertThat(proc.peakResidentBytes()).contains(345678L * 1024);
        assertThat(proc.threads()).contains(17L);
    }

    @Test
    void loadAverage_isThatOfAMinute() throws IOException {
        write("loadavg", "0.42 1.00 2.00 3/456 789\n");
        assertThat(new Proc(folder).loadAverage()).contains(0.42);
    }

    @Test
    void times_areThoseOfAllProcessorsAndOfThisProcess() throws IOException {
        write("stat", STAT);
        write("self/stat", OWN_STAT);
        long total = 100 + 20 + 30 + 4000 + 50 + 6 + 7 + 8;
        assertThat(new Proc(folder).cpuTimes()).contains(new CpuTimes(total, total - 4000 - 50, 75));
    }

    @Test
    void shares_areOfTheTimeBetween() {
        CpuTimes before = new CpuTimes(1000, 300, 100);
        CpuTimes after = new CpuTimes(1200, 450, 190);
        assertThat(after.busyShareSince(before)).isCloseTo(150 / 200.0, within(1e-12));
        assertThat(after.othersShareSince(before)).isCloseTo(60 / 200.0, within(1e-12));
    }

    @Test
    void shares_stayBetweenNoneAndAll() {
        CpuTimes before = new CpuTimes(1000, 300, 100);
        assertThat(before.busyShareSince(before)).isZero();
        assertThat(new CpuTimes(1100, 350, 151).othersShareSince(before))
                .as("the two files are read one after the other")
                .isZero();
    }

    @Test
    void withoutFiles_nothingIsKnown() {
        Proc proc = new Proc(folder);
        assertThat(proc.residentBytes()).isEmpty();
        assertThat(proc.loadAverage()).isEmpty();
        assertThat(proc.cpuTimes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "cpu",
                "cpu  1 2 3",
                "cpu  a b c d e f g h",
                "1 (x)",
                "1 (x) S 1 2",
                "VmRSS:\n",
                "VmRSS: kB"
            })
    void whatLinuxDoesNotSay_isUnknown(String text) throws IOException {
        write("stat", text);
        write("self/stat", text);
        write("self/status", text);
        Proc proc = new Proc(folder);
        assertThat(proc.cpuTimes()).isEqualTo(Optional.empty());
        assertThat(proc.residentBytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "load", "0,42 1,00"})
    void loadThatIsNoNumber_isUnknown(String text) throws IOException {
        write("loadavg", text);
        assertThat(new Proc(folder).loadAverage()).isEmpty();
    }

    @Test
    void thisProcess_hasMemoryThreadsAndTime() {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs Linux");
        Proc proc = new Proc();
        long resident = proc.residentBytes().orElseThrow();
        assertThat(resident).isBetween(1L << 20, proc.peakResidentBytes().orElseThrow());
        assertThat(proc.threads().orElseThrow()).isGreaterThanOrEqualTo(Thread.activeCount());
        CpuTimes times = proc.cpuTimes().orElseThrow();
        assertThat(times.own()).isPositive();
        assertThat(times.total()).isGreaterThanOrEqualTo(times.busy());
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
