package dev.gantry.train;

import dev.gantry.model.DenseLayer;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Where the gradient by the parameters of dense layers is put: whole, for whoever follows it when it is complete, or
 * piece by piece in memory that is used over and over, for an optimiser that follows at once. Made inside
 * {@link Team#lead}.
 */
final class TeamGradient implements AutoCloseable {
    /** Weights in a piece, about, at most: with more, they leave a core's own cache before they are used again. */
    private static final long PIECE = 1 << 17;

    private final Team team;
    private final List<Tensor> kept = new ArrayList<>();
    private final List<Tensor> whole = new ArrayList<>();

    /** For each layer the pieces of each part of the team. */
    private final List<List<List<Piece>>> pieces = new ArrayList<>();

    /**
     * The gradient by some rows of a layer's weights.
     *
     * @param first the first of the rows, counted from the first that belongs to the part
     * @param weight [rows, inputs]
     * @param bias by all biases that belong to the part, in one of its pieces; null in the others
     * @param move lets the parameters follow; null where they wait for the whole gradient
     */
    record Piece(long first, Tensor weight, @Nullable Tensor bias, InBackward.@Nullable Move move) {
        /** The piece's own rows, of all that belong to the part. */
        Tensor rowsOf(Tensor part) {
            long rows = weight.size(0);
            return rows == part.size(0) ? part : part.narrow(0, first, rows);
        }
    }

    private TeamGradient(Team team) {
        this.team = team;
    }

    /** One gradient for each parameter, complete after the pass. */
    static TeamGradient whole(Engine engine, Team team, List<DenseLayer> layers) {
        TeamGradient gradient = new TeamGradient(team);
        for (DenseLayer layer : layers) {
            Tensor weight = gradient.keep(engine.zeros(layer.weight().shape()));
            Tensor bias = gradient.keep(engine.zeros(layer.bias().shape()));
            gradient.whole.addAll(List.of(weight, bias));
            gradient.pieces.add(IntStream.range(0, team.size())
                    .mapToObj(
                            part -> List.of(new Piece(0, gradient.rows(weight, part), gradient.rows(bias, part), null)))
                    .toList());
        }
        return gradient;
    }

    /** Pieces that an optimiser follows as soon as they are there. */
    static TeamGradient followedBy(InBackward optimizer, Engine engine, Team team, List<DenseLayer> layers) {
        TeamGradient gradient = new TeamGradient(team);
        long longest = layers.stream()
                .mapToLong(layer ->
                        Math.min(PIECE + layer.weight().size(1), layer.weight().numel()))
                .max()
                .orElseThrow();
        List<Tensor> memories = IntStream.range(0, team.size())
                .mapToObj(part -> gradient.keep(engine.zeros(longest)))
                .toList();
        for (int i = 0; i < layers.size(); i++) {
            int weight = 2 * i;
            Tensor bias = gradient.keep(engine.zeros(layers.get(i).bias().shape()));
            long columns = layers.get(i).weight().size(1);
            gradient.pieces.add(IntStream.range(0, team.size())
                    .mapToObj(part -> gradient.pieces(optimizer, weight, memories.get(part), columns, bias, part))
                    .toList());
        }
        return gradient;
    }

    private List<Piece> pieces(
            InBackward optimizer, int parameter, Tensor memory, long columns, Tensor biases, int part) {
        Tensor bias = rows(biases, part);
        long all = bias.size(0);
        long count = all == 0 ? 0 : Math.min(all, (all * columns + PIECE - 1) / PIECE);
        return LongStream.range(0, count)
                .mapToObj(i -> {
                    long first = all * i / count;
                    long rows = all * (i + 1) / count - first;
                    Tensor weight = keep(memory.narrow(0, 0, rows * columns).view(rows, columns));
                    long start = team.first(part, biases.size(0));
                    List<InBackward.Slice> slices = new ArrayList<>();
                    slices.add(new InBackward.Slice(parameter, start + first, weight));
                    if (i == 0) {
                        slices.add(new InBackward.Slice(parameter + 1, start, bias));
                    }
                    return new Piece(first, weight, i == 0 ? bias : null, optimizer.move(slices));
                })
                .toList();
    }

    private Tensor rows(Tensor tensor, int part) {
        long first = team.first(part, tensor.size(0));
        return keep(tensor.narrow(0, first, team.first(part + 1, tensor.size(0)) - first));
    }

    private Tensor keep(Tensor tensor) {
        kept.add(Scope.keep(tensor));
        return tensor;
    }

    /** What a part computes of a layer's gradient, in this order. */
    List<Piece> pieces(int layer, int part) {
        return pieces.get(layer).get(part);
    }

    /** Weight and bias of each layer; nothing where an optimiser has followed already. */
    List<Tensor> whole() {
        return whole;
    }

    @Override
    public void close() {
        for (List<List<Piece>> layer : pieces) {
            for (List<Piece> part : layer) {
                for (Piece piece : part) {
                    if (piece.move() != null) {
                        piece.move().close();
                    }
                }
            }
        }
        kept.forEach(Scope::release);
    }
}
