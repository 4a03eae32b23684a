package dev.gantry.objective;

/** The hinge loss (Lim and Ye 2017; Miyato et al. 2018, equations 16 and 17). The best D has L_D = 2 (1 - TV(p, q)). */
public record Hinge() implements Objective {

    /** E max(0, 1 - D(x)) + E max(0, 1 + D(y)). */
    @Override
    public <T> T discriminatorLoss(Algebra<T> on, T real, T fake) {
        return on.add(on.mean(on.relu(on.shift(on.negate(real), 1))), on.mean(on.relu(on.shift(fake, 1))));
    }

    /** -E D(y). */
    @Override
    public <T> T generatorLoss(Algebra<T> on, T real, T fake) {
        return on.negate(on.mean(fake));
    }

    @Override
    public boolean growsLinearly() {
        return true;
    }

    @Override
    public double equilibriumD(int batch) {
        return 2;
    }

    /** Not known: any D between -1 and 1 that is the same everywhere is the best. */
    @Override
    public double equilibriumG(int batch) {
        return Double.NaN;
    }
}
