package dev.gantry.report;

import java.util.List;

/** Real samples shown to D as an x axis, in units that keep its numbers short. */
record ImagesAxis(double unit, String label, double low, double high) {

    static ImagesAxis of(List<MetricsFile.Row> rows) {
        long first = rows.isEmpty() ? 0 : rows.get(0).images();
        long last = rows.stream().mapToLong(MetricsFile.Row::images).max().orElse(1);
        double unit = last >= 10_000_000 ? 1e6 : last >= 10_000 ? 1e3 : 1;
        String suffix = unit == 1e6 ? " (millions)" : unit == 1e3 ? " (thousands)" : "";
        double low = first > last / 2 && last > first ? first / unit : 0;
        double high = Math.max(last, 1) / unit;
        return new ImagesAxis(unit, "real samples shown" + suffix, low, high + 0.01 * (high - low));
    }
}
