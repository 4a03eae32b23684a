package dev.gantry.train;

import dev.gantry.config.OptimizerConfig;
import dev.gantry.config.PenaltyConfig;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.objective.Penalty;
import dev.gantry.objective.Tape;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.TensorAlgebra;
import dev.gantry.torch.TorchRandom;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** What keeps D smooth in a game: a penalty in every so many of its steps, or weights that are cut off after each. */
final class Regularisation {
    private final Engine engine;
    private final Seeds seeds;
    private final Parameters parameters;
    private final TensorAlgebra algebra;
    private final TorchRandom random = new TorchRandom();
    private final Slopes slopes;
    private final @Nullable Penalty penalty;
    private final int every;
    private final int turns;
    private final @Nullable ScalarOptional low;
    private final @Nullable ScalarOptional high;

    Regularisation(GameSetup setup, Parameters parameters, Judge judge, TensorAlgebra algebra) {
        this.engine = setup.engine();
        this.seeds = setup.seeds();
        this.parameters = parameters;
        this.algebra = algebra;
        Pass pass = Pass.trial(engine, random);
        slopes = new Slopes(points -> judge.judge(points, pass).logits());
        PenaltyConfig config = setup.penalty();
        penalty = Objectives.penalty(config).orElse(null);
        every = config instanceof PenaltyConfig.Term term ? term.every() : 1;
        turns = setup.turns();
        Double limit = config instanceof PenaltyConfig.Clip clip ? clip.limit() : null;
        low = limit == null ? null : new ScalarOptional(new Scalar(-limit)).retainReference();
        high = limit == null ? null : new ScalarOptional(new Scalar(limit)).retainReference();
    }

    /** Whether D's loss has the penalty in this step. */
    boolean isDue(Game.Move move) {
        return penalty != null && (move.step() * turns + move.turn()) % every == 0;
    }

    /**
     * What D's loss adds in a step where the penalty is due; the same however often it is asked in one step.
     *
     * @param plain gets the penalty itself, which a lazy one adds several times over
     */
    Tensor term(Tensor real, Tensor fake, Game.Move move, Tensor plain) {
        random.restart(seeds.key("penalty." + move.turn(), move.step()));
        Tensor term = penalty().term(algebra, slopes, real, fake, new Draws());
        try (NoGrad guard = new NoGrad()) {
            plain.copy_(term.detach());
        }
        return algebra.scale(term, every);
    }

    /**
     * The same as {@link #term}, on a tape.
     *
     * @param real one sample a row
     */
    TapeTerm term(Tape tape, Penalty.Critic<Tape.Node> critic, Tape.Node real, Tape.Node fake, Game.Move move) {
        random.restart(seeds.key("penalty." + move.turn(), move.step()));
        Tape.Node plain = penalty().term(tape, critic, real, fake, new TapeDraws(tape));
        return new TapeTerm(plain, tape.scale(plain, every));
    }

    /**
     * A penalty.
     *
     * @param plain the penalty itself
     * @param term what D's loss adds
     */
    record TapeTerm(Tape.Node plain, Tape.Node term) {}

    private Penalty penalty() {
        if (penalty == null) {
            throw new IllegalStateException("there is no penalty");
        }
        return penalty;
    }

    /** After a step of D: no weight beyond the limit, where there is one. */
    void cutOff() {
        if (low == null || high == null) {
            return;
        }
        try (NoGrad guard = new NoGrad()) {
            for (Tensor tensor : parameters.trainable().values()) {
                tensor.clamp_(low, high);
            }
        }
    }

    /**
     * D's optimiser beside a lazy penalty: Adam's rate times c and its betas to the power c, c = k/(k + 1), make up for
     * the steps without it (Karras et al. 2020, appendix B).
     */
    OptimizerConfig optimizer(OptimizerConfig config) {
        if (penalty == null || every == 1 || !(config instanceof OptimizerConfig.Adam adam)) {
            return config;
        }
        double c = every / (every + 1.0);
        List<Double> betas =
                adam.betas().stream().map(beta -> Math.pow(beta, c)).toList();
        return new OptimizerConfig.Adam(adam.lr() * c, betas, adam.eps(), adam.weightDecay(), adam.clipNorm());
    }

    /** The same numbers as {@link Draws}. */
    private final class TapeDraws implements Penalty.Uniform<Tape.Node> {
        private final Tape tape;

        TapeDraws(Tape tape) {
            this.tape = tape;
        }

        @Override
        public Tape.Node perSample(Tape.Node samples) {
            return tape.vector(Engine.doubles(random.uniform(engine, tape.rows(samples))));
        }

        @Override
        public Tape.Node perElement(Tape.Node samples) {
            int columns = samples.value().length / tape.rows(samples);
            return tape.matrix(columns, Engine.doubles(random.uniform(engine, tape.rows(samples), columns)));
        }
    }

    private final class Draws implements Penalty.Uniform<Tensor> {
        @Override
        public Tensor perSample(Tensor samples) {
            return random.uniform(engine, samples.size(0));
        }

        @Override
        public Tensor perElement(Tensor samples) {
            return random.uniform(engine, samples.shape());
        }
    }
}
