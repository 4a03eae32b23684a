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
     * Real samples and fakes as rows, [2 N, size of a sample].
     *
     * @param real the upper half
     * @param fakes the lower half, transposed
     */
    private record Both(Tensor samples, Tensor real, Rows fakes) {}

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
        team.run(part -> both.fakes().part(part).copy_(made.part(part)));
        return logits(both.samples().t(), 2 * count);
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
        Tensor samples = boths.computeIfAbsent(count, this::both).samples();
        Engine.write(discriminator.outputGradient(2 * count).sum().whole(), byLogits);
        discriminator.follow(samples.t(), 2 * count, rateFactor);
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
        Tensor samples = Scope.keep(engine.zeros(2L * count, discriminator.inputs()));
        Tensor real = Scope.keep(samples.narrow(0, 0, count));
        return new Both(
                samples, real, Rows.of(team, samples.narrow(0, count, count).t()));
    }

    @Override
    public void close() {
        generator.close();
        discriminator.close();
        latents.values().forEach(Scope::release);
        reals.values().forEach(Scope::release);
        for (Both both : boths.values()) {
            Scope.release(both.samples());
            Scope.release(both.real());
            both.fakes().close();
        }
    }
}
