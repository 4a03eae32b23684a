package dev.gantry.train;

import dev.gantry.checkpoint.State;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.torch.HostMemory;
import dev.gantry.torch.Team;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Adam as a plain loop over the parameters' memory, for small networks in host memory. */
final class TinyAdam implements Optimizer {
    private final OptimizerConfig.Adam config;
    private final List<String> names;
    private final List<Slot> slots;
    private double steps;

    TinyAdam(OptimizerConfig.Adam config, Map<String, Tensor> parameters) {
        this.config = config;
        this.names = List.copyOf(parameters.keySet());
        this.slots = parameters.values().stream().map(Slot::new).toList();
    }

    @Override
    public void step(List<Tensor> gradients, double lr, @Nullable Team team) {
        steps++;
        double correction1 = 1 - Math.pow(config.betas().get(0), steps);
        double correction2 = Math.sqrt(1 - Math.pow(config.betas().get(1), steps));
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).step(config, gradients.get(i), lr / correction1, correction2);
        }
    }

    @Override
    public void save(State state, String prefix) {
        state.put(prefix + "step", new double[] {steps}, 1);
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            state.put(prefix + "m." + names.get(i), slot.m, slot.shape);
            state.put(prefix + "v." + names.get(i), slot.v, slot.shape);
        }
    }

    @Override
    public void load(State state, String prefix) {
        steps = state.doubles(prefix + "step", 1)[0];
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            int size = slot.m.length;
            System.arraycopy(state.doubles(prefix + "m." + names.get(i), size), 0, slot.m, 0, size);
            System.arraycopy(state.doubles(prefix + "v." + names.get(i), size), 0, slot.v, 0, size);
        }
    }

    /** The state is plain numbers. */
    @Override
    public void close() {}

    private static final class Slot {
        private final HostMemory memory;
        private final long[] shape;
        private final double[] w;
        private final double[] g;
        private final double[] m;
        private final double[] v;
        private @Nullable Tensor gradientTensor;
        private @Nullable HostMemory gradientMemory;

        Slot(Tensor parameter) {
            memory = new HostMemory(parameter);
            shape = parameter.shape();
            w = new double[memory.size()];
            g = new double[memory.size()];
            m = new double[memory.size()];
            v = new double[memory.size()];
        }

        /** Kingma and Ba 2015, algorithm 1, with the corrections folded into the rate as in its section 2. */
        void step(OptimizerConfig.Adam config, Tensor gradient, double rate, double correction2) {
            double beta1 = config.betas().get(0);
            double beta2 = config.betas().get(1);
            memory(gradient).read(g);
            memory.read(w);
            for (int i = 0; i < w.length; i++) {
                double gi = g[i] + config.weightDecay() * w[i];
                m[i] = beta1 * m[i] + (1 - beta1) * gi;
                v[i] = beta2 * v[i] + (1 - beta2) * gi * gi;
                w[i] -= rate * m[i] / (Math.sqrt(v[i]) / correction2 + config.eps());
            }
            memory.write(w);
        }

        /** Gradients computed by hand lie in the same tensor every step. */
        @SuppressWarnings("ReferenceEquality") // the same handle, not the same numbers
        private HostMemory memory(Tensor gradient) {
            HostMemory known = gradientMemory;
            if (known == null || gradient != gradientTensor) {
                known = new HostMemory(gradient);
                gradientTensor = gradient;
                gradientMemory = known;
            }
            return known;
        }
    }
}
