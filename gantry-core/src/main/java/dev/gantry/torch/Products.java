package dev.gantry.torch;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Products of matrices in host memory. libtorch's own takes 10 to 20 us before it computes, and copies what is not
 * stored as it wants it. OpenBLAS, which libtorch brings along, is called directly here: where there is AVX-512 it has a
 * kernel for small products that copies nothing, and a large product is computed in blocks that are small enough for it.
 */
public final class Products {
    /** From so many multiplications on, libtorch's kernel is faster than OpenBLAS's for a product in one piece. */
    private static final long LARGE = 3_000_000;

    /**
     * How a large product is cut; docs/performance.md says what was tried. Weights, which are a's, come from memory in
     * long rows, and what they are multiplied with and added to stays in the core's first caches. Rows times area stay
     * below the million multiplications up to which OpenBLAS takes the small kernel (its file
     * sgemm_small_kernel_permit_skylakex.c).
     *
     * @param rows of a block of the result
     * @param area columns of a block, times the depth of one addition to it
     */
    private record Cut(int rows, int area) {}

    private static final Cut BY_ROWS = new Cut(32, 8192);
    private static final Cut BY_COLUMNS = new Cut(512, 1024);
    private static final int LEAST_COLUMNS = 64;

    /** Whether OpenBLAS has the kernel for small products. */
    private static final boolean IN_BLOCKS =
            "AVX512".equals(torch.get_cpu_capability().getString());

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

        boolean isRows() {
            return order == CblasNoTrans;
        }

        /** Where an element is, counted from the first. */
        long at(int row, int column) {
            return isRows() ? (long) row * step + column : (long) column * step + row;
        }
    }

    /** Computes a block of the result, or adds to it. */
    private interface Kernel {
        /**
         * @param fromA the first element of a's part, [m, k]
         * @param fromB the first element of b's part, [k, n]
         * @param fromOut the first element of the block, [m, n]
         * @param before what becomes of what is there: 0 or 1 times as much
         */
        void multiply(int m, int n, int k, long fromA, long fromB, long fromOut, int before);
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
        Layout left = Layout.of(a);
        Layout right = Layout.of(b);
        boolean inBlocks = IN_BLOCKS && right.isRows();
        if (!inBlocks && (long) m * n * k >= LARGE) {
            torch.mm_out(out, a, b);
            return;
        }
        Kernel kernel = Engine.isFloat32(out) ? floats(out, n, a, left, b, right) : doubles(out, n, a, left, b, right);
        if (inBlocks) {
            new InBlocks(kernel, m, n, k, left, right).multiply();
        } else {
            kernel.multiply(m, n, k, 0, 0, 0, 0);
        }
    }

    /** A product of which the small kernel computes block after block. */
    private record InBlocks(Kernel kernel, int m, int n, int k, Layout left, Layout right) {
        void multiply() {
            Cut cut = left.isRows() ? BY_ROWS : BY_COLUMNS;
            int columns = Math.min(n, Math.max(LEAST_COLUMNS, cut.area() / k));
            int depth = cut.area() / columns;
            for (int column = 0; column < n; column += columns) {
                if (left.isRows()) {
                    for (int row = 0; row < m; row += cut.rows()) {
                        for (int at = 0; at < k; at += depth) {
                            block(row, cut.rows(), column, columns, at, depth);
                        }
                    }
                } else {
                    for (int at = 0; at < k; at += depth) {
                        for (int row = 0; row < m; row += cut.rows()) {
                            block(row, cut.rows(), column, columns, at, depth);
                        }
                    }
                }
            }
        }

        /** Adds to a block what a part of the depth gives it; the last of each may be smaller. */
        private void block(int row, int rows, int column, int columns, int at, int depth) {
            kernel.multiply(
                    Math.min(rows, m - row),
                    Math.min(columns, n - column),
                    Math.min(depth, k - at),
                    left.at(row, at),
                    right.at(at, column),
                    (long) row * n + column,
                    at == 0 ? 0 : 1);
        }
    }

    private static Kernel floats(Tensor out, int step, Tensor a, Layout left, Tensor b, Layout right) {
        FloatPointer c = out.data_ptr_float();
        FloatPointer x = a.data_ptr_float();
        FloatPointer y = b.data_ptr_float();
        return (m, n, k, fromA, fromB, fromOut, before) -> cblas_sgemm(
                CblasRowMajor,
                left.order(),
                right.order(),
                m,
                n,
                k,
                1,
                x.position(fromA),
                left.step(),
                y.position(fromB),
                right.step(),
                before,
                c.position(fromOut),
                step);
    }

    private static Kernel doubles(Tensor out, int step, Tensor a, Layout left, Tensor b, Layout right) {
        DoublePointer c = out.data_ptr_double();
        DoublePointer x = a.data_ptr_double();
        DoublePointer y = b.data_ptr_double();
        return (m, n, k, fromA, fromB, fromOut, before) -> cblas_dgemm(
                CblasRowMajor,
                left.order(),
                right.order(),
                m,
                n,
                k,
                1,
                x.position(fromA),
                left.step(),
                y.position(fromB),
                right.step(),
                before,
                c.position(fromOut),
                step);
    }
}
