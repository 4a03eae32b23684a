package dev.gantry.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The page of a run: everything inside one file, nothing fetched from anywhere. */
final class ReportPage {
    private static final List<String> PROTOCOL = List.of("n", "seed", "reference", "split", "features", "note");

    /** PNG and GIF files to show; null: there is none. */
    static final class Pictures {
        byte @Nullable [] losses;
        byte @Nullable [] statistics;
        byte @Nullable [] signals;
        byte @Nullable [] scores;
        byte @Nullable [] nearest;
        byte @Nullable [] distribution;
        byte @Nullable [] grid;
        byte @Nullable [] real;
        byte @Nullable [] animation;
        boolean manyDimensions;

        /** Real samples shown when the samples in the pictures were drawn; -1: unknown. */
        long samplesAt = -1;
    }

    private ReportPage() {}

    static String write(RunReport.Subject subject, RunFile run, List<MetricsFile.Row> rows, Pictures pictures) {
        Html html = new Html();
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.element("title", subject.name() + " \u2013 Gantry report");
        html.raw("<style>\n" + style() + "</style>\n</head>\n<body>\n<main>\n<header>\n");
        html.element("h1", subject.name());
        if (!subject.description().isBlank()) {
            html.element("p class=\"lead\"", subject.description());
        }
        status(html, run);
        html.raw("</header>\n");
        numbers(html, run, rows);
        losses(html, rows, pictures);
        samples(html, pictures);
        animation(html, pictures);
        scores(html, run, pictures);
        statistics(html, pictures);
        html.raw("<section>\n").element("h2", "Configuration");
        html.raw("<pre><code>").text(subject.configYaml()).raw("</code></pre>\n</section>\n");
        provenance(html, run);
        html.raw("</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private static void status(Html html, RunFile run) {
        String kind = switch (run.status()) {
            case "completed", "running" -> "good";
            case "diverged", "failed" -> "bad";
            default -> "plain";
        };
        html.raw("<p><span class=\"status " + kind + "\">").text(run.status()).raw("</span> ");
        html.text(run.statusInWords()).raw("</p>\n");
        health(html, run.texts("health"));
    }

    private static void health(Html html, Map<String, String> health) {
        String verdict = health.getOrDefault("verdict", "");
        if (verdict.isBlank()) {
            return;
        }
        html.raw("<p><strong>Health:</strong> ").text(verdict);
        String since = health.getOrDefault("since", "0");
        if (!since.equals("0")) {
            html.text(" since " + since + " real samples");
        }
        String evidence = health.getOrDefault("evidence", "");
        if (!evidence.isBlank()) {
            html.text(": " + evidence + ".");
        }
        html.raw("</p>\n");
        String remedy = health.getOrDefault("remedy", "");
        if (!remedy.isBlank()) {
            html.element("p", remedy);
        }
    }

    private static void numbers(Html html, RunFile run, List<MetricsFile.Row> rows) {
        MetricsFile.@Nullable Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        long images = run.images() >= 0 ? run.images() : last == null ? -1 : last.images();
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put("real samples shown", images < 0 ? "" : Numbers.count(images));
        numbers.put("epochs", last == null ? "" : brief(last.epoch()));
        double seconds = either(run.number("seconds"), last == null ? Double.NaN : last.seconds());
        numbers.put("training time", Double.isNaN(seconds) ? "" : Numbers.duration(seconds));
        numbers.put("samples per second", brief(run.number("images_per_second")));
        numbers.put("loss of D", brief(either(run.number("loss_d"), last == null ? Double.NaN : last.lossD())));
        numbers.put("loss of G", brief(either(run.number("loss_g"), last == null ? Double.NaN : last.lossG())));
        numbers.values().removeIf(String::isEmpty);
        if (numbers.isEmpty()) {
            return;
        }
        html.raw("<dl class=\"numbers\">\n");
        numbers.forEach((name, value) ->
                html.raw("<div>").element("dt", name).element("dd", value).raw("</div>\n"));
        html.raw("</dl>\n");
    }

    private static void losses(Html html, List<MetricsFile.Row> rows, Pictures pictures) {
        html.raw("<section>\n").element("h2", "Losses");
        if (rows.isEmpty() || pictures.losses == null) {
            html.element("p class=\"missing\"", "metrics.jsonl holds no tick yet, so there are no losses to show.");
        } else {
            html.picture(
                    "png",
                    pictures.losses,
                    "Losses of D and G over the run",
                    "Mean loss per sample of D and G at each tick. At equilibrium D cannot tell real from generated.");
        }
        html.raw("</section>\n");
    }

    private static void samples(Html html, Pictures pictures) {
        html.raw("<section>\n").element("h2", "Samples");
        String when = pictures.samplesAt < 0 ? "" : " after " + Numbers.plural(pictures.samplesAt, "real sample");
        if (pictures.distribution != null) {
            html.picture(
                    "png",
                    pictures.distribution,
                    "Real and generated points with what D says about them",
                    "Real and generated points" + when + ". D(x) is the probability D gives to x being real.");
        } else if (pictures.grid != null) {
            html.raw("<div class=\"pair\">\n");
            html.picture("png", pictures.grid, "Grid of generated images", "Generated" + when);
            if (pictures.real != null) {
                html.picture("png", pictures.real, "Grid of real images", "Real");
            }
            html.raw("</div>\n");
        } else if (pictures.manyDimensions) {
            html.element("p class=\"missing\"", "The points have more than two dimensions: see samples/*.csv.");
        } else {
            html.element("p class=\"missing\"", "The samples folder holds no generated samples to compare yet.");
        }
        html.raw("</section>\n");
    }

    private static void animation(Html html, Pictures pictures) {
        if (pictures.animation != null) {
            html.raw("<section>\n").element("h2", "Training");
            html.picture(
                    "gif",
                    pictures.animation,
                    "Animation of the generated samples over the run",
                    "Samples from the same latents at ticks of the run.");
            html.raw("</section>\n");
        } else if (pictures.distribution != null || pictures.grid != null) {
            html.element(
                    "p class=\"missing\"", "This page has no animation: not asked for, or fewer than two pictures.");
        }
    }

    private static void statistics(Html html, Pictures pictures) {
        if (pictures.statistics != null) {
            html.raw("<section>\n").element("h2", "Statistics");
            html.picture(
                    "png", pictures.statistics, "Other statistics over the run", "The other numbers of metrics.jsonl.");
            html.raw("</section>\n");
        }
        if (pictures.signals != null) {
            html.raw("<section>\n").element("h2", "Signals of health");
            html.picture(
                    "png",
                    pictures.signals,
                    "Signals of the run's health",
                    "What each look at the run measured, on samples that never change; docs/health.md says what each"
                            + " number means.");
            html.raw("</section>\n");
        }
    }

    private static void scores(Html html, RunFile run, Pictures pictures) {
        html.raw("<section>\n").element("h2", "Scores");
        if (pictures.scores != null) {
            html.picture(
                    "png",
                    pictures.scores,
                    "Scores over the run",
                    "Scores during training; dashed: what a perfect generator scores with as many samples.");
        }
        if (run.scores().isEmpty()) {
            html.element(
                    "p class=\"missing\"",
                    "Not scored yet: completed runs are scored at their end, and any run by gantry evaluate.");
            html.raw("</section>\n");
            return;
        }
        html.raw("<div class=\"wide\"><table>\n<thead><tr>");
        for (String column : List.of("score", "value", "interval", "floor")) {
            html.element("th scope=\"col\"", column);
        }
        for (String column : PROTOCOL) {
            html.element("th scope=\"col\"", column);
        }
        html.raw("</tr></thead>\n<tbody>\n");
        List<String> inapplicable = new ArrayList<>();
        run.scores().properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                inapplicable.add(entry.getKey().replace('_', ' '));
            } else {
                score(html, entry.getKey(), entry.getValue());
            }
        });
        html.raw("</tbody>\n</table></div>\n");
        if (!inapplicable.isEmpty()) {
            html.element("p class=\"note\"", "Do not apply here: " + String.join(", ", inapplicable) + ".");
        }
        if (pictures.nearest != null) {
            html.picture(
                    "png",
                    pictures.nearest,
                    "Generated images beside their nearest training and held-out images",
                    "Whether G remembers: images of the last evaluation that are much nearer to a training image than to any"
                            + " held-out one.");
        }
        html.element(
                "p class=\"note\"",
                "The floor is what fresh real samples score under the same protocol: no generator is expected to do"
                        + " better. The interval shows the spread of the value. The columns from n to features are the protocol;"
                        + " only scores with the same protocol compare.");
        html.raw("</section>\n");
    }

    private static void score(Html html, String name, JsonNode score) {
        html.raw("<tr>").element("th scope=\"row\"", name.replace('_', ' '));
        JsonNode value = score.isNumber() ? score : score.path("value");
        boolean infinite = value.isNull() && score.path("note").asText().startsWith("infinite");
        html.element("td class=\"number\"", infinite ? "infinite" : number(value));
        boolean interval = score.path("low").isNumber() && score.path("high").isNumber();
        html.element(
                "td class=\"number\"", interval ? number(score.path("low")) + " to " + number(score.path("high")) : "");
        html.element("td class=\"number\"", number(score.path("floor")));
        for (String column : PROTOCOL) {
            JsonNode node = score.path(column);
            if (column.equals("n")) {
                html.element("td class=\"number\"", number(node));
            } else {
                html.element("td", node.isMissingNode() ? "" : RunFile.text(node));
            }
        }
        html.raw("</tr>\n");
    }

    private static void provenance(Html html, RunFile run) {
        Map<String, String> provenance = run.texts("provenance");
        html.raw("<section>\n").element("h2", "Provenance");
        if (provenance.isEmpty()) {
            html.element("p class=\"missing\"", "run.json does not say where this run comes from.");
        } else {
            html.pairs(provenance);
        }
        html.raw("</section>\n");
    }

    private static String number(JsonNode node) {
        return node.isNumber() ? Numbers.brief(node.asDouble()) : "";
    }

    private static String brief(double value) {
        return Double.isNaN(value) ? "" : Numbers.brief(value);
    }

    private static double either(double first, double second) {
        return Double.isNaN(first) ? second : first;
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
