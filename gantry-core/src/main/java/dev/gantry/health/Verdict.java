package dev.gantry.health;

/** How a run is doing, in words. */
public enum Verdict {
    TOO_EARLY("too early to tell", true),
    HEALTHY("healthy", true),
    CONVERGED("converged", true),
    MODE_COLLAPSE("mode collapse", false),
    OSCILLATING("oscillating", false),
    VANISHING_GRADIENT("vanishing generator gradient", false),
    G_WINS("G wins", false),
    OVERFITTING("D overfits its data", false),
    DIVERGED("diverged", false),
    NOTHING_LEARNED("nothing is learned", false);

    private final String words;
    private final boolean healthy;

    Verdict(String words, boolean healthy) {
        this.words = words;
        this.healthy = healthy;
    }

    /** As run.json and people say it. */
    public String words() {
        return words;
    }

    /** Whether there is nothing to worry about, as far as can be told. */
    public boolean isHealthy() {
        return healthy;
    }
}
