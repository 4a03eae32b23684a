package dev.gantry.event;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers that a look at a run takes, by their names in metrics.jsonl. */
public enum Signal {
    ACC_TRAIN("share of training reals that D calls real"),
    ACC_HELD_OUT("share of reals that were not trained on that D calls real"),
    ACC_FAKE("share of G's samples that D calls generated"),
    LOGIT_GAP("mean logit of training reals less that of G's samples"),
    OVERFIT("how far held-out reals fall from the training reals' mean logit towards that of G's samples: 0 not, 1 all"
            + " the way (Karras et al. 2020, equation 1)"),
    AUC("probability that D gives a real sample a higher logit than one of G's; 0.5: it cannot tell"),
    PULL("how hard G's loss pulls at D's logits of its samples, as a share of the pull where D cannot tell"),
    GRAD_D("norm of the gradient of D's adversarial loss by D's parameters"),
    GRAD_G("norm of the gradient of G's loss by G's parameters"),
    GRAD_RATIO("grad_g divided by grad_d"),
    SLOPE_REAL("mean norm of the gradient of D's logit by a real sample"),
    SLOPE_FAKE("mean norm of the gradient of D's logit by one of G's samples"),
    WEIGHTS_D("norm of D's parameters"),
    WEIGHTS_G("norm of G's parameters"),
    BROKEN_TENSORS("parameters that hold a number that is not finite"),
    SPREAD("root of the samples' total variance, as a share of the data's"),
    NEAREST("median distance of a sample to its nearest neighbour, as a share of the data's"),
    DISTANCE("energy coefficient between samples and data: 0 alike, 1 apart"),
    POSITION_0("where the samples' mean lies along a fixed direction, in the data's standard deviations from its mean"),
    POSITION_1("the same along a second direction"),
    INSIDE("share of the samples where the data's density is at least what 99 % of real samples have"),
    MODES_HELD("modes with at least a fifth of their share of the samples"),
    MODES_CLOSE("share of the samples within three standard deviations of a mode"),
    LOSS_SWING("amplitude of loss_d over the last looks, as a share of its equilibrium or mean"),
    LOSS_PERIOD("period of that swing, in samples shown; none where it is not regular"),
    JS_BOUND("lower bound of the Jensen-Shannon divergence, 0 to ln 2"),
    DUALITY_GAP("how much the two players could gain against each other, by training copies"),
    DUALITY_GAP_LOW("lower end of its 95 % interval"),
    DUALITY_GAP_HIGH("upper end of its 95 % interval"),
    DUALITY_GAP_EXACT("the same for players without bounds, from the densities");

    /** One for each mode, with its number behind: the share of the samples that are nearest to it. */
    public static final String MODE = "mode_";

    private static final Set<String> KEYS =
            Stream.of(values()).map(Signal::key).collect(Collectors.toUnmodifiableSet());

    private final String key;
    private final String meaning;

    Signal(String meaning) {
        this.key = name().toLowerCase(java.util.Locale.ROOT);
        this.meaning = meaning;
    }

    /** Its name in metrics.jsonl. */
    public String key() {
        return key;
    }

    /** Whether a name of metrics.jsonl is that of a signal, a mode's share aside. */
    public static boolean isKey(String name) {
        return KEYS.contains(name);
    }

    /** What it is, in one line. */
    public String meaning() {
        return meaning;
    }
}
