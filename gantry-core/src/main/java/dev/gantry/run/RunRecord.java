package dev.gantry.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.AtomicFiles;
import dev.gantry.Version;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.config.RunConfig;
import dev.gantry.event.RunEvent;
import dev.gantry.event.RunEvent.Status;
import dev.gantry.health.Diagnosis;
import dev.gantry.metric.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run's run.json and metrics.jsonl, as the run writes them. */
final class RunRecord {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper LINE = new ObjectMapper();

    private final RunFolder folder;
    private final RunConfig config;
    private final String dataSha256;
    private final List<String> options;
    private final String started;

    RunRecord(RunFolder folder, RunConfig config, String dataSha256, List<String> options) {
        this.folder = folder;
        this.config = config;
        this.dataSha256 = dataSha256;
        this.options = List.copyOf(options);
        this.started = firstStart(folder);
    }

    /** Replaces run.json. */
    void write(RunEvent.Ended now, Map<String, @Nullable Score> scores, @Nullable Diagnosis health) {
        ObjectNode root = JSON.createObjectNode();
        root.put("status", now.status().name().toLowerCase(Locale.ROOT));
        root.put("images", now.images());
        root.put("seconds", now.seconds());
        ScoreJson.putFinite(root, "images_per_second", now.images() / now.seconds());
        ScoreJson.putFinite(root, "loss_d", now.lossD());
        ScoreJson.putFinite(root, "loss_g", now.lossG());
        root.set("health", health(health));
        root.set("scores", ScoreJson.of(scores));
        if (now.message() != null) {
            root.put("message", now.message());
        }
        ObjectNode provenance = root.putObject("provenance");
        provenance.put("version", Version.VERSION);
        provenance.put("seed", config.seed());
        provenance.put("data_sha256", dataSha256);
        provenance.put("threads", config.engine().threads());
        provenance.put("device", lower(config.engine().device()));
        provenance.put("dtype", lower(config.engine().dtype()));
        provenance.put("matmul", lower(config.engine().matmul()));
        provenance.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        provenance.put("java", System.getProperty("java.version"));
        provenance.put("started", started);
        provenance.put("ended", now.status() == Status.RUNNING ? null : time());
        options.forEach(provenance.putArray("options")::add);
        AtomicFiles.write(folder.runJson(), text(root) + "\n");
    }

    /**
     * Puts scores into the run.json of a run that is over, in place of those of the same names; a score that does not
     * apply is null.
     *
     * @return false where there is no run.json to put them into
     */
    static boolean putScores(RunFolder folder, Map<String, @Nullable Score> scores) {
        Path file = folder.runJson();
        try {
            if (!Files.exists(file) || !(JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode root)) {
                return false;
            }
            ObjectNode all = root.path("scores") instanceof ObjectNode old ? old : JSON.createObjectNode();
            all.setAll(ScoreJson.of(scores));
            root.set("scores", all);
            AtomicFiles.write(file, text(root) + "\n");
            return true;
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    /** Appends a tick to metrics.jsonl. */
    void append(RunEvent.Ticked tick) {
        ObjectNode line = LINE.createObjectNode();
        line.put("images", tick.images());
        ScoreJson.putFinite(line, "epoch", tick.epoch());
        line.put("seconds", tick.seconds());
        ScoreJson.putFinite(line, "loss_d", tick.lossD());
        ScoreJson.putFinite(line, "loss_g", tick.lossG());
        tick.statistics().forEach((name, value) -> ScoreJson.putFinite(line, name, value));
        folder.appendMetrics(line.toString());
    }

    /** Null where there is no verdict. */
    private static @Nullable ObjectNode health(@Nullable Diagnosis health) {
        if (health == null) {
            return null;
        }
        ObjectNode node = JSON.createObjectNode();
        node.put("verdict", health.verdict().words());
        node.put("healthy", health.verdict().isHealthy());
        node.put("since", health.since());
        node.put("evidence", health.evidence());
        node.put("remedy", health.remedy());
        ObjectNode numbers = node.putObject("numbers");
        health.numbers().forEach((name, value) -> ScoreJson.putFinite(numbers, name, value));
        return node;
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A resumed run began when it first began. */
    private static String firstStart(RunFolder folder) {
        try {
            JsonNode old = JSON.readTree(Files.readAllBytes(folder.runJson()));
            return old.path("provenance").path("started").asText(time());
        } catch (IOException none) {
            return time();
        }
    }

    private static String time() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
