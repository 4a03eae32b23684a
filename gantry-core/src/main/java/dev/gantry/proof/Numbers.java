package dev.gantry.proof;

import dev.gantry.config.EngineConfig;
import dev.gantry.objective.Dual;
import dev.gantry.objective.DualAlgebra;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.TensorAlgebra;
import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Tensor;

/** A way to evaluate a loss with its derivatives: plain numbers, or libtorch in one of its formats. */
sealed interface Numbers {

    /**
     * A loss with its derivatives.
     *
     * @param byReal by each real logit
     * @param byFake by each generated logit
     */
    record Result(double value, double[] byReal, double[] byFake) {}

    Result evaluate(Loss loss, double[] real, double[] fake);

    /** What a derivative of 0 may come out as. */
    double rounding();

    static Numbers plain() {
        return new Plain(new DualAlgebra());
    }

    static Numbers float32() {
        return new Torch(engine(EngineConfig.Dtype.FLOAT32), new TensorAlgebra());
    }

    static Numbers float64() {
        return new Torch(engine(EngineConfig.Dtype.FLOAT64), new TensorAlgebra());
    }

    /** One thread, host memory, full precision. */
    static Engine engine(EngineConfig.Dtype dtype) {
        Engine engine =
                new Engine(new EngineConfig(EngineConfig.Device.CPU, 1, dtype, EngineConfig.MatmulPrecision.HIGHEST));
        engine.useThreads();
        return engine;
    }

    /** Dual numbers. */
    record Plain(DualAlgebra on) implements Numbers {
        @Override
        public Result evaluate(Loss loss, double[] real, double[] fake) {
            Dual reals = Dual.constant(real);
            Dual fakes = Dual.constant(fake);
            return new Result(
                    loss.of(on, reals, fakes).scalar(),
                    derivatives(real.length, i -> loss.of(on, Dual.variable(i, real), fakes)),
                    derivatives(fake.length, i -> loss.of(on, reals, Dual.variable(i, fake))));
        }

        @Override
        public double rounding() {
            return 1e-15;
        }

        private static double[] derivatives(int count, IntFunction<Dual> varied) {
            double[] all = new double[count];
            for (int i = 0; i < count; i++) {
                all[i] = varied.apply(i).derivative();
            }
            return all;
        }
    }

    /** Tensors. */
    record Torch(Engine engine, TensorAlgebra on) implements Numbers {
        @Override
        public double rounding() {
            return engine.isFloat64() ? 1e-15 : 1e-7;
        }

        @Override
        public Result evaluate(Loss loss, double[] real, double[] fake) {
            try (Scope scope = new Scope()) {
                Tensor reals = engine.tensor(real, real.length).requires_grad_(true);
                Tensor fakes = engine.tensor(fake, fake.length).requires_grad_(true);
                Tensor value = loss.of(on, reals, fakes);
                List<double[]> slopes = Gradients.of(value, List.of(reals, fakes));
                return new Result(value.item_double(), slopes.get(0), slopes.get(1));
            }
        }
    }
}
