package dev.gantry.health;

import dev.gantry.event.RunEvent.Ticked;
import dev.gantry.event.Signal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** A made-up run of twenty looks: at equilibrium from the second on, but for what a test changes. */
final class Story {
    private final Map<Signal, IntToDoubleFunction> signals = new EnumMap<>(Signal.class);
    private double lossD = Math.log(4);
    private double penalty = Double.NaN;
    private int looks = 20;

    Story() {
        with(Signal.ACC_TRAIN, 0.5)
                .with(Signal.ACC_HELD_OUT, 0.5)
                .with(Signal.ACC_FAKE, 0.5)
                .with(Signal.LOGIT_GAP, 0.02)
                .with(Signal.OVERFIT, 0)
                .with(Signal.AUC, 0.5)
                .with(Signal.PULL, 1)
                .with(Signal.GRAD_D, 0.1)
                .with(Signal.GRAD_G, 0.1)
                .with(Signal.GRAD_RATIO, 1)
                .with(Signal.WEIGHTS_D, i -> 5 + 0.01 * i)
                .with(Signal.WEIGHTS_G, i -> 4 + 0.01 * i)
                .with(Signal.BROKEN_TENSORS, 0)
                .with(Signal.SPREAD, 1)
                .with(Signal.NEAREST, 1)
                .with(Signal.POSITION_0, 0.02)
                .with(Signal.MODES_HELD, 8);
        distance(0.4, 0.005);
    }

    Story with(Signal signal, double value) {
        return with(signal, i -> value);
    }

    Story with(Signal signal, IntToDoubleFunction value) {
        signals.put(signal, value);
        return this;
    }

    /** The distance at the first look, and at all later ones. */
    Story distance(double first, double later) {
        return with(Signal.DISTANCE, i -> i == 0 ? first : later);
    }

    /** The samples' mean goes round once in four looks. */
    Story swing(double amplitude) {
        return with(Signal.POSITION_0, i -> amplitude * Math.sin(2 * Math.PI * i / 4 + 0.3));
    }

    Story lossD(double value) {
        lossD = value;
        return this;
    }

    Story penalty(double value) {
        penalty = value;
        return this;
    }

    Story looks(int count) {
        looks = count;
        return this;
    }

    List<Ticked> ticks() {
        List<Ticked> ticks = new ArrayList<>();
        for (int i = 0; i < looks; i++) {
            int look = i;
            Map<String, Double> statistics = new LinkedHashMap<>();
            signals.forEach((signal, value) -> statistics.put(signal.key(), value.applyAsDouble(look)));
            if (!Double.isNaN(penalty)) {
                statistics.put("penalty", penalty);
            }
            ticks.add(new Ticked(100L * (i + 1), Double.NaN, i, lossD, 0.7, statistics));
        }
        return ticks;
    }

    /** On endless data of eight modes, under a log loss. */
    Diagnosis diagnosis() {
        return under(new Facts(Math.log(4), true, false, 8, false));
    }

    Verdict verdict() {
        return diagnosis().verdict();
    }

    /** On a finite set without known modes. */
    Verdict verdictOnFiniteData() {
        return under(new Facts(Math.log(4), true, true, 0, false)).verdict();
    }

    /** Under a critic, whose loss has no equilibrium and whose values no zero. */
    Verdict verdictOfCritic() {
        return under(new Facts(0, false, false, 8, false)).verdict();
    }

    Diagnosis under(Facts facts) {
        return Monitor.diagnose(ticks(), facts);
    }
}
