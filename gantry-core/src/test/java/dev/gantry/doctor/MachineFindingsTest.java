package dev.gantry.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.EngineConfig;
import dev.gantry.config.EngineConfig.Device;
import dev.gantry.config.EngineConfig.Dtype;
import dev.gantry.config.EngineConfig.MatmulPrecision;
import dev.gantry.doctor.Finding.Level;
import dev.gantry.doctor.Machine.Natives;
import dev.gantry.doctor.Machine.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineFindingsTest {
    private static final long GB = 1_000_000_000;
    private static final EngineConfig AUTO = engine(Device.AUTO, 0, MatmulPrecision.AUTO);
    private static final Natives GOOD = new Natives("2.10.0", "linux-x86_64", "AVX2", "/cache", false, true, "");
    private static final Place ROOMY = new Place("runs", Path.of("/home/u/runs"), 50 * GB, true);

    private static EngineConfig engine(Device device, int threads, MatmulPrecision matmul) {
        return new EngineConfig(device, threads, Dtype.FLOAT32, matmul);
    }

    private static Machine machine(
            double load, long heap, long available, Place place, String font, @Nullable Natives natives) {
        return new Machine(
                "17", "Linux amd64", 4, load, heap, 16 * GB, available, List.of(place), font, natives, "no natives");
    }

    private static Machine with(@Nullable Natives natives) {
        return machine(0.5, 4 * GB, 8 * GB, ROOMY, "DejaVu Sans", natives);
    }

    private static Machine with(Place place) {
        return machine(0.5, 4 * GB, 8 * GB, place, "DejaVu Sans", GOOD);
    }

    private static Finding about(String what, Machine machine, EngineConfig engine) {
        return MachineFindings.of(machine, engine).stream()
                .filter(finding -> finding.about().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private static void assertLevel(Finding finding, Level level, String text) {
        assertThat(finding.level()).as(finding.toString()).isEqualTo(level);
        assertThat(finding.finding()).contains(text);
        assertThat(finding.remedy().isEmpty()).isEqualTo(level == Level.OK);
    }

    @Test
    void aGoodMachine_isOkThroughout() {
        List<Finding> findings = MachineFindings.of(with(GOOD), AUTO);
        assertThat(findings).allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
        assertThat(findings.stream().map(Finding::about))
                .containsExactly(
                        "natives", "device", "precision", "threads", "load", "memory", "heap", "runs", "fonts");
        assertThat(findings.get(5).finding()).isEqualTo("8.0 GB of 16.0 GB available");
    }

    @Test
    void withoutNatives_thatIsAProblem_andNothingIsSaidOfThem() {
        List<Finding> findings = MachineFindings.of(with((Natives) null), AUTO);
        assertLevel(findings.get(0), Level.PROBLEM, "no natives");
        assertThat(findings.stream().map(Finding::about)).doesNotContain("device", "precision");
    }

    @Test
    void aProcessorWithoutVectors_isSlow() {
        assertLevel(
                about("natives", with(new Natives("1", "p", "DEFAULT", "/c", false, true, "")), AUTO),
                Level.WARNING,
                "no vector instructions");
    }

    /** OpenBLAS obeys it, and dense networks are slower for it; a user may want that. */
    @Test
    void aSlowerKindOfProcessorByTheEnvironment_isNoted() {
        Machine slower = with(new Natives("1", "p", "AVX512", "/c", false, true, "Haswell"));
        assertLevel(about("products", slower, AUTO), Level.NOTE, "OPENBLAS_CORETYPE is Haswell");
        Machine onCuda = with(new Natives("1", "p", "AVX512", "/c", true, true, "Haswell"));
        assertThat(MachineFindings.of(onCuda, AUTO).stream().map(Finding::about))
                .doesNotContain("products");
    }

    @Test
    void cuda_isAProblemOnlyWhereItIsAskedForAndMissing() {
        Natives cuda = new Natives("1", "p", "AVX2", "/c", true, true, "");
        EngineConfig asked = engine(Device.CUDA, 0, MatmulPrecision.AUTO);
        assertLevel(about("device", with(GOOD), asked), Level.PROBLEM, "finds no CUDA device");
        assertLevel(about("device", with(cuda), asked), Level.OK, "cuda");
        assertLevel(about("device", with(cuda), engine(Device.CPU, 0, MatmulPrecision.AUTO)), Level.OK, "cpu, as");
        assertLevel(about("device", with(GOOD), AUTO), Level.OK, "cpu: ");
    }

    /** On processors with AMX, medium means bfloat16. */
    @Test
    void precision_isWhatTheRunWouldUse() {
        Natives amx = new Natives("1", "p", "AVX512", "/c", false, false, "");
        assertLevel(about("precision", with(GOOD), AUTO), Level.OK, "oneDNN (medium)");
        assertLevel(about("precision", with(amx), AUTO), Level.OK, "at highest; medium is not float32 here");
        EngineConfig medium = engine(Device.AUTO, 0, MatmulPrecision.MEDIUM);
        assertLevel(about("precision", with(amx), medium), Level.WARNING, "bfloat16");
        EngineConfig highest = engine(Device.AUTO, 0, MatmulPrecision.HIGHEST);
        assertLevel(about("precision", with(GOOD), highest), Level.OK, "medium is as exact here, and faster");
        EngineConfig wide = new EngineConfig(Device.AUTO, 0, Dtype.FLOAT64, MatmulPrecision.MEDIUM);
        assertLevel(about("precision", with(amx), wide), Level.OK, "float64");
        Natives cuda = new Natives("1", "p", "AVX512", "/c", true, true, "");
        assertLevel(about("precision", with(cuda), AUTO), Level.OK, "float32, in matrix products too");
        EngineConfig cpu = engine(Device.CPU, 0, MatmulPrecision.AUTO);
        assertLevel(about("precision", with(cuda), cpu), Level.OK, "oneDNN (medium)");
    }

    @Test
    void moreThreadsThanCores_areTooMany() {
        assertLevel(
                about("threads", with(GOOD), engine(Device.AUTO, 5, MatmulPrecision.AUTO)),
                Level.WARNING,
                "5 threads are asked for, and there are 4 cores");
        assertLevel(about("threads", with(GOOD), engine(Device.AUTO, 4, MatmulPrecision.AUTO)), Level.OK, "4, of 4");
        assertLevel(about("threads", with(GOOD), AUTO), Level.OK, "1, or all 4 cores");
    }

    @Test
    void aBusyMachine_isNoted() {
        Machine busy = machine(3.5, 4 * GB, 8 * GB, ROOMY, "DejaVu Sans", GOOD);
        assertLevel(about("load", busy, AUTO), Level.NOTE, "3.5 processes");
        Machine silent = new Machine("17", "Windows", 4, null, GB, GB, null, List.of(), "DejaVu Sans", GOOD, "");
        assertLevel(about("load", silent, AUTO), Level.OK, "does not tell");
        assertLevel(about("memory", silent, AUTO), Level.OK, "1.0 GB");
    }

    @Test
    void littleMemory_isAWarning() {
        Machine full = machine(0.5, GB / 5, GB, ROOMY, "DejaVu Sans", GOOD);
        assertLevel(about("memory", full, AUTO), Level.WARNING, "1.0 GB of 16.0 GB available");
        assertLevel(about("heap", full, AUTO), Level.WARNING, "200 MB");
    }

    @Test
    void aFullDisk_isAProblemForRuns_andAWarningForTheCache() {
        assertLevel(about("runs", with(new Place("runs", Path.of("/r"), GB / 2, true)), AUTO), Level.WARNING, "500 MB");
        assertLevel(about("runs", with(new Place("runs", Path.of("/r"), GB / 20, true)), AUTO), Level.PROBLEM, "50 MB");
        assertLevel(
                about("cache", with(new Place("cache", Path.of("/c"), GB / 20, true)), AUTO), Level.WARNING, "50 MB");
        assertLevel(
                about("runs", with(new Place("runs", Path.of("/r"), 50 * GB, false)), AUTO),
                Level.PROBLEM,
                "/r cannot be written");
        assertLevel(
                about("cache", with(new Place("cache", Path.of("/c"), 50 * GB, false)), AUTO),
                Level.WARNING,
                "/c cannot be written");
        assertLevel(about("runs", with(new Place("runs", Path.of("/r"), null, true)), AUTO), Level.OK, "/r");
    }

    @Test
    void fonts_areWantedForPlots() {
        Machine none = machine(0.5, 4 * GB, 8 * GB, ROOMY, "", GOOD);
        assertLevel(about("fonts", none, AUTO), Level.PROBLEM, "no text");
    }

    /** What is not there yet is judged by the nearest folder that is; below a file nothing can be made. */
    @Test
    void aPlace_isFoundBeforeItsFolderIsMade(@TempDir Path temp) throws IOException {
        Place place = Place.of("runs", temp.resolve("not/yet"));
        assertThat(place.writable()).isTrue();
        assertThat(place.free()).isPositive();
        assertThat(place.path()).isEqualTo(temp.resolve("not/yet"));
        Path file = Files.writeString(temp.resolve("file"), "x");
        assertThat(Place.of("runs", file.resolve("runs")).writable()).isFalse();
    }

    @Test
    void thisMachine_hasCoresMemoryAndPlaces() {
        Machine machine = Machine.ofThis("DejaVu Sans", null, "none");
        assertThat(machine.cores()).isPositive();
        assertThat(machine.memory()).isGreaterThan(machine.heap() / 2);
        assertThat(machine.places()).extracting(Place::name).containsExactly("runs", "cache");
        assertThat(machine.available())
                .satisfiesAnyOf(
                        available -> assertThat(available).isNull(),
                        available -> assertThat(available).isBetween(1L, machine.memory()));
    }
}
