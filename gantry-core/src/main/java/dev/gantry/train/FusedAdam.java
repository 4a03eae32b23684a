package dev.gantry.train;

import dev.gantry.checkpoint.State;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import dev.gantry.torch.TensorLists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Adam (Kingma and Ba 2015, algorithm 1) by libtorch's fused kernel: one call for all parameters, or for a share of them. */
final class FusedAdam implements Optimizer, InBackward {
    private final List<String> names;
    private final List<Tensor> m = new ArrayList<>();
    private final List<Tensor> v = new ArrayList<>();
    private final OperatorHandle kernel;
    private final boolean onHost;
    private final List<Tensor> parameters;
    private final Tensor steps;
    private final IValue beta1;
    private final IValue beta2;
    private final IValue weightDecay;
    private final IValue eps;
    private final IValue off = new IValue(false).retainReference();
    private final IValue none = new IValue().retainReference();
    private final Scalar one = new Scalar(1.0).retainReference();
    private final Call all;
    private List<Call> shares = List.of();
    private IValue rate = new IValue(0.0).retainReference();
    private double lr;

    /**
     * A call of the kernel for some parameters. Its arguments stay where libtorch finds them, because handing over fifteen
     * of them anew takes longer than moving ten thousand weights.
     */
    private final class Call implements AutoCloseable {
        private static final long GRADIENTS = 1;
        private static final long RATE = 6;

        private final IValueVector arguments;
        private final IValueVector stack;
        private double rateGiven = Double.NaN;

        /** Inside a scope. */
        Call(List<Tensor> ofParameters, List<Tensor> ofM, List<Tensor> ofV) {
            arguments = new IValueVector(
                            TensorLists.argument(ofParameters),
                            none,
                            TensorLists.argument(ofM),
                            TensorLists.argument(ofV),
                            TensorLists.argument(List.of()), // no maxima
                            TensorLists.argument(Collections.nCopies(ofParameters.size(), steps)),
                            rate,
                            beta1,
                            beta2,
                            weightDecay,
                            eps,
                            off,
                            off,
                            none,
                            none)
                    .retainReference();
            stack = new IValueVector().retainReference();
        }

        /** Takes gradients for the calls that follow. */
        Call with(List<Tensor> gradients) {
            arguments.put(GRADIENTS, TensorLists.argument(gradients));
            return this;
        }

        void make() {
            if (rateGiven != lr) {
                rateGiven = lr;
                arguments.put(RATE, rate);
            }
            stack.put(arguments); // the kernel takes them away
            if (onHost) {
                kernel.callBoxedForDispatchKey(
                        torch.DispatchKey.CPU, stack); // autograd, which would come first, has nothing to do here
            } else {
                kernel.callBoxed(stack);
            }
        }

        /** Moves the parameters by gradients that nobody else keeps. */
        void make(List<Tensor> gradients) {
            with(gradients).make();
            arguments.put(GRADIENTS, none);
        }

        @Override
        public void close() {
            arguments.releaseReference();
            stack.releaseReference();
        }
    }

    FusedAdam(OptimizerConfig.Adam config, Map<String, Tensor> parameters) {
        this.names = List.copyOf(parameters.keySet());
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            for (Tensor parameter : parameters.values()) {
                m.add(Scope.keep(torch.zeros_like(parameter)));
                v.add(Scope.keep(torch.zeros_like(parameter)));
            }
            Tensor zero = torch.zeros(new long[] {}, new TensorOptions(ScalarType.Float));
            onHost = parameters.values().stream().noneMatch(Tensor::is_cuda);
            steps = Scope.keep(onHost ? zero : zero.cuda());
        }
        kernel = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adam_", "");
        this.parameters = List.copyOf(parameters.values());
        beta1 = new IValue(config.betas().get(0)).retainReference();
        beta2 = new IValue(config.betas().get(1)).retainReference();
        weightDecay = new IValue(config.weightDecay()).retainReference();
        eps = new IValue(config.eps()).retainReference();
        try (Scope scope = new Scope()) {
            all = new Call(this.parameters, m, v);
        }
    }

    @Override
    public void step(List<Tensor> gradients, double lr, @Nullable Team team) {
        begin(lr);
        if (team == null) {
            all.make(gradients);
        } else if (team.size() == 1) {
            team.lead(() -> all.make(gradients));
        } else {
            if (shares.isEmpty()) {
                shares = IntStream.range(0, team.size())
                        .mapToObj(part -> share(team, part))
                        .toList();
            }
            team.run(part -> shares.get(part).make(slices(gradients, team, part)));
        }
    }

    @Override
    public void begin(double lr) {
        if (onHost) { // libtorch's way to an addition costs more than all the rest, while the team waits
            FloatPointer taken = steps.data_ptr_float();
            taken.put(taken.get() + 1);
        } else {
            steps.add_(one);
        }
        if (lr != this.lr) {
            this.lr = lr;
            rate.releaseReference();
            rate = new IValue(lr).retainReference();
        }
    }

    @Override
    public Move move(List<Slice> slices) {
        Call call;
        try (Scope scope = new Scope()) {
            call = new Call(rows(slices, parameters), rows(slices, m), rows(slices, v))
                    .with(slices.stream().map(Slice::gradient).toList());
        }
        return new Move() {
            @Override
            public void apply() {
                call.make();
            }

            @Override
            public void close() {
                call.close();
            }
        };
    }

    private static List<Tensor> rows(List<Slice> slices, List<Tensor> tensors) {
        return slices.stream()
                .map(slice -> tensors.get(slice.parameter())
                        .narrow(0, slice.first(), slice.gradient().size(0)))
                .toList();
    }

    private Call share(Team team, int part) {
        try (Scope scope = new Scope()) {
            return new Call(slices(parameters, team, part), slices(m, team, part), slices(v, team, part));
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

    @Override
    public void save(State state, String prefix) {
        state.put(prefix + "step", Engine.doubles(steps), 1);
        for (int i = 0; i < names.size(); i++) {
            state.put(prefix + "m." + names.get(i), m.get(i));
            state.put(prefix + "v." + names.get(i), v.get(i));
        }
    }

    @Override
    public void load(State state, String prefix) {
        steps.fill_(new Scalar(state.doubles(prefix + "step", 1)[0]));
        for (int i = 0; i < names.size(); i++) {
            state.convert(prefix + "m." + names.get(i), m.get(i));
            state.convert(prefix + "v." + names.get(i), v.get(i));
        }
    }

    @Override
    public void close() {
        all.close();
        shares.forEach(Call::close);
        List.of(beta1, beta2, weightDecay, eps, off, none, rate).forEach(IValue::releaseReference);
        List.of(m, v).forEach(tensors -> tensors.forEach(Scope::release));
        Scope.release(steps);
    }
}
