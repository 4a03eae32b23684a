package dev.gantry.speed;

import dev.gantry.config.EngineConfig;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What this machine can do at best, as measured: the fastest of many tries, so that what else it does spoils them little.
 *
 * @param operationsPerSecond of large matrix products, a multiply-add being two operations
 * @param bytesPerSecond read and written together
 */
public record Ceilings(double operationsPerSecond, double bytesPerSecond) {
    private static final double MOST_SECONDS = 0.4;
    private static final int FEWEST_TRIES = 3;

    /** Sides of the square matrices that are multiplied: large enough to be fast, and small enough for caches. */
    private static final int[] SIDES = {512, 1024};

    /** Memory that is gone through, at least, to be beyond the caches of a core, and at most. */
    private static final long SMALLEST_BYTES = 32L << 20;

    private static final long LARGEST_BYTES = 512L << 20;

    /**
     * Measures on the calling thread, with a run's number format, precision and threads.
     *
     * @param config without "auto"
     * @param workingSet bytes of weights, gradients and optimisers' state: memory of this size is gone through, because
     *     what fits into a cache that the cores share is read faster
     * @param seconds how long to try each, at most; more than 0.4 changes nothing
     * @return empty on a device other than the CPU
     */
    public static Optional<Ceilings> measure(EngineConfig config, long workingSet, double seconds) {
        if (config.device() != EngineConfig.Device.CPU) {
            return Optional.empty();
        }
        Engine engine = new Engine(config);
        engine.useThreads();
        double secondsEach = Math.min(MOST_SECONDS, seconds);
        double operations = 0;
        for (int side : SIDES) {
            operations = Math.max(operations, productRate(engine, side, secondsEach));
        }
        long bytes = Math.max(SMALLEST_BYTES, Math.min(LARGEST_BYTES, workingSet));
        return Optional.of(new Ceilings(operations, memoryRate(engine, bytes, secondsEach)));
    }

    /** Operations a second in products of square matrices. */
    private static double productRate(Engine engine, int side, double seconds) {
        try (Scope scope = new Scope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor a = torch.ones_like(engine.zeros(side, side));
            Tensor b = torch.ones_like(a);
            Tensor product = torch.ones_like(a);
            return 2.0 * side * side * side / fastest(() -> torch.mm_out(product, a, b), seconds);
        }
    }

    /** Bytes a second of a += s b, which reads two numbers and writes one. */
    private static double memoryRate(Engine engine, long bytes, double seconds) {
        int numberBytes = engine.isFloat64() ? 8 : 4;
        long size = bytes / 2 / numberBytes;
        try (Scope scope = new Scope();
                NoGradGuard guard = new NoGradGuard()) {
            Scalar share = new Scalar(0.5);
            Tensor a = torch.ones_like(engine.zeros(size));
            Tensor b = torch.ones_like(a);
            return 3.0 * size * numberBytes / fastest(() -> a.add_(b, share), seconds);
        }
    }

    /** Seconds of the fastest of many tries. */
    private static double fastest(Runnable work, double seconds) {
        double fastest = Double.POSITIVE_INFINITY;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int tries = 0; tries < FEWEST_TRIES || System.nanoTime() < end; tries++) {
            long started = System.nanoTime();
            work.run();
            fastest = Math.min(fastest, (System.nanoTime() - started) * 1e-9);
        }
        return fastest;
    }
}
