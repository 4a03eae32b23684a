package dev.gantry.cli;

import dev.gantry.event.RunEvent;
import dev.gantry.event.RunListener;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A run's progress for people: one line that rewrites itself on a terminal, one plain line a tick elsewhere. Colours
 * are not used, so there is nothing for NO_COLOR to turn off.
 */
final class Progress implements RunListener, AutoCloseable {
    private final PrintWriter out;
    private final boolean quiet;
    private final boolean live;
    private String told = "";
    private long total;
    private long perEpoch;
    private long lastImages;
    private double lastSeconds;
    private long startImages;
    private boolean lineOpen;
    private Path folder = Path.of("");

    Progress(PrintWriter out, boolean quiet) {
        this(out, quiet, Terminal.isInteractive());
    }

    Progress(PrintWriter out, boolean quiet, boolean live) {
        this.out = out;
        this.quiet = quiet;
        this.live = live;
    }

    @Override
    public synchronized void on(RunEvent event) {
        if (quiet) {
            return;
        }
        if (event instanceof RunEvent.Started started) {
            start(started);
        } else if (event instanceof RunEvent.Ticked tick) {
            tick(tick);
        } else if (event instanceof RunEvent.Judged judged) {
            String verdict = health(judged);
            if (!verdict.equals(told)) {
                say(verdict);
                told = verdict;
            }
        } else if (event instanceof RunEvent.Ended ended && ended.status() == RunEvent.Status.COMPLETED) {
            close();
            Path report = folder.resolve("report.html");
            out.println(String.format(
                    Locale.ROOT,
                    "Done: %,d samples in %s; see %s",
                    ended.images(),
                    duration(ended.seconds()),
                    Files.exists(report) ? report : folder));
            out.flush();
        }
    }

    private static String health(RunEvent.Judged judged) {
        String since = judged.since() > 0 && judged.since() < judged.images()
                ? String.format(Locale.ROOT, " since %,d samples", judged.since())
                : "";
        return "Health: " + judged.verdict() + since + ": " + judged.evidence() + "."
                + (judged.remedy().isEmpty() ? "" : " " + judged.remedy());
    }

    /** Something to tell beside the progress; also while another thread reports it. */
    synchronized void say(String line) {
        close();
        out.println(line);
        out.flush();
    }

    private void start(RunEvent.Started started) {
        RunEvent.Plan plan = started.plan();
        folder = Paths.relative(started.folder());
        total = plan.totalImages();
        perEpoch = plan.imagesPerEpoch();
        startImages = plan.startImages();
        lastImages = startImages;
        out.println(String.format(
                Locale.ROOT,
                "%s: G %,d, D %,d parameters; %s; %s, %d thread%s; %s",
                started.config().name(),
                plan.generatorParameters(),
                plan.discriminatorParameters(),
                length(plan),
                started.config().engine().device().name().toLowerCase(Locale.ROOT),
                started.config().engine().threads(),
                started.config().engine().threads() == 1 ? "" : "s",
                folder));
        started.notes().forEach(out::println);
        if (startImages >= total) {
            out.println("Nothing is left to train; a longer length, such as --epochs, goes on.");
        }
        out.flush();
    }

    private String length(RunEvent.Plan plan) {
        String text = String.format(Locale.ROOT, "%,d samples", total);
        if (perEpoch > 0) {
            text += String.format(
                    Locale.ROOT, " (%s epoch%s)", trimmed(total / (double) perEpoch), total == perEpoch ? "" : "s");
        }
        return plan.startImages() == 0 ? text : text + String.format(Locale.ROOT, ", from %,d", plan.startImages());
    }

    private void tick(RunEvent.Ticked tick) {
        double seconds = tick.seconds() - lastSeconds;
        double rate = lastSeconds == 0 && startImages > 0
                ? tick.images() / tick.seconds()
                : (tick.images() - lastImages) / Math.max(seconds, 1e-9);
        lastImages = tick.images();
        lastSeconds = tick.seconds();
        String where = perEpoch > 0
                ? "epoch " + trimmed(tick.epoch()) + "/" + trimmed(total / (double) perEpoch)
                : String.format(Locale.ROOT, "%,d/%,d samples", tick.images(), total);
        String line = String.format(
                Locale.ROOT,
                "%s  loss_d %.3f  loss_g %.3f  %,.0f samples/s  %s left",
                where,
                tick.lossD(),
                tick.lossG(),
                rate,
                duration((total - tick.images()) / Math.max(rate, 1e-9)));
        if (live) {
            out.print("\r" + Terminal.bar(tick.images(), total) + " " + line + "\u001b[K");
            lineOpen = true;
        } else {
            out.println(line);
        }
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (lineOpen) {
            out.println();
            out.flush();
            lineOpen = false;
        }
    }

    private static String trimmed(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
