package dev.gantry.speed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** What Linux tells of this process and of the machine, by its files below /proc; elsewhere everything is empty. */
public final class Proc {
    /** The times that add up to the whole: user, nice, system, idle, iowait, irq, softirq, steal; guests' are in user. */
    private static final int TIMES = 8;

    /** Two of them: idle, and waiting for a disk, which is idle too. */
    private static final int IDLE = 3;

    private static final int WAITING = 4;

    /** Of the fields of /proc/self/stat behind the program's name: time in user and in kernel mode. */
    private static final int USER_TIME = 11;

    private static final int KERNEL_TIME = 12;

    private final Path root;

    /** The system's own files. */
    public Proc() {
        this(Path.of("/proc"));
    }

    Proc(Path root) {
        this.root = root;
    }

    /** Resident memory of this process now, in bytes. */
    public Optional<Long> residentBytes() {
        return status("VmRSS").map(kilobytes -> 1024 * kilobytes);
    }

    /** Largest resident memory of this process so far, in bytes. */
    public Optional<Long> peakResidentBytes() {
        return status("VmHWM").map(kilobytes -> 1024 * kilobytes);
    }

    /** Threads of this process, those of native libraries included. */
    public Optional<Long> threads() {
        return status("Threads");
    }

    /** Programs that ran or wanted to, averaged over the last minute. */
    public Optional<Double> loadAverage() {
        return parsed("loadavg", text -> Double.parseDouble(text.split(" ", 2)[0]));
    }

    /** What the processors have done since the machine started. */
    public Optional<CpuTimes> cpuTimes() {
        return parsed("self/stat", Proc::ownTime)
                .flatMap(own -> parsed("stat", Proc::times)
                        .map(times -> new CpuTimes(
                                Arrays.stream(times).sum(),
                                Arrays.stream(times).sum() - times[IDLE] - times[WAITING],
                                own)));
    }

    /**
     * Time of all processors since the machine started, in the system's units.
     *
     * @param total all time
     * @param busy what was not idle; time that a hypervisor took away is busy
     * @param own what this process used
     */
    public record CpuTimes(long total, long busy, long own) {

        /** Share of the processors' time since {@code earlier} that was used, in [0, 1]. */
        public double busyShareSince(CpuTimes earlier) {
            return share(busy - earlier.busy, earlier);
        }

        /** Share of the processors' time since {@code earlier} that others than this process used, in [0, 1]. */
        public double othersShareSince(CpuTimes earlier) {
            return share((busy - earlier.busy) - (own - earlier.own), earlier);
        }

        private double share(long part, CpuTimes earlier) {
            return Math.max(0, Math.min(1, part / (double) Math.max(1, total - earlier.total)));
        }
    }

    /** A number of /proc/self/status by its name. */
    private Optional<Long> status(String name) {
        return parsed(
                "self/status",
                text -> text.lines()
                        .filter(line -> line.startsWith(name + ":"))
                        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow(() -> new NumberFormatException(name)));
    }

    private static long[] times(String stat) {
        String[] fields = stat.split("\\s+", -1);
        if (!fields[0].equals("cpu") || fields.length <= TIMES) {
            throw new NumberFormatException(stat);
        }
        return Arrays.stream(fields, 1, 1 + TIMES).mapToLong(Long::parseLong).toArray();
    }

    /** The program's name, in brackets, may hold anything. */
    private static long ownTime(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (fields.length <= KERNEL_TIME) {
            throw new NumberFormatException(stat);
        }
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[KERNEL_TIME]);
    }

    /** Empty where there is no such file, or it says something else than Linux does. */
    private <T> Optional<T> parsed(String file, Function<String, T> parse) {
        try {
            String text = new String(Files.readAllBytes(root.resolve(file)), StandardCharsets.UTF_8);
            return Optional.of(parse.apply(text));
        } catch (IOException | NumberFormatException unknown) {
            return Optional.empty();
        }
    }
}
