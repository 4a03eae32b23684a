package dev.gantry.train;

import dev.gantry.checkpoint.State;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import dev.gantry.torch.TensorLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Adam (Kingma and Ba 2015, algorithm 1) by libtorch's fused kernel: one call for all parameters. */
final class FusedAdam implements Optimizer {
    private final OptimizerConfig.Adam config;
    private final List<String> names;
    private final List<Tensor> m = new ArrayList<>();
    private final List<Tensor> v = new ArrayList<>();
    private final List<Tensor> steps = new ArrayList<>();
    private final OperatorHandle kernel;
    private final List<Tensor> parameters;
    private final IValue noMaxima;
    private final IValue stepList;
    private final Scalar one = new Scalar(1.0).retainReference();
    private final Share all;
    private List<Share> shares = List.of();

    /** What one thread updates: arguments that stay. */
    private record Share(IValue parameters, IValue m, IValue v) {
        void close() {
            List.of(parameters, m, v).forEach(IValue::releaseReference);
        }
    }

    FusedAdam(OptimizerConfig.Adam config, Map<String, Tensor> parameters) {
        this.config = config;
        this.names = List.copyOf(parameters.keySet());
        try (Scope scope = new Scope();
                NoGradGuard guard = new NoGradGuard()) {
            for (Tensor parameter : parameters.values()) {
                m.add(Scope.keep(torch.zeros_like(parameter)));
                v.add(Scope.keep(torch.zeros_like(parameter)));
                TensorOptions options = new TensorOptions(ScalarType.Float);
                Tensor step = torch.zeros(new long[] {}, options);
                steps.add(Scope.keep(parameter.is_cuda() ? step.cuda() : step));
            }
        }
        kernel = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adam_", "");
        this.parameters = List.copyOf(parameters.values());
        all = new Share(kept(this.parameters), kept(m), kept(v));
        stepList = kept(steps);
        noMaxima = kept(List.of());
    }

    /** An argument that stays; what it is made from does not. */
    private static IValue kept(List<Tensor> tensors) {
        try (Scope scope = new Scope()) {
            return TensorLists.argument(tensors).retainReference();
        }
    }

    @Override
    public void step(List<Tensor> gradients, double lr, @Nullable Team team) {
        steps.forEach(step -> step.add_(one));
        if (team == null) {
            update(all, gradients, lr);
            return;
        }
        if (team.size() == 1) {
            team.lead(() -> update(all, gradients, lr));
            return;
        }
        if (shares.isEmpty()) {
            shares = IntStream.range(0, team.size())
                    .mapToObj(part -> share(team, part))
                    .toList();
        }
        team.run(part -> update(shares.get(part), slices(gradients, team, part), lr));
    }

    private Share share(Team team, int part) {
        try (Scope scope = new Scope()) {
            return new Share(
                    kept(slices(parameters, team, part)), kept(slices(m, team, part)), kept(slices(v, team, part)));
        }
    }

    /** Of each tensor the elements that belong to a part. */
    private static List<Tensor> slices(List<Tensor> tensors, Team team, int part) {
        List<Tensor> slices = new ArrayList<>(tensors.size());
        for (Tensor tensor : tensors) {
            long first = team.first(part, tensor.numel());
            slices.add(tensor.view(-1).narrow(0, first, team.first(part + 1, tensor.numel()) - first));
        }
        return slices;
    }

    private void update(Share share, List<Tensor> gradients, double lr) {
        IValue off = new IValue(false);
        IValueVector arguments = new IValueVector(
                share.parameters(),
                TensorLists.argument(gradients),
                share.m(),
                share.v(),
                noMaxima,
                stepList,
                new IValue(lr),
                new IValue(config.betas().get(0)),
                new IValue(config.betas().get(1)),
                new IValue(config.weightDecay()),
                new IValue(config.eps()),
                off,
                off,
                new IValue(),
                new IValue());
        kernel.callBoxed(arguments);
    }

    @Override
    public void save(State state, String prefix) {
        double taken = steps.isEmpty() ? 0 : Engine.doubles(steps.get(0))[0];
        state.put(prefix + "step", new double[] {taken}, 1);
        for (int i = 0; i < names.size(); i++) {
            state.put(prefix + "m." + names.get(i), m.get(i));
            state.put(prefix + "v." + names.get(i), v.get(i));
        }
    }

    @Override
    public void load(State state, String prefix) {
        Scalar taken = new Scalar(state.doubles(prefix + "step", 1)[0]);
        for (int i = 0; i < names.size(); i++) {
            steps.get(i).fill_(taken);
            state.convert(prefix + "m." + names.get(i), m.get(i));
            state.convert(prefix + "v." + names.get(i), v.get(i));
        }
    }

    @Override
    public void close() {
        all.close();
        shares.forEach(Share::close);
        List.of(stepList, noMaxima).forEach(IValue::releaseReference);
        List.of(m, v, steps).forEach(tensors -> tensors.forEach(Scope::release));
    }
}
