package dev.gantry.torch;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Products of matrices in host memory. libtorch's own takes 10 to 20 us before it computes, as long as a small product
 * takes in all: those go to OpenBLAS directly, which libtorch brings along.
 */
public final class Products {
    /** From so many multiplications on, libtorch's kernel is faster, as docs/performance.md says. */
    private static final long LARGE = 3_000_000;

    private Products() {}

    /**
     * A matrix as BLAS wants it.
     *
     * @param order whether it is stored row by row, or column by column
     * @param step from the start of one row or column to the next, in elements
     */
    private record Layout(int order, int step) {
        static Layout of(Tensor matrix) {
            if (matrix.stride(1) == 1) {
                return new Layout(CblasNoTrans, (int) Math.max(matrix.stride(0), matrix.size(1)));
            } else if (matrix.stride(0) == 1) {
                return new Layout(CblasTrans, (int) Math.max(matrix.stride(1), matrix.size(0)));
            }
            throw new IllegalArgumentException(
                    "neither rows nor columns lie side by side: strides " + matrix.stride(0) + ", " + matrix.stride(1));
        }
    }

    /**
     * Computes out = a b, without gradient recording, on the calling thread.
     *
     * @param out [m, n], contiguous; overwritten
     * @param a [m, k]; rows or columns of a contiguous matrix, or of its transpose
     * @param b [k, n]; the same
     */
    public static void multiply(Tensor out, Tensor a, Tensor b) {
        int m = (int) out.size(0);
        int n = (int) out.size(1);
        int k = (int) a.size(1);
        if ((long) m * n * k >= LARGE) {
            torch.mm_out(out, a, b);
            return;
        }
        Layout left = Layout.of(a);
        Layout right = Layout.of(b);
        if (Engine.isFloat32(out)) {
            cblas_sgemm(
                    CblasRowMajor,
                    left.order(),
                    right.order(),
                    m,
                    n,
                    k,
                    1,
                    a.data_ptr_float(),
                    left.step(),
                    b.data_ptr_float(),
                    right.step(),
                    0,
                    out.data_ptr_float(),
                    n);
        } else {
            cblas_dgemm(
                    CblasRowMajor,
                    left.order(),
                    right.order(),
                    m,
                    n,
                    k,
                    1,
                    a.data_ptr_double(),
                    left.step(),
                    b.data_ptr_double(),
                    right.step(),
                    0,
                    out.data_ptr_double(),
                    n);
        }
    }
}
