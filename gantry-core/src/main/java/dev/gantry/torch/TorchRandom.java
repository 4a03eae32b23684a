package dev.gantry.torch;

import static org.bytedeco.pytorch.global.torch.createCPUGenerator;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A libtorch random generator, set anew from the key of a named stream before each use. Its draws are made in host
 * memory and so depend neither on threads nor on the device. Belongs to one thread; make it outside step scopes.
 */
public final class TorchRandom {
    /** Drop shares are counted in this many parts, so that one byte decides one element. */
    private static final int PARTS = 256;

    private final Generator generator = createCPUGenerator(0);
    private final GeneratorOptional argument = new GeneratorOptional(generator);
    private final TensorOptions longs = new TensorOptions().dtype(new ScalarTypeOptional(ScalarType.Long));
    private final MemoryFormatOptional anyFormat = new MemoryFormatOptional();
    private final LongOptional noLimit = new LongOptional();

    private long key;
    private boolean started;

    /** Starts the stream of a key. Cheap: the generator is set only when something is drawn. */
    public void restart(long streamKey) {
        key = streamKey;
        started = false;
    }

    /**
     * A dropout mask like {@code x}: 0 with probability {@code drop}, else 1 / (1 - drop), so that the expectation of
     * every element is kept. {@code drop} is rounded to the nearest 1/256, at most 255/256, and the mask scaled by the rounded share: a
     * byte a draw, eight to a 64-bit word, is an order of magnitude cheaper than libtorch's serial Bernoulli.
     */
    public Tensor dropoutMask(Engine engine, Tensor x, double drop) {
        Tensor kept = bytes(x.numel())
                .ge(new Scalar(dropped(drop)))
                .to(engine.isFloat64() ? ScalarType.Double : ScalarType.Float)
                .mul_(new Scalar(scale(drop)));
        return engine.toDevice(kept).view_as(x);
    }

    /** What {@link #dropoutMask} is made from: a byte an element, in host memory. */
    public Tensor bytes(long size) {
        start();
        return torch.empty(new long[] {(size + 7) / 8}, longs, anyFormat)
                .random_(Long.MIN_VALUE, noLimit, argument)
                .view(ScalarType.Byte)
                .narrow(0, 0, size);
    }

    /** Writes the elements of a dropout mask that {@code bytes} decide. Needs no generator, so several threads can. */
    public static void writeMask(Tensor mask, Tensor bytes, double drop) {
        mask.copy_(bytes.ge(new Scalar(dropped(drop)))).mul_(new Scalar(scale(drop)));
    }

    /** Bytes below this drop their element. */
    private static int dropped(double drop) {
        return (int) Math.min(PARTS - 1, Math.round(drop * PARTS));
    }

    private static double scale(double drop) {
        return (double) PARTS / (PARTS - dropped(drop));
    }

    /** Draws from U(0, 1), in the run's format on its device. */
    public Tensor uniform(Engine engine, long... shape) {
        start();
        try (NoGradGuard guard = new NoGradGuard()) {
            return engine.toDevice(engine.hostZeros(shape).uniform_(0, 1, argument));
        }
    }

    private void start() {
        if (!started) {
            generator.set_current_seed(key);
            started = true;
        }
    }
}
