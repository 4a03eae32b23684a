package dev.gantry.train;

import dev.gantry.checkpoint.State;
import dev.gantry.data.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A game that records how it is played, without natives. */
final class FakeGame implements Game {
    record Play(char player, Move move, int count, float[] z, float[] real) {}

    final List<Play> plays = new ArrayList<>();
    private final List<Double> lossesD = new ArrayList<>();
    private final List<Double> lossesG = new ArrayList<>();
    private final ToDoubleFunction<Play> loss;
    int drains;

    FakeGame(ToDoubleFunction<Play> loss) {
        this.loss = loss;
    }

    /** The plays as text: D0.0 is step 0's first turn of D, G0 its turn of G. */
    String order() {
        StringBuilder order = new StringBuilder();
        for (Play play : plays) {
            order.append(play.player()).append(play.move().step());
            order.append(play.player() == 'D' ? "." + play.move().turn() : "").append(' ');
        }
        return order.toString().trim();
    }

    List<Play> of(char player) {
        return plays.stream().filter(play -> play.player() == player).toList();
    }

    @Override
    public void playDiscriminator(Batch real, float[] z, Move move) {
        Play play = new Play('D', move, real.count(), z, real.values());
        plays.add(play);
        lossesD.add(loss.applyAsDouble(play));
    }

    @Override
    public void playGenerator(Batch real, float[] z, Move move) {
        Play play = new Play('G', move, real.count(), z, real.values());
        plays.add(play);
        lossesG.add(loss.applyAsDouble(play));
    }

    @Override
    public Losses drainLosses() {
        drains++;
        Losses losses = new Losses(array(lossesD), array(lossesG), new double[0]);
        lossesD.clear();
        lossesG.clear();
        return losses;
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public Map<String, Double> statistics() {
        return Map.of();
    }

    @Override
    public float[] sample(float[] z, int count) {
        return new float[0];
    }

    @Override
    public float[] logits(float[] x, int count) {
        return new float[0];
    }

    @Override
    public float[] fakes(float[] z, int count) {
        return new float[0];
    }

    @Override
    public Probe probe(Batch real, float[] z) {
        return new Probe(0, 0, 0, 0, 0, 0, List.of());
    }

    @Override
    public double[] parameters() {
        return new double[0];
    }

    @Override
    public void save(State state) {
        state.put("fake", new double[] {plays.size()});
    }

    @Override
    public void load(State state) {}

    @Override
    public void close() {}
}
