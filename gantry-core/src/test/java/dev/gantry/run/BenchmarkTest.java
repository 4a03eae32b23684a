package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gantry.GantryException;
import dev.gantry.config.RunConfig;
import dev.gantry.nn.SampleShape;
import dev.gantry.run.MemoryGrowth.Reading;
import dev.gantry.run.MemoryGrowth.Readings;
import dev.gantry.speed.Proc;
import dev.gantry.speed.StepCost;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BenchmarkTest {

    @ParameterizedTest
    @ValueSource(strings = {"gaussian2d", "ring8", "grid25-pacgan", "scratch1d", "fashion-mlp"})
    void costOfUpdates_isThatOfTheNetworksThatAreBuilt(String preset) {
        try (Setting setting = Training.prepare(Runs.preset(preset))) {
            RunConfig config = setting.config();
            StepCost cost = StepCost.of(
                            config, SampleShape.size(setting.source().shape()))
                    .orElseThrow();
            long numbers = preset.equals("scratch1d") ? 3 * 8 : 7 * 4; // plain descent in float64, or Adam in float32
            long average = config.ema().decay() > 0 ? 3 * 4 * setting.game().generatorParameters() : 0;
            assertThat(cost.updateBytes()).isEqualTo((double) (numbers * setting.parameters() + average));
        }
    }

    @Test
    void measurement_isOfTheRunThatWasAskedFor() {
        Benchmark.Measurement measured = Benchmark.measure(Runs.preset("gaussian2d", "discriminator.steps=2"), 0.05);

        assertThat(measured.msPerStep())
                .isBetween(measured.msLow(), measured.msHigh())
                .isPositive();
        assertThat(measured.examplesPerSecond() * measured.msPerStep() / 1e3).isCloseTo(2 * 8, withinRounding());
        assertThat(measured.overheadShare()).isBetween(0.0, 1.0);
        assertThat(measured.engine().threads()).isEqualTo(1);
        assertThat(measured.load().cpus()).isPositive();
        assertThat(measured.rooflineMs()).isPresent();
        assertThat(measured.rooflineMs().getAsDouble()).isLessThan(measured.msPerStep());
        Benchmark.Turns turns = Objects.requireNonNull(measured.turns());
        assertThat(turns.typical().operationsPerSecond())
                .isPositive()
                .isLessThanOrEqualTo(turns.best().operationsPerSecond());
        assertThat(turns.typical().bytesPerSecond())
                .isPositive()
                .isLessThanOrEqualTo(turns.best().bytesPerSecond());
        assertThat(turns.timesRoofline()).isGreaterThan(1);
    }

    @Test
    void firstStep_isOverBetweenNowAndThen() {
        Instant before = Instant.now();
        Instant over = FirstStep.play(Runs.preset("gaussian2d"));
        assertThat(over).isBetween(before, Instant.now());
    }

    @Test
    void growth_isOfTheLastAndOfTheLargestReading() {
        Readings readings = new Readings(List.of(reading(100), reading(130), reading(104)));
        assertThat(readings.growth()).isCloseTo(0.04, withinRounding());
        assertThat(readings.largestGrowth()).isCloseTo(0.3, withinRounding());
    }

    @Test
    void memory_isReadFromStepAThousandOn() {
        assumeTrue(new Proc().residentBytes().isPresent(), "needs Linux");
        Readings readings = MemoryGrowth.measure(Runs.preset("gaussian2d", "train.epochs=10"));
        assertThat(readings.all().stream().map(Reading::step)).containsExactly(1000L, 1125L, 1250L);
        assertThat(readings.all()).allMatch(reading -> reading.rssBytes() > 1 << 20 && reading.heapBytes() > 1 << 20);
        assertThatThrownBy(() -> MemoryGrowth.measure(Runs.preset("gaussian2d", "train.epochs=1")))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("gaussian2d: the run has 0 ticks from step 1000 and epoch 2 on");
    }

    private static Reading reading(long rss) {
        return new Reading(1000, 2, rss, 1);
    }

    private static Offset<Double> withinRounding() {
        return within(1e-9);
    }
}
