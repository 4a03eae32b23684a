package dev.gantry.checkpoint;

import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run's folder: config.yaml, run.json, metrics.jsonl, samples/, plots/, checkpoints/, report.html and run.lock.
 *
 * <p>Written so that a crash at any byte loses at most the work since the last checkpoint: whole files are replaced
 * atomically, metrics are appended line by line, and the lock names the process that owns the folder.
 */
public final class RunFolder {
    private static final Pattern IMAGES = Pattern.compile("(\\d{1,18})\\.(.*)");
    private static final Pattern IMAGES_IN_LINE = Pattern.compile("\"images\":\\s*(\\d{1,18})");
    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.tmp");
    private static final String LOCK = "run.lock";

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes a new folder.
     *
     * @throws GantryException where it exists and is not empty, is a file, or cannot be made
     */
    public static RunFolder create(Path path) {
        if (path.toString().isEmpty()) {
            throw GantryException.request("--out '' names no folder; give one that does not exist yet");
        }
        if (Files.exists(path)) {
            if (!Files.isDirectory(path)) {
                throw GantryException.request("--out %s: is a file; name a folder that does not exist yet", path);
            }
            if (!isEmpty(path)) {
                throw GantryException.request(
                        "--out %s: the folder exists and is not empty; choose another, or go on with that run by --resume",
                        path);
            }
        }
        RunFolder folder = new RunFolder(path.toAbsolutePath().normalize());
        folder.createFolders();
        return folder;
    }

    /** Makes {@code parent/name}, or the first free of {@code parent/name-2}, {@code parent/name-3}, ... */
    public static RunFolder createNext(Path parent, String name) {
        for (int i = 1; ; i++) {
            Path path = parent.resolve(i == 1 ? name : name + "-" + i);
            if (!Files.exists(path) || (Files.isDirectory(path) && isEmpty(path))) {
                return create(path);
            }
        }
    }

    /**
     * Removes a folder in which there is no more than a process leaves that is killed before it writes a run's
     * config.yaml: empty folders, its lock, temporary files. Leaves any other as it is. For folders that nobody else makes.
     */
    public static void removeRemains(Path path) {
        if (!Files.isDirectory(path)) {
            return;
        }
        RunFolder folder = new RunFolder(path.toAbsolutePath().normalize());
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            if (folder.owner().isEmpty() && all.stream().allMatch(RunFolder::isOfAStart)) {
                all.forEach(RunFolder::deleteIfThere);
            }
        } catch (IOException e) {
            throw AtomicFiles.unreadable(path, e);
        }
    }

    private static boolean isOfAStart(Path file) {
        String name = file.getFileName().toString();
        return Files.isDirectory(file)
                || name.equals(LOCK)
                || TEMPORARY.matcher(name).matches();
    }

    /**
     * Opens the folder of an earlier run.
     *
     * @throws GantryException where it is none
     */
    public static RunFolder open(Path path) {
        if (!Files.exists(path)) {
            throw GantryException.request("%s: no such run folder; 'gantry runs' lists those there are", path);
        }
        if (!Files.isRegularFile(path.resolve("config.yaml"))) {
            throw GantryException.request("%s: not a run folder: it has no config.yaml", path);
        }
        return new RunFolder(path.toAbsolutePath().normalize());
    }

    public Path path() {
        return path;
    }

    public Path config() {
        return path.resolve("config.yaml");
    }

    public Path runJson() {
        return path.resolve("run.json");
    }

    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    public Path samples() {
        return path.resolve("samples");
    }

    public Path plots() {
        return path.resolve("plots");
    }

    public Path checkpoint(long images) {
        return path.resolve("checkpoints").resolve(images + ".safetensors");
    }

    /** Makes the sub-folders, where they are missing. */
    public void createFolders() {
        for (Path folder : List.of(path, samples(), plots(), path.resolve("checkpoints"))) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw AtomicFiles.unwritable(folder, e);
            }
        }
        if (!Files.isWritable(path)) {
            throw GantryException.failure("%s: is read-only; choose another folder with --out", path);
        }
    }

    /**
     * Takes the folder for this process; the lock goes when it is closed.
     *
     * @throws GantryException where a live process has it
     */
    public Lock lock() {
        Path lock = path.resolve(LOCK);
        ProcessHandle self = ProcessHandle.current();
        byte[] content = (self.pid() + "\n" + startOf(self) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (RunFolder.class) {
            try {
                while (!take(lock, content)) {
                    // The file was removed or replaced between its opening and its locking: open the new one.
                }
            } catch (IOException e) {
                throw AtomicFiles.unwritable(lock, e);
            }
        }
        return new Lock(lock);
    }

    /**
     * Looks for an owner and becomes it, while the system's lock on the file keeps other processes from doing the same.
     * That lock covers a byte far beyond the end, so that the file stays readable on Windows too.
     */
    private boolean take(Path lock, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock(Long.MAX_VALUE - 1, 1, false)) {
            OptionalLong owner = owner();
            if (owner.isPresent()) {
                throw GantryException.failure(
                        "%s: process %d is training in this folder; wait for it, stop it, or choose another with --out",
                        path, owner.getAsLong());
            }
            channel.truncate(0);
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            return Files.exists(lock) && Arrays.equals(Files.readAllBytes(lock), content);
        }
    }

    /** The live process that owns the folder. A process that merely got a dead one's id does not count. */
    public OptionalLong owner() {
        try {
            List<String> lines = Files.readAllLines(path.resolve(LOCK));
            long pid = Long.parseLong(lines.get(0));
            boolean alive = ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .map(process -> lines.size() > 1 && startOf(process).equals(lines.get(1)))
                    .orElse(false);
            return alive ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException unowned) {
            return OptionalLong.empty();
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("unknown");
    }

    /** Checkpoints by their number of images, in ascending order. */
    public List<Long> checkpoints() {
        return numbered(path.resolve("checkpoints"), "safetensors");
    }

    /** The newest checkpoint's number of images. */
    public Optional<Long> newestCheckpoint() {
        List<Long> all = checkpoints();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Writes a checkpoint and removes all but the newest {@code keep}. */
    public Path saveCheckpoint(long images, State state, int keep) {
        Path file = checkpoint(images);
        AtomicFiles.write(file, (OutputStream out) -> Safetensors.write(state, out));
        List<Long> all = checkpoints();
        for (Long old : all.subList(0, Math.max(0, all.size() - keep))) {
            deleteIfThere(checkpoint(old));
        }
        return file;
    }

    /** Appends one line to metrics.jsonl and hands it to the system. */
    public void appendMetrics(String line) {
        try (OutputStream out =
                Files.newOutputStream(metrics(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw AtomicFiles.unwritable(metrics(), e);
        }
    }

    /**
     * Drops what was written after a checkpoint, lines of metrics.jsonl and samples, and the files that a killed process
     * left half written.
     */
    public void cutBackTo(long images) {
        removeTemporaryFiles();
        StringBuilder kept = new StringBuilder();
        try {
            if (Files.exists(metrics())) {
                String text = new String(Files.readAllBytes(metrics()), StandardCharsets.UTF_8);
                for (String line : text.lines().toList()) {
                    Matcher counted = IMAGES_IN_LINE.matcher(line);
                    if (line.endsWith("}") && counted.find() && Long.parseLong(counted.group(1)) <= images) {
                        kept.append(line).append('\n');
                    }
                }
            }
        } catch (IOException e) {
            throw AtomicFiles.unreadable(metrics(), e);
        }
        AtomicFiles.write(metrics(), kept.toString());
        try (Stream<Path> files = Files.list(samples())) {
            for (Path file : files.toList()) {
                Matcher name = IMAGES.matcher(file.getFileName().toString());
                if (name.matches() && Long.parseLong(name.group(1)) > images) {
                    deleteIfThere(file);
                }
            }
        } catch (IOException e) {
            throw AtomicFiles.unwritable(samples(), e);
        }
    }

    private void removeTemporaryFiles() {
        for (Path folder : List.of(path, samples(), plots(), path.resolve("checkpoints"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file ->
                                TEMPORARY.matcher(file.getFileName().toString()).matches())
                        .forEach(RunFolder::deleteIfThere);
            } catch (IOException e) {
                throw GantryException.failure(e, "%s: cannot be listed: %s", folder, e.getMessage());
            }
        }
    }

    private static List<Long> numbered(Path folder, String suffix) {
        List<Long> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher name = IMAGES.matcher(file.getFileName().toString());
                if (name.matches() && name.group(2).equals(suffix)) {
                    numbers.add(Long.parseLong(name.group(1)));
                }
            });
        } catch (NoSuchFileException none) {
            return numbers;
        } catch (IOException e) {
            throw AtomicFiles.unreadable(folder, e);
        }
        numbers.sort(Comparator.naturalOrder());
        return numbers;
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw AtomicFiles.unreadable(folder, e);
        }
    }

    private static void deleteIfThere(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw AtomicFiles.unwritable(file, e);
        }
    }

    /** The hold of this process on a folder. */
    public static final class Lock implements AutoCloseable {
        private final Path file;

        private Lock(Path file) {
            this.file = file;
        }

        @Override
        public void close() {
            deleteIfThere(file);
        }
    }
}
