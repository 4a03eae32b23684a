package dev.gantry.train;

/** Sums of products over rows of plain arrays, four at a time: the form that the JVM's compiler turns into vectors. */
final class Loops {
    private Loops() {}

    /** target = shift + the sum over i of factors[from + i * step] * rows[i], in the first {@code count} places. */
    static void combine(
            double[] factors, int from, int step, double[][] rows, double shift, double[] target, int count) {
        int whole = rows.length & ~3;
        for (int n = 0; n < count; n++) {
            target[n] = shift;
        }
        for (int i = 0; i < whole; i += 4) {
            int at = from + i * step;
            double a = factors[at];
            double b = factors[at + step];
            double c = factors[at + 2 * step];
            double d = factors[at + 3 * step];
            addFour(target, a, rows[i], b, rows[i + 1], c, rows[i + 2], d, rows[i + 3], count);
        }
        for (int i = whole; i < rows.length; i++) {
            add(target, factors[from + i * step], rows[i], count);
        }
    }

    private static void add(double[] target, double a, double[] x, int count) {
        for (int n = 0; n < count; n++) {
            target[n] += a * x[n];
        }
    }

    private static void addFour(
            double[] target,
            double a,
            double[] x,
            double b,
            double[] y,
            double c,
            double[] z,
            double d,
            double[] w,
            int count) {
        for (int n = 0; n < count; n++) {
            target[n] += a * x[n] + b * y[n] + c * z[n] + d * w[n];
        }
    }

    /** target[from + i] = the sum over the first {@code count} places of x times rows[i]. */
    static void products(double[] x, double[][] rows, double[] target, int from, int count) {
        int whole = rows.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            double[] r0 = rows[i];
            double[] r1 = rows[i + 1];
            double[] r2 = rows[i + 2];
            double[] r3 = rows[i + 3];
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            for (int n = 0; n < count; n++) {
                s0 += x[n] * r0[n];
                s1 += x[n] * r1[n];
                s2 += x[n] * r2[n];
                s3 += x[n] * r3[n];
            }
            target[from + i] = s0;
            target[from + i + 1] = s1;
            target[from + i + 2] = s2;
            target[from + i + 3] = s3;
        }
        for (int i = whole; i < rows.length; i++) {
            double sum = 0;
            for (int n = 0; n < count; n++) {
                sum += x[n] * rows[i][n];
            }
            target[from + i] = sum;
        }
    }

    static double sum(double[] x, int count) {
        double sum = 0;
        for (int n = 0; n < count; n++) {
            sum += x[n];
        }
        return sum;
    }
}
