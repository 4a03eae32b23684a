package dev.gantry.train;

import dev.gantry.config.ActivationConfig;
import dev.gantry.model.DenseLayer;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Product;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The slopes of a network with one output at each sample of a batch, and the gradient of a loss that depends on them, by
 * hand. The network has no curvature: its activations are linear on either side of 0, so that the output at a sample is
 * d x + e with a d that moves with the weights alone. With delta_l, the gradient of the output by what the activation of
 * layer l gets, and a loss with the gradient a by d, the gradient by the weights of layer l is delta_l t_(l-1)^T, where t
 * is what a gives on its way forward through the same slopes. To that comes c delta_l h_(l-1)^T, where c is the loss's
 * gradient by the output, and h what a layer gives: one product for both, with c h + t. Used inside {@link Team#lead}.
 */
final class TeamSlopes implements AutoCloseable {
    private final TeamNet net;
    private final Team team;
    private final TeamPass pass;
    private final TeamSum byInput;
    private final Rows bySample;
    private final List<TeamNet.Values> values;
    private final int first;
    private final int count;

    /** What a layer's input has from the loss's gradient by the slopes, for the batch and each hidden layer: t, [., K]. */
    private final List<Rows> tangents = new ArrayList<>();

    /** From one of these to the next, for each hidden layer, and of that for each member; nothing for one without outputs. */
    private final List<List<List<Product>>> products = new ArrayList<>();

    /** The loss's gradient by the squared slopes, twice, [1, K]. */
    private final Tensor twice;

    /**
     * @param pass of a batch of N, which goes back to K samples of it
     * @param byInput where the pass puts the gradient by these samples, [inputs, K]
     * @param first the first of them
     * @param bySample the batch, [inputs, N]; overwritten
     */
    TeamSlopes(TeamNet net, TeamPass pass, TeamSum byInput, int first, Rows bySample) {
        this.net = net;
        this.pass = pass;
        this.byInput = byInput;
        this.first = first;
        this.bySample = bySample;
        team = net.team();
        values = net.values(Math.toIntExact(bySample.whole().size(1)));
        count = Math.toIntExact(byInput.sum().whole().size(1));
        twice = Scope.keep(net.engine().zeros(1, count));
        tangents.add(Rows.of(team, net.engine().zeros(bySample.whole().size(0), count)));
        for (int layer = 0; layer < values.size() - 1; layer++) {
            TeamNet.Node node = net.nodes().get(layer);
            Rows from = tangents.get(layer);
            Rows to = Rows.of(team, net.engine().zeros(node.outputs(), count));
            tangents.add(to);
            products.add(IntStream.range(0, team.size())
                    .mapToObj(part -> to.isEmpty(part)
                            ? List.<Product>of()
                            : List.of(Product.of(to.part(part), node.weight().part(part), from.whole())))
                    .toList());
        }
    }

    /** Whether a network has no curvature. */
    static boolean fit(List<DenseLayer> layers) {
        return layers.stream()
                .allMatch(layer -> layer.dropout() == 0
                        && (layer.activation() instanceof ActivationConfig.Relu
                                || layer.activation() instanceof ActivationConfig.LeakyRelu
                                || layer.activation() instanceof ActivationConfig.Linear));
    }

    /** The squared slope at each of the K samples, after the batch's pass forward to the parameters. */
    double[] squared() {
        pass.outputGradient().sum().whole().fill_(new Scalar(1.0));
        pass.backToInput();
        team.run(part -> {
            Rows sum = byInput.sum();
            if (!sum.isEmpty(part)) {
                net.loops(part).sum(sum.part(part), byInput.toAdd(part), null);
            }
        });
        return Engine.doubles(byInput.sum().whole().square().sum(0));
    }

    /**
     * Lets the player follow the gradient by the parameters, after {@link #squared}.
     *
     * @param byOutput the loss's gradient by the network's outputs, N
     * @param bySquared the loss's gradient by the squared slopes, K
     * @param rateFactor of the learning rate
     */
    void follow(double[] byOutput, double[] bySquared, double rateFactor) {
        Engine.write(pass.shares(), byOutput);
        Engine.write(twice, Arrays.stream(bySquared).map(slope -> 2 * slope).toArray());
        net.begin(rateFactor);
        team.run(part -> {
            Rows tangent = tangents.get(0);
            if (!tangent.isEmpty(part)) {
                torch.mul_out(tangent.part(part), byInput.sum().part(part), twice);
                join(bySample, tangent, part);
            }
        });
        for (int i = 0; i < products.size(); i++) {
            int layer = i;
            team.run(part -> forward(layer, part));
        }
        team.run(part -> {
            for (int layer = values.size() - 1; layer >= 0; layer--) {
                pass.parameters(layer, part);
            }
        });
        net.end(rateFactor);
    }

    private void forward(int layer, int part) {
        Rows tangent = tangents.get(layer + 1);
        if (tangent.isEmpty(part)) {
            return;
        }
        products.get(layer).get(part).forEach(Product::compute);
        TeamNet.Values now = values.get(layer);
        if (now.slope() != null) {
            tangent.part(part).mul_(now.slope().part(part).narrow(1, first, count));
        }
        join(now.bySample(), tangent, part);
    }

    /** c h + t. */
    private void join(Rows h, Rows t, int part) {
        Tensor all = h.part(part);
        all.mul_(pass.shares().view(1, -1)).narrow(1, first, count).add_(t.part(part));
    }

    @Override
    public void close() {
        products.forEach(layer -> layer.forEach(part -> part.forEach(Product::close)));
        tangents.forEach(Rows::close);
        Scope.release(twice);
    }
}
