package dev.gantry.train;

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
 * Dense layers in training, forwards and backwards by hand. Matrices have one column a sample, and each member of a team
 * has outputs of its own in every layer: it alone uses and moves their weights, which then stay in its core's cache. All
 * meet once a layer. Everything is written into memory that is kept. Used inside {@link Team#lead}.
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

    private record Node(DenseLayer layer, InPlaceActivation activation, Rows weight, Rows bias) {
        long inputs() {
            return weight.whole().size(1);
        }

        long outputs() {
            return weight.whole().size(0);
        }
    }

    /**
     * What a layer gives for a batch, [outputs, N] each.
     *
     * @param activated before dropout
     * @param mask null without dropout
     * @param output after dropout; the same as {@code activated} without
     * @param bySample the output once more, stored sample by sample; filled in hidden layers, before parameters follow
     * @param gradient by the output, and then by what is activated
     */
    private record Values(Rows activated, @Nullable Rows mask, Rows output, Rows bySample, TeamSum gradient) {}

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
    TeamSum outputGradient(int count) {
        return values(count).get(nodes.size() - 1).gradient();
    }

    /**
     * Goes back over the last batch of N, to its input alone.
     *
     * @param inputGradient gets the gradient by the input
     */
    void backToInput(int count, TeamSum inputGradient) {
        List<Values> batch = values(count);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            int layer = i;
            team.run(part -> back(layer, batch, inputGradient, part));
        }
        team.run(inputGradient::complete);
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
        team.run(part -> layBySample(batch, part));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            int layer = i;
            team.run(part -> {
                back(layer, batch, null, part);
                parameters(layer, batch, x, part);
            });
        }
        if (optimizer == null) {
            player.follow(gradient.whole(), rateFactor, team);
        }
    }

    private void layBySample(List<Values> batch, int part) {
        for (Values now : batch.subList(0, nodes.size() - 1)) {
            if (!now.output().isEmpty(part)) {
                now.bySample().part(part).copy_(now.output().part(part));
            }
        }
    }

    /**
     * From a layer's output through its activation, and to its input as far as the part's own outputs matter.
     *
     * @param inputGradient by the network's input; null where it is not asked for
     */
    private void back(int layer, List<Values> batch, @Nullable TeamSum inputGradient, int part) {
        TeamSum target = layer > 0 ? batch.get(layer - 1).gradient() : inputGradient;
        Node node = nodes.get(layer);
        Values now = batch.get(layer);
        if (now.output().isEmpty(part)) {
            if (target != null) {
                target.given(part).zero_();
            }
            return;
        }
        if (layer < nodes.size() - 1) {
            now.gradient().complete(part);
        }
        Tensor gradient = now.gradient().sum().part(part);
        if (now.mask() != null) {
            gradient.mul_(now.mask().part(part));
        }
        node.activation().backward(gradient, now.activated().part(part));
        if (target != null) {
            Products.multiply(target.given(part), node.weight().part(part).t(), gradient);
        }
    }

    /** The gradient by the parameters of the part's own outputs, and what follows it at once. */
    private void parameters(int layer, List<Values> batch, Tensor x, int part) {
        if (batch.get(layer).output().isEmpty(part)) {
            return;
        }
        Tensor input = (layer == 0 ? x : batch.get(layer - 1).bySample().whole()).t();
        Tensor byOutput = batch.get(layer).gradient().sum().part(part);
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

    private List<Values> values(int count) {
        return values.computeIfAbsent(
                count, n -> nodes.stream().map(node -> values(node, n)).toList());
    }

    private Values values(Node node, int count) {
        Rows activated = rows(node, count);
        Rows mask = node.layer().dropout() > 0 ? rows(node, count) : null;
        return new Values(
                activated,
                mask,
                mask == null ? activated : rows(node, count),
                Rows.of(team, engine.zeros(count, node.outputs()).t()),
                new TeamSum(engine, team, node.outputs(), count));
    }

    private Rows rows(Node node, int count) {
        return Rows.of(team, engine.zeros(node.outputs(), count));
    }

    @Override
    public void close() {
        gradient.close();
        for (Node node : nodes) {
            node.weight().close();
            node.bias().close();
        }
        for (List<Values> batch : values.values()) {
            for (Values now : batch) {
                now.activated().close();
                now.bySample().close();
                now.gradient().close();
                if (now.mask() != null) {
                    now.mask().close();
                    now.output().close();
                }
            }
        }
    }
}
