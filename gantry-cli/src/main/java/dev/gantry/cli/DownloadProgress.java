package dev.gantry.cli;

import dev.gantry.data.Download;
import dev.gantry.data.PublishedFile;
import dev.gantry.data.PublishedSet;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;

/** A download's progress for people: one line that rewrites itself on a terminal, one plain line a file elsewhere. */
final class DownloadProgress implements Download.Listener, AutoCloseable {
    private static final long PAUSE = 100_000_000L;

    private final PrintWriter out;
    private final boolean quiet;
    private final boolean live;
    private String name = "";
    private long started;
    private long shown;
    private boolean lineOpen;

    DownloadProgress(PrintWriter out, boolean quiet) {
        this(out, quiet, Terminal.isInteractive());
    }

    DownloadProgress(PrintWriter out, boolean quiet, boolean live) {
        this.out = out;
        this.quiet = quiet;
        this.live = live;
    }

    @Override
    public void received(PublishedFile file, URI from, long received, long total) {
        long now = System.nanoTime();
        if (!name.equals(file.name())) {
            name = file.name();
            started = now;
            shown = now - PAUSE;
        }
        if (quiet || !live || now - shown < PAUSE) {
            return;
        }
        shown = now;
        String amount = total < 0 ? megabytes(received) : megabytes(received) + " of " + megabytes(total);
        String rate = megabytes(Math.round(received / Math.max((now - started) / 1e9, 0.1))) + "/s";
        String bar = total < 0 ? "" : Terminal.bar(received, total) + " ";
        out.print("\r" + bar + name + "  " + amount + "  " + rate + "\u001b[K");
        out.flush();
        lineOpen = true;
    }

    @Override
    public void kept(PublishedFile file, URI from, long bytes) {
        say(file.name() + ": " + megabytes(bytes) + " from " + from.getHost());
    }

    @Override
    public void turned(String failure, URI next) {
        say(failure + "; trying " + next);
    }

    void done(PublishedSet set, Download.Result result) {
        int fetched = result.fetched().size();
        say(
                fetched == 0
                        ? set.title() + " is in " + result.folder() + " already: nothing to download."
                        : String.format(
                                Locale.ROOT,
                                "%s: %d file%s, %s, checked, in %s",
                                set.title(),
                                fetched,
                                fetched == 1 ? "" : "s",
                                megabytes(result.bytes()),
                                result.folder()));
    }

    /** A line that stays, in place of the one that rewrites itself. */
    private void say(String line) {
        if (quiet) {
            return;
        }
        out.println(lineOpen ? "\r" + line + "\u001b[K" : line);
        out.flush();
        lineOpen = false;
    }

    private static String megabytes(long bytes) {
        return bytes < 100_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    @Override
    public void close() {
        if (lineOpen) {
            out.println();
            out.flush();
            lineOpen = false;
        }
    }
}
