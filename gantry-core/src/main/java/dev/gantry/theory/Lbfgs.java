package dev.gantry.theory;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS (Nocedal and Wright 2006, algorithm 7.5) with a bisecting search for the weak Wolfe conditions,
 * which also holds where the function has kinks (Lewis and Overton 2013, algorithm 2.6). For functions without noise.
 */
final class Lbfgs {
    private static final int MEMORY = 20;
    private static final int MOST_TRIES = 30;
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;

    private final Function function;
    private final Deque<Step> steps = new ArrayDeque<>();
    private double[] x;
    private double[] gradient;
    private double value;

    /** What is minimised. */
    interface Function {
        /** The value at x; its gradient is written into {@code gradient}. */
        double at(double[] x, double[] gradient);
    }

    private record Step(double[] s, double[] y, double rho) {}

    private Lbfgs(Function function, double[] start) {
        this.function = function;
        x = start.clone();
        gradient = new double[x.length];
        value = function.at(x, gradient);
    }

    /** Goes downhill from a point for so many steps, or until no step helps, and returns where it ends. */
    static double[] minimise(Function function, double[] start, int iterations) {
        Lbfgs search = new Lbfgs(function, start);
        for (int i = 0; i < iterations && search.step(); i++) {}
        return search.x;
    }

    private boolean step() {
        double[] direction = direction();
        double slope = dot(direction, gradient);
        if (!(slope < 0)) {
            if (steps.isEmpty()) {
                return false;
            }
            steps.clear();
            return step();
        }
        double first = steps.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
        return moved(direction, slope, first);
    }

    /** Whether a step along the direction was found that lowers the value; takes it. */
    private boolean moved(double[] direction, double slope, double first) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double length = first;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            double[] candidate = along(direction, length);
            double[] there = new double[x.length];
            double valueThere = function.at(candidate, there);
            boolean last = tries == MOST_TRIES - 1;
            if (!(valueThere <= value + DECREASE * length * slope)) {
                high = length;
            } else if (dot(direction, there) < CURVATURE * slope && !last) {
                low = length;
            } else {
                accept(candidate, there, valueThere);
                return true;
            }
            length = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
        }
        boolean retry = !steps.isEmpty();
        steps.clear();
        return retry;
    }

    private void accept(double[] candidate, double[] there, double valueThere) {
        double[] s = difference(candidate, x);
        double[] y = difference(there, gradient);
        double product = dot(s, y);
        if (product > 1e-14 * Math.sqrt(dot(s, s) * dot(y, y))) {
            steps.addLast(new Step(s, y, 1 / product));
            if (steps.size() > MEMORY) {
                steps.removeFirst();
            }
        }
        x = candidate;
        gradient = there;
        value = valueThere;
    }

    /** The two-loop recursion (Nocedal and Wright 2006, algorithm 7.4), turned downhill. */
    private double[] direction() {
        double[] d = new double[x.length];
        Arrays.setAll(d, i -> -gradient[i]);
        double[] factors = new double[steps.size()];
        int k = steps.size();
        for (Iterator<Step> newest = steps.descendingIterator(); newest.hasNext(); ) {
            Step step = newest.next();
            factors[--k] = step.rho * dot(step.s, d);
            addTo(d, step.y, -factors[k]);
        }
        if (!steps.isEmpty()) {
            Step last = steps.getLast();
            double scale = 1 / (last.rho * dot(last.y, last.y));
            Arrays.setAll(d, i -> d[i] * scale);
        }
        for (Step step : steps) {
            addTo(d, step.s, factors[k++] - step.rho * dot(step.y, d));
        }
        return d;
    }

    private double[] along(double[] direction, double length) {
        double[] there = x.clone();
        addTo(there, direction, length);
        return there;
    }

    private static void addTo(double[] target, double[] other, double factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * other[i];
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] result = a.clone();
        addTo(result, b, -1);
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
