package dev.gantry.train;

import java.util.Locale;

/** Training left the numbers in which anything can be learned. */
public final class Divergence extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String quantity;
    private final long step;
    private final double value;

    /**
     * @param quantity what left its range: loss_d, loss_g, or a tensor's name
     * @param step generator steps before the one in which it did
     */
    public Divergence(String quantity, long step, double value) {
        super(String.format(Locale.ROOT, "%s became %.4g in step %d", quantity, value, step + 1));
        this.quantity = quantity;
        this.step = step;
        this.value = value;
    }

    public String quantity() {
        return quantity;
    }

    public long step() {
        return step;
    }

    public double value() {
        return value;
    }
}
