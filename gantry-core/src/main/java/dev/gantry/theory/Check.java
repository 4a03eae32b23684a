package dev.gantry.theory;

/**
 * A number that was found beside the one that theory says.
 *
 * @param part of the theory, as in {@link Theory.Part}
 * @param name of the pair or game, and what is compared
 * @param value what was found
 * @param exact what it should be; NaN where theory gives no number, infinite where that is the answer
 * @param tolerance largest difference that is accepted; NaN where nothing is compared
 * @param ok whether theory and finding agree
 * @param note what else there is to say; may be empty
 */
public record Check(String part, String name, double value, double exact, double tolerance, boolean ok, String note) {

    /** Passes where value and exact are within the tolerance. */
    static Check near(Theory.Part part, String name, double value, double exact, double tolerance) {
        return new Check(part.label(), name, value, exact, tolerance, Math.abs(value - exact) <= tolerance, "");
    }

    /**
     * Passes where the value is at most the exact one, and less than the tolerance below it: a bound that is tight.
     *
     * @param slack what rounding and integration may add to the value
     */
    static Check below(Theory.Part part, String name, double value, double exact, double tolerance, double slack) {
        boolean ok = value <= exact + slack && value >= exact - tolerance;
        return new Check(part.label(), name, value, exact, tolerance, ok, "");
    }

    public double difference() {
        return value - exact;
    }
}
