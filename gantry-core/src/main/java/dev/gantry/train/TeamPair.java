package dev.gantry.train;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import dev.gantry.torch.TorchRandom;
import dev.gantry.train.TeamPass.Way;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A pair of large dense networks: matrix products by libtorch and OpenBLAS, shared out among a team. Used inside {@link Team#lead}. */
final class TeamPair implements DensePair {
    private final Engine engine;
    private final Team team;
    private final TeamNet generator;
    private final TeamNet discriminator;
    private final Map<Integer, Round> rounds = new HashMap<>();
    private @Nullable Round current;

    TeamPair(Engine engine, Team team, DensePlayer generator, DensePlayer discriminator, TorchRandom random) {
        this.engine = engine;
        this.team = team;
        this.generator = new TeamNet(engine, team, generator, random);
        this.discriminator = new TeamNet(engine, team, discriminator, random);
    }

    /** What is kept for batches of one size, N. */
    private final class Round implements AutoCloseable {
        private final int count;

        /** One row a sample. */
        private final Tensor latents;

        private final TeamPass generating;
        private final TeamPass judgingFakes;
        private @Nullable Both both;
        private @Nullable Reals reals;

        Round(int count) {
            this.count = count;
            latents = Scope.keep(engine.zeros(count, generator.inputs()));
            generating = new TeamPass(generator, latents.t(), latents.t(), null);
            judgingFakes = new TeamPass(discriminator, generating.output().whole(), null, generating.outputGradient());
        }

        Both both() {
            if (both == null) {
                both = new Both(count);
            }
            return both;
        }

        Reals reals() {
            if (reals == null) {
                reals = new Reals(count);
            }
            return reals;
        }

        @Override
        public void close() {
            generating.close();
            judgingFakes.close();
            Scope.release(latents);
            if (both != null) {
                both.close();
            }
            if (reals != null) {
                reals.close();
            }
        }
    }

    /** Real samples, then fakes, one column a sample; twice, as each way is fast for other products. */
    private final class Both implements AutoCloseable {
        /** The real ones' rows in the memory of {@code bySample}, [N, size of a sample]. */
        private final Tensor real;

        /** [size of a sample, 2 N], stored row by row. */
        private final Rows columns;

        /** [size of a sample, 2 N], stored sample by sample. */
        private final Rows bySample;

        private final TeamPass judging;

        Both(int count) {
            long size = discriminator.inputs();
            Tensor samples = engine.zeros(2L * count, size);
            real = Scope.keep(samples.narrow(0, 0, count));
            columns = Rows.of(team, engine.zeros(size, 2L * count));
            bySample = Rows.of(team, samples.t());
            judging = new TeamPass(discriminator, columns.whole(), bySample.whole(), null);
        }

        @Override
        public void close() {
            judging.close();
            Scope.release(real);
            columns.close();
            bySample.close();
        }
    }

    /** Real samples alone, one row each. */
    private final class Reals implements AutoCloseable {
        private final Tensor rows;
        private final TeamPass judging;

        Reals(int count) {
            rows = Scope.keep(engine.zeros(count, discriminator.inputs()));
            judging = new TeamPass(discriminator, rows.t(), null, null);
        }

        @Override
        public void close() {
            judging.close();
            Scope.release(rows);
        }
    }

    @Override
    public void generateBeside(float[] real, float[] z, int count) {
        Round round = start(z, count);
        Both both = round.both();
        Engine.write(both.real, real);
        Rows made = round.generating.output();
        round.generating.forward(Way.NOT, part -> {
            Tensor bySample = both.bySample.part(part);
            bySample.narrow(1, count, count).copy_(made.part(part));
            both.columns.part(part).copy_(bySample);
        });
    }

    @Override
    public double[] judgeBoth() {
        return logits(current().both().judging, Way.TO_PARAMETERS);
    }

    @Override
    public void generate(float[] z, int count) {
        start(z, count).generating.forward(Way.TO_PARAMETERS, part -> {});
    }

    private Round start(float[] z, int count) {
        Round round = rounds.computeIfAbsent(count, Round::new);
        current = round;
        Engine.write(round.latents, z);
        return round;
    }

    @Override
    public double[] judgeReal(float[] real) {
        Reals reals = current().reals();
        Engine.write(reals.rows, real);
        return logits(reals.judging, Way.NOT);
    }

    @Override
    public double[] judgeFakes() {
        return logits(current().judgingFakes, Way.TO_INPUT);
    }

    private static double[] logits(TeamPass judging, Way way) {
        judging.forward(way, part -> {});
        return Engine.doubles(judging.output().whole());
    }

    @Override
    public void moveDiscriminator(double[] byLogits, double rateFactor) {
        TeamPass judging = current().both().judging;
        Engine.write(judging.outputGradient().sum().whole(), byLogits);
        judging.follow(false, rateFactor);
    }

    @Override
    public void moveGenerator(double[] byLogits, double rateFactor) {
        Round round = current();
        Engine.write(round.judgingFakes.outputGradient().sum().whole(), byLogits);
        round.judgingFakes.backToInput();
        round.generating.follow(true, rateFactor);
    }

    private Round current() {
        if (current == null) {
            throw new IllegalStateException("no fakes were generated");
        }
        return current;
    }

    @Override
    public void close() {
        rounds.values().forEach(Round::close);
        generator.close();
        discriminator.close();
    }
}
