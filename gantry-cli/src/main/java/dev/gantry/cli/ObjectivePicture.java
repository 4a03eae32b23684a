package dev.gantry.cli;

import dev.gantry.config.Configs;
import dev.gantry.config.ObjectiveConfig;
import dev.gantry.objective.Began;
import dev.gantry.objective.Curves;
import dev.gantry.objective.Ebgan;
import dev.gantry.objective.FDivergence;
import dev.gantry.objective.FGan;
import dev.gantry.objective.Objective;
import dev.gantry.report.ObjectivePlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Samples an objective's curves for its plot. */
final class ObjectivePicture {
    private ObjectivePicture() {}

    /** The plot of an objective as PNG. */
    static byte[] png(String name, ObjectiveConfig config, Objective objective) {
        Curves.Players players = Curves.players(objective, config.discriminatorWeight());
        List<String> notes = new ArrayList<>();
        notes.add(
                players.apart()
                        ? "Each curve is what one sample adds to a player's loss, before the mean over the batch."
                        : "The loss compares both kinds: each curve is the whole loss of one real and one generated sample,"
                                + " over the logit of the one named; the other logit is 0.");
        note(objective).ifPresent(notes::add);
        if (objective instanceof FGan game) {
            notes.add(weights(game));
        }
        String aside = Configs.values(config).entrySet().stream()
                .map(Map.Entry::toString)
                .filter(setting -> !setting.equals("discriminator_weight=1"))
                .collect(Collectors.joining(", "));
        return ObjectivePlot.png(
                name,
                aside,
                new ObjectivePlot.Players(
                        curve(players.dReal().loss()),
                        curve(players.dFake().loss()),
                        curve(players.gFake().loss())),
                new ObjectivePlot.Players(
                        curve(players.dReal().slope()),
                        curve(players.dFake().slope()),
                        curve(players.gFake().slope())),
                divergence(objective),
                notes);
    }

    /** What a reader of the numbers has to know of some objectives. */
    static Optional<String> note(Objective objective) {
        if (objective instanceof Ebgan) {
            return Optional.of(
                    "Logits are energies with their sign turned, so at most 0 in training. The term of D's codes"
                            + " (pull_away) needs codes and is not part of these losses.");
        } else if (objective instanceof Began began) {
            return Optional.of(
                    "Logits are reconstruction errors with their sign turned, so at most 0 in training. k is the"
                            + " parameter 'balance', here " + began.balance() + "; training moves it.");
        }
        return Optional.empty();
    }

    private static String weights(FGan game) {
        return game.divergence() instanceof FDivergence.TotalVariation
                ? "No weights are drawn: against the best D every sample but those of u = 1 gives G no gradient."
                : "Weight of u: against the best D, the gradient that G gets through a sample of density ratio u is that"
                        + " multiple of grad ln u: u f''(u) with generator=alternative, u^2 f''(u) with generator=bound.";
    }

    private static ObjectivePlot.@Nullable Divergence divergence(Objective objective) {
        if (!(objective instanceof FGan game)) {
            return null;
        }
        Curves.Divergence curves = Curves.divergence(game.divergence());
        return new ObjectivePlot.Divergence(
                curve(curves.f()),
                curve(curves.conjugate()),
                curve(curves.activation()),
                curve(curves.weightOfBound()),
                curve(curves.weightOfAlternative()),
                curves.threshold());
    }

    private static ObjectivePlot.Curve curve(Curves.Curve curve) {
        return new ObjectivePlot.Curve(curve.x(), curve.y());
    }
}
