package dev.gantry.cli;

import dev.gantry.data.Download;
import dev.gantry.data.PublishedSet;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where downloads come from and by which way; and the downloading itself, with progress and Ctrl-C. */
final class DownloadOptions {
    @Option(
            names = "--mirror",
            paramLabel = "URL",
            description = "Download from this folder on the web in place of the usual ones; checksums stay the same.")
    private @Nullable String mirror;

    @Option(
            names = "--proxy",
            paramLabel = "HOST:PORT",
            description = "Download through this proxy; default: the variables http_proxy, https_proxy and no_proxy.")
    private @Nullable String proxy;

    /** The first of these options that was given; null: none. */
    @Nullable
    String given() {
        return mirror != null ? "--mirror" : proxy != null ? "--proxy" : null;
    }

    /** Downloads what is missing of a set into the cache; empty where Ctrl-C ended it. */
    Optional<Download.Result> fetch(PublishedSet set, PrintWriter err, boolean quiet) {
        Download download = Download.of(set, mirror, proxy);
        Thread worker = Thread.currentThread();
        try (DownloadProgress progress = new DownloadProgress(err, quiet);
                Signals signals = Signals.onInterrupt(worker::interrupt)) {
            Download.Result result = download.fetch(set.folder(), progress);
            if (!Thread.interrupted()) {
                progress.done(set, result);
                return Optional.of(result);
            }
        } catch (InterruptedException e) {
            // Said below, as for a Ctrl-C at the very end.
        }
        err.println("Interrupted: no half file stays; the same command goes on.");
        err.flush();
        return Optional.empty();
    }
}
