package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import dev.gantry.config.Configs;
import dev.gantry.config.ObjectiveConfig;
import dev.gantry.objective.Catalogue;
import dev.gantry.objective.Catalogue.Entry;
import dev.gantry.objective.Catalogue.Pair;
import dev.gantry.objective.Evaluation;
import dev.gantry.objective.Objective;
import dev.gantry.train.Objectives;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Evaluates an objective at given logits, or draws it. */
@Command(
        name = "objective",
        description = {
            "Print both losses of an objective at given logits, and the derivative of each loss by each logit; or draw it.",
            "Computed in double precision, without libtorch: what training minimises, for a calculator to check. 'gantry"
                    + " objectives' has the names and formulas."
        },
        footer = {
            "  gantry objective hinge --real 0.3,-1.2 --fake 0.5,2",
            "  gantry objective f-alpha --set alpha=2 --real 0.3,-1.2 --fake 0.5,2 --json",
            "  gantry objective f-kl --plot f-kl.png"
        })
final class ObjectiveCommand implements Runnable {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The objective.")
    private String name = "";

    @Option(names = "--real", paramLabel = "LOGITS", description = "D's logits of real samples, as in 0.3,-1.2.")
    private @Nullable String real;

    @Option(names = "--fake", paramLabel = "LOGITS", description = "D's logits of generated samples.")
    private @Nullable String fake;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change a parameter of the objective; repeatable. 'gantry objectives NAME' has its keys.")
    private List<String> set = new ArrayList<>();

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Draw losses and derivatives over the logit, and the functions of an f-divergence, as PNG.")
    private @Nullable String plot;

    @Option(names = "--json", description = "One JSON object, numbers in full.")
    private boolean json;

    @Override
    public void run() {
        requireObjective(name);
        ObjectiveConfig config = Configs.objective(
                name, set.stream().map(ObjectiveCommand::override).toList());
        Objective objective = Objectives.of(config);
        Path picture = plot == null ? null : Paths.picture("--plot", plot);
        boolean numbers = real != null || fake != null;
        if (!numbers && picture == null) {
            throw GantryException.request(
                    "give logits by --real and --fake, as in --real 0.3,-1.2 --fake 0.5,2; or --plot"
                            + " FILE.png for a picture");
        }
        Evaluation evaluation = numbers ? evaluation(objective, config) : null;
        if (picture != null) {
            AtomicFiles.write(picture, ObjectivePicture.png(name, config, objective));
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (evaluation != null) {
            out.print(json ? json(evaluation) + System.lineSeparator() : text(evaluation, objective, config));
        }
        if (picture != null) {
            (evaluation == null ? out : spec.commandLine().getErr()).println(plotted(picture, evaluation == null));
        }
        out.flush();
        spec.commandLine().getErr().flush();
    }

    private static void requireObjective(String name) {
        List<String> names = Catalogue.objectives().stream().map(Entry::name).toList();
        if (names.contains(name)) {
            return;
        }
        for (Pair pair : Catalogue.pairs()) {
            if (pair.name().equals(name)) {
                throw GantryException.request(
                        "%s is a pair, objective %s with penalty %s; ask for: gantry objective %s",
                        name, pair.objective(), pair.penalty(), pair.objective());
            }
        }
        if (Catalogue.penalties().stream().anyMatch(penalty -> penalty.name().equals(name))) {
            throw GantryException.request(
                    "%s is a penalty, a function of D's slopes and not of its logits; see: gantry objectives %s",
                    name, name);
        }
        throw ObjectivesCommand.unknown("objective", name, names, "objectives");
    }

    private static Configs.Override override(String assignment) {
        if (assignment.indexOf('=') < 1) {
            throw GantryException.request("--set %s: expected KEY=VALUE, for example --set alpha=2", assignment);
        }
        return Configs.Override.parse(assignment);
    }

    // --- Numbers ---

    private Evaluation evaluation(Objective objective, ObjectiveConfig config) {
        Evaluation evaluation =
                Evaluation.of(objective, config.discriminatorWeight(), logits("--real", real), logits("--fake", fake));
        check(
                evaluation.isFinite(),
                "%s is too large for a double at these logits (loss_d %s, loss_g %s); give smaller ones",
                name,
                evaluation.lossD(),
                evaluation.lossG());
        return evaluation;
    }

    private static double[] logits(String option, @Nullable String list) {
        check(list != null, "%s is missing; give one or more numbers, as in %s 0.3,-1.2", option, option);
        String given = Objects.requireNonNull(list);
        check(!given.isBlank(), "%s: the list is empty; give one or more numbers, as in %s 0.3,-1.2", option, option);
        String[] items = given.split(",", -1);
        double[] logits = new double[items.length];
        for (int i = 0; i < items.length; i++) {
            String item = items[i].strip();
            double value = NUMBER.matcher(item).matches() ? Double.parseDouble(item) : Double.NaN;
            check(
                    Double.isFinite(value),
                    "%s %s: item %s, '%s', is not a finite number; separate numbers by commas, as in 0.3,-1.2",
                    option,
                    given,
                    i + 1,
                    item);
            logits[i] = value;
        }
        return logits;
    }

    private String json(Evaluation evaluation) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("objective", name);
        node.put("loss_d", evaluation.lossD());
        node.put("loss_g", evaluation.lossG());
        put(node.putArray("dloss_d_dreal"), evaluation.dByReal());
        put(node.putArray("dloss_d_dfake"), evaluation.dByFake());
        put(node.putArray("dloss_g_dreal"), evaluation.gByReal());
        put(node.putArray("dloss_g_dfake"), evaluation.gByFake());
        return node.toString();
    }

    private static void put(ArrayNode array, double[] numbers) {
        for (double number : numbers) {
            array.add(number);
        }
    }

    private String plotted(Path picture, boolean alone) {
        if (alone && json) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("objective", name);
            node.put("plot", Paths.relative(picture).toString());
            return node.toString();
        }
        return Paths.relative(picture).toString();
    }

    private String text(Evaluation evaluation, Objective objective, ObjectiveConfig config) {
        StringBuilder text = new StringBuilder(name);
        text.append(Configs.values(config).entrySet().stream()
                .map(Map.Entry::toString)
                .collect(Collectors.joining("  ", "  ", "\n\n")));
        text.append("loss_d  ").append(number(evaluation.lossD())).append('\n');
        text.append("loss_g  ").append(number(evaluation.lossG())).append("\n\n");
        text.append(String.format("%-5s %24s %24s %24s%n", "", "logit", "d loss_d/d logit", "d loss_g/d logit"));
        rows(text, "real", logits("--real", real), evaluation.dByReal(), evaluation.gByReal());
        rows(text, "fake", logits("--fake", fake), evaluation.dByFake(), evaluation.gByFake());
        ObjectivePicture.note(objective)
                .ifPresent(note -> text.append('\n').append(note).append('\n'));
        return text.toString();
    }

    private static void rows(StringBuilder text, String kind, double[] logits, double[] byD, double[] byG) {
        for (int i = 0; i < logits.length; i++) {
            text.append(
                    String.format("%-5s %24s %24s %24s%n", kind, number(logits[i]), number(byD[i]), number(byG[i])));
        }
    }

    /** All digits, and none where the number is whole. */
    private static String number(double value) {
        String digits = Double.toString(value);
        return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
    }

    private static void check(boolean condition, String message, @Nullable Object... arguments) {
        if (!condition) {
            throw GantryException.request(message, arguments);
        }
    }
}
