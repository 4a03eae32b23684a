package dev.gantry.torch;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A product of matrices in host memory that stay where they are, prepared once and computed often. libtorch's own takes
 * 10 to 20 us before it computes, and copies what is not stored as it wants it. OpenBLAS, which libtorch brings along,
 * is called directly here: where there is AVX-512, and the environment does not forbid it, it has a kernel for small products that copies nothing, and a large
 * product is computed in blocks that are small enough for it.
 *
 * <p>Keeps its matrices until it is closed. Compute without gradient recording, on one thread at a time.
 */
public final class Product implements AutoCloseable {
    /** From so many multiplications on, libtorch's kernel is faster than OpenBLAS's for a product in one piece. */
    private static final long LARGE = 3_000_000;

    /** Up to so many OpenBLAS takes the kernel for small products (its file sgemm_small_kernel_permit_skylakex.c). */
    private static final long SMALL = 1_000_000;

    /**
     * How a larger product is cut; docs/performance.md says what was tried. Weights, which are a's, come from memory in
     * long rows, and what they are multiplied with and added to stays in the core's first caches. Rows times area stay
     * below {@link #SMALL}.
     *
     * @param rows of a block of the result
     * @param area columns of a block, times the depth of one addition to it
     */
    private record Cut(int rows, int area) {}

    private static final Cut BY_ROWS = new Cut(32, 8192);
    private static final Cut BY_COLUMNS = new Cut(512, 1024);
    private static final int LEAST_COLUMNS = 64;

    /**
     * The kinds of processor without that kernel, by OpenBLAS's names (its file dynamic.c). With any other name it finds
     * out by itself.
     */
    private static final Set<String> WITHOUT_SMALL = Set.of(
            "katmai",
            "coppermine",
            "northwood",
            "prescott",
            "banias",
            "atom",
            "core2",
            "penryn",
            "dunnington",
            "nehalem",
            "athlon",
            "opteron",
            "opteron_sse3",
            "barcelona",
            "nano",
            "sandybridge",
            "bobcat",
            "bulldozer",
            "piledriver",
            "haswell",
            "steamroller",
            "excavator",
            "zen");

    /** What the environment has OpenBLAS compute for, whatever processor there is; null where OpenBLAS finds that out. */
    private static final @Nullable String CORE_TYPE = System.getenv("OPENBLAS_CORETYPE");

    private static final String INSTRUCTIONS = torch.get_cpu_capability().getString();
    private static final boolean IN_BLOCKS = hasSmallKernel(INSTRUCTIONS, CORE_TYPE);

    private final List<Tensor> kept;
    private final Runnable compute;

    private Product(List<Tensor> matrices, Runnable compute) {
        kept = matrices;
        kept.forEach(Scope::keep);
        this.compute = compute;
    }

    /**
     * out = a b.
     *
     * @param out [m, n], contiguous; overwritten
     * @param a [m, k]; rows or columns of a contiguous matrix, or of its transpose
     * @param b [k, n]; the same
     */
    public static Product of(Tensor out, Tensor a, Tensor b) {
        return of(out, a, b, IN_BLOCKS);
    }

    /** The same, with or without the kernel for small products. */
    static Product of(Tensor out, Tensor a, Tensor b, boolean hasSmallKernel) {
        Size size = Size.of(out, a);
        Layout left = Layout.of(a);
        Layout right = Layout.of(b);
        boolean inBlocks = hasSmallKernel && right.isRows();
        Runnable compute;
        if (!inBlocks && size.multiplications() >= LARGE) {
            compute = () -> torch.mm_out(out, a, b);
        } else {
            Kernel kernel = kernel(out, a, left, b, right);
            compute = inBlocks && size.multiplications() > SMALL
                    ? new InBlocks(kernel, size, left, right)::multiply
                    : () -> kernel.multiply(size, 0, 0, 0, 0);
        }
        return new Product(List.of(out, a, b), compute);
    }

    /** out = out + a b, for small matrices; as {@link #of}. */
    public static Product added(Tensor out, Tensor a, Tensor b) {
        Size size = Size.of(out, a);
        Kernel kernel = kernel(out, a, Layout.of(a), b, Layout.of(b));
        return new Product(List.of(out, a, b), () -> kernel.multiply(size, 0, 0, 0, 1));
    }

    /**
     * Whether OpenBLAS takes its kernel for small products, which makes large ones fast too.
     *
     * @param instructions widest vector instructions that libtorch uses, such as "AVX2"
     * @param coreType the environment's OPENBLAS_CORETYPE: what kind of processor OpenBLAS is to compute for; null or
     *     empty where it finds that out
     */
    static boolean hasSmallKernel(String instructions, @Nullable String coreType) {
        return instructions.equals("AVX512")
                && (coreType == null || !WITHOUT_SMALL.contains(coreType.toLowerCase(Locale.ROOT)));
    }

    /**
     * The environment's OPENBLAS_CORETYPE, where it keeps OpenBLAS from the kernel that this processor could use; empty
     * otherwise.
     */
    public static String hindrance() {
        return hindrance(INSTRUCTIONS, CORE_TYPE);
    }

    static String hindrance(String instructions, @Nullable String coreType) {
        return hasSmallKernel(instructions, null) && !hasSmallKernel(instructions, coreType)
                ? String.valueOf(coreType)
                : "";
    }

    public void compute() {
        compute.run();
    }

    @Override
    public void close() {
        kept.forEach(Scope::release);
    }

    /** Of [m, k] times [k, n]. */
    private record Size(int m, int n, int k) {
        static Size of(Tensor out, Tensor a) {
            return new Size((int) out.size(0), (int) out.size(1), (int) a.size(1));
        }

        long multiplications() {
            return (long) m * n * k;
        }
    }

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
         * @param size of the block
         * @param fromA the first element of a's part, [m, k]
         * @param fromB the first element of b's part, [k, n]
         * @param fromOut the first element of the block, [m, n]
         * @param before what becomes of what is there: 0 or 1 times as much
         */
        void multiply(Size size, long fromA, long fromB, long fromOut, int before);
    }

    private static Kernel kernel(Tensor out, Tensor a, Layout left, Tensor b, Layout right) {
        int step = (int) out.size(1);
        return Engine.isFloat32(out) ? floats(out, step, a, left, b, right) : doubles(out, step, a, left, b, right);
    }

    private static Kernel floats(Tensor out, int step, Tensor a, Layout left, Tensor b, Layout right) {
        FloatPointer c = out.data_ptr_float();
        FloatPointer x = a.data_ptr_float();
        FloatPointer y = b.data_ptr_float();
        return (size, fromA, fromB, fromOut, before) -> cblas_sgemm(
                CblasRowMajor,
                left.order(),
                right.order(),
                size.m(),
                size.n(),
                size.k(),
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
        return (size, fromA, fromB, fromOut, before) -> cblas_dgemm(
                CblasRowMajor,
                left.order(),
                right.order(),
                size.m(),
                size.n(),
                size.k(),
                1,
                x.position(fromA),
                left.step(),
                y.position(fromB),
                right.step(),
                before,
                c.position(fromOut),
                step);
    }

    /** A product of which the small kernel computes block after block. */
    private record InBlocks(Kernel kernel, Size size, Layout left, Layout right) {
        void multiply() {
            Cut cut = left.isRows() ? BY_ROWS : BY_COLUMNS;
            int columns = Math.min(size.n(), Math.max(LEAST_COLUMNS, cut.area() / size.k()));
            int depth = cut.area() / columns;
            for (int column = 0; column < size.n(); column += columns) {
                if (left.isRows()) {
                    for (int row = 0; row < size.m(); row += cut.rows()) {
                        for (int at = 0; at < size.k(); at += depth) {
                            block(row, cut.rows(), column, columns, at, depth);
                        }
                    }
                } else {
                    for (int at = 0; at < size.k(); at += depth) {
                        for (int row = 0; row < size.m(); row += cut.rows()) {
                            block(row, cut.rows(), column, columns, at, depth);
                        }
                    }
                }
            }
        }

        /** Adds to a block what a part of the depth gives it; the last of each may be smaller. */
        private void block(int row, int rows, int column, int columns, int at, int depth) {
            Size block = new Size(
                    Math.min(rows, size.m() - row),
                    Math.min(columns, size.n() - column),
                    Math.min(depth, size.k() - at));
            kernel.multiply(
                    block, left.at(row, at), right.at(at, column), (long) row * size.n() + column, at == 0 ? 0 : 1);
        }
    }
}
