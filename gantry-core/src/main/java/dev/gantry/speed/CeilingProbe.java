package dev.gantry.speed;

import dev.gantry.config.EngineConfig;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Measures a machine's ceilings, over and over beside whatever else is measured: what it gives just now, and the most
 * that it gave in all tries. Belongs to the thread that made it.
 */
public final class CeilingProbe implements AutoCloseable {
    private static final int FEWEST_TRIES = 3;

    /** Sides of the square matrices that are multiplied: large enough to be fast, and small enough for caches. */
    private static final int[] SIDES = {512, 1024};

    /** Memory that is gone through, at least, to be beyond the caches of a core, and at most. */
    private static final long SMALLEST_BYTES = 32L << 20;

    private static final long LARGEST_BYTES = 512L << 20;

    private final Engine engine;
    private final Scalar share = new Scalar(0.5).retainReference();
    private final List<Tensor> kept;
    private final List<Work> products;
    private final Work memory;

    /** Something to time. */
    private static final class Work {
        private final double size;
        private final Runnable run;
        private double fastest = Double.POSITIVE_INFINITY;

        /** @param size operations or bytes of one run */
        Work(double size, Runnable run) {
            this.size = size;
            this.run = run;
        }

        /** Sizes a second, over some tries; after one that does not count, as its memory was out of use. */
        double rate(double seconds) {
            run.run();
            long started = System.nanoTime();
            long end = started + (long) (seconds * 1e9);
            long last = started;
            int tries = 0;
            while (tries < FEWEST_TRIES || last < end) {
                run.run();
                long now = System.nanoTime();
                fastest = Math.min(fastest, (now - last) * 1e-9);
                last = now;
                tries++;
            }
            return size * tries / ((last - started) * 1e-9);
        }

        double best() {
            return size / fastest;
        }
    }

    /**
     * Measures with a run's number format, precision and threads.
     *
     * @param config without "auto"
     * @param workingSet bytes of weights, gradients and optimisers' state: memory of this size is gone through, because
     *     what fits into a cache that the cores share is read faster
     * @return empty on a device other than the CPU
     */
    public static Optional<CeilingProbe> of(EngineConfig config, long workingSet) {
        return config.device() == EngineConfig.Device.CPU
                ? Optional.of(new CeilingProbe(new Engine(config), workingSet))
                : Optional.empty();
    }

    private CeilingProbe(Engine engine, long workingSet) {
        this.engine = engine;
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            List<List<Tensor>> squares =
                    IntStream.of(SIDES).mapToObj(side -> ones(3, side, side)).toList();
            products = squares.stream()
                    .map(square -> new Work(
                            2 * Math.pow((double) square.get(0).size(0), 3),
                            () -> torch.mm_out(square.get(0), square.get(1), square.get(2))))
                    .toList();
            int numberBytes = engine.isFloat64() ? 8 : 4;
            long size = Math.max(SMALLEST_BYTES, Math.min(LARGEST_BYTES, workingSet)) / 2 / numberBytes;
            List<Tensor> terms = ones(2, size);
            // a += s b reads two numbers and writes one
            memory = new Work(3.0 * size * numberBytes, () -> terms.get(0).add_(terms.get(1), share));
            kept = Stream.concat(squares.stream().flatMap(List::stream), terms.stream())
                    .toList();
        }
    }

    private List<Tensor> ones(int count, long... shape) {
        return IntStream.range(0, count)
                .mapToObj(i -> Scope.keep(torch.ones_like(engine.zeros(shape))))
                .toList();
    }

    /**
     * What the machine gives now: the mean over some tries.
     *
     * @param seconds how long to try each of the three: products of two sizes, and memory
     */
    public Ceilings now(double seconds) {
        engine.useThreads();
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            double operations = most(products.stream().mapToDouble(product -> product.rate(seconds)));
            return new Ceilings(operations, memory.rate(seconds));
        }
    }

    /** The most of all tries so far: what the machine can do at best. */
    public Ceilings best() {
        return new Ceilings(most(products.stream().mapToDouble(Work::best)), memory.best());
    }

    private static double most(DoubleStream rates) {
        return rates.max().orElseThrow();
    }

    @Override
    public void close() {
        kept.forEach(Scope::release);
        share.releaseReference();
    }
}
