package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.config.Presets;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the presets, or prints one. */
@Command(
        name = "presets",
        description = "List the presets, or print one as YAML: a file to start your own from.",
        footer = {"  gantry presets", "  gantry presets --broken", "  gantry presets gaussian2d > mine.yaml"})
final class PresetsCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The preset to print.")
    private @Nullable String name;

    @Option(names = "--broken", description = "List those that fail on purpose, for 'gantry verify health'.")
    private boolean broken;

    @Option(names = "--json", description = "One JSON object per preset.")
    private boolean json;

    @Override
    public void run() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (name != null && !json) {
            out.print(Presets.yaml(name));
        } else {
            for (String preset : name == null ? list() : List.of(name)) {
                out.println(json ? json(preset) : String.format("%-22s %s", preset, Presets.description(preset)));
            }
        }
        out.flush();
    }

    private List<String> list() {
        return broken ? Presets.broken() : Presets.names();
    }

    private static String json(String preset) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("preset", preset);
        node.put("description", Presets.description(preset));
        node.put("yaml", Presets.yaml(preset));
        return node.toString();
    }
}
