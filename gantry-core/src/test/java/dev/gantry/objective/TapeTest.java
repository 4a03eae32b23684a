package dev.gantry.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.config.Configs;
import dev.gantry.train.Objectives;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The tape against dual numbers: the same value, and as gradient one derivative for each input. */
final class TapeTest {
    private static final double[] VALUES = {0.4, 1.3, 2.2, 0.9, -0.6, 1.7};
    private static final double[] POSITIVE = {0.4, 1.3, 2.2, 0.9, 0.6, 1.7};
    private static final double[] WEIGHTS = {0.3, -1, 0.7, 0.2, 1.1, -0.5};
    private static final Offset<Double> CLOSE = within(1e-13);

    /** An operation on any kind of number. */
    private interface Operation {
        <T> T of(Algebra<T> on, T a);
    }

    @Test
    void gradientOfEachOperation_isThatOfDualNumbers() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put("negate", Algebra::negate);
        operations.put("scale", scale());
        operations.put("add", add());
        operations.put("subtract its mean", subtract());
        operations.put("multiply", multiply());
        operations.put("square", Algebra::square);
        operations.put("exp", Algebra::exp);
        operations.put("softplus", Algebra::softplus);
        operations.put("logSoftplus", Algebra::logSoftplus);
        operations.put("logLambert", Algebra::logLambert);
        operations.put("tanh", Algebra::tanh);
        operations.put("relu", Algebra::relu);
        operations.put("growth", Algebra::growth);
        operations.put("mean", Algebra::mean);
        operations.put("logSumExp", Algebra::logSumExp);
        operations.put("join", join());
        operations.put("scaleRows", scaleRows());
        operations.forEach((name, operation) -> check(name, operation, VALUES, 1));
        check("squareRoot", Algebra::squareRoot, POSITIVE, 1);
        check("power", power(), POSITIVE, 1);
        check("unitRows", Algebra::unitRows, VALUES, 3);
        check("gram", Algebra::gram, VALUES, 3);
    }

    @Test
    void gradientOfEveryObjective_isThatOfDualNumbers() {
        for (Catalogue.Entry entry : Catalogue.objectives()) {
            Objective objective = Objectives.of(Configs.objective(entry.name(), List.of()));
            check(entry.name() + " D", discriminator(objective), VALUES, 1);
            check(entry.name() + " G", generator(objective), VALUES, 1);
        }
    }

    @Test
    void infiniteSlope_ofAnInputThatDoesNotMatter_isNoGradient() {
        Tape tape = new Tape();
        Tape.Node a = tape.vector(800, 1);
        tape.differentiate(tape.mean(tape.multiply(tape.exp(a), tape.vector(0, 1))));
        assertThat(a.gradient()[1]).isCloseTo(Math.E / 2, CLOSE);
    }

    @Test
    void onlyAScalarIsDifferentiated() {
        Tape tape = new Tape();
        assertThatThrownBy(() -> tape.differentiate(tape.vector(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 2 numbers");
    }

    private static Operation scale() {
        return new Operation() {
            @Override
            public <T> T of(Algebra<T> on, T a) {
                return on.shift(on.scale(a, -2.5), 3);
            }
        };
    }

    private static Operation add() {
        return new Operation() {
            @Override
            public <T> T of(Algebra<T> on, T a) {
                return on.add(a, on.tanh(a));
            }
        };
    }

    private static Operation subtract() {
        return new Operation() {
            @Override
            public <T> T of(Algebra<T> on, T a) {
                return on.subtract(a, on.mean(a));
            }
        };
    }

    private static Operation multiply() {
        return new Operation() {
            @Override
            public <T> T of(Algebra<T> on, T a) {
                return on.multiply(on.mean(a), on.multiply(a, on.exp(a)));
            }
        };
    }

    private static Operation join() {
        return new Operation() {
            @Override
            public <T> T of(Algebra<T> on, T a) {
                return on.join(on.exp(a), a);
            }
        };
    }

    private static Operation scaleRows() {
        return new Operation() {
            @Override
            public <T> T of(Algebra<T> on, T a) {
                return on.scaleRows(a, on.tanh(a));
            }
        };
    }

    private static Operation power() {
        return new Operation() {
            @Override
            public <T> T of(Algebra<T> on, T a) {
                return on.power(a, 2.7);
            }
        };
    }

    private static Operation discriminator(Objective objective) {
        return new Operation() {
            @Override
            public <T> T of(Algebra<T> on, T a) {
                return objective.discriminatorLoss(on, a, on.shift(on.negate(a), 0.3));
            }
        };
    }

    private static Operation generator(Objective objective) {
        return new Operation() {
            @Override
            public <T> T of(Algebra<T> on, T a) {
                return objective.generatorLoss(on, on.shift(on.negate(a), 0.3), a);
            }
        };
    }

    /** Through a weighted mean of what the operation gives, so that every output counts, each with its own weight. */
    private static void check(String name, Operation operation, double[] values, int columns) {
        Tape tape = new Tape();
        Tape.Node input = tape.matrix(columns, values.clone());
        Tape.Node output = operation.of(tape, input);
        double[] weights = weights(output.value().length);
        Tape.Node result = tape.mean(tape.multiply(output, tape.vector(weights)));
        tape.differentiate(result);

        DualAlgebra dual = new DualAlgebra();
        for (int i = 0; i < values.length; i++) {
            double[] tangent = new double[values.length];
            tangent[i] = 1;
            Dual expected = dual.mean(dual.multiply(
                    operation.of(dual, new Dual(values.clone(), tangent, columns)), Dual.constant(weights)));
            assertThat(result.scalar()).as(name).isCloseTo(expected.scalar(), CLOSE);
            assertThat(input.gradient()[i])
                    .as(name + ", input " + i)
                    .isCloseTo(expected.derivative(), within(1e-13 * (1 + Math.abs(expected.derivative()))));
        }
    }

    private static double[] weights(int count) {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = WEIGHTS[i % WEIGHTS.length];
        }
        return weights;
    }
}
