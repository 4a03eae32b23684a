package dev.gantry.proof;

import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Two distributions on a few atoms, and a D that is a table with one logit an atom. A batch that holds each atom as
 * often as its probability says makes the batch mean the exact expectation.
 *
 * @param real the atom of each real sample
 * @param fake the atom of each generated sample
 * @param atoms number of atoms
 */
record Tabular(int[] real, int[] fake, int atoms) {
    private static final DualAlgebra NUMBERS = new DualAlgebra();
    private static final double WIDEST = 40;
    private static final int SWEEPS = 1000;
    private static final int HALVINGS = 60;
    private static final double STILL = 1e-12;

    /** Two distributions by how many equal parts each atom has. */
    static Tabular ofParts(int[] p, int[] q) {
        return new Tabular(samples(p), samples(q), p.length);
    }

    /** Every real sample beside every generated one, for losses that pair the i-th with the i-th. */
    Tabular pairs() {
        int n = fake.length;
        int[] left = IntStream.range(0, real.length * n).map(i -> real[i / n]).toArray();
        int[] right = IntStream.range(0, real.length * n).map(i -> fake[i % n]).toArray();
        return new Tabular(left, right, atoms);
    }

    Weights p() {
        return weights(real);
    }

    Weights q() {
        return weights(fake);
    }

    double loss(Loss loss, double... logits) {
        return dual(loss, logits, -1).scalar();
    }

    /** Minimises a loss whose slope by each logit changes its sign once, one logit after the other. */
    double[] minimise(Loss loss, double... start) {
        double[] logits = start.clone();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double moved = 0;
            for (int atom = 0; atom < atoms; atom++) {
                double before = logits[atom];
                logits[atom] = bottom(loss, logits, atom);
                moved = Math.max(moved, Math.abs(logits[atom] - before));
            }
            if (moved < STILL) {
                break;
            }
        }
        return logits;
    }

    private double bottom(Loss loss, double[] logits, int atom) {
        double[] tried = logits.clone();
        double low = -WIDEST;
        double high = WIDEST;
        for (int i = 0; i < HALVINGS; i++) {
            tried[atom] = (low + high) / 2;
            if (dual(loss, tried, atom).derivative() > 0) {
                high = tried[atom];
            } else {
                low = tried[atom];
            }
        }
        return tried[atom];
    }

    private Dual dual(Loss loss, double[] logits, int varied) {
        return loss.of(NUMBERS, batch(real, logits, varied), batch(fake, logits, varied));
    }

    private static Dual batch(int[] samples, double[] logits, int varied) {
        double[] values =
                Arrays.stream(samples).mapToDouble(atom -> logits[atom]).toArray();
        double[] tangent = Arrays.stream(samples)
                .mapToDouble(atom -> atom == varied ? 1 : 0)
                .toArray();
        return new Dual(values, tangent);
    }

    private static int[] samples(int[] parts) {
        return IntStream.range(0, parts.length)
                .flatMap(atom -> IntStream.range(0, parts[atom]).map(part -> atom))
                .toArray();
    }

    private Weights weights(int[] samples) {
        double[] values = new double[atoms];
        for (int atom : samples) {
            values[atom] += 1.0 / samples.length;
        }
        return new Weights(values);
    }
}
