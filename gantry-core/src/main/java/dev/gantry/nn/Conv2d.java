package dev.gantry.nn;

import dev.gantry.torch.Engine;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Cross-correlation of images with square kernels, plus a bias per channel: y[o, i, j] = b[o] + sum over c, u, v of
 * W[o, c, u, v] x[c, i stride + u - padding, j stride + v - padding], where x is 0 outside the image.
 */
public final class Conv2d implements Layer {
    private static final long[] DENSE = {1, 1};

    private final int in;
    private final Tensor weight;
    private final TensorOptional bias;
    private final long[] stride;
    private final long[] padding;

    /**
     * @param in channels of the input
     * @param out channels of the output
     * @param window height and width of a kernel, how far it moves, and the zeros around the input
     */
    public Conv2d(Parameters parameters, int in, int out, Window window, Init init, RandomGenerator random) {
        int area = Math.multiplyExact(window.kernel(), window.kernel());
        double[] w = new double[Math.multiplyExact(Math.multiplyExact(in, out), area)];
        double[] b = new double[out];
        init.fill(random, (long) in * area, (long) out * area, w, b);
        this.in = in;
        this.weight = parameters.trainable("weight", w, out, in, window.kernel(), window.kernel());
        this.bias = new TensorOptional(parameters.trainable("bias", b, out)).retainReference();
        this.stride = new long[] {window.stride(), window.stride()};
        this.padding = new long[] {window.padding(), window.padding()};
    }

    /**
     * What a kernel sees.
     *
     * @param kernel height and width, at least 1
     * @param stride pixels from one place to the next, at least 1
     * @param padding rows and columns of zeros on each side, at least 0
     */
    public record Window(int kernel, int stride, int padding) {
        public Window {
            if (kernel < 1 || stride < 1 || padding < 0) {
                throw new IllegalArgumentException(
                        "a window has a kernel and a stride of at least 1 and a padding of at" + " least 0, got "
                                + kernel + ", " + stride + ", " + padding);
            }
        }

        /** Height or width of the output for that of the input. */
        public int output(int side) {
            return (side + 2 * padding - kernel) / stride + 1;
        }
    }

    /** [N, in, H, W] -> [N, out, H', W'], with H' and W' by {@link Window#output}. */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        Engine.requireShape("input of a convolution", x, -1, in, -1, -1);
        return torch.conv2d(x, weight, bias, stride, padding, DENSE, 1);
    }
}
