package dev.gantry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Results of {@code gantry bench} as lines for people; a dash stands for what is not known. */
final class BenchTable {
    private static final String UNKNOWN = "-";

    private BenchTable() {}

    // --- Speed ---

    static String speedHeading(boolean compared) {
        return String.format(
                        "%-22s %10s %7s %11s %9s %12s %7s %8s %11s %9s %8s%s",
                        "preset",
                        "ms/step",
                        "spread",
                        "examples/s",
                        "overhead",
                        "roofline ms",
                        "times",
                        "in turn",
                        "first step",
                        "peak RSS",
                        "threads",
                        compared ? String.format(" %11s %7s", "old ms/step", "ratio") : "")
                .stripTrailing();
    }

    static String speed(ObjectNode result, boolean compared) {
        String row = String.format(
                "%-22s %10s %7s %11s %9s %12s %7s %8s %11s %9s %8s",
                result.path("preset").textValue(),
                number(result, "ms_per_step", "%.4f"),
                share(result, "spread"),
                number(result, "examples_per_second", "%,.0f"),
                share(result, "overhead_share"),
                number(result, "roofline_ms", "%.4g"),
                times(result, "times_roofline"),
                times(result, "times_roofline_in_turn"),
                number(result, "start_to_first_step_s", "%.2f s"),
                number(result, "peak_rss_mb", "%.0f MB"),
                number(result, "threads", "%.0f"));
        return compared
                ? row
                        + String.format(
                                " %11s %7s", number(result, "old_ms_per_step", "%.4f"), number(result, "ratio", "%.3f"))
                : row;
    }

    /** A small network's step is calls and no arithmetic: how many times its roofline says nothing. */
    private static String times(ObjectNode result, String name) {
        return result.path(name).doubleValue() >= 100 ? ">100" : number(result, name, "%.2f");
    }

    /** What the machine can do, and what else it did. */
    static List<String> machine(List<ObjectNode> results) {
        Set<String> ceilings = new LinkedHashSet<>();
        double others = Double.NaN;
        for (ObjectNode result : results) {
            ceilings.add(String.format(
                    Locale.ROOT,
                    "%s: %s thread%s, %s (%s): at best %s in matrix products, %s to memory; in turn %s, %s",
                    result.path("preset").textValue(),
                    result.path("threads").asText(),
                    result.path("threads").intValue() == 1 ? "" : "s",
                    result.path("dtype").asText(),
                    result.path("matmul").asText(),
                    number(result, "gemm_gflops", "%.0f GFLOP/s"),
                    number(result, "bandwidth_gbs", "%.1f GB/s"),
                    number(result, "gemm_gflops_in_turn", "%.0f GFLOP/s"),
                    number(result, "bandwidth_gbs_in_turn", "%.1f GB/s")));
            JsonNode share = result.path("load").path("others_share");
            if (share.isNumber()) {
                others = Double.isNaN(others) ? share.doubleValue() : Math.max(others, share.doubleValue());
            }
        }
        JsonNode load = results.get(0).path("load");
        List<String> lines = new ArrayList<>(ceilings);
        lines.add(String.format(
                Locale.ROOT,
                "%s processors, load average %s before; other processes took at most %s of them meanwhile",
                load.path("cpus").asText(),
                load.path("average").isNumber() ? load.path("average").asText() : "unknown",
                Double.isNaN(others) ? "an unknown share" : String.format(Locale.ROOT, "%.1f%%", 100 * others)));
        return lines;
    }

    // --- Memory ---

    static String memoryHeading() {
        return String.format(
                "%-22s %10s %10s %10s %10s %8s %8s %10s %10s",
                "preset", "from step", "RSS", "to step", "RSS", "growth", "largest", "heap from", "heap to");
    }

    static String memory(ObjectNode result) {
        return String.format(
                "%-22s %10s %10s %10s %10s %8s %8s %10s %10s",
                result.path("preset").textValue(),
                number(result, "from_step", "%,.0f"),
                number(result, "rss_from_mb", "%.1f MB"),
                number(result, "to_step", "%,.0f"),
                number(result, "rss_to_mb", "%.1f MB"),
                share(result, "rss_growth"),
                share(result, "rss_largest_growth"),
                number(result, "heap_from_mb", "%.1f MB"),
                number(result, "heap_to_mb", "%.1f MB"));
    }

    private static String share(ObjectNode result, String name) {
        JsonNode value = result.path(name);
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f%%", 100 * value.doubleValue()) : UNKNOWN;
    }

    private static String number(ObjectNode result, String name, String format) {
        JsonNode value = result.path(name);
        return value.isNumber() ? String.format(Locale.ROOT, format, value.doubleValue()) : UNKNOWN;
    }
}
