package dev.gantry.metric;

/** Numbers of the normal distribution and of counting. */
final class Gaussian {
    private static final double LOG_ROOT_2PI = 0.5 * Math.log(2 * Math.PI);

    /** Where the series of the distribution function gives way to the continued fraction of its tail. */
    private static final double SERIES_UP_TO = 3;

    private static final int FRACTION_TERMS = 120;

    private Gaussian() {}

    /** The probability that N(0, 1) is below {@code x}, to a relative error of about 1e-14. */
    static double cdf(double x) {
        return x < 0 ? upperTail(-x) : 1 - upperTail(x);
    }

    /** The probability that N(0, 1) lies between two numbers, exact far out too. */
    static double between(double low, double high) {
        return low > 0
                ? upperTail(low) - upperTail(high)
                : high < 0 ? upperTail(-high) - upperTail(-low) : cdf(high) - cdf(low);
    }

    /** The probability that N(0, 1) is above {@code x} >= 0 (Abramowitz and Stegun 26.2.11 and 26.2.14). */
    private static double upperTail(double x) {
        double density = Math.exp(logDensity(x));
        if (x < SERIES_UP_TO) {
            double term = x;
            double sum = x;
            for (int k = 1; term > sum * 1e-17; k++) {
                term *= x * x / (2 * k + 1);
                sum += term;
            }
            return 0.5 - density * sum;
        }
        double fraction = 0;
        for (int k = FRACTION_TERMS; k >= 1; k--) {
            fraction = k / (x + fraction);
        }
        return density / (x + fraction);
    }

    /** The logarithm of N(0, 1)'s density. */
    static double logDensity(double x) {
        return -0.5 * x * x - LOG_ROOT_2PI;
    }

    /** ln of n over k. */
    static double logChoose(int n, int k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    /** ln n!, by Stirling's series from 16 on, where its error is below 1e-13. */
    private static double logFactorial(int n) {
        if (n < 16) {
            double product = 1;
            for (int i = 2; i <= n; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double x = n + 1.0;
        double inverse = 1 / (x * x);
        return (x - 0.5) * Math.log(x)
                - x
                + LOG_ROOT_2PI
                + (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / x;
    }
}
