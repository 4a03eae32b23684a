package dev.gantry.torch;

import dev.gantry.config.EngineConfig;
import dev.gantry.config.EngineConfig.Device;
import dev.gantry.config.EngineConfig.Dtype;
import dev.gantry.config.EngineConfig.MatmulPrecision;

/** Engines for tests: one thread, host memory. */
public final class Engines {
    private Engines() {}

    public static Engine float32() {
        return engine(Dtype.FLOAT32);
    }

    public static Engine float64() {
        return engine(Dtype.FLOAT64);
    }

    private static Engine engine(Dtype dtype) {
        Engine engine = new Engine(new EngineConfig(Device.CPU, 1, dtype, MatmulPrecision.HIGHEST));
        engine.useThreads();
        return engine;
    }
}
