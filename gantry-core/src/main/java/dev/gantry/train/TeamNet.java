package dev.gantry.train;

import dev.gantry.config.ActivationConfig;
import dev.gantry.model.DenseLayer;
import dev.gantry.torch.DropoutMask;
import dev.gantry.torch.Engine;
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
    private final TorchRandom random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Integer, List<Values>> values = new HashMap<>();

    /** A layer's tensors; {@code transposed} is W', whose rows are inputs. */
    private record Node(
            DenseLayer layer,
            InPlaceActivation activation,
            Rows weight,
            Rows transposed,
            Rows bias,
            Rows weightGradient,
            Rows biasGradient) {
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

    TeamNet(Engine engine, Team team, List<DenseLayer> layers, TorchRandom random) {
        this.engine = engine;
        this.team = team;
        this.random = random;
        for (DenseLayer layer : layers) {
            long outputs = layer.weight().size(0);
            nodes.add(new Node(
                    layer,
                    InPlaceActivation.of(layer.activation()),
                    Rows.of(team, layer.weight().detach()),
                    Rows.of(team, layer.weight().detach().t()),
                    Rows.of(team, layer.bias().detach().unsqueeze(1)),
                    Rows.of(team, engine.zeros(outputs, layer.weight().size(1))),
                    Rows.of(team, engine.zeros(outputs))));
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
        torch.mm_out(y, node.weight().part(part), input).add_(node.bias().part(part));
        node.activation().apply(y);
        if (now.mask() != null && drawn != null) {
            Tensor mask = now.mask().part(part);
            drawn.write(mask, team.first(part, node.outputs()) * mask.size(1));
            torch.mul_out(now.output().part(part), y, mask);
        }
    }

    /** Where {@link #backward} expects the gradient by the outputs of the last batch of N. */
    Rows outputGradient(int count) {
        return values(count).get(nodes.size() - 1).gradient();
    }

    /**
     * Goes back over the last batch of N.
     *
     * @param x its input
     * @param weights whether the gradient by the parameters is wanted
     * @param inputGradient gets the gradient by x, where it is wanted
     */
    void backward(Tensor x, int count, boolean weights, @Nullable Rows inputGradient) {
        List<Values> batch = values(count);
        int top = nodes.size() - 1;
        if (!nodes.get(top).isLinear()) {
            team.run(part -> throughActivation(nodes.get(top), batch.get(top), part));
        }
        for (int i = top; i >= 0; i--) {
            Node node = nodes.get(i);
            Values now = batch.get(i);
            Node below = i == 0 ? null : nodes.get(i - 1);
            Values lower = i == 0 ? null : batch.get(i - 1);
            Rows target = lower == null ? inputGradient : lower.gradient();
            Tensor input = lower == null ? x : lower.output().whole();
            team.run(part -> {
                if (target != null && !target.isEmpty(part)) {
                    torch.mm_out(
                            target.part(part),
                            node.transposed().part(part),
                            now.gradient().whole());
                    if (below != null && lower != null) {
                        throughActivation(below, lower, part);
                    }
                }
                if (weights && !now.gradient().isEmpty(part)) {
                    Tensor gradient = now.gradient().part(part);
                    torch.mm_out(node.weightGradient().part(part), gradient, input.t());
                    torch.sum_out(node.biasGradient().part(part), gradient, OVER_SAMPLES);
                }
            });
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

    /** The gradient by the parameters: weight and bias of each layer. */
    List<Tensor> gradients() {
        List<Tensor> gradients = new ArrayList<>();
        for (Node node : nodes) {
            gradients.add(node.weightGradient().whole());
            gradients.add(node.biasGradient().whole());
        }
        return gradients;
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
        for (Node node : nodes) {
            List.of(node.weight(), node.transposed(), node.bias(), node.weightGradient(), node.biasGradient())
                    .forEach(Rows::close);
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
