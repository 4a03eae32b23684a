package dev.gantry.health;

import dev.gantry.event.Signal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** What each verdict rests on. The first that applies is given, so those that explain the others come first. */
final class Rules {
    private static final List<BiFunction<Course, Facts, Optional<Diagnosis>>> AT_ONCE =
            List.of((course, facts) -> broken(course), (course, facts) -> brokenData(facts));

    private static final List<BiFunction<Course, Facts, Optional<Diagnosis>>> IN_TIME = List.of(
            (course, facts) -> frozen(course),
            (course, facts) -> swinging(course, true),
            (course, facts) -> fooled(course, true),
            (course, facts) -> collapsed(course, facts),
            (course, facts) -> fooled(course, false),
            Rules::overfits,
            Rules::vanishing,
            (course, facts) -> swinging(course, false),
            (course, facts) -> unmoved(course),
            Rules::converged);

    private Rules() {}

    /** Judges the looks at a run so far, at least one. */
    static Diagnosis judge(Course course, Facts facts) {
        Optional<Diagnosis> atOnce = first(AT_ONCE, course, facts);
        if (atOnce.isPresent()) {
            return atOnce.get();
        }
        if (course.looks() < Course.LEAST) {
            return tooEarly(course.looks());
        }
        return first(IN_TIME, course, facts).orElseGet(() -> healthy(course));
    }

    static Diagnosis tooEarly(int looks) {
        return diagnosis(
                Verdict.TOO_EARLY,
                text("%d of the %d looks that a verdict needs", looks, Course.LEAST),
                "Train longer, or look more often (--set health.every=N).",
                Map.of());
    }

    private static Optional<Diagnosis> first(
            List<BiFunction<Course, Facts, Optional<Diagnosis>>> rules, Course course, Facts facts) {
        return rules.stream()
                .flatMap(rule -> rule.apply(course, facts).stream())
                .findFirst();
    }

    private static Optional<Diagnosis> broken(Course course) {
        double tensors = course.last().statistics().getOrDefault(Signal.BROKEN_TENSORS.key(), 0.0);
        if (!(tensors > 0)) {
            return Optional.empty();
        }
        return Optional.of(diverged(text("%.0f parameter tensors hold numbers that are not finite", tensors)));
    }

    static Diagnosis diverged(String what) {
        return diagnosis(
                Verdict.DIVERGED,
                what,
                "Lower both learning rates tenfold, limit the gradients (optimizer.clip_norm: 1), or normalise layers"
                        + " (norm: layer).",
                Map.of());
    }

    private static Optional<Diagnosis> brokenData(Facts facts) {
        if (!facts.wholeNumbers()) {
            return Optional.empty();
        }
        return Optional.of(diagnosis(
                Verdict.MODE_COLLAPSE,
                "the data itself has collapsed: every number of its images is -1, 0 or 1",
                "The images were probably cast to integers after scaling: scale them as floating-point numbers.",
                Map.of()));
    }

    private static Optional<Diagnosis> frozen(Course course) {
        boolean d = course.stands(Signal.WEIGHTS_D);
        boolean g = course.stands(Signal.WEIGHTS_G);
        if (!d && !g) {
            return Optional.empty();
        }
        String who = d && g ? "both players'" : d ? "D's" : "G's";
        return Optional.of(diagnosis(
                Verdict.NOTHING_LEARNED,
                text("%s weights have not changed over the last looks", who),
                "Raise the learning rate that is too small to move a weight; in a network of your own, check that its"
                        + " parameters are trainable.",
                course.medians(Signal.WEIGHTS_D, Signal.WEIGHTS_G)));
    }

    private static Optional<Diagnosis> collapsed(Course course, Facts facts) {
        double spread = course.median(Signal.SPREAD);
        double nearest = course.median(Signal.NEAREST);
        String what = "";
        if (spread < Limits.NO_SPREAD) {
            what = text("G's samples spread %s times as far as the data", number(spread));
        } else if (nearest < Limits.COPIES) {
            what = text("G's samples lie %s times as far apart as the data's", number(nearest));
        } else if (facts.modes() > 0 && loses(course, facts.modes())) {
            what = text(
                    "G holds %d of %d modes, and finds no more",
                    Math.round(course.median(Signal.MODES_HELD)), facts.modes());
        }
        if (what.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(diagnosis(
                Verdict.MODE_COLLAPSE,
                what,
                "Let D see several samples together (discriminator.pack: 2), train by --objective r3gan, lower momentum"
                        + " and G's learning rate, and check that latent.size and latent.distribution give noise.",
                course.medians(Signal.SPREAD, Signal.NEAREST, Signal.DISTANCE, Signal.MODES_HELD)));
    }

    /** Whether modes were missing at every look, and the newer looks show no more of them than the older. */
    private static boolean loses(Course course, int modes) {
        double[] held = course.values(Signal.MODES_HELD);
        int half = held.length / 2;
        double before = Arrays.stream(held, 0, half).max().orElse(0);
        double now = Arrays.stream(held, half, held.length).max().orElse(0);
        return before < modes && now < modes && now <= before;
    }

    private static Optional<Diagnosis> overfits(Course course, Facts facts) {
        double overfit = course.median(Signal.OVERFIT);
        double train = course.median(Signal.ACC_TRAIN);
        double heldOut = course.median(Signal.ACC_HELD_OUT);
        boolean leads = course.median(Signal.LOGIT_GAP) > 0;
        if (!(facts.finite() && leads && overfit > Limits.OVERFIT && train - heldOut > Limits.ACCURACY_GAP)) {
            return Optional.empty();
        }
        return Optional.of(diagnosis(
                Verdict.OVERFITTING,
                text(
                        "D calls %s of its training reals real, and %s of those that it was not trained on",
                        percent(train), percent(heldOut)),
                "Give it more data (or --flip, for images), make D smaller, or add dropout or --penalty r1.",
                course.medians(Signal.ACC_TRAIN, Signal.ACC_HELD_OUT, Signal.ACC_FAKE, Signal.OVERFIT)));
    }

    /** D is right about everything, and G's loss is flat there or has brought G nowhere. */
    private static Optional<Diagnosis> vanishing(Course course, Facts facts) {
        double real = course.median(Signal.ACC_TRAIN);
        double fake = course.median(Signal.ACC_FAKE);
        double pull = course.median(Signal.PULL);
        boolean sure = facts.absolute() && real >= Limits.SURE && fake >= Limits.SURE;
        if (!sure || course.median(Signal.DISTANCE) < Limits.APART) {
            return Optional.empty();
        }
        boolean flat = pull < Limits.FLAT;
        if (!flat && !isUnmoved(course)) {
            return Optional.empty();
        }
        String how = flat
                ? text("G's loss pulls with %s times its strength at equilibrium", number(pull))
                : "G's samples come no nearer to the data";
        return Optional.of(diagnosis(
                Verdict.VANISHING_GRADIENT,
                text(
                        "D is right about %s of the reals and %s of G's samples, and %s",
                        percent(real), percent(fake), how),
                "D wins: use a loss that does not saturate (--objective non-saturating), weaken D (fewer steps, a lower"
                        + " rate, --penalty r1), or use --objective wgan-gp.",
                course.medians(
                        Signal.ACC_TRAIN,
                        Signal.ACC_FAKE,
                        Signal.PULL,
                        Signal.GRAD_G,
                        Signal.GRAD_RATIO,
                        Signal.DISTANCE)));
    }

    /**
     * D prefers G's samples to the reals.
     *
     * @param always only where it does so at every look, which explains a collapse: G sits where D is most wrong. Where D
     *     catches up in between, a collapse explains that D is behind, since a single point hops away from it
     */
    private static Optional<Diagnosis> fooled(Course course, boolean always) {
        if (always && !course.all(Signal.AUC, auc -> auc < Limits.FOOLED)) {
            return Optional.empty();
        }
        double auc = course.median(Signal.AUC);
        double distance = course.median(Signal.DISTANCE);
        if (!(auc < Limits.FOOLED && course.median(Signal.LOGIT_GAP) < 0 && distance > Limits.APART)) {
            return Optional.empty();
        }
        return Optional.of(diagnosis(
                Verdict.G_WINS,
                text(
                        "D prefers G's samples to the reals (AUC %s), though they lie apart (distance %s)",
                        number(auc), number(distance)),
                "Strengthen D (a higher rate, more steps, a larger network), or lower G's learning rate.",
                course.medians(Signal.AUC, Signal.LOGIT_GAP, Signal.ACC_FAKE, Signal.DISTANCE)));
    }

    /**
     * The samples as a whole go to and fro.
     *
     * @param regular only with a period that is seen clearly, which explains a collapse of what goes round; without one a
     *     collapse explains the swing, since a single point hops
     */
    private static Optional<Diagnosis> swinging(Course course, boolean regular) {
        double[] distances = course.half(Signal.DISTANCE);
        for (Signal signal : List.of(Signal.POSITION_0, Signal.POSITION_1)) {
            Oscillation swing = Oscillation.of(course.half(signal));
            boolean lasts = swing.turns() >= Limits.TURNS && swing.lasting() >= Limits.LASTING;
            if (regular && !(swing.looks() >= Limits.REGULAR_LOOKS && Double.isFinite(swing.period()))) {
                continue;
            }
            double farthest = Arrays.stream(distances).max().orElse(0);
            if (swing.amplitude() > Limits.SWING && lasts && farthest > Limits.APART) {
                Map<String, Double> numbers = course.medians(Signal.DISTANCE, Signal.LOSS_SWING);
                numbers.put("position_swing", swing.amplitude());
                return Optional.of(diagnosis(
                        Verdict.OSCILLATING,
                        text(
                                "the samples' mean swings by %s standard deviations of the data, %d times through its"
                                        + " trend, and does not settle",
                                number(swing.amplitude()), swing.turns()),
                        "Lower momentum (optimizer.momentum: 0, betas: [0, 0.99]) and the learning rates, add --penalty"
                                + " r1, or average G's weights (ema.decay: 0.999).",
                        numbers));
            }
        }
        return Optional.empty();
    }

    /** Whether the samples are as far from the data as at first, or very far and not on their way. */
    private static boolean isUnmoved(Course course) {
        double distance = course.median(Signal.DISTANCE);
        double[] window = course.values(Signal.DISTANCE);
        boolean astray = distance > Limits.FAR && window[window.length - 1] >= Limits.UNMOVED * window[0];
        boolean unmoved = distance > Limits.APART && distance >= Limits.UNMOVED * course.first(Signal.DISTANCE);
        return unmoved || astray;
    }

    private static Optional<Diagnosis> unmoved(Course course) {
        if (!isUnmoved(course)) {
            return Optional.empty();
        }
        return Optional.of(diagnosis(
                Verdict.NOTHING_LEARNED,
                text(
                        "G's samples lie far from the data (distance %s; %s at the first look) and come no nearer",
                        number(course.median(Signal.DISTANCE)), number(course.first(Signal.DISTANCE))),
                "Change the learning rates tenfold, larger or smaller, and check that the networks can express the data.",
                course.medians(Signal.DISTANCE, Signal.GRAD_D, Signal.GRAD_G)));
    }

    private static Optional<Diagnosis> converged(Course course, Facts facts) {
        boolean near = course.all(Signal.DISTANCE, distance -> distance < Limits.NEAR);
        boolean spread = course.all(Signal.SPREAD, share -> Math.abs(share - 1) < Limits.SPREAD_AGREES);
        boolean whole = facts.modes() == 0 || course.all(Signal.MODES_HELD, held -> held >= facts.modes());
        // There is no such number where the data's density is not known.
        boolean inside = course.all(Signal.INSIDE, share -> !(share < Limits.INSIDE));
        if (!(near && spread && whole && inside && cannotTell(course, facts))) {
            return Optional.empty();
        }
        return Optional.of(diagnosis(
                Verdict.CONVERGED,
                text(
                        "D cannot tell, and G's samples lie where the data do (distance %s) and as wide (%s times)",
                        number(course.median(Signal.DISTANCE)), number(course.median(Signal.SPREAD))),
                "",
                course.medians(Signal.AUC, Signal.DISTANCE, Signal.SPREAD)));
    }

    private static boolean cannotTell(Course course, Facts facts) {
        double equilibrium = facts.equilibriumD();
        if (!facts.hasEquilibrium()) {
            return Math.abs(course.median(Signal.AUC) - 0.5) <= Limits.CANNOT_TELL;
        }
        return Arrays.stream(course.adversarialLosses())
                .allMatch(loss -> Math.abs(loss - equilibrium) <= Limits.AT_EQUILIBRIUM * Math.abs(equilibrium));
    }

    private static Diagnosis healthy(Course course) {
        return diagnosis(
                Verdict.HEALTHY,
                text(
                        "G's samples lie %s from the data (%s at the first look), and D's AUC is %s",
                        number(course.median(Signal.DISTANCE)),
                        number(course.first(Signal.DISTANCE)),
                        number(course.median(Signal.AUC))),
                "",
                course.medians(Signal.DISTANCE, Signal.AUC, Signal.SPREAD));
    }

    private static Diagnosis diagnosis(Verdict verdict, String evidence, String remedy, Map<String, Double> numbers) {
        Map<String, Double> finite = new LinkedHashMap<>(numbers);
        finite.values().removeIf(value -> !Double.isFinite(value));
        return new Diagnosis(verdict, 0, evidence, remedy, finite);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
