package dev.gantry.health;

import dev.gantry.event.RunEvent.Ticked;
import dev.gantry.event.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Listens to a run's ticks and says how it is doing: the same ticks give the same verdicts, so a resumed run goes on
 * with those of its metrics.jsonl.
 */
public final class Monitor {
    /** Ticks from which the swing of loss_d is read. */
    private static final int SWING = 64;

    private final Facts facts;
    private final List<Ticked> looks = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<Long> images = new ArrayList<>();
    private Diagnosis diagnosis = Rules.tooEarly(0);
    private int agreeing;

    public Monitor(Facts facts) {
        this.facts = facts;
    }

    /** The last diagnosis of these ticks. */
    public static Diagnosis diagnose(List<Ticked> ticks, Facts facts) {
        Monitor monitor = new Monitor(facts);
        ticks.forEach(monitor::hear);
        return monitor.diagnosis();
    }

    /** Takes a tick in, and judges anew where it holds a look's signals. */
    public void hear(Ticked tick) {
        remember(tick.images(), tick.lossD());
        if (!Course.isLook(tick)) {
            return;
        }
        looks.add(tick);
        give(Rules.judge(new Course(looks), facts), tick.images());
    }

    /** The run ended because training left the numbers in which anything is learned. */
    public void diverge(String what, long shown) {
        give(Rules.diverged(what), shown);
    }

    private void give(Diagnosis now, long shown) {
        boolean same = now.verdict() == diagnosis.verdict();
        agreeing = same ? agreeing + 1 : 1;
        diagnosis = now.since(same ? diagnosis.since() : shown);
    }

    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /** Looks in a row that gave this verdict. */
    public int agreeing() {
        return agreeing;
    }

    /** How loss_d swings, as signals, once the tick to come is counted in. */
    public Map<String, Double> swing(long shown, double lossD) {
        List<Double> series = new ArrayList<>(losses.subList(Math.max(0, losses.size() - SWING + 1), losses.size()));
        series.add(lossD);
        double[] values = series.stream().mapToDouble(Double::doubleValue).toArray();
        Oscillation swing = Oscillation.of(values);
        double mean = series.stream().mapToDouble(Math::abs).average().orElse(Double.NaN);
        double scale = facts.hasEquilibrium() ? Math.abs(facts.equilibriumD()) : mean;
        Map<String, Double> signals = new LinkedHashMap<>();
        if (!Double.isNaN(swing.amplitude())) {
            signals.put(Signal.LOSS_SWING.key(), swing.amplitude() / scale);
            signals.put(Signal.LOSS_PERIOD.key(), swing.period() * spacing(shown));
        }
        return signals;
    }

    /** Samples between two ticks. */
    private long spacing(long shown) {
        return images.isEmpty() ? shown : shown - images.get(images.size() - 1);
    }

    private void remember(long shown, double lossD) {
        images.add(shown);
        losses.add(lossD);
    }
}
