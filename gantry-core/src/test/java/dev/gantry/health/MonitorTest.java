package dev.gantry.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.event.RunEvent.Ticked;
import dev.gantry.event.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verdicts on made-up runs, on either side of each limit. */
final class MonitorTest {
    private static final Facts FACTS = new Facts(Math.log(4), true, false, 8, false);

    @Test
    void fourLooks_areTooFew_fiveAreEnough() {
        assertThat(new Story().looks(4).verdict()).isEqualTo(Verdict.TOO_EARLY);
        assertThat(new Story().looks(4).diagnosis().evidence()).isEqualTo("4 of the 5 looks that a verdict needs");
        assertThat(new Story().distance(0.005, 0.005).looks(5).verdict()).isEqualTo(Verdict.CONVERGED);
        assertThat(Monitor.diagnose(List.of(), FACTS).verdict()).isEqualTo(Verdict.TOO_EARLY);
    }

    @ParameterizedTest
    @CsvSource({"1.39, CONVERGED", "1.45, CONVERGED", "1.46, HEALTHY", "1.32, CONVERGED", "1.31, HEALTHY"})
    void lossD_nearItsEquilibrium_hasConverged(double loss, Verdict expected) {
        assertThat(new Story().lossD(loss).verdict()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.029, 1, CONVERGED", "0.031, 1, HEALTHY", "0.01, 0.86, CONVERGED", "0.01, 0.84, HEALTHY"})
    void samplesThatDoNotMatchTheData_haveNotConverged(double distance, double spread, Verdict expected) {
        assertThat(new Story()
                        .distance(0.4, distance)
                        .with(Signal.SPREAD, spread)
                        .verdict())
                .isEqualTo(expected);
    }

    /** A spiral that is filled has the data's place and spread. */
    @ParameterizedTest
    @CsvSource({"0.89, HEALTHY", "0.9, CONVERGED", "NaN, CONVERGED"})
    void samplesWhereThereIsNoData_haveNotConverged(double inside, Verdict expected) {
        assertThat(new Story().with(Signal.INSIDE, inside).verdict()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.41, CONVERGED", "0.59, CONVERGED", "0.39, HEALTHY", "0.61, HEALTHY"})
    void withoutAnEquilibrium_theAucTellsWhetherDCan(double auc, Verdict expected) {
        assertThat(new Story().with(Signal.AUC, auc).lossD(-3).verdictOfCritic())
                .isEqualTo(expected);
    }

    @Test
    void penalty_isNoPartOfTheLossThatIsHeldAgainstTheEquilibrium() {
        assertThat(new Story().lossD(Math.log(4) + 0.5).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(new Story().lossD(Math.log(4) + 0.5).penalty(0.5).verdict()).isEqualTo(Verdict.CONVERGED);
    }

    @ParameterizedTest
    @CsvSource({"0.19, 1, MODE_COLLAPSE", "0.21, 1, HEALTHY", "1, 0.09, MODE_COLLAPSE", "1, 0.11, CONVERGED"})
    void samplesThatAreAlmostOne_areACollapse(double spread, double nearest, Verdict expected) {
        assertThat(new Story()
                        .with(Signal.SPREAD, spread)
                        .with(Signal.NEAREST, nearest)
                        .verdict())
                .isEqualTo(expected);
    }

    @Test
    void missingModes_areACollapse_unlessMoreAreFound() {
        assertThat(new Story().with(Signal.MODES_HELD, 7).verdict()).isEqualTo(Verdict.MODE_COLLAPSE);
        assertThat(new Story().with(Signal.MODES_HELD, 7).diagnosis().evidence())
                .contains("7 of 8 modes");
        assertThat(new Story().with(Signal.MODES_HELD, i -> i < 18 ? 6 : 7).verdict())
                .as("one more was found in the window")
                .isEqualTo(Verdict.HEALTHY);
        assertThat(new Story().with(Signal.MODES_HELD, 7).verdictOnFiniteData())
                .as("modes are not known")
                .isEqualTo(Verdict.CONVERGED);
    }

    @Test
    void wholeNumbers_areACollapseOfTheData_fromTheFirstLook() {
        Diagnosis diagnosis = new Story().looks(1).under(new Facts(Math.log(4), true, true, 0, true));
        assertThat(diagnosis.verdict()).isEqualTo(Verdict.MODE_COLLAPSE);
        assertThat(diagnosis.evidence()).contains("the data itself");
        assertThat(diagnosis.remedy()).contains("cast to integers");
    }

    @Test
    void weightsThatStand_meanThatNothingIsLearned_andNameThePlayer() {
        Diagnosis d = new Story().with(Signal.WEIGHTS_D, 4).diagnosis();
        assertThat(d.verdict()).isEqualTo(Verdict.NOTHING_LEARNED);
        assertThat(d.evidence()).startsWith("D's weights");
        assertThat(new Story().with(Signal.WEIGHTS_G, 4).diagnosis().evidence()).startsWith("G's weights");
        assertThat(new Story()
                        .with(Signal.WEIGHTS_G, i -> i == 17 ? 4 + 1e-7 : 4)
                        .verdict())
                .as("moved once in the window")
                .isEqualTo(Verdict.CONVERGED);
    }

    @ParameterizedTest
    @CsvSource({"0.51, 0.95, 0.79, OVERFITTING", "0.49, 0.95, 0.79, CONVERGED", "0.51, 0.95, 0.81, CONVERGED"})
    void heldOutRealsThatLookGenerated_areOverfitting(double overfit, double train, double heldOut, Verdict expected) {
        Story story = new Story()
                .with(Signal.OVERFIT, overfit)
                .with(Signal.ACC_TRAIN, train)
                .with(Signal.ACC_HELD_OUT, heldOut);
        assertThat(story.verdictOnFiniteData()).isEqualTo(expected);
        assertThat(story.verdict()).as("endless data cannot be overfitted").isEqualTo(Verdict.CONVERGED);
    }

    @ParameterizedTest
    @CsvSource({"0.99, 0.049, VANISHING_GRADIENT", "0.99, 0.051, HEALTHY", "0.97, 0.01, HEALTHY"})
    void dThatIsSureWhereTheLossIsFlat_wins(double accuracy, double pull, Verdict expected) {
        Story story = new Story()
                .with(Signal.ACC_TRAIN, accuracy)
                .with(Signal.ACC_FAKE, accuracy)
                .with(Signal.PULL, pull)
                .distance(0.5, 0.3);
        assertThat(story.verdict()).isEqualTo(expected);
    }

    @Test
    void dThatIsSure_whereGStaysWhereItWas_winsAlsoWithALossThatPulls() {
        Story story = new Story()
                .with(Signal.ACC_TRAIN, 1)
                .with(Signal.ACC_FAKE, 1)
                .with(Signal.PULL, 2)
                .distance(0.3, 0.3);
        assertThat(story.verdict()).isEqualTo(Verdict.VANISHING_GRADIENT);
        assertThat(story.verdictOfCritic())
                .as("a critic's accuracy proves nothing")
                .isEqualTo(Verdict.NOTHING_LEARNED);
    }

    @ParameterizedTest
    @CsvSource({
        "0.34, -0.1, 0.2, G_WINS",
        "0.36, -0.1, 0.2, HEALTHY",
        "0.34, 0.1, 0.2, HEALTHY",
        "0.34, -0.1, 0.09, HEALTHY"
    })
    void dThatPrefersSamplesFarFromTheData_hasLost(double auc, double gap, double distance, Verdict expected) {
        Story story =
                new Story().with(Signal.AUC, auc).with(Signal.LOGIT_GAP, gap).distance(0.4, distance);
        assertThat(story.verdict()).isEqualTo(expected);
    }

    @Test
    void dThatIsFooledThroughout_explainsACollapse_andOneThatCatchesUpDoesNot() {
        Story fooled = new Story()
                .with(Signal.SPREAD, 0.05)
                .with(Signal.LOGIT_GAP, -0.1)
                .distance(0.4, 0.2);
        assertThat(fooled.with(Signal.AUC, 0.34).verdict()).isEqualTo(Verdict.G_WINS);
        Story chased = fooled.with(Signal.AUC, i -> i == 17 ? 0.36 : 0.34);
        assertThat(chased.verdict()).isEqualTo(Verdict.MODE_COLLAPSE);
        assertThat(chased.with(Signal.SPREAD, 1).verdict())
                .as("without a collapse the median tells")
                .isEqualTo(Verdict.G_WINS);
    }

    @ParameterizedTest
    @CsvSource({"0.8, OSCILLATING", "0.7, HEALTHY"})
    void swingingSamples_oscillate(double amplitude, Verdict expected) {
        assertThat(new Story().swing(amplitude).distance(0.4, 0.11).verdict()).isEqualTo(expected);
        assertThat(new Story().swing(amplitude).verdict())
                .as("samples that stay near the data do no harm")
                .isEqualTo(Verdict.CONVERGED);
    }

    @Test
    void regularSwing_explainsACollapse_andAHopDoesNot() {
        Story round = new Story().looks(40).with(Signal.SPREAD, 0.05).distance(0.4, 0.3);
        assertThat(round.swing(1).verdict()).isEqualTo(Verdict.OSCILLATING);
        assertThat(round.with(Signal.POSITION_0, i -> Math.sin(i * i * 1.7)).verdict())
                .isEqualTo(Verdict.MODE_COLLAPSE);
    }

    @ParameterizedTest
    @CsvSource({"0.37, NOTHING_LEARNED", "0.35, HEALTHY"})
    void samplesAsFarAsAtFirst_haveLearnedNothing(double distance, Verdict expected) {
        assertThat(new Story().distance(0.4, distance).verdict()).isEqualTo(expected);
    }

    @Test
    void samplesFarAway_haveLearnedNothing_unlessTheyAreOnTheirWay() {
        assertThat(new Story().distance(0.9, 0.6).verdict()).isEqualTo(Verdict.NOTHING_LEARNED);
        assertThat(new Story().distance(0.9, 0.49).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(new Story().with(Signal.DISTANCE, i -> 0.95 - 0.02 * i).verdict())
                .isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void brokenTensors_areADivergence_atOnce() {
        Diagnosis diagnosis =
                new Story().looks(2).with(Signal.BROKEN_TENSORS, i -> i).diagnosis();
        assertThat(diagnosis.verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(diagnosis.evidence()).startsWith("1 parameter tensors");
    }

    @Test
    void divergence_isTheVerdict_withItsGrounds() {
        Monitor monitor = new Monitor(FACTS);
        monitor.diverge("loss_d became NaN in step 3", 24);
        assertThat(monitor.diagnosis().verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(monitor.diagnosis().evidence()).isEqualTo("loss_d became NaN in step 3");
        assertThat(monitor.diagnosis().since()).isEqualTo(24);
    }

    @Test
    void since_isTheFirstLookOfTheUnbrokenRow_andAgreeingCountsIt() {
        Monitor monitor = new Monitor(FACTS);
        new Story().with(Signal.SPREAD, i -> i < 9 ? 1 : 0.05).ticks().forEach(monitor::hear);
        assertThat(monitor.diagnosis().verdict()).isEqualTo(Verdict.MODE_COLLAPSE);
        // The window of the twelfth look is the first with more low looks, three, than high ones, two.
        assertThat(monitor.diagnosis().since()).isEqualTo(1200);
        assertThat(monitor.agreeing()).isEqualTo(9);
    }

    @Test
    void ticksWithoutSignals_changeNothing() {
        Monitor monitor = new Monitor(FACTS);
        new Story().ticks().forEach(monitor::hear);
        Diagnosis before = monitor.diagnosis();
        monitor.hear(new Ticked(9999, 1, 1, 50, 50, Map.of()));
        assertThat(monitor.diagnosis()).isEqualTo(before);
    }

    @Test
    void swingOfTheLoss_isMeasuredByItsEquilibrium() {
        Monitor monitor = new Monitor(FACTS);
        for (int i = 0; i < 30; i++) {
            monitor.hear(new Ticked(50L * (i + 1), 1, 1, loss(i), 1, Map.of()));
        }
        Map<String, Double> swing = monitor.swing(50L * 31, loss(30));
        assertThat(swing.get("loss_swing")).isCloseTo(0.7 / Math.log(4), within(0.03));
        assertThat(swing.get("loss_period")).isEqualTo(6 * 50);
        assertThat(new Monitor(FACTS).swing(50, 1)).isEmpty();
    }

    private static double loss(int i) {
        return 1.4 + 0.7 * Math.sin(2 * Math.PI * i / 6);
    }
}
