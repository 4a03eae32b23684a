package dev.gantry.torch;

import static org.bytedeco.pytorch.global.torch.createCPUGenerator;

import dev.gantry.random.Seeds;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * A libtorch random generator, set anew from the key of a named stream before each use. Its draws are made in host
 * memory and so depend neither on threads nor on the device. Belongs to one thread; make it outside step scopes.
 */
public final class TorchRandom {
    private final Generator generator = createCPUGenerator(0);
    private final GeneratorOptional argument = new GeneratorOptional(generator);

    private long key;
    private boolean started;
    private long masks;

    /** Starts the stream of a key. Cheap: the generator is set only when something is drawn. */
    public void restart(long streamKey) {
        key = streamKey;
        started = false;
        masks = 0;
    }

    /** The stream's next dropout mask for {@code x}, [N, ...]: drawn for the first number of each sample, then the second. */
    public Tensor dropoutMask(Engine engine, Tensor x, double drop) {
        Tensor mask = engine.hostZeros(x.numel() / x.size(0), x.size(0));
        nextMask(drop).write(mask, 0);
        return engine.toDevice(mask).t().reshape(x.shape());
    }

    /** The stream's next dropout mask, of any size. */
    public DropoutMask nextMask(double drop) {
        return new DropoutMask(new Seeds(key).key("mask", masks++), drop);
    }

    /** Draws from U(0, 1), in the run's format on its device. */
    public Tensor uniform(Engine engine, long... shape) {
        start();
        try (NoGrad guard = new NoGrad()) {
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
