package dev.gantry.torch;

import static org.bytedeco.pytorch.global.torch.createCPUGenerator;
import static org.bytedeco.pytorch.global.torch.globalContext;
import static org.bytedeco.pytorch.global.torch.randn;

import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What "medium" matrix products really are on this machine. */
final class Precision {
    /** float32 by oneDNN stays near 4e-7 of the exact product; bfloat16, which AMX machines use, near 3e-3. */
    private static final double TOLERANCE = 1e-6;

    private Precision() {}

    /** Whether "medium", which sends products to oneDNN, is still float32 here: measured on a small product. */
    static boolean mediumIsFloat32() {
        try (Scope scope = new Scope();
                NoGradGuard guard = new NoGradGuard()) {
            GeneratorOptional random = new GeneratorOptional(createCPUGenerator(1));
            Tensor a = randn(new long[] {64, 512}, random);
            Tensor b = randn(new long[] {512, 64}, random);
            globalContext().setFloat32MatmulPrecision("medium");
            Tensor medium = a.matmul(b).to(ScalarType.Double);
            globalContext().setFloat32MatmulPrecision("highest");
            Tensor exact = a.to(ScalarType.Double).matmul(b.to(ScalarType.Double));
            double error = medium.sub(exact).norm().item_double() / exact.norm().item_double();
            return error <= TOLERANCE;
        }
    }
}
