package dev.gantry.proof;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signs of a loss's derivatives where logits are huge: '+', '-', or '0' where the formula itself vanishes. Each has
 * four signs, for the logits (real, fake) = (+, +), (+, -), (-, +), (-, -). Written down from the formulas in their
 * papers, not computed, so that they can find the code wrong.
 *
 * @param dByReal D's loss by the real logit
 * @param dByFake D's loss by the generated logit
 * @param gByReal G's loss by the real logit
 * @param gByFake G's loss by the generated logit
 */
record Signs(String dByReal, String dByFake, String gByReal, String gByFake) {
    private static final String NONE = "0000";
    private static final String UP = "++++";
    private static final String DOWN = "----";

    // Of a function of the real logit alone, and of the generated logit alone.
    private static final String REAL_DOWN_TO_ZERO = "00--";
    private static final String FAKE_UP_FROM_ZERO = "+0+0";
    private static final String FAKE_UP_TO_ZERO = "0+0+";
    private static final String FAKE_DOWN_FROM_ZERO = "-0-0";
    private static final String FAKE_DOWN_TO_ZERO = "0-0-";

    static Map<String, Signs> expected() {
        Map<String, Signs> all = new LinkedHashMap<>();
        addLogistic(all);
        addCritics(all);
        addRelative(all);
        addDivergences(all);
        return all;
    }

    private static void addLogistic(Map<String, Signs> all) {
        // s'(v) = sigmoid(v), e^-10000 = 0 where D is right. Minimax: -s(fake) saturates where D is sure.
        all.put("minimax", new Signs(REAL_DOWN_TO_ZERO, FAKE_UP_FROM_ZERO, NONE, FAKE_DOWN_FROM_ZERO));
        // s(-fake): the full slope where D is sure, none where G has already won.
        all.put("non-saturating", new Signs(REAL_DOWN_TO_ZERO, FAKE_UP_FROM_ZERO, NONE, FAKE_DOWN_TO_ZERO));
    }

    private static void addCritics(Map<String, Signs> all) {
        // real - b, fake - a, fake - c: the sign of the logit.
        Signs squares = new Signs("++--", "+-+-", NONE, "+-+-");
        all.put("least-squares", squares);
        all.put("least-squares a=-1 b=1 c=0", squares);
        all.put("wasserstein", new Signs(DOWN, UP, NONE, DOWN));
        // relu(1 - real) and relu(1 + fake) are 0 beyond the margin.
        all.put("hinge", new Signs(REAL_DOWN_TO_ZERO, FAKE_UP_FROM_ZERO, NONE, DOWN));
        // -real + k fake; k = 0 at the start.
        all.put("began", new Signs(DOWN, NONE, NONE, DOWN));
        all.put("began balance=0.3", new Signs(DOWN, UP, NONE, DOWN));
        // relu(m + fake) is 0 for an energy above the margin.
        all.put("ebgan", new Signs(DOWN, FAKE_UP_FROM_ZERO, NONE, DOWN));
        all.put("ebgan margin=1", new Signs(DOWN, FAKE_UP_FROM_ZERO, NONE, DOWN));
    }

    private static void addRelative(Map<String, Signs> all) {
        // D: functions of s(fake - real), 0 only where real is far above fake. G: the mirror image.
        Signs relativistic = new Signs("-0--", "+0++", "++0+", "--0-");
        all.put("relativistic-average", relativistic);
        all.put("relativistic-pairing", relativistic);
        // D: s(fake - real) for one of each. G: softmax less 1/2, 0 where the two are equal.
        all.put("softmax", new Signs("-0--", "+0++", "0+-0", "0-+0"));
    }

    /** D: -g_f(real) + f*(g_f(fake)). G: -g_f(fake), or -f*(g_f(fake)). */
    private static void addDivergences(Map<String, Signs> all) {
        // tanh(v)/2 on both sides is flat at both ends: its slope is 1/(2 cosh^2).
        add(all, "f-total-variation", NONE, NONE, NONE, NONE);
        // g = v. e^(v - 1): as its tangent above, e^-10000 = 0 below.
        add(all, "f-kl", DOWN, FAKE_UP_FROM_ZERO, DOWN, FAKE_DOWN_FROM_ZERO);
        // g = -e^-v: 0 above, as its tangent below. f*(g) = v - 1.
        add(all, "f-reverse-kl", REAL_DOWN_TO_ZERO, UP, FAKE_DOWN_TO_ZERO, DOWN);
        // g = v. f*(g) is constant below v = -2.
        add(all, "f-pearson", DOWN, FAKE_UP_FROM_ZERO, DOWN, FAKE_DOWN_FROM_ZERO);
        // g = 1 - e^-v. f*(g) = 2 - 2 e^(-v/2): 0 above, as its tangent below.
        add(all, "f-neyman", REAL_DOWN_TO_ZERO, FAKE_UP_TO_ZERO, FAKE_DOWN_TO_ZERO, FAKE_DOWN_TO_ZERO);
        // g = 1 - e^-v. f*(g) = e^v - 1: as its tangent above, 0 below.
        add(all, "f-hellinger", REAL_DOWN_TO_ZERO, FAKE_UP_FROM_ZERO, FAKE_DOWN_TO_ZERO, FAKE_DOWN_FROM_ZERO);
        // g = v. The slope of f* is the ratio u with ln u + 1 - 1/u = v: about 1/10000 below, e^9999 above.
        add(all, "f-jeffrey", DOWN, UP, DOWN, DOWN);
        // g = const - s(-v), f*(g) = s(v) + const: 0 where D is right.
        add(all, "f-js", REAL_DOWN_TO_ZERO, FAKE_UP_FROM_ZERO, FAKE_DOWN_TO_ZERO, FAKE_DOWN_FROM_ZERO);
        add(all, "f-js-weighted", REAL_DOWN_TO_ZERO, FAKE_UP_FROM_ZERO, FAKE_DOWN_TO_ZERO, FAKE_DOWN_FROM_ZERO);
        add(all, "f-js-weighted pi=0.3", REAL_DOWN_TO_ZERO, FAKE_UP_FROM_ZERO, FAKE_DOWN_TO_ZERO, FAKE_DOWN_FROM_ZERO);
        add(all, "f-gan", REAL_DOWN_TO_ZERO, FAKE_UP_FROM_ZERO, FAKE_DOWN_TO_ZERO, FAKE_DOWN_FROM_ZERO);
        addAlphas(all);
    }

    private static void addAlphas(Map<String, Signs> all) {
        // a = 1/2: g = 2 - s(-v). f*(g) = 4/s(-v) - 2: about e^v above (as its tangent), 4/10000^2 its slope below.
        add(all, "f-alpha", REAL_DOWN_TO_ZERO, UP, FAKE_DOWN_TO_ZERO, DOWN);
        // a = -1: f*(g) = 1 - sqrt(2 s(-v)): its slope is about e^(-v/2) = 0 above, 1/sqrt(20000) below.
        add(all, "f-alpha alpha=-1", REAL_DOWN_TO_ZERO, FAKE_UP_TO_ZERO, FAKE_DOWN_TO_ZERO, FAKE_DOWN_TO_ZERO);
        // a > 1: g = v. f*(g) is constant below v = -1/(a - 1), a power above.
        add(all, "f-alpha alpha=2", DOWN, FAKE_UP_FROM_ZERO, DOWN, FAKE_DOWN_FROM_ZERO);
        add(all, "f-alpha alpha=3", DOWN, FAKE_UP_FROM_ZERO, DOWN, FAKE_DOWN_FROM_ZERO);
    }

    private static void add(
            Map<String, Signs> all, String name, String dByReal, String dByFake, String alternative, String bound) {
        all.put(name, new Signs(dByReal, dByFake, NONE, alternative));
        all.put(name + " generator=bound", new Signs(dByReal, dByFake, NONE, bound));
    }
}
