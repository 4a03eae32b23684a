package dev.gantry.metric;

import dev.gantry.metric.Neighbours.Points;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Fidelity and diversity apart. A ball around an image reaches to its k-th nearest neighbour in its own set, and the balls
 * of a set are what is known of where its distribution lives.
 *
 * <p>Precision is the share of G's images in a ball of a real one, recall the share of real images in a ball of one of
 * G's, with k = 3 (Kynkaanniemi et al. 2019, equations 1 to 3). Density is the mean number of real balls that an image of
 * G lies in, divided by k; coverage the share of real images whose ball holds one of G's, with k = 5 (Naeem et al. 2020,
 * equations 4 and 5). All depend on the numbers of images; the floors have the same.
 *
 * <p>The intervals take the balls as given and cover the images that are judged: G's for precision and density, the real
 * ones for recall and coverage.
 */
public final class Manifolds {
    private static final int K_PRECISION = 3;
    private static final int K_DENSITY = 5;

    private Manifolds() {}

    /** The scores "precision", "recall", "density" and "coverage". */
    public static Map<String, Score> scores(Engine engine, Comparison comparison) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            Tensor rows = comparison.reference().matrix(engine);
            Tensor centre = rows.mean(0);
            Reals reals = Reals.of(Points.of(rows, centre));
            Judged value = judge(Points.of(comparison.generated().matrix(engine), centre), reals);
            Features perfect = comparison.perfect();
            Judged floor = perfect == null ? null : judge(Points.of(perfect.matrix(engine), centre), reals);

            Map<String, Score> scores = new LinkedHashMap<>();
            scores.put("precision", share(comparison, value.precise(), floor == null ? null : floor.precise()));
            scores.put("recall", share(comparison, value.recalled(), floor == null ? null : floor.recalled()));
            scores.put(
                    "density",
                    comparison.score(
                            mean(value.balls()) / K_DENSITY,
                            floor == null ? null : mean(floor.balls()) / K_DENSITY,
                            Interval.ofMean(Arrays.stream(value.balls())
                                            .map(balls -> balls / K_DENSITY)
                                            .toArray())
                                    .notBelow(0)));
            scores.put("coverage", share(comparison, value.covered(), floor == null ? null : floor.covered()));
            return scores;
        }
    }

    /** The real images with the squared radii of their balls, a little enlarged for what rounding takes. */
    private record Reals(Points points, Tensor small, Tensor large) {
        static Reals of(Points points) {
            Tensor radii = Neighbours.radii(points, K_DENSITY).add(new Scalar(Neighbours.rounding(points)));
            return new Reals(points, radii.select(1, K_PRECISION - 1), radii.select(1, K_DENSITY - 1));
        }
    }

    /**
     * What is said of each image.
     *
     * @param precise for each judged image whether it lies in a ball of a real one: 1 or 0
     * @param recalled for each real image whether it lies in a ball of a judged one
     * @param balls for each judged image the number of real balls that it lies in
     * @param covered for each real image whether its ball holds a judged one
     */
    private record Judged(double[] precise, double[] recalled, double[] balls, double[] covered) {}

    private static Judged judge(Points judged, Reals reals) {
        Tensor own = Neighbours.radii(judged, K_PRECISION)
                .select(1, K_PRECISION - 1)
                .add(new Scalar(Neighbours.rounding(judged)));
        int n = judged.count();
        double[] precise = new double[n];
        double[] balls = new double[n];
        Tensor recalled = torch.zeros_like(reals.points().norms());
        Tensor covered = torch.zeros_like(reals.points().norms());
        ScalarTypeOptional wide = new ScalarTypeOptional(ScalarType.Double);
        Neighbours.blocks(judged, reals.points(), reals.points().count(), (at, distances) -> {
            int row = (int) at.row();
            Tensor radii = own.narrow(0, row, distances.size(0)).unsqueeze(1);
            copy(distances.le(reals.small()).any(1), precise, row);
            recalled.add_(distances.le(radii).any(0).to(ScalarType.Double));
            Tensor inside = distances.le(reals.large());
            copy(inside.sum(new long[] {1}, false, wide), balls, row);
            covered.add_(inside.any(0).to(ScalarType.Double));
        });
        return new Judged(precise, marks(recalled), balls, marks(covered));
    }

    private static void copy(Tensor values, double[] target, int offset) {
        double[] part = Engine.doubles(values);
        System.arraycopy(part, 0, target, offset, part.length);
    }

    private static double[] marks(Tensor counts) {
        return Arrays.stream(Engine.doubles(counts)).map(x -> x > 0 ? 1 : 0).toArray();
    }

    private static Score share(Comparison comparison, double[] marks, double @Nullable [] floor) {
        int hits = (int) Arrays.stream(marks).sum();
        return comparison.score(mean(marks), floor == null ? null : mean(floor), Interval.ofShare(hits, marks.length));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
