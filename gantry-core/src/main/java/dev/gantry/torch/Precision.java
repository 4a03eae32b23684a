package dev.gantry.torch;

import static org.bytedeco.pytorch.global.torch.createCPUGenerator;
import static org.bytedeco.pytorch.global.torch.globalContext;
import static org.bytedeco.pytorch.global.torch.rand;

import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What "medium" matrix products really are on this machine. */
final class Precision {
    /** float32 by oneDNN stays near 4e-7 of the exact product; bfloat16, which AMX machines use, near 3e-3. */
    private static final double TOLERANCE = 1e-6;

    private static final Scalar HALF = new Scalar(0.5).retainReference();

    private Precision() {}

    /**
     * Whether "medium", which sends products to oneDNN, is still float32 here: measured on products of the sizes that
     * networks have. Where there is AMX, oneDNN leaves small products in float32 and takes bfloat16 for large ones.
     */
    static boolean mediumIsFloat32() {
        return error(64, 512, 64) <= TOLERANCE
                && error(1024, 784, 64) <= TOLERANCE
                && error(256, 1024, 1024) <= TOLERANCE;
    }

    /** The relative error of [m, k] times [k, n] at "medium", on some of its elements. */
    private static double error(long m, long k, long n) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            GeneratorOptional random = new GeneratorOptional(createCPUGenerator(1));
            Tensor a = rand(new long[] {m, k}, random).sub_(HALF);
            Tensor b = rand(new long[] {k, n}, random).sub_(HALF);
            globalContext().setFloat32MatmulPrecision("medium");
            Tensor medium = a.matmul(b);
            globalContext().setFloat32MatmulPrecision("highest");
            Tensor exact = some(a).to(ScalarType.Double).matmul(b.to(ScalarType.Double));
            return some(medium).to(ScalarType.Double).sub(exact).norm().item_double()
                    / exact.norm().item_double();
        }
    }

    private static Tensor some(Tensor rows) {
        return rows.narrow(0, rows.size(0) / 2, 8);
    }
}
