package dev.gantry.theory;

import java.util.stream.DoubleStream;

/**
 * Two distributions: real samples come from p, a generator that stands still gives q.
 *
 * @param name for people
 */
record Pair(String name, Density p, Density q) {

    /** The ends of the box along an axis that holds both, and between them every edge. */
    double[] breaks(int axis) {
        double low = Math.min(p.low(axis), q.low(axis));
        double high = Math.max(p.high(axis), q.high(axis));
        DoubleStream all = DoubleStream.of(low, high);
        for (Density density : new Density[] {p, q}) {
            if (density.hasEdges()) {
                all = DoubleStream.concat(all, DoubleStream.of(density.low(axis), density.high(axis)));
            }
        }
        return all.sorted().distinct().toArray();
    }

    /** A rule on the line that also holds what tails add where a ratio of densities grows: so many times as far out. */
    Quadrature wide(int panels, double times) {
        double[] breaks = breaks(0);
        int last = breaks.length - 1;
        if (!p.hasEdges() && !q.hasEdges()) {
            double more = (times - 1) / 2 * (breaks[last] - breaks[0]);
            breaks[0] -= more;
            breaks[last] += more;
        }
        return Quadrature.onLine(breaks, panels);
    }

    /** A rule over the box that holds both, with about this many panels along each axis. */
    Quadrature quadrature(int panels) {
        Quadrature rule = Quadrature.onLine(breaks(0), panels);
        for (int axis = 1; axis < p.dimension(); axis++) {
            rule = rule.times(Quadrature.onLine(breaks(axis), panels));
        }
        return rule;
    }
}
