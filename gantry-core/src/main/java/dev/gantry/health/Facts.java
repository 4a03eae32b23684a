package dev.gantry.health;

/**
 * What is known of a run beside its ticks.
 *
 * @param equilibriumD loss_d, as trained, where the distributions agree and D cannot tell; NaN: not known
 * @param absolute whether D's logits say by themselves what is real, as log odds do and a critic's values do not
 * @param finite whether the reals are a finite set, so that D can learn them by heart
 * @param modes modes whose shares of the samples can be judged; 0: none are known
 * @param wholeNumbers whether every number of images in [-1, 1] is -1, 0 or 1
 */
public record Facts(double equilibriumD, boolean absolute, boolean finite, int modes, boolean wholeNumbers) {
    /** Whether the equilibrium is a number that losses can be measured by: a critic's is 0. */
    boolean hasEquilibrium() {
        return Double.isFinite(equilibriumD) && equilibriumD != 0;
    }
}
