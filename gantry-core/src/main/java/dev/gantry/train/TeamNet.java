package dev.gantry.train;

import dev.gantry.config.ActivationConfig;
import dev.gantry.model.DenseLayer;
import dev.gantry.torch.ElementLoops;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Team;
import dev.gantry.torch.TorchRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Dense layers in training, shared out among a team: each member has outputs of its own in every layer, and it alone uses
 * and moves their weights, which then stay in its core's cache. {@link TeamPass} goes through them. Everything is written
 * into memory that is kept. Used inside {@link Team#lead}.
 */
final class TeamNet implements AutoCloseable {
    /** Numbers between samples that are stored one by one: 4096 bytes apart, they would share a few places of a cache. */
    private static final int GAP = 16;

    private final Engine engine;
    private final Team team;
    private final Player player;
    private final @Nullable InBackward optimizer;
    private final TeamGradient gradient;
    private final TorchRandom random;
    private final List<Node> nodes = new ArrayList<>();
    private final List<ElementLoops> loops;
    private final Map<Integer, List<Values>> values = new HashMap<>();

    /**
     * A layer.
     *
     * @param weight [outputs, inputs]
     * @param bias [outputs, 1]
     */
    record Node(DenseLayer layer, InPlaceActivation activation, Rows weight, Rows bias) {
        long inputs() {
            return weight.whole().size(1);
        }

        long outputs() {
            return weight.whole().size(0);
        }

        boolean hasSlope() {
            return layer.dropout() > 0 || !(layer.activation() instanceof ActivationConfig.Linear);
        }
    }

    /**
     * What a layer gives for a batch, [outputs, N] each.
     *
     * @param output after activation and dropout
     * @param slope derivative of each output by what the activation got; null where that is 1
     * @param bySample the output once more, stored sample by sample; filled in hidden layers, where parameters will follow
     * @param gradient by the output, and then by what the activation got
     */
    record Values(Rows output, @Nullable Rows slope, Rows bySample, TeamSum gradient) {}

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
        loops = Stream.generate(ElementLoops::new).limit(team.size()).toList();
    }

    Engine engine() {
        return engine;
    }

    Team team() {
        return team;
    }

    TorchRandom random() {
        return random;
    }

    List<Node> nodes() {
        return nodes;
    }

    TeamGradient gradient() {
        return gradient;
    }

    ElementLoops loops(int part) {
        return loops.get(part);
    }

    long inputs() {
        return nodes.get(0).inputs();
    }

    /** Before the parameters follow their gradient, piece by piece. */
    void begin(double rateFactor) {
        if (optimizer != null) {
            optimizer.begin(player.rateOf(rateFactor));
        }
    }

    /** After their gradient is complete: they follow it now, unless they have. */
    void end(double rateFactor) {
        if (optimizer == null) {
            player.follow(gradient.whole(), rateFactor, team);
        }
    }

    /** What the layers give for any batch of N. */
    List<Values> values(int count) {
        return values.computeIfAbsent(
                count, n -> nodes.stream().map(node -> values(node, n)).toList());
    }

    private Values values(Node node, int count) {
        return new Values(
                rows(node, count),
                node.hasSlope() ? rows(node, count) : null,
                Rows.of(
                        team,
                        engine.zeros(count, node.outputs() + GAP)
                                .narrow(1, 0, node.outputs())
                                .t()),
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
                now.output().close();
                if (now.slope() != null) {
                    now.slope().close();
                }
                now.bySample().close();
                now.gradient().close();
            }
        }
    }
}
