package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.config.Suggestions;
import dev.gantry.data.Download;
import dev.gantry.data.PublishedSet;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads a data set. */
@Command(
        name = "download",
        description = {
            "Download a data set into the cache, check it and print its folder; 'data.dir: SET' and '--data SET' find it"
                    + " there.",
            "The cache is ~/.cache/gantry, or what the variable GANTRY_CACHE names. Files that are there and right are"
                    + " not fetched again."
        },
        footer = {
            "  gantry download mnist",
            "  gantry download fashion-mnist --proxy proxy.example.com:3128",
            "  gantry download mnist --mirror https://example.com/mnist/"
        })
final class DownloadCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SET", description = "mnist (11 MB) or fashion-mnist (31 MB).")
    private @Nullable String name;

    @Mixin
    private DownloadOptions options = new DownloadOptions();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        PublishedSet set = set(Objects.requireNonNull(name));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Optional<Download.Result> result = options.fetch(set, spec.commandLine().getErr(), quiet);
        if (result.isEmpty()) {
            return Main.INTERRUPTED;
        }
        out.println(json ? json(set, result.get()) : result.get().folder());
        out.flush();
        return 0;
    }

    private static PublishedSet set(String name) {
        List<String> names = PublishedSet.ALL.stream().map(PublishedSet::name).toList();
        return PublishedSet.named(name)
                .orElseThrow(() -> GantryException.request(
                        "unknown set '%s'%s one of: %s",
                        name,
                        Suggestions.closest(name, names)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(";"),
                        String.join(", ", names)));
    }

    private static String json(PublishedSet set, Download.Result result) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("set", set.name());
        node.put("folder", result.folder().toString());
        node.put("bytes", result.bytes());
        ArrayNode fetched = node.putArray("fetched");
        result.fetched().forEach(file -> fetched.add(file.name()));
        return node.toString();
    }
}
