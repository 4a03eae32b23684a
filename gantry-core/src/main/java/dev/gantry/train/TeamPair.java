package dev.gantry.train;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import dev.gantry.torch.TorchRandom;
import dev.gantry.train.TeamPass.Way;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A pair of large dense networks: matrix products by libtorch and OpenBLAS, shared out among a team. Used inside {@link Team#lead}. */
final class TeamPair implements SlopedPair {
    private final Engine engine;
    private final Team team;
    private final TeamNet generator;
    private final TeamNet discriminator;
    private final Map<Integer, Round> rounds = new HashMap<>();
    private @Nullable Round current;
    private @Nullable Sloped currentSloped;

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
        private final Map<Boolean, Sloped> sloped = new HashMap<>();
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

        /** D's slopes at real samples and fakes, or at further points. */
        Sloped sloped(boolean further) {
            return sloped.computeIfAbsent(
                    further,
                    more -> more ? new Sloped(3 * count, 2 * count, count) : new Sloped(2 * count, 0, 2 * count));
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
            sloped.values().forEach(Sloped::close);
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
        /** The memory of {@code bySample}, [2 N, size of a sample]. */
        private final Tensor samples;

        /** The real ones' rows, [N, size of a sample]. */
        private final Tensor real;

        /** [size of a sample, 2 N], stored row by row. */
        private final Rows columns;

        /** [size of a sample, 2 N], stored sample by sample. */
        private final Rows bySample;

        private final TeamPass judging;

        Both(int count) {
            long size = discriminator.inputs();
            samples = Scope.keep(engine.zeros(2L * count, size));
            real = Scope.keep(samples.narrow(0, 0, count));
            columns = Rows.of(team, engine.zeros(size, 2L * count));
            bySample = Rows.of(team, samples.t());
            judging = new TeamPass(discriminator, columns.whole(), bySample.whole(), null);
        }

        @Override
        public void close() {
            judging.close();
            Scope.release(samples);
            Scope.release(real);
            columns.close();
            bySample.close();
        }
    }

    /** Samples that D judges, one column each, at some of which its slopes are asked for. */
    private final class Sloped implements AutoCloseable {
        /** The memory of {@code bySample}, [M, size of a sample]. */
        private final Tensor samples;

        private final Rows columns;
        private final Rows bySample;
        private final TeamSum byInput;
        private final TeamPass judging;
        private final TeamSlopes slopes;

        /**
         * @param count all samples
         * @param first of those at which slopes are asked for
         * @param asked how many these are
         */
        Sloped(int count, int first, int asked) {
            long size = discriminator.inputs();
            samples = Scope.keep(engine.zeros(count, size));
            columns = Rows.of(team, engine.zeros(size, count));
            bySample = Rows.of(team, samples.t());
            byInput = new TeamSum(engine, team, size, asked);
            judging = new TeamPass(discriminator, columns.whole(), bySample.whole(), byInput, first);
            slopes = new TeamSlopes(discriminator, judging, byInput, first, bySample);
        }

        @Override
        public void close() {
            slopes.close();
            judging.close();
            byInput.close();
            columns.close();
            bySample.close();
            Scope.release(samples);
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
    public double[] fakes() {
        Round round = current();
        return Engine.doubles(round.both().samples.narrow(0, round.count, round.count));
    }

    @Override
    public Judgement judgeWithSlopes(double @Nullable [] points) {
        Round round = current();
        int count = round.count;
        Sloped sloped = round.sloped(points != null);
        sloped.samples.narrow(0, 0, 2L * count).copy_(round.both().samples);
        if (points != null) {
            Engine.write(sloped.samples.narrow(0, 2L * count, count), points);
        }
        team.run(part -> sloped.columns.part(part).copy_(sloped.bySample.part(part)));
        double[] logits = logits(sloped.judging, Way.TO_PARAMETERS);
        currentSloped = sloped;
        return new Judgement(Arrays.copyOf(logits, 2 * count), sloped.slopes.squared());
    }

    @Override
    public void moveWithSlopes(double[] byLogits, double[] bySquaredSlopes, double rateFactor) {
        if (currentSloped == null) {
            throw new IllegalStateException("D's slopes were not asked for");
        }
        int judged = Math.toIntExact(currentSloped.samples.size(0));
        currentSloped.slopes.follow(Arrays.copyOf(byLogits, judged), bySquaredSlopes, rateFactor);
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
