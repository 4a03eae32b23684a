package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import dev.gantry.config.Configs.Parameter;
import dev.gantry.config.ObjectiveConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.config.Suggestions;
import dev.gantry.objective.Catalogue;
import dev.gantry.objective.Catalogue.Entry;
import dev.gantry.objective.Catalogue.Functions;
import dev.gantry.objective.Catalogue.Kind;
import dev.gantry.objective.Catalogue.Pair;
import dev.gantry.objective.Catalogue.Source;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the objectives and penalties. */
@Command(
        name = "objectives",
        description = "List the objectives and penalties with their formulas, parameters and sources, or show one.",
        footer = {"  gantry objectives", "  gantry objectives f-kl", "  gantry objectives --json"})
final class ObjectivesCommand implements Runnable {
    private static final int WIDTH = 110;
    private static final int INDENT = 11;

    private static final Map<String, List<Parameter>> KEYS_OF_OBJECTIVES = Configs.parameters(ObjectiveConfig.class);
    private static final Map<String, List<Parameter>> KEYS_OF_PENALTIES = Configs.parameters(PenaltyConfig.class);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The objective, penalty or short name to show.")
    private @Nullable String name;

    @Option(names = "--json", description = "One JSON object per entry.")
    private boolean json;

    @Override
    public void run() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (name != null) {
            requireKnown(name);
        }
        Predicate<String> asked = entry -> name == null || name.equals(entry);
        if (json) {
            entries().filter(entry -> asked.test(entry.name())).forEach(entry -> out.println(json(entry)));
            Catalogue.pairs().stream().filter(pair -> asked.test(pair.name())).forEach(pair -> out.println(json(pair)));
        } else if (name == null) {
            list(out);
        } else {
            out.println(symbols());
            out.println();
            entries().filter(entry -> asked.test(entry.name())).forEach(entry -> print(entry, true, out));
            Catalogue.pairs().stream().filter(pair -> asked.test(pair.name())).forEach(pair -> print(pair, out));
        }
        out.flush();
    }

    /** The defaults that an entry's configuration has. */
    static List<Parameter> parameters(Entry entry) {
        Map<String, List<Parameter>> keys = entry.kind() == Kind.PENALTY ? KEYS_OF_PENALTIES : KEYS_OF_OBJECTIVES;
        return Objects.requireNonNull(keys.get(entry.name()), entry.name());
    }

    private static Stream<Entry> entries() {
        return Stream.concat(Catalogue.objectives().stream(), Catalogue.penalties().stream());
    }

    private static void requireKnown(String name) {
        List<String> names = Stream.concat(
                        entries().map(Entry::name), Catalogue.pairs().stream().map(Pair::name))
                .toList();
        if (!names.contains(name)) {
            throw unknown("objective or penalty", name, names, "names");
        }
    }

    static GantryException unknown(String what, String name, List<String> names, String list) {
        String hint = Suggestions.closest(name, names)
                .map(meant -> "; did you mean '" + meant + "'?")
                .orElse(";");
        return GantryException.request("unknown %s '%s'%s %s: %s", what, name, hint, list, String.join(", ", names));
    }

    // --- For people ---

    private static void list(PrintWriter out) {
        out.println(symbols());
        group("Objectives", Kind.GAME, out);
        heading("Objectives of an f-divergence D_f(P||Q), the integral of q f(p/q)", out);
        Entry first = entries()
                .filter(entry -> entry.kind() == Kind.F_DIVERGENCE)
                .findFirst()
                .orElseThrow();
        row("L_D", first.lossD(), out);
        row("L_G", first.lossG(), out);
        source(first.source(), out);
        out.println();
        entries().filter(entry -> entry.kind() == Kind.F_DIVERGENCE).forEach(entry -> print(entry, false, out));
        group("Penalties (a term of L_D, or a rule for the weights of D)", Kind.PENALTY, out);
        heading("Short names of a pair", out);
        Catalogue.pairs().forEach(pair -> print(pair, out));
    }

    private static String symbols() {
        return """
                D(x): logit of a real sample x. D(y): logit of a generated sample y. E: mean over the batch. s(v) = ln(1 + e^v).
                L_D is scaled by discriminator_weight. High logits mean real.""";
    }

    private static void group(String title, Kind kind, PrintWriter out) {
        heading(title, out);
        entries().filter(entry -> entry.kind() == kind).forEach(entry -> print(entry, true, out));
    }

    private static void heading(String title, PrintWriter out) {
        out.println();
        out.println(title);
        out.println("-".repeat(title.length()));
    }

    private static void print(Entry entry, boolean whole, PrintWriter out) {
        out.println(entry.name() + ": " + entry.summary());
        Functions functions = entry.functions();
        boolean penalty = entry.kind() == Kind.PENALTY;
        if (whole) {
            row(penalty ? "adds" : "L_D", entry.lossD(), out);
        }
        if (whole && !penalty) {
            row("L_G", entry.lossG(), out);
        }
        if (functions != null) {
            row("f(u)", functions.f(), out);
            row("f*(t)", functions.conjugate() + "  [" + functions.domain() + "]", out);
            row("g_f(v)", functions.activation(), out);
        }
        String keys = parameters(entry).stream()
                .map(key -> key.key() + "=" + key.value())
                .collect(Collectors.joining("  "));
        row("keys", keys, out);
        if (whole) {
            source(entry.source(), out);
        }
        out.println();
    }

    private static void print(Pair pair, PrintWriter out) {
        out.println(pair.name() + ": objective " + pair.objective() + " with penalty " + pair.penalty());
        source(pair.source(), out);
        out.println();
    }

    private static void source(@Nullable Source source, PrintWriter out) {
        if (source != null) {
            row("source", text(source), out);
        }
    }

    private static String text(Source source) {
        return source.authors() + " " + source.year() + ", " + source.title() + ", " + source.place() + " (arXiv:"
                + source.arxiv() + ")";
    }

    private static void row(String label, String text, PrintWriter out) {
        if (text.isEmpty()) {
            return;
        }
        String start = String.format(Locale.ROOT, "%-" + INDENT + "s", "  " + label);
        for (String line : wrap(text)) {
            out.println(start + line);
            start = " ".repeat(INDENT);
        }
    }

    private static List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && INDENT + line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    // --- For programs ---

    private static String json(Entry entry) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("name", entry.name());
        node.put("kind", entry.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        node.put("summary", entry.summary());
        node.put("loss_d", entry.lossD());
        node.put("loss_g", entry.lossG());
        Functions functions = entry.functions();
        if (functions != null) {
            node.put("f", functions.f());
            node.put("f_conjugate", functions.conjugate());
            node.put("f_conjugate_domain", functions.domain());
            node.put("g_f", functions.activation());
        }
        ObjectNode defaults = node.putObject("defaults");
        for (Parameter key : parameters(entry)) {
            put(defaults, key);
        }
        source(node, entry.source());
        return node.toString();
    }

    private static String json(Pair pair) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("name", pair.name());
        node.put("kind", "pair");
        node.put("objective", pair.objective());
        node.put("penalty", pair.penalty());
        source(node, pair.source());
        return node.toString();
    }

    private static void put(ObjectNode node, Parameter key) {
        try {
            node.put(key.key(), new BigDecimal(key.value()));
        } catch (NumberFormatException word) {
            node.put(key.key(), key.value());
        }
    }

    private static void source(ObjectNode node, @Nullable Source source) {
        if (source == null) {
            node.putNull("source");
            return;
        }
        ObjectNode below = node.putObject("source");
        below.put("authors", source.authors());
        below.put("year", source.year());
        below.put("title", source.title());
        below.put("place", source.place());
        below.put("arxiv", source.arxiv());
    }
}
