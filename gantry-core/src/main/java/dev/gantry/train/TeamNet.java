package dev.gantry.train;

import dev.gantry.config.ActivationConfig;
import dev.gantry.model.DenseLayer;
import dev.gantry.torch.DropoutMask;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Products;
import dev.gantry.torch.Team;
import dev.gantry.torch.TorchRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Dense layers in training, forwards and backwards by hand. Matrices have one column a sample, so that each member of a
 * team computes rows of its own, of a layer's outputs or of its inputs, and all meet once a layer. Everything is written
 * into memory that is kept. Used inside {@link Team#lead}.
 */
final class TeamNet implements AutoCloseable {
    private static final long[] OVER_SAMPLES = {1};

    private final Engine engine;
    private final Team team;
    private final Player player;
    private final @Nullable InBackward optimizer;
    private final TeamGradient gradient;
    private final TorchRandom random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Integer, List<Values>> values = new HashMap<>();

    /** A layer's tensors; {@code transposed} is W', whose rows are inputs. */
    private record Node(DenseLayer layer, InPlaceActivation activation, Rows weight, Rows transposed, Rows bias) {
        long inputs() {
            return transposed.whole().size(0);
        }

        long outputs() {
            return weight.whole().size(0);
        }

        boolean isLinear() {
            return layer.activation() instanceof ActivationConfig.Linear && layer.dropout() == 0;
        }
    }

    /**
     * What a layer gives for a batch, [outputs, N] each.
     *
     * @param activated before dropout
     * @param mask null without dropout
     * @param output after dropout; the same as {@code activated} without
     * @param gradient by the output, and then by what is activated
     */
    private record Values(Rows activated, @Nullable Rows mask, Rows output, Rows gradient) {}

    TeamNet(Engine engine, Team team, DensePlayer network, TorchRandom random) {
        this.engine = engine;
        this.team = team;
        this.random = random;
        player = network.player();
        optimizer = player.inBackward();
        gradient = optimizer == null
                ? TeamGradient.whole(engine, team, network.layers())
                : TeamGradient.followedBy(optimizer, engine, team, network.layers());
        for (DenseLayer layer : network.layers()) {
            nodes.add(new Node(
                    layer,
                    InPlaceActivation.of(layer.activation()),
                    Rows.of(team, layer.weight().detach()),
                    Rows.of(team, layer.weight().detach().t()),
                    Rows.of(team, layer.bias().detach().unsqueeze(1))));
        }
    }

    long inputs() {
        return nodes.get(0).inputs();
    }

    /** The outputs for the columns of x, [inputs, N]; kept until the next batch of N. */
    Rows forward(Tensor x, int count) {
        List<Values> batch = values(count);
        Tensor input = x;
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            Values now = batch.get(i);
            Tensor below = input;
            DropoutMask drawn =
                    now.mask() == null ? null : random.nextMask(node.layer().dropout());
            team.run(part -> forward(node, now, below, drawn, part));
            input = now.output().whole();
        }
        return batch.get(nodes.size() - 1).output();
    }

    private void forward(Node node, Values now, Tensor input, @Nullable DropoutMask drawn, int part) {
        if (now.output().isEmpty(part)) {
            return;
        }
        Tensor y = now.activated().part(part);
        Products.multiply(y, node.weight().part(part), input);
        y.add_(node.bias().part(part));
        node.activation().apply(y);
        if (now.mask() != null && drawn != null) {
            Tensor mask = now.mask().part(part);
            drawn.write(mask, team.first(part, node.outputs()) * mask.size(1));
            torch.mul_out(now.output().part(part), y, mask);
        }
    }

    /** Where the gradient by the outputs of the last batch of N is expected. */
    Rows outputGradient(int count) {
        return values(count).get(nodes.size() - 1).gradient();
    }

    /**
     * Goes back over the last batch of N, to its input alone.
     *
     * @param inputGradient gets the gradient by the input
     */
    void backToInput(int count, Rows inputGradient) {
        List<Values> batch = values(count);
        throughOutput(batch);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            int layer = i;
            team.run(part -> back(layer, batch, inputGradient, part));
        }
    }

    /**
     * Goes back over the last batch of N, and lets the player follow the gradient by the parameters.
     *
     * @param x the batch, [inputs, N]
     * @param rateFactor of the learning rate
     */
    void follow(Tensor x, int count, double rateFactor) {
        if (optimizer != null) {
            optimizer.begin(player.rateOf(rateFactor));
        }
        List<Values> batch = values(count);
        throughOutput(batch);
        for (int i = nodes.size() - 1; i > 0; i--) {
            int layer = i;
            team.run(part -> {
                parameters(layer + 1, batch, x, part);
                back(layer, batch, null, part);
            });
        }
        team.run(part -> {
            parameters(1, batch, x, part);
            parameters(0, batch, x, part);
        });
        if (optimizer == null) {
            player.follow(gradient.whole(), rateFactor, team);
        }
    }

    private void throughOutput(List<Values> batch) {
        int top = nodes.size() - 1;
        if (!nodes.get(top).isLinear()) {
            team.run(part -> throughActivation(nodes.get(top), batch.get(top), part));
        }
    }

    /** From a layer's output to its input, and on through the activation of the layer below. */
    private void back(int layer, List<Values> batch, @Nullable Rows inputGradient, int part) {
        Rows target = layer > 0 ? batch.get(layer - 1).gradient() : inputGradient;
        if (target == null || target.isEmpty(part)) {
            return;
        }
        Products.multiply(
                target.part(part),
                nodes.get(layer).transposed().part(part),
                batch.get(layer).gradient().whole());
        if (layer > 0) {
            throughActivation(nodes.get(layer - 1), batch.get(layer - 1), part);
        }
    }

    /**
     * The gradient by a layer's parameters, and what follows it at once: not before all members have gone back through
     * the layer, since going back needs the weights as they were. Nothing for a layer that is not there.
     */
    private void parameters(int layer, List<Values> batch, Tensor x, int part) {
        if (layer >= nodes.size() || batch.get(layer).gradient().isEmpty(part)) {
            return;
        }
        Tensor input = (layer == 0 ? x : batch.get(layer - 1).output().whole()).t();
        Tensor byOutput = batch.get(layer).gradient().part(part);
        for (TeamGradient.Piece piece : gradient.pieces(layer, part)) {
            Products.multiply(piece.weight(), piece.rowsOf(byOutput), input);
            if (piece.bias() != null) {
                torch.sum_out(piece.bias(), byOutput, OVER_SAMPLES);
            }
            if (piece.move() != null) {
                piece.move().apply();
            }
        }
    }

    private static void throughActivation(Node node, Values now, int part) {
        if (now.gradient().isEmpty(part)) {
            return;
        }
        Tensor gradient = now.gradient().part(part);
        if (now.mask() != null) {
            gradient.mul_(now.mask().part(part));
        }
        node.activation().backward(gradient, now.activated().part(part));
    }

    private List<Values> values(int count) {
        return values.computeIfAbsent(
                count,
                n -> nodes.stream()
                        .map(node -> {
                            Rows activated = rows(node, n);
                            Rows mask = node.layer().dropout() > 0 ? rows(node, n) : null;
                            return new Values(activated, mask, mask == null ? activated : rows(node, n), rows(node, n));
                        })
                        .toList());
    }

    private Rows rows(Node node, int count) {
        return Rows.of(team, engine.zeros(node.outputs(), count));
    }

    @Override
    public void close() {
        gradient.close();
        for (Node node : nodes) {
            List.of(node.weight(), node.transposed(), node.bias()).forEach(Rows::close);
        }
        for (List<Values> batch : values.values()) {
            for (Values now : batch) {
                now.activated().close();
                now.gradient().close();
                if (now.mask() != null) {
                    now.mask().close();
                    now.output().close();
                }
            }
        }
    }
}
