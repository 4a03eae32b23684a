package dev.gantry.config;

import static dev.gantry.config.InvalidValue.require;

/** Where and in which numbers the run computes. */
public record EngineConfig(
        @Key(value = "auto", help = "auto (cuda where there is one), cpu, cuda")
        Device device,

        @Key(value = "0", help = "threads; 0: 1 for networks below 100,000 parameters, else every core")
        int threads,

        @Key(value = "float32", help = "number format of networks: float32, float64")
        Dtype dtype,

        @Key(
                value = "auto",
                help = "float32 matrix products on a CPU: highest, medium (oneDNN, bfloat16 on CPUs with AMX; not where"
                        + " OpenBLAS computes the products of dense layers), or auto: medium where it stays"
                        + " within 1e-6 of float32; on CUDA they are always float32")
        MatmulPrecision matmul) {

    public EngineConfig {
        require(threads >= 0 && threads <= 1024, "threads", "must be 0 to 1024, got %d", threads);
    }

    /** Device of a run. */
    public enum Device {
        AUTO,
        CPU,
        CUDA
    }

    /** Number format of the networks. */
    public enum Dtype {
        FLOAT32,
        FLOAT64
    }

    /** Precision of float32 matrix products. */
    public enum MatmulPrecision {
        AUTO,
        HIGHEST,
        MEDIUM
    }
}
