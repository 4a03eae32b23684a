package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.checkpoint.State;
import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Batches;
import dev.gantry.data.Dataset;
import dev.gantry.data.Source;
import dev.gantry.random.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TrainerTest {
    private static final long WHOLE = Long.MAX_VALUE;
    private final List<Trainer.Tick> ticks = new ArrayList<>();

    /** 10 samples, batches of 4: with the last one an epoch is 4, 4, 2, without it 4, 4. */
    private static Batches batches(RunConfig config) {
        Dataset ten = new Dataset() {
            @Override
            public int size() {
                return 10;
            }

            @Override
            public int[] shape() {
                return new int[] {1};
            }

            @Override
            public void copy(int index, float[] target, int offset) {
                target[offset] = index;
            }

            @Override
            public int label(int index) {
                return -1;
            }
        };
        return Source.of(ten, 0, new Seeds(config.seed()))
                .batches(config.train().batch(), config.train().dropLast());
    }

    private static RunConfig config(int steps, String train, String more) {
        return Configs.parse(
                "name: test\nseed: 7\ndata: {type: gaussian2d}\nlatent: {size: 3}\ngenerator: {type: mlp}\n"
                        + "discriminator: {type: mlp, steps: " + steps + "}\ntrain: {batch: 4, images: 1000" + train
                        + "}\n" + more,
                "test",
                List.of());
    }

    private Trainer trainer(FakeGame game, RunConfig config, long total, long tick, long stop) {
        return new Trainer(game, batches(config), config, total, tick, stop);
    }

    private boolean keep(Trainer.Tick tick) {
        return ticks.add(tick);
    }

    @Test
    void turns_areKStepsOfDThenOneOfG() {
        FakeGame game = new FakeGame(play -> 1);
        RunConfig config = config(3, "", "");
        Trainer trainer = trainer(game, config, 24, 12, WHOLE);
        assertThat(trainer.train(new Control(), this::keep)).isTrue();
        assertThat(game.order()).isEqualTo("D0.0 D0.1 D0.2 G0 D1.0 D1.1 D1.2 G1");
        assertThat(trainer.step()).isEqualTo(2);
        assertThat(trainer.images()).isEqualTo(24);
        assertThat(ticks).extracting(Trainer.Tick::images).containsExactly(12L, 24L);
        assertThat(ticks).extracting(Trainer.Tick::step).containsExactly(1L, 2L);
    }

    /** Every turn of D sees the next batch: three of them are one epoch without its dropped rest, and a half. */
    @Test
    void everyTurn_seesANewBatch() {
        FakeGame game = new FakeGame(play -> 1);
        RunConfig config = config(2, ", drop_last: false", "");
        trainer(game, config, 20, 20, WHOLE).train(new Control(), this::keep);
        Batches batches = batches(config);
        List<FakeGame.Play> turns = game.of('D');
        for (int i = 0; i < turns.size(); i++) {
            assertThat(turns.get(i).real()).isEqualTo(batches.at(i).values());
        }
        assertThat(turns).extracting(FakeGame.Play::count).containsExactly(4, 4, 2, 4, 4, 2);
        assertThat(game.of('G')).extracting(FakeGame.Play::count).containsExactly(4, 4, 2);
        float[] epoch = new float[10];
        int at = 0;
        for (FakeGame.Play turn : turns.subList(0, 3)) {
            System.arraycopy(turn.real(), 0, epoch, at, turn.count());
            at += turn.count();
        }
        Arrays.sort(epoch);
        assertThat(epoch).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void sharedNoise_isThatOfTheLastTurn_otherwiseEveryMoveHasItsOwn() {
        FakeGame shared = new FakeGame(play -> 1);
        trainer(shared, config(2, ", share_noise: true", ""), 24, 24, WHOLE).train(new Control(), this::keep);
        for (int step = 0; step < 3; step++) {
            assertThat(shared.of('G').get(step).z())
                    .isEqualTo(shared.of('D').get(2 * step + 1).z());
            assertThat(shared.of('G').get(step).z())
                    .isNotEqualTo(shared.of('D').get(2 * step).z());
        }
        FakeGame fresh = new FakeGame(play -> 1);
        trainer(fresh, config(2, "", ""), 24, 24, WHOLE).train(new Control(), this::keep);
        List<List<Float>> draws = new ArrayList<>();
        for (FakeGame.Play play : fresh.plays) {
            List<Float> z = new ArrayList<>();
            for (float number : play.z()) {
                z.add(number);
            }
            assertThat(z).hasSize(play.count() * 3);
            draws.add(z);
        }
        assertThat(draws).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void ticks_comeAtTheFirstStepThatReachesThem_withMeansPerSample() {
        // Losses are the number of samples, so a mean per sample of 4, 4, 2 is (16 + 16 + 4) / 10.
        FakeGame game = new FakeGame(FakeGame.Play::count);
        trainer(game, config(1, ", drop_last: false", ""), 30, 10, WHOLE).train(new Control(), this::keep);
        assertThat(ticks).extracting(Trainer.Tick::images).containsExactly(10L, 20L, 30L);
        for (Trainer.Tick tick : ticks) {
            assertThat(tick.lossD()).isCloseTo(3.6, within(1e-15));
            assertThat(tick.lossG()).isCloseTo(3.6, within(1e-15));
        }
        assertThat(ticks).extracting(Trainer.Tick::seconds).isSorted();
    }

    @Test
    void ticksShorterThanAStep_comeOnceAStep() {
        FakeGame game = new FakeGame(play -> 1);
        trainer(game, config(1, "", ""), 16, 1, WHOLE).train(new Control(), this::keep);
        assertThat(ticks).extracting(Trainer.Tick::images).containsExactly(4L, 8L, 12L, 16L);
    }

    @Test
    void stopImages_endTheRunEarly_withoutATick() {
        FakeGame game = new FakeGame(play -> 1);
        Trainer trainer = trainer(game, config(1, "", ""), 40, 12, 14);
        assertThat(trainer.train(new Control(), this::keep)).isFalse();
        assertThat(trainer.images()).isEqualTo(16);
        assertThat(ticks).extracting(Trainer.Tick::images).containsExactly(12L);
    }

    @Test
    void hookThatSaysStop_endsTheRun() {
        FakeGame game = new FakeGame(play -> 1);
        Trainer trainer = trainer(game, config(1, "", ""), 40, 8, WHOLE);
        assertThat(trainer.train(new Control(), tick -> tick.images() < 16)).isFalse();
        assertThat(trainer.images()).isEqualTo(16);
    }

    @Test
    void rates_followTheSchedule_fromTheImagesBeforeTheStep() {
        FakeGame game = new FakeGame(play -> 1);
        RunConfig config = config(2, "", "schedule: {type: linear, start: 0.5, end: 0.0}\n");
        trainer(game, config, 32, 32, WHOLE).train(new Control(), this::keep);
        assertThat(game.of('G')).extracting(play -> play.move().rateFactor()).containsExactly(1.0, 1.0, 1.0, 0.5);
        assertThat(game.of('D'))
                .extracting(play -> play.move().rateFactor())
                .containsExactly(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5);
    }

    @Test
    void divergence_namesThePlayerAndTheStep_evenWhenReadLater() {
        FakeGame broken = new FakeGame(play ->
                play.player() == 'D' && play.move().step() == 300 && play.move().turn() == 1 ? Double.NaN : 1);
        Trainer trainer = trainer(broken, config(2, "", ""), 8000, 8000, WHOLE);
        assertThatThrownBy(() -> trainer.train(new Control(), this::keep))
                .isInstanceOfSatisfying(Divergence.class, e -> {
                    assertThat(e.quantity()).isEqualTo("loss_d");
                    assertThat(e.step()).isEqualTo(300);
                    assertThat(e.value()).isNaN();
                })
                .hasMessage("loss_d became NaN in step 301");
        assertThat(broken.of('G').size()).isBetween(301, 301 + 256);

        for (double bad : new double[] {1e5, -2e5, Double.POSITIVE_INFINITY}) {
            FakeGame large =
                    new FakeGame(play -> play.player() == 'G' && play.move().step() == 1 ? bad : 99_999);
            assertThatThrownBy(() ->
                            trainer(large, config(1, "", ""), 16, 16, WHOLE).train(new Control(), this::keep))
                    .hasMessage(String.format(Locale.ROOT, "loss_g became %.4g in step 2", bad));
        }
    }

    /** A step of G in which both losses break is told by D's, which came first. */
    @Test
    void divergence_isToldByTheFirstLossThatBroke() {
        FakeGame both = new FakeGame(play -> play.move().step() >= 2 ? Double.NaN : 1);
        assertThatThrownBy(() -> trainer(both, config(1, "", ""), 40, 40, WHOLE).train(new Control(), this::keep))
                .hasMessage("loss_d became NaN in step 3");
    }

    @Test
    void runThatIsStoppedInTheMiddleOfATick_goesOnWithTheSameMeans() {
        RunConfig config = config(2, ", drop_last: false", "");
        trainer(new FakeGame(TrainerTest::varied), config, 60, 30, WHOLE).train(new Control(), this::keep);
        State state = new State();
        Trainer before = trainer(new FakeGame(TrainerTest::varied), config, 60, 30, 40);
        before.train(new Control(), this::keep);
        before.save(state);
        Trainer after = trainer(new FakeGame(TrainerTest::varied), config, 60, 30, WHOLE);
        after.load(state);
        assertThat(after.images()).isEqualTo(40);
        assertThat(after.seconds()).isEqualTo(before.seconds());
        after.train(new Control(), this::keep);
        assertThat(ticks).extracting(Trainer.Tick::images).containsExactly(34L, 60L, 34L, 60L);
        for (int i = 0; i < 2; i++) {
            assertThat(ticks.get(i + 2).lossD()).isEqualTo(ticks.get(i).lossD());
            assertThat(ticks.get(i + 2).lossG()).isEqualTo(ticks.get(i).lossG());
        }
    }

    /** A request saves with losses that nobody has read yet: they must be in what is saved. */
    @Test
    void saveWithUnreadLosses_keepsThem() {
        RunConfig config = config(1, "", "");
        FakeGame game = new FakeGame(TrainerTest::varied);
        Control control = new Control();
        State state = new State();
        List<Future<Integer>> saving = new ArrayList<>();
        Trainer[] self = new Trainer[1];
        self[0] = trainer(
                new FakeGame(play -> {
                    if (play.player() == 'G' && play.move().step() == 4) {
                        saving.add(control.request(g -> {
                            self[0].save(state);
                            return 0;
                        }));
                    }
                    return varied(play);
                }),
                config,
                40,
                40,
                WHOLE);
        self[0].train(control, this::keep);
        assertThat(saving).hasSize(1).allMatch(Future::isDone);
        Trainer resumed = trainer(game, config, 40, 40, WHOLE);
        resumed.load(state);
        assertThat(resumed.step()).isEqualTo(5);
        resumed.train(new Control(), this::keep);
        assertThat(ticks.get(1).lossD()).isEqualTo(ticks.get(0).lossD());
        assertThat(ticks.get(1).lossG()).isEqualTo(ticks.get(0).lossG());
    }

    private static double varied(FakeGame.Play play) {
        return Math.sin(play.move().step() * 3.0 + play.move().turn() + play.player());
    }

    @Test
    void lossMeans_weighEachStepByItsSamples() {
        LossMeans means = new LossMeans();
        means.countD(4);
        means.countD(1);
        means.countG(2);
        means.add(new Game.Losses(new double[] {1, 6}, new double[] {5}, new double[] {2, 4}));
        assertThat(means.meanD()).isEqualTo(2);
        assertThat(means.meanG()).isEqualTo(5);
        assertThat(means.meanPenalty()).isEqualTo(3);
        means.countG(8);
        means.add(new Game.Losses(new double[0], new double[] {0}, new double[0]));
        assertThat(means.meanG()).isEqualTo(1);
        LossMeans copy = new LossMeans();
        copy.load(means.numbers());
        assertThat(copy.meanD()).isEqualTo(2);
        assertThat(copy.meanPenalty()).isEqualTo(3);
        means.clear();
        assertThat(means.numbers()).containsOnly(0);
    }

    @Test
    void otherThreads_pauseAskResumeAndStop() throws InterruptedException, ExecutionException, TimeoutException {
        FakeGame game = new FakeGame(play -> 1);
        Control control = new Control();
        control.pause();
        Trainer trainer = trainer(game, config(1, "", ""), Long.MAX_VALUE, Long.MAX_VALUE, WHOLE);
        CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> trainer.train(control, this::keep));

        // Paused: nothing is played, requests are answered.
        assertThat(control.request(resting -> resting.parameters().length)
                        .get(10, TimeUnit.SECONDS)
                        .intValue())
                .isZero();
        assertThat(played(control, game)).isZero();
        assertThat(control.isPaused()).isTrue();
        control.resume();
        while (played(control, game) < 100) {
            Thread.onSpinWait();
        }
        control.pause();
        int played = played(control, game);
        Thread.sleep(30);
        assertThat(played(control, game)).isEqualTo(played);
        assertThat(played % 2).as("at rest between two steps").isZero();

        Future<Integer> failing = control.request(resting -> {
            throw new IllegalArgumentException("mine");
        });
        assertThatThrownBy(() -> get(failing)).hasCauseInstanceOf(IllegalArgumentException.class);

        control.stop();
        assertThat(run.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(trainer.step()).isEqualTo(played / 2);
        Future<Integer> late = control.request(resting -> 1);
        control.close();
        assertThatThrownBy(() -> get(late)).hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> get(control.request(resting -> 1))).hasCauseInstanceOf(IllegalStateException.class);
    }

    /** Someone who asks for samples must not keep the others from pausing or stopping. */
    @Test
    void aLongRequest_holdsUpNobodyElse() throws InterruptedException, ExecutionException, TimeoutException {
        Control control = new Control();
        Trainer trainer = trainer(new FakeGame(play -> 1), config(1, "", ""), Long.MAX_VALUE, Long.MAX_VALUE, WHOLE);
        CountDownLatch serving = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Future<Boolean> request = control.request(game -> {
            serving.countDown();
            try {
                return stopped.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        });
        CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> trainer.train(control, this::keep));
        assertThat(serving.await(10, TimeUnit.SECONDS)).isTrue();
        control.stop();
        stopped.countDown();
        boolean answer = get(request);
        assertThat(answer).isTrue();
        assertThat(run.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aRequestThatFailsHard_tellsTheAsker_andEndsTheRun() {
        Control control = new Control();
        Trainer trainer = trainer(new FakeGame(play -> 1), config(1, "", ""), 40, 40, WHOLE);
        Future<Integer> request = control.request(game -> {
            throw new StackOverflowError("deep");
        });
        assertThatThrownBy(() -> trainer.train(control, this::keep)).isInstanceOf(StackOverflowError.class);
        assertThat(request.isDone()).isTrue();
    }

    @Test
    void interruptedWhilePaused_stops_andStaysInterrupted() {
        Control control = new Control();
        control.pause();
        Thread.currentThread().interrupt();
        Trainer trainer = trainer(new FakeGame(play -> 1), config(1, "", ""), 40, 40, WHOLE);
        assertThat(trainer.train(control, this::keep)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static int played(Control control, FakeGame game)
            throws InterruptedException, ExecutionException, TimeoutException {
        return get(control.request(resting -> game.plays.size()));
    }

    private static <T> T get(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(10, TimeUnit.SECONDS);
    }
}
