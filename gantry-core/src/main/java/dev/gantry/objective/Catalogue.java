package dev.gantry.objective;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to choose from, for people to read: every objective and penalty by its name in configurations, with its
 * formula and source. Their parameters are the keys of the configuration.
 *
 * <p>In the formulas D(x) is a logit of a real sample x, D(y) one of a generated sample y, E the mean over the batch,
 * s(v) = ln(1 + e^v); u = p/q is a density ratio, t a value in the domain of f*, v a logit. A product of two names is
 * written with a blank, and what follows "with" explains a name.
 */
public final class Catalogue {
    private static final String LOGISTIC = "E s(-D(x)) + E s(D(y))";
    private static final String UNCHANGED = "no term";

    private static final Source GOODFELLOW =
            new Source("Goodfellow et al.", 2014, "Generative Adversarial Nets", "equation 1", "1406.2661");
    private static final Source WASSERSTEIN =
            new Source("Arjovsky, Chintala and Bottou", 2017, "Wasserstein GAN", "equation 3", "1701.07875");
    private static final Source IMPROVED =
            new Source("Gulrajani et al.", 2017, "Improved Training of Wasserstein GANs", "equation 3", "1704.00028");
    private static final Source RELATIVISTIC = new Source(
            "Jolicoeur-Martineau",
            2018,
            "The relativistic discriminator: a key element missing from standard GAN",
            "equations 13 and 14",
            "1807.00734");
    private static final Source CONVERGE = new Source(
            "Mescheder, Geiger and Nowozin",
            2018,
            "Which Training Methods for GANs do actually Converge?",
            "equation 9",
            "1801.04406");
    private static final Source R3GAN = new Source(
            "Huang et al.",
            2024,
            "The GAN is dead; long live the GAN! A Modern GAN Baseline",
            "section 2",
            "2501.05441");

    private static final List<Entry> OBJECTIVES = List.of(
            game("minimax", "G descends what D ascends", LOGISTIC, "-E s(D(y))", GOODFELLOW),
            game(
                    "non-saturating",
                    "as minimax, but G maximises ln of the probability that D calls its samples real",
                    LOGISTIC,
                    "E s(-D(y))",
                    GOODFELLOW.at("section 3")),
            game(
                    "least-squares",
                    "regression to labels: a of generated samples, b of real ones, c the aim of G",
                    "E (D(x) - b)^2/2 + E (D(y) - a)^2/2",
                    "E (D(y) - c)^2/2",
                    new Source(
                            "Mao et al.",
                            2017,
                            "Least Squares Generative Adversarial Networks",
                            "equation 2",
                            "1611.04076")),
            game(
                    "wasserstein",
                    "the difference of a critic's means; needs a penalty or clipped weights beside it",
                    "E D(y) - E D(x)",
                    "-E D(y)",
                    WASSERSTEIN),
            game(
                    "hinge",
                    "D wants real logits above 1 and generated ones below -1",
                    "E max(0, 1 - D(x)) + E max(0, 1 + D(y))",
                    "-E D(y)",
                    new Source(
                            "Lim and Ye",
                            2017,
                            "Geometric GAN",
                            "also Miyato et al. 2018 (arXiv:1802.05957), equations 16 and 17",
                            "1705.02894")),
            game(
                    "relativistic-average",
                    "whether a sample is more real than the other kind on average",
                    "E s(-(D(x) - E D(y))) + E s(D(y) - E D(x))",
                    "E s(-(D(y) - E D(x))) + E s(D(x) - E D(y))",
                    RELATIVISTIC),
            game(
                    "relativistic-pairing",
                    "whether a real sample is more real than the generated one beside it",
                    "E s(-(D(x) - D(y)))",
                    "E s(-(D(y) - D(x)))",
                    RELATIVISTIC.at("equation 3")),
            game(
                    "softmax",
                    "one softmax over the whole batch, real and generated",
                    "ln(Z) - E D(x) with Z = the sum of e^D over both halves of the batch",
                    "ln(Z) - M with Z = the sum of e^D, M = the mean of D, both over both halves of the batch",
                    new Source("Lin", 2017, "Softmax GAN", "equations 4 and 5, the sign of D turned", "1704.06191")),
            game(
                    "began",
                    "D is an autoencoder, D(.) = minus its error; k keeps both errors in balance",
                    "k E D(y) - E D(x) with k = the balance, which moves with every step of training",
                    "-E D(y)",
                    new Source(
                            "Berthelot, Schumm and Metz",
                            2017,
                            "BEGAN: Boundary Equilibrium Generative Adversarial Networks",
                            "section 3.4",
                            "1703.10717")),
            game(
                    "ebgan",
                    "D is an autoencoder, D(.) = minus its error; m is the margin",
                    "-E D(x) + E max(0, m + D(y))",
                    "-E D(y) with pull_away times the mean squared cosine of two samples' codes added in training",
                    new Source(
                            "Zhao, Mathieu and LeCun",
                            2017,
                            "Energy-based Generative Adversarial Network",
                            "equations 1, 2 and 4",
                            "1609.03126")),
            divergence(
                    "f-total-variation",
                    "total variation, half the absolute difference",
                    new Functions("|u - 1|/2", "t", "-1/2 <= t <= 1/2", "tanh(v)/2")),
            divergence("f-kl", "KL(P||Q)", new Functions("u ln(u)", "e^(t - 1)", "all t", "v")),
            divergence("f-reverse-kl", "KL(Q||P)", new Functions("-ln(u)", "-1 - ln(-t)", "t < 0", "-e^(-v)")),
            divergence(
                    "f-pearson",
                    "Pearson's chi-square, the integral of (p - q)^2/q",
                    new Functions("(u - 1)^2", "t^2/4 + t", "t >= -2, and -1 below", "v")),
            divergence(
                    "f-neyman",
                    "Neyman's chi-square, the integral of (p - q)^2/p",
                    new Functions("(1 - u)^2/u", "2 - 2 sqrt(1 - t)", "t < 1", "1 - e^(-v)")),
            divergence(
                    "f-hellinger",
                    "the squared Hellinger distance",
                    new Functions("(sqrt(u) - 1)^2", "t/(1 - t)", "t < 1", "1 - e^(-v)")),
            divergence(
                    "f-jeffrey",
                    "Jeffrey's divergence, KL(P||Q) + KL(Q||P)",
                    new Functions(
                            "(u - 1) ln(u)",
                            "W + 1/W + t - 2 with W = Lambert's function at e^(1 - t), the root of W e^W = e^(1 - t)",
                            "all t",
                            "v")),
            divergence(
                    "f-js",
                    "twice the Jensen-Shannon divergence",
                    new Functions("u ln(u) - (u + 1) ln((u + 1)/2)", "-ln(2 - e^t)", "t < ln(2)", "ln(2) - s(-v)")),
            divergence(
                    "f-js-weighted",
                    "the Jensen-Shannon divergence with weight pi on the data",
                    new Functions(
                            "pi u ln(u) - (1 - pi + pi u) ln(1 - pi + pi u)",
                            "(1 - pi) ln((1 - pi)/(1 - pi e^(t/pi)))",
                            "t < -pi ln(pi)",
                            "-pi ln(pi) - pi s(-v)")),
            divergence(
                    "f-gan",
                    "the minimax game as a divergence: 2 JSD - ln 4",
                    new Functions("u ln(u) - (u + 1) ln(u + 1)", "-ln(1 - e^t)", "t < 0", "-s(-v)")),
            divergence(
                    "f-alpha",
                    "the alpha divergence; a is alpha",
                    new Functions(
                            "(u^a - 1 - a (u - 1))/(a (a - 1))",
                            "((t (a - 1) + 1)^(a/(a - 1)) - 1)/a",
                            "t < 1/(1 - a) if a < 1; t >= 1/(1 - a), and -1/a below, if a > 1",
                            "1/(1 - a) - s(-v) with v instead if a > 1")));

    private static final List<Entry> PENALTIES = List.of(
            new Entry("none", Kind.PENALTY, "nothing", UNCHANGED, UNCHANGED, null, null),
            penalty(
                    "gradient-penalty",
                    "slope 1 between real and generated samples",
                    "weight E (|grad D(z)| - 1)^2 with z = e x + (1 - e) y, an e from U(0, 1) for each sample",
                    IMPROVED),
            penalty("r1", "small slopes at real samples", "gamma/2 E |grad D(x)|^2", CONVERGE),
            penalty("r2", "small slopes at generated samples", "gamma/2 E |grad D(y)|^2", CONVERGE.at("equation 10")),
            penalty(
                    "r1-r2",
                    "small slopes at real and at generated samples",
                    "gamma/2 (E |grad D(x)|^2 + E |grad D(y)|^2)",
                    R3GAN),
            penalty(
                    "dragan",
                    "slope 1 around real samples",
                    "weight E (|grad D(z)| - 1)^2 with z = x + std(x)/2 r, an r from U(0, 1) for each element",
                    new Source(
                            "Kodali et al.",
                            2017,
                            "On Convergence and Stability of GANs",
                            "section 3.2",
                            "1705.07215")),
            penalty(
                    "clip",
                    "D's weights are cut off at -limit and limit after each of its steps",
                    UNCHANGED,
                    WASSERSTEIN.at("algorithm 1")));

    private static final List<Pair> PAIRS = List.of(
            new Pair("wgan-gp", "wasserstein", "gradient-penalty", IMPROVED),
            new Pair("wgan-clip", "wasserstein", "clip", WASSERSTEIN.at("algorithm 1")),
            new Pair("r3gan", "relativistic-pairing", "r1-r2", R3GAN));

    /** What an entry is. */
    public enum Kind {
        /** A pair of losses. */
        GAME,
        /** A pair of losses that follows from an f-divergence. */
        F_DIVERGENCE,
        /** A term of D's loss, or a rule for D's weights. */
        PENALTY
    }

    /**
     * An objective or a penalty.
     *
     * @param name in configurations
     * @param lossD D's loss before discriminator_weight; of a penalty, what it adds to D's loss
     * @param lossG G's loss; of an f-divergence for both generators
     * @param functions null but for f-divergences
     * @param source null where there is nothing to cite
     */
    public record Entry(
            String name,
            Kind kind,
            String summary,
            String lossD,
            String lossG,
            @Nullable Functions functions,
            @Nullable Source source) {}

    /**
     * The functions of an f-divergence.
     *
     * @param f f(u)
     * @param conjugate f*(t)
     * @param domain where that holds
     * @param activation g_f(v)
     */
    public record Functions(String f, String conjugate, String domain, String activation) {}

    /** Where a formula comes from: {@code place} within a paper, with its number on arXiv. */
    public record Source(String authors, int year, String title, String place, String arxiv) {
        private Source at(String elsewhere) {
            return new Source(authors, year, title, elsewhere, arxiv);
        }
    }

    /** A short name of an objective together with a penalty. */
    public record Pair(String name, String objective, String penalty, Source source) {}

    private Catalogue() {}

    /** Every objective, the f-divergences last. */
    public static List<Entry> objectives() {
        return OBJECTIVES;
    }

    public static List<Entry> penalties() {
        return PENALTIES;
    }

    public static List<Pair> pairs() {
        return PAIRS;
    }

    private static Entry game(String name, String summary, String lossD, String lossG, Source source) {
        return new Entry(name, Kind.GAME, summary, lossD, lossG, null, source);
    }

    private static Entry divergence(String name, String summary, Functions functions) {
        Source source = new Source(
                "Nowozin, Cseke and Tomioka",
                2016,
                "f-GAN: Training Generative Neural Samplers using Variational Divergence Minimization",
                "equation 4 and tables 1, 2 and 6",
                "1606.00709");
        return new Entry(
                name,
                Kind.F_DIVERGENCE,
                summary,
                "E f*(g_f(D(y))) - E g_f(D(x))",
                "-E g_f(D(y)) with generator=alternative, -E f*(g_f(D(y))) with generator=bound",
                functions,
                source);
    }

    private static Entry penalty(String name, String summary, String lossD, Source source) {
        return new Entry(name, Kind.PENALTY, summary, lossD, UNCHANGED, null, source);
    }
}
