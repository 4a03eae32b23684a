package dev.gantry.health;

/**
 * Where verdicts begin. Set on seeds 0 to 9 of the runs of {@code gantry verify health}, between what the broken and the
 * healthy ones show; docs/health.md has the definitions. Medians are over the window of the newest looks.
 */
final class Limits {
    /** Samples this far from the data (energy coefficient) are no match, whatever D says. */
    static final double APART = 0.1;

    /** Samples this far from the data have lost it, unless they are on their way. */
    static final double FAR = 0.5;

    /** Samples this near to the data are a match as far as so few samples tell. */
    static final double NEAR = 0.03;

    /** Less of the samples than this where 99 % of the data is: G makes what there is not. */
    static final double INSIDE = 0.9;

    /** Samples that spread less than this, as a share of the data's spread, are nearly one sample. */
    static final double NO_SPREAD = 0.2;

    /** Samples whose nearest neighbours are nearer than this, as a share of the data's, are copies of each other. */
    static final double COPIES = 0.1;

    /** D overfits where held-out reals fall more than this part of the way to G's samples. */
    static final double OVERFIT = 0.5;

    /** ... and D calls this much more of the training reals real. */
    static final double ACCURACY_GAP = 0.15;

    /** D is sure where it is right this often. */
    static final double SURE = 0.98;

    /** G's loss is flat where it pulls with less than this share of its pull at equilibrium. */
    static final double FLAT = 0.05;

    /** D takes G's samples for the real ones where its AUC is below this. */
    static final double FOOLED = 0.35;

    /** Samples swing where the amplitude of their mean is above this, in the data's standard deviations. */
    static final double SWING = 0.75;

    /** ... over at least so many crossings of the trend. */
    static final int TURNS = 4;

    /** ... and with at least this share of its variance in the newer half. */
    static final double LASTING = 0.3;

    /** A period is believed over at least so many looks. */
    static final int REGULAR_LOOKS = 16;

    /** Nothing was learned where the distance is still this share of the first look's. */
    static final double UNMOVED = 0.9;

    /** loss_d is at its equilibrium within this share of it. */
    static final double AT_EQUILIBRIUM = 0.05;

    /** D cannot tell where its AUC is within this of one half. */
    static final double CANNOT_TELL = 0.1;

    /** A spread within this of 1 is the data's. */
    static final double SPREAD_AGREES = 0.15;

    private Limits() {}
}
