package dev.gantry.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Each operation on plain numbers, its value by hand and its derivative against central differences. */
final class DualAlgebraTest {
    private static final DualAlgebra ON = new DualAlgebra();
    private static final double[] VALUES = {0.4, 1.3, 2.2, 0.9, -0.6, 1.7};
    private static final double[] POSITIVE = {0.4, 1.3, 2.2, 0.9, 0.6, 1.7};
    private static final double[] DIRECTION = {0.3, -1, 0.7, 0.2, 1.1, -0.5};
    private static final Offset<Double> DIFFERENCES = within(1e-8);
    private static final Offset<Double> EXACT = within(1e-14);

    @Test
    void derivativeOfEachOperation_isThatOfCentralDifferences() {
        Map<String, UnaryOperator<Dual>> operations = new LinkedHashMap<>();
        operations.put("negate", ON::negate);
        operations.put("scale", a -> ON.scale(a, -2.5));
        operations.put("shift", a -> ON.shift(a, 3));
        operations.put("add", a -> ON.add(a, ON.tanh(a)));
        operations.put("subtract", a -> ON.subtract(a, ON.mean(a)));
        operations.put("multiply", a -> ON.multiply(a, ON.exp(a)));
        operations.put("multiply by a scalar", a -> ON.multiply(ON.mean(a), a));
        operations.put("square", ON::square);
        operations.put("exp", ON::exp);
        operations.put("softplus", ON::softplus);
        operations.put("logSoftplus", ON::logSoftplus);
        operations.put("logLambert", ON::logLambert);
        operations.put("tanh", ON::tanh);
        operations.put("relu", ON::relu);
        operations.put("atMost", a -> ON.atMost(a, 1));
        operations.put("growth", ON::growth);
        operations.put("growth beyond", a -> ON.scale(ON.growth(ON.shift(a, 30)), 1e-9));
        operations.put("mean", ON::mean);
        operations.put("logSumExp", ON::logSumExp);
        operations.put("join", a -> ON.join(a, ON.exp(a)));
        operations.put("unitRows", a -> ON.unitRows(matrix(a)));
        operations.put("gram", a -> ON.gram(matrix(a)));
        operations.put("scaleRows", a -> ON.scaleRows(matrix(a), new Dual(head(a.value()), head(a.tangent()))));
        operations.forEach((name, operation) -> check(name, operation, VALUES));
    }

    @Test
    void derivativesOfRootsAndPowers_areThoseOfCentralDifferences() {
        check("squareRoot", ON::squareRoot, POSITIVE);
        check("power", a -> ON.power(a, 2.7), POSITIVE);
    }

    /** The root l of l + e^l = a, by mpmath with 30 digits. */
    @Test
    void logLambert_isTheRoot() {
        assertThat(lambert(1)).isCloseTo(0, EXACT);
        assertThat(lambert(0)).isCloseTo(-0.5671432904097838, EXACT);
        assertThat(lambert(-1)).isCloseTo(-1.278464542761074, EXACT);
        assertThat(lambert(50)).isCloseTo(3.8322808345079102, within(1e-13));
        assertThat(lambert(1e4)).isCloseTo(9.209419005748074, within(1e-13));
        assertThat(lambert(-1e4)).isEqualTo(-1e4);
    }

    /** ln ln(1 + e^a): for small e^a it is a - e^a/2, for large a it is ln a. */
    @Test
    void logSoftplus_neitherOverflowsNorUnderflows() {
        assertThat(ON.logSoftplus(Dual.constant(-1e4)).scalar()).isEqualTo(-1e4);
        assertThat(ON.logSoftplus(Dual.constant(1e4)).scalar()).isCloseTo(Math.log(1e4), EXACT);
        assertThat(ON.logSoftplus(Dual.constant(0)).scalar()).isCloseTo(Math.log(Math.log(2)), EXACT);
        double below = ON.logSoftplus(Dual.constant(Math.nextDown(-18.0))).scalar();
        assertThat(below).isCloseTo(ON.logSoftplus(Dual.constant(-18)).scalar(), EXACT);
    }

    /** Beyond 20 the tangent e^20 (a - 19), with its full slope at 20 itself, where a clip's slope would end. */
    @Test
    void growth_goesOnAsItsTangent() {
        assertThat(ON.growth(Dual.constant(3)).scalar()).isEqualTo(Math.exp(3));
        assertThat(ON.growth(Dual.constant(1e4)).scalar() / Math.exp(20)).isCloseTo(9981, within(1e-9));
        for (double a : new double[] {20, 20.5, 1e4}) {
            assertThat(ON.growth(Dual.variable(0, a)).derivative() / Math.exp(20))
                    .isCloseTo(1, within(1e-9));
        }
    }

    /** A limit far above must not cost the bits of what lies below: e^20 - (e^20 - 0.1) is not 0.1. */
    @Test
    void atMost_keepsWhatIsBelow_toTheLastBit() {
        assertThat(ON.atMost(Dual.constant(0.1), Math.exp(20)).scalar()).isEqualTo(0.1);
        assertThat(ON.atMost(Dual.constant(7), 2).scalar()).isEqualTo(2);
        assertThat(ON.atMost(Dual.variable(0, 2), 2).derivative()).isEqualTo(1);
        assertThat(ON.atMost(Dual.variable(0, 7), 2).derivative()).isZero();
    }

    @Test
    void rowsOfZeros_stay() {
        assertThat(ON.unitRows(Dual.matrix(2, 0, 0, 3, 4)).value()).containsExactly(0, 0, 0.6, 0.8);
    }

    @Test
    void rootOfZero_hasNoSlope() {
        assertThat(ON.squareRoot(Dual.variable(0, 0)).derivative()).isZero();
    }

    private static double lambert(double a) {
        return ON.logLambert(Dual.constant(a)).scalar();
    }

    private static Dual matrix(Dual vector) {
        return new Dual(vector.value(), vector.tangent(), 2);
    }

    private static double[] head(double[] values) {
        return new double[] {values[0], values[1], values[2]};
    }

    private static void check(String name, UnaryOperator<Dual> operation, double... values) {
        double h = 1e-5;
        double[] derivatives = operation.apply(new Dual(values, DIRECTION)).tangent();
        double[] above = operation.apply(Dual.constant(moved(values, h))).value();
        double[] below = operation.apply(Dual.constant(moved(values, -h))).value();
        assertThat(derivatives).as(name).hasSameSizeAs(above);
        for (int i = 0; i < derivatives.length; i++) {
            assertThat(derivatives[i])
                    .as("%s, element %d", name, i)
                    .isCloseTo((above[i] - below[i]) / (2 * h), DIFFERENCES);
        }
    }

    private static double[] moved(double[] values, double by) {
        double[] all = values.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] += by * DIRECTION[i];
        }
        return all;
    }
}
