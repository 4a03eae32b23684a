package dev.gantry.train;

import java.util.ArrayList;
import java.util.List;

/** Means per sample of the losses since the last tick. */
final class LossMeans {
    /** Length of {@link #numbers}. */
    static final int NUMBERS = 6;

    private final List<Integer> countsD = new ArrayList<>();
    private final List<Integer> countsG = new ArrayList<>();
    private double sumD;
    private double samplesD;
    private double sumG;
    private double samplesG;
    private double sumPenalty;
    private double penalties;

    /** A step of D on so many samples was played; its loss follows in {@link #add}. */
    void countD(int samples) {
        countsD.add(samples);
    }

    /** A step of G on so many samples was played; its loss follows in {@link #add}. */
    void countG(int samples) {
        countsG.add(samples);
    }

    /** The losses of the steps counted since the last call. */
    void add(Game.Losses losses) {
        for (int i = 0; i < losses.discriminator().length; i++) {
            sumD += losses.discriminator()[i] * countsD.get(i);
            samplesD += countsD.get(i);
        }
        for (int i = 0; i < losses.generator().length; i++) {
            sumG += losses.generator()[i] * countsG.get(i);
            samplesG += countsG.get(i);
        }
        for (double penalty : losses.penalties()) {
            sumPenalty += penalty;
            penalties++;
        }
        countsD.clear();
        countsG.clear();
    }

    double meanD() {
        return sumD / samplesD;
    }

    double meanG() {
        return sumG / samplesG;
    }

    /** NaN where there was none. */
    double meanPenalty() {
        return sumPenalty / penalties;
    }

    void clear() {
        load(new double[NUMBERS]);
    }

    double[] numbers() {
        return new double[] {sumD, samplesD, sumG, samplesG, sumPenalty, penalties};
    }

    void load(double[] numbers) {
        sumD = numbers[0];
        samplesD = numbers[1];
        sumG = numbers[2];
        samplesG = numbers[3];
        sumPenalty = numbers[4];
        penalties = numbers[5];
    }
}
