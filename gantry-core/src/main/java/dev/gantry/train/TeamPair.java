package dev.gantry.train;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import dev.gantry.torch.TorchRandom;
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
    private final Map<Integer, Tensor> latents = new HashMap<>();
    private final Map<Integer, Tensor> reals = new HashMap<>();
    private final Map<Integer, Both> boths = new HashMap<>();
    private @Nullable Rows fakes;
    private int count;

    /**
     * Real samples, then fakes, one column a sample; twice, as each way is fast for other products.
     *
     * @param real the real ones' rows in the memory of {@code bySample}, [N, size of a sample]
     * @param columns [size of a sample, 2 N], stored row by row
     * @param bySample [size of a sample, 2 N], stored sample by sample
     */
    private record Both(Tensor real, Rows columns, Rows bySample) {}

    TeamPair(Engine engine, Team team, DensePlayer generator, DensePlayer discriminator, TorchRandom random) {
        this.engine = engine;
        this.team = team;
        this.generator = new TeamNet(engine, team, generator, random);
        this.discriminator = new TeamNet(engine, team, discriminator, random);
    }

    @Override
    public void generate(float[] z, int count) {
        Tensor rows = samples(latents, count, generator.inputs());
        Engine.write(rows, z);
        fakes = generator.forward(rows.t(), count);
        this.count = count;
    }

    @Override
    public double[] judgeBoth(float[] real) {
        Both both = boths.computeIfAbsent(count, this::both);
        Engine.write(both.real(), real);
        Rows made = made();
        team.run(part -> {
            Tensor bySample = both.bySample().part(part);
            bySample.narrow(1, count, count).copy_(made.part(part));
            both.columns().part(part).copy_(bySample);
        });
        return logits(both.columns().whole(), 2 * count);
    }

    @Override
    public double[] judgeReal(float[] real) {
        Tensor rows = samples(reals, count, discriminator.inputs());
        Engine.write(rows, real);
        return logits(rows.t(), count);
    }

    @Override
    public double[] judgeFakes() {
        return logits(made().whole(), count);
    }

    private double[] logits(Tensor samples, int columns) {
        return Engine.doubles(discriminator.forward(samples, columns).whole());
    }

    @Override
    public void moveDiscriminator(double[] byLogits, double rateFactor) {
        Both both = boths.computeIfAbsent(count, this::both);
        Engine.write(discriminator.outputGradient(2 * count).sum().whole(), byLogits);
        discriminator.follow(both.bySample().whole(), 2 * count, rateFactor);
    }

    @Override
    public void moveGenerator(double[] byLogits, double rateFactor) {
        Engine.write(discriminator.outputGradient(count).sum().whole(), byLogits);
        discriminator.backToInput(count, generator.outputGradient(count));
        generator.follow(samples(latents, count, generator.inputs()).t(), count, rateFactor);
    }

    private Rows made() {
        if (fakes == null) {
            throw new IllegalStateException("no fakes were generated");
        }
        return fakes;
    }

    private Tensor samples(Map<Integer, Tensor> known, int count, long size) {
        return known.computeIfAbsent(count, n -> Scope.keep(engine.zeros(n, size)));
    }

    private Both both(int count) {
        long size = discriminator.inputs();
        Tensor samples = engine.zeros(2L * count, size);
        return new Both(
                Scope.keep(samples.narrow(0, 0, count)),
                Rows.of(team, engine.zeros(size, 2L * count)),
                Rows.of(team, samples.t()));
    }

    @Override
    public void close() {
        generator.close();
        discriminator.close();
        latents.values().forEach(Scope::release);
        reals.values().forEach(Scope::release);
        for (Both both : boths.values()) {
            Scope.release(both.real());
            both.columns().close();
            both.bySample().close();
        }
    }
}
