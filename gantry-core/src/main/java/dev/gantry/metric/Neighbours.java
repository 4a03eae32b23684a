package dev.gantry.metric;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Distances between all rows of two sets of features, in blocks, so that memory stays small. All are squared, in
 * float64, by |x|^2 + |y|^2 - 2 x y; what that loses to rounding is at most {@link #rounding}.
 */
final class Neighbours {
    /** So many distances stay in the processor's cache. */
    private static final int BLOCK = 1 << 19;

    private static final int COLUMNS = 2048;

    private Neighbours() {}

    /** Rows of a set about a common centre, which keeps rounding small. */
    record Points(Tensor rows, Tensor norms) {
        static Points of(Tensor rows, Tensor centre) {
            Tensor centred = rows.sub(centre);
            return new Points(centred, centred.square().sum(1));
        }

        int count() {
            return Math.toIntExact(rows.size(0));
        }

        private Points part(long from, long count) {
            return new Points(rows.narrow(0, from, count), norms.narrow(0, from, count));
        }
    }

    /** The largest error of a squared distance between two of the points. */
    static double rounding(Points points) {
        return 1e-13 * (1 + points.norms().max().item_double());
    }

    /** For each row its squared distances to the {@code most} nearest other rows in rising order, [n, most]. */
    static Tensor radii(Points points, int most) {
        Tensor radii = torch.zeros_like(points.norms()).unsqueeze(1).repeat(1, most);
        blocks(points, points, points.count(), (at, distances) -> {
            distances.diagonal(at.row(), 0, 1).fill_(new Scalar(Double.POSITIVE_INFINITY));
            T_TensorTensor_T nearest = torch.topk(distances, most, 1, false, true);
            radii.narrow(0, at.row(), distances.size(0)).copy_(new Tensor(nearest.get0()));
        });
        return radii;
    }

    /** Where a block begins. */
    record Place(long row, long column) {}

    /**
     * The nearest of other points to each of some.
     *
     * @param distances not squared
     * @param indices rows of the others
     */
    record Nearest(double[] distances, int[] indices) {}

    /** For each of {@code points} the nearest of {@code others}. */
    static Nearest nearest(Points points, Points others) {
        double[] least = new double[points.count()];
        int[] indices = new int[points.count()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        blocks(points, others, COLUMNS, (at, distances) -> {
            T_TensorTensor_T nearest = torch.min(distances, 1, false);
            double[] values = Engine.doubles(new Tensor(nearest.get0()));
            double[] places = Engine.doubles(new Tensor(nearest.get1()));
            for (int i = 0; i < values.length; i++) {
                int row = (int) at.row() + i;
                if (values[i] < least[row]) {
                    least[row] = values[i];
                    indices[row] = (int) at.column() + (int) places[i];
                }
            }
        });
        for (int i = 0; i < least.length; i++) {
            least[i] = Math.sqrt(Math.max(0, least[i]));
        }
        return new Nearest(least, indices);
    }

    /**
     * Hands on squared distances block by block, [rows of points, rows of others]; a block lives until the call returns.
     *
     * @param columns most rows of {@code others} in a block
     */
    static void blocks(Points points, Points others, int columns, BiConsumer<Place, Tensor> use) {
        int rows = Math.max(1, BLOCK / Math.min(columns, others.count()));
        for (long row = 0; row < points.count(); row += rows) {
            for (long column = 0; column < others.count(); column += columns) {
                try (Scope scope = new Scope()) {
                    Points a = points.part(row, Math.min(rows, points.count() - row));
                    Points b = others.part(column, Math.min(columns, others.count() - column));
                    Tensor distances = torch.addmm(b.norms(), a.rows(), b.rows().t(), new Scalar(1.0), new Scalar(-2.0))
                            .add_(a.norms().unsqueeze(1));
                    use.accept(new Place(row, column), distances);
                }
            }
        }
    }
}
