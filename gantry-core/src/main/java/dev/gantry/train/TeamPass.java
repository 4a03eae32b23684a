package dev.gantry.train;

import dev.gantry.torch.DropoutMask;
import dev.gantry.torch.ElementLoops;
import dev.gantry.torch.Product;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The way of a batch through a {@link TeamNet}, forwards and backwards by hand, with all products prepared. Matrices have
 * one column a sample. The members of the team meet once a layer. Used inside {@link Team#lead}.
 */
final class TeamPass implements AutoCloseable {
    private final TeamNet net;
    private final Team team;
    private final int count;
    private final List<TeamNet.Node> nodes;
    private final List<TeamNet.Values> values;
    private final Tensor ones;
    private final Tensor shares;
    private final @Nullable TeamSum inputGradient;
    private final long firstOfInput;

    /** Each for the layers in order, and of a layer for the members; nothing for a member without outputs there. */
    private final List<List<List<Product>>> forward;

    private final List<List<List<Product>>> back;
    private final List<List<List<Following>>> following;

    /** How far a pass will go back. */
    enum Way {
        NOT,
        TO_INPUT,
        TO_PARAMETERS
    }

    /**
     * A piece of the gradient by a layer's parameters.
     *
     * @param products that compute it
     * @param move what follows at once; null where nothing does
     */
    private record Following(List<Product> products, InBackward.@Nullable Move move) {}

    /**
     * @param x the batch, [inputs, N], in memory that stays
     * @param bySample the same, stored sample by sample; null where parameters will not follow
     * @param inputGradient gets the gradient by the batch; null where nobody asks for it
     */
    TeamPass(TeamNet net, Tensor x, @Nullable Tensor bySample, @Nullable TeamSum inputGradient) {
        this(net, x, bySample, inputGradient, 0);
    }

    /**
     * @param inputGradient gets the gradient by some samples of the batch, as many as it has columns
     * @param firstOfInput the first of these
     */
    TeamPass(TeamNet net, Tensor x, @Nullable Tensor bySample, @Nullable TeamSum inputGradient, long firstOfInput) {
        this.net = net;
        this.inputGradient = inputGradient;
        this.firstOfInput = firstOfInput;
        team = net.team();
        count = Math.toIntExact(x.size(1));
        nodes = net.nodes();
        values = net.values(count);
        ones = Scope.keep(net.engine().zeros(count).fill_(new Scalar(1.0)));
        shares = Scope.keep(ones.clone());
        forward = each((layer, part) -> forwardProducts(layer, part, x));
        back = each(this::backProducts);
        following = bySample == null ? List.of() : each((layer, part) -> following(layer, part, bySample));
    }

    private interface Preparation<T> {
        List<T> prepare(int layer, int part);
    }

    private <T> List<List<List<T>>> each(Preparation<T> preparation) {
        return list(
                nodes.size(),
                layer -> list(
                        team.size(),
                        part -> values.get(layer).output().isEmpty(part)
                                ? List.of()
                                : preparation.prepare(layer, part)));
    }

    private static <T> List<T> list(int size, IntFunction<T> element) {
        return IntStream.range(0, size).mapToObj(element).toList();
    }

    private List<Product> forwardProducts(int layer, int part, Tensor x) {
        Tensor input = layer == 0 ? x : values.get(layer - 1).output().whole();
        Tensor output = values.get(layer).output().part(part);
        TeamNet.Node node = nodes.get(layer);
        return List.of(
                Product.of(output, node.weight().part(part), input),
                Product.added(output, node.bias().part(part), ones.view(1, count)));
    }

    private List<Product> backProducts(int layer, int part) {
        TeamSum target = target(layer);
        if (target == null) {
            return List.of();
        }
        Tensor weight = nodes.get(layer).weight().part(part);
        Tensor given = target.given(part);
        Tensor byOutput =
                layer > 0 ? gradient(layer, part) : gradient(layer, part).narrow(1, firstOfInput, given.size(1));
        return List.of(Product.of(given, weight.t(), byOutput));
    }

    private List<Following> following(int layer, int part, Tensor bySample) {
        Tensor input = layer == 0 ? bySample : values.get(layer - 1).bySample().whole();
        Tensor byOutput = gradient(layer, part);
        List<Following> pieces = new ArrayList<>();
        for (TeamGradient.Piece piece : net.gradient().pieces(layer, part)) {
            List<Product> products = new ArrayList<>();
            products.add(Product.of(piece.weight(), piece.rowsOf(byOutput), input.t()));
            if (piece.bias() != null) {
                products.add(Product.of(piece.bias().unsqueeze(1), byOutput, shares.view(count, 1)));
            }
            pieces.add(new Following(products, piece.move()));
        }
        return pieces;
    }

    private @Nullable TeamSum target(int layer) {
        return layer > 0 ? values.get(layer - 1).gradient() : inputGradient;
    }

    private Tensor gradient(int layer, int part) {
        return values.get(layer).gradient().sum().part(part);
    }

    /** The outputs for the batch; kept until the net's next pass with as many samples. */
    Rows output() {
        return values.get(nodes.size() - 1).output();
    }

    /**
     * Computes the outputs.
     *
     * @param then what each member does with its outputs
     */
    void forward(Way way, Team.Work then) {
        for (int i = 0; i < nodes.size(); i++) {
            int layer = i;
            double drop = nodes.get(layer).layer().dropout();
            DropoutMask drawn = drop > 0 ? net.random().nextMask(drop) : null;
            team.run(part -> {
                forward(layer, way, drawn, part);
                if (layer == nodes.size() - 1) {
                    then.part(part);
                }
            });
        }
    }

    private void forward(int layer, Way way, @Nullable DropoutMask drawn, int part) {
        TeamNet.Values now = values.get(layer);
        if (now.output().isEmpty(part)) {
            return;
        }
        forward.get(layer).get(part).forEach(Product::compute);
        TeamNet.Node node = nodes.get(layer);
        Tensor y = now.output().part(part);
        ElementLoops loops = net.loops(part);
        if (now.slope() != null && (drawn != null || way != Way.NOT)) {
            Tensor slope = now.slope().part(part);
            if (drawn != null) {
                drawn.write(slope, team.first(part, node.outputs()) * count);
            }
            node.activation().apply(loops, y, slope, drawn != null);
        } else {
            node.activation().apply(loops, y);
        }
        if (way == Way.TO_PARAMETERS && layer < nodes.size() - 1) {
            now.bySample().part(part).copy_(y);
        }
    }

    /**
     * What the gradient by the outputs is to be multiplied with for each sample, where the gradient by the biases is
     * computed, [N]: 1 unless somebody writes there.
     */
    Tensor shares() {
        return shares;
    }

    /** Where the gradient by the outputs is expected, before this goes back. */
    TeamSum outputGradient() {
        return values.get(nodes.size() - 1).gradient();
    }

    /** Goes back to the input alone, for the members to add up there. */
    void backToInput() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            int layer = i;
            team.run(part -> back(layer, false, part));
        }
    }

    /**
     * Goes back, and lets the player follow the gradient by the parameters.
     *
     * @param inParts whether the members have to add up the gradient by the outputs
     * @param rateFactor of the learning rate
     */
    void follow(boolean inParts, double rateFactor) {
        net.begin(rateFactor);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            int layer = i;
            team.run(part -> {
                back(layer, inParts, part);
                parameters(layer, part);
            });
        }
        net.end(rateFactor);
    }

    /** From a layer's output through its activation, and to its input as far as the part's own outputs matter. */
    private void back(int layer, boolean inParts, int part) {
        TeamNet.Values now = values.get(layer);
        if (now.output().isEmpty(part)) {
            TeamSum target = target(layer);
            if (target != null) {
                target.given(part).zero_();
            }
            return;
        }
        List<Tensor> toAdd =
                inParts || layer < nodes.size() - 1 ? now.gradient().toAdd(part) : List.of();
        net.loops(part)
                .sum(
                        gradient(layer, part),
                        toAdd,
                        now.slope() == null ? null : now.slope().part(part));
        back.get(layer).get(part).forEach(Product::compute);
    }

    /** The gradient by the parameters of the part's own outputs, and what follows it at once. */
    void parameters(int layer, int part) {
        for (Following piece : following.get(layer).get(part)) {
            piece.products().forEach(Product::compute);
            if (piece.move() != null) {
                piece.move().apply();
            }
        }
    }

    @Override
    public void close() {
        for (List<List<List<Product>>> products : List.of(forward, back)) {
            products.forEach(layer -> layer.forEach(part -> part.forEach(Product::close)));
        }
        following.forEach(layer ->
                layer.forEach(part -> part.forEach(piece -> piece.products().forEach(Product::close))));
        Scope.release(ones);
        Scope.release(shares);
    }
}
