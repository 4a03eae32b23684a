package dev.gantry.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.State;
import dev.gantry.config.OptimizerConfig;
import dev.gantry.config.ScheduleConfig;
import dev.gantry.nn.Parameters;
import dev.gantry.random.Seeds;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Memory;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Optimisers against PyTorch 2.15.0 in float64: w = (.5, -1, 2), gradients (.3 t - 1, (-1)^t / 2, .01 t), t = 1..5. */
final class OptimizersTest {
    private static final int WEIGHTS = 70;

    private final Engine engine = Engines.float64();

    /** torch.optim.Adam(lr=.01, betas=(.5, .999), eps=1e-8). */
    @Test
    void adam_matchesPyTorch() {
        OptimizerConfig.Adam config = adam(0.5, 0);
        for (Function<Parameters, Optimizer> maker : adams(config)) {
            requireTrajectory(maker, 0.01, new double[][] {
                {0.5099999998571428, -0.9900000002, 1.99000000999999},
                {0.5187716938544163, -0.9933333334666666, 1.9794606727045292},
                {0.5245606767068745, -0.9890476192666666, 1.9682217890861269},
                {0.5250390245322283, -0.9923809525333332, 1.9562985831474338},
                {0.519338834502055, -0.9888325655075269, 1.9437586668306766}
            });
        }
    }

    /** torch.optim.Adam(lr=.01, betas=(.9, .999), eps=1e-8, weight_decay=.1). */
    @Test
    void adamWithWeightDecay_matchesPyTorch() {
        OptimizerConfig.Adam config = adam(0.9, 0.1);
        for (Function<Parameters, Optimizer> maker : adams(config)) {
            requireTrajectory(maker, 0.01, new double[][] {
                {0.5099999998461539, -0.9900000001666667, 1.9900000004761904},
                {0.5194242915148279, -0.9885662224165238, 1.9799912666446362},
                {0.5271094678315196, -0.9836321730000689, 1.9699683707802151},
                {0.5311835401105331, -0.9822073003947787, 1.9599261846884544},
                {0.5308369961795979, -0.9784066934823893, 1.9498598800090927}
            });
        }
    }

    /** torch.optim.SGD(lr=.1), and with momentum=.9, weight_decay=.1. */
    @Test
    void sgd_matchesPyTorch() {
        OptimizerConfig.Sgd plain = new OptimizerConfig.Sgd(0.1, 0, 0, null);
        requireTrajectory(p -> Optimizer.of(plain, p), 0.1, new double[][] {
            {0.57, -0.95, 1.999}, {0.61, -1, 1.997}, {0.62, -0.95, 1.994}, {0.6, -1, 1.99}, {0.55, -0.95, 1.985}
        });
        OptimizerConfig.Sgd full = new OptimizerConfig.Sgd(0.1, 0.9, 0.1, null);
        requireTrajectory(p -> Optimizer.of(full, p), 0.1, new double[][] {
            {0.565, -0.94, 1.979},
            {0.65785, -0.9266, 1.93831},
            {0.7448365, -0.855274, 1.8793059},
            {0.795675985, -0.83252786, 1.803409151},
            {0.78347476165, -0.7537310554, 1.71206798539}
        });
    }

    /** torch.optim.RMSprop(lr=.01, alpha=.9, eps=1e-8), and with alpha=.99, weight_decay=.1. */
    @Test
    void rmsProp_matchesPyTorch() {
        OptimizerConfig.RmsProp plain = new OptimizerConfig.RmsProp(0.01, 0.9, 1e-8, 0, null);
        requireTrajectory(p -> Optimizer.of(plain, p), 0.01, new double[][] {
            {0.5316227751731124, -0.968377225398316, 1.968377323398},
            {0.5479391148365151, -0.9913187977327407, 1.9398059356428397},
            {0.5521996445189152, -0.9721093297108656, 1.913899570006643},
            {0.5435594291191072, -0.9891616663335998, 1.8900244115929437},
            {0.5250817880889268, -0.9735349499252778, 1.8677221196946545}
        });
        OptimizerConfig.RmsProp full = new OptimizerConfig.RmsProp(0.01, 0.99, 1e-8, 0.1, null);
        requireTrajectory(p -> Optimizer.of(full, p), 0.01, new double[][] {
            {0.599999984615387, -0.900000016666664, 1.900000047619025},
            {0.6465327718623279, -0.9566123492384877, 1.829111950247672},
            {0.6513889991229854, -0.8928995255172403, 1.7705572215157444},
            {0.6170100283352108, -0.933289450486647, 1.7191106209507085},
            {0.5579440087943945, -0.8827032238707071, 1.6723762634261425}
        });
    }

    private void requireTrajectory(Function<Parameters, Optimizer> maker, double lr, double[][] expected) {
        try (Parameters parameters = new Parameters(engine)) {
            Tensor w = parameters.trainable("w", new double[] {0.5, -1, 2}, 3);
            Optimizer optimizer = maker.apply(parameters);
            for (int t = 1; t <= 5; t++) {
                step(optimizer, lr, new double[] {0.3 * t - 1, t % 2 == 0 ? 0.5 : -0.5, 0.01 * t});
                assertThat(Engine.doubles(w))
                        .as("%s, step %d", optimizer.getClass().getSimpleName(), t)
                        .containsExactly(expected[t - 1], within(1e-9));
            }
            optimizer.close();
        }
    }

    /** 0.9 times one of the smallest subnormal numbers rounds to itself, and arithmetic on it is slow. */
    @Test
    void aWeightWithoutGradient_hasNoSubnormalMomentsLeft() {
        for (int threads : new int[] {1, 2}) {
            Engine single = Engines.float32();
            try (Parameters parameters = new Parameters(single);
                    Team team = new Team(threads);
                    Optimizer optimizer = new FusedAdam(adam(0.9, 0), weights(parameters));
                    Scope scope = new Scope();
                    NoGrad guard = new NoGrad()) {
                double[] ones = new double[WEIGHTS];
                Arrays.fill(ones, 1);
                Tensor gradient = single.tensor(ones, WEIGHTS);
                for (int t = 0; t < 1_500; t++) {
                    optimizer.step(List.of(gradient), 1e-3, team);
                    gradient.zero_();
                }
                State state = new State();
                optimizer.save(state, "");
                assertThat(state.doubles("m.w", WEIGHTS))
                        .as("%d threads", threads)
                        .containsOnly(0);
            }
        }
    }

    /** Also where a weight has fewer numbers than there are threads. */
    @Test
    void adamOnSharesOfEachWeight_givesTheSame() {
        OptimizerConfig.Adam config = adam(0.5, 0.01);
        for (int threads : new int[] {1, 2, 5}) {
            try (Parameters alone = parameters(20, 3);
                    Parameters shared = parameters(20, 3);
                    Team team = new Team(threads);
                    Optimizer one = new FusedAdam(config, alone.trainable());
                    Optimizer all = new FusedAdam(config, shared.trainable())) {
                steps(engine, one, null, 0, 30);
                steps(engine, all, team, 0, 30);
                assertThat(numbers(shared)).as("%d threads", threads).containsExactly(numbers(alone), within(1e-12));
            }
        }
    }

    /** Rows of one parameter after the other, with a learning rate that changes. */
    @Test
    void adamOnSlices_givesTheSame() {
        OptimizerConfig.Adam config = adam(0.5, 0.01);
        try (Parameters whole = parameters(20, 3);
                Parameters sliced = parameters(20, 3);
                Scope scope = new Scope();
                NoGrad guard = new NoGrad();
                FusedAdam one = new FusedAdam(config, whole.trainable());
                FusedAdam other = new FusedAdam(config, sliced.trainable())) {
            Tensor memory = engine.zeros(8);
            Tensor rest = engine.zeros(12);
            Tensor last = engine.zeros(3);
            try (InBackward.Move first = other.move(List.of(new InBackward.Slice(0, 0, memory)));
                    InBackward.Move second =
                            other.move(List.of(new InBackward.Slice(0, 8, rest), new InBackward.Slice(1, 0, last)))) {
                for (int t = 0; t < 30; t++) {
                    double lr = 0.01 * (1 + t % 3);
                    step(one, lr, gradient(t, 20), gradient(1000 + t, 3));
                    double[] gradient = gradient(t, 20);
                    Engine.write(memory, Arrays.copyOf(gradient, 8));
                    Engine.write(rest, Arrays.copyOfRange(gradient, 8, 20));
                    Engine.write(last, gradient(1000 + t, 3));
                    other.begin(lr);
                    second.apply();
                    first.apply();
                }
            }
            assertThat(numbers(sliced)).containsExactly(numbers(whole), within(1e-12));
        }
    }

    private static Map<String, Tensor> weights(Parameters parameters) {
        parameters.trainable("w", new double[WEIGHTS], WEIGHTS);
        return parameters.trainable();
    }

    @Test
    void theTwoAdams_goTheSameWay() {
        OptimizerConfig.Adam config = adam(0.5, 0.01);
        try (Parameters one = parameters(300, 7);
                Parameters two = parameters(300, 7)) {
            Optimizer tiny = new TinyAdam(config, one.trainable());
            Optimizer fused = new FusedAdam(config, two.trainable());
            for (int t = 0; t < 200; t++) {
                double[] a = gradient(t, 300);
                double rate = 0.01 * (1 + Math.cos(t * 0.1)) / 2;
                step(tiny, rate, a, gradient(1000 + t, 7));
                step(fused, rate, a, gradient(1000 + t, 7));
            }
            assertThat(numbers(one)).containsExactly(numbers(two), within(1e-6));
            double moved = Math.abs(numbers(one)[0] - numbers(parameters(300, 7))[0]);
            assertThat(moved).isGreaterThan(0.001);
        }
    }

    /** A small network's run that goes on on a device, or comes back from one. */
    @Test
    void theTwoAdams_takeOverFromEachOther() {
        OptimizerConfig.Adam config = adam(0.5, 0.01);
        for (Engine format : List.of(Engines.float32(), engine)) {
            for (boolean tinyFirst : new boolean[] {true, false}) {
                try (Parameters one = new Parameters(format);
                        Parameters two = new Parameters(format)) {
                    one.trainable("w", gradient(-1, 20), 5, 4);
                    two.trainable("w", gradient(-1, 20), 5, 4);
                    Optimizer tiny = new TinyAdam(config, one.trainable());
                    Optimizer fused = new FusedAdam(config, two.trainable());
                    matrixSteps(format, tiny, 0, 7);
                    matrixSteps(format, fused, 0, 7);
                    State state = new State();
                    (tinyFirst ? tiny : fused).save(state, "o.");
                    Optimizer next =
                            tinyFirst ? new FusedAdam(config, two.trainable()) : new TinyAdam(config, one.trainable());
                    next.load(state, "o.");
                    matrixSteps(format, tinyFirst ? tiny : fused, 7, 20);
                    matrixSteps(format, next, 7, 20);
                    assertThat(numbers(two)).containsExactly(numbers(one), within(1e-6));
                }
            }
        }
    }

    @Test
    void adamOfSmallNetworks_isTheLoop_ofLargeOnesTheKernel() {
        try (Parameters small = parameters(9_999);
                Parameters large = parameters(10_000)) {
            assertThat(Optimizer.of(adam(0.9, 0), small)).isInstanceOf(TinyAdam.class);
            assertThat(Optimizer.of(adam(0.9, 0), large)).isInstanceOf(FusedAdam.class);
        }
    }

    @Test
    void savedAndLoadedState_goesOnToTheBit_inBothFormats() {
        for (Engine format : List.of(Engines.float32(), engine)) {
            for (Function<Parameters, Optimizer> maker : List.<Function<Parameters, Optimizer>>of(
                    p -> new TinyAdam(adam(0.5, 0.1), p.trainable()),
                    p -> new FusedAdam(adam(0.5, 0.1), p.trainable()),
                    p -> Optimizer.of(new OptimizerConfig.Sgd(0.1, 0.9, 0.1, null), p),
                    p -> Optimizer.of(new OptimizerConfig.Sgd(0.1, 0, 0, null), p),
                    p -> Optimizer.of(new OptimizerConfig.RmsProp(0.1, 0.9, 1e-8, 0.1, null), p))) {
                try (Parameters one = parameters(format, 20, 3);
                        Parameters two = parameters(format, 20, 3)) {
                    Optimizer goingOn = maker.apply(one);
                    steps(format, goingOn, null, 0, 7);
                    State state = new State();
                    goingOn.save(state, "o.");
                    Player.saveTensors(state, "p.", one);
                    Optimizer resumed = maker.apply(two);
                    resumed.load(state, "o.");
                    Player.loadTensors(state, "p.", two);
                    steps(format, goingOn, null, 7, 20);
                    steps(format, resumed, null, 7, 20);
                    assertThat(numbers(two))
                            .as("%s", goingOn.getClass().getSimpleName())
                            .isEqualTo(numbers(one));
                }
            }
        }
    }

    @Test
    void stateOfAnotherNetwork_isRefused() {
        for (OptimizerConfig config : List.of(
                adam(0.9, 0),
                new OptimizerConfig.Sgd(0.1, 0.9, 0, null),
                new OptimizerConfig.RmsProp(0.1, 0.9, 1e-8, 0, null))) {
            State state = new State();
            try (Parameters small = parameters(3);
                    Parameters large = parameters(4);
                    Parameters both = parameters(3, 2)) {
                Optimizer.of(config, small).save(state, "o.");
                for (Parameters other : List.of(large, both)) {
                    assertThatThrownBy(() -> Optimizer.of(config, other).load(state, "o."))
                            .as("%s", config)
                            .isInstanceOf(GantryException.class)
                            .hasMessageContaining("belongs to another network");
                }
                Optimizer.of(config, large).save(state, "o.");
                assertThatThrownBy(() -> Optimizer.of(config, small).load(state, "o."))
                        .isInstanceOf(GantryException.class);
            }
        }
    }

    /** torch.nn.utils.clip_grad_norm_ of (3, 0) and (4) to 1: norm 5, so (.6, 0) and (.8). */
    @Test
    void clipping_scalesTheWholeGradientToItsNorm() {
        assertThat(moved(1.0, new double[] {3, 0}, new double[] {4}))
                .containsExactly(new double[] {-0.6, 0, -0.8}, within(1e-12));
        assertThat(moved(5.0, new double[] {3, 0}, new double[] {4})).containsExactly(-3, 0, -4);
        assertThat(moved(50.0, new double[] {3, 0}, new double[] {4})).containsExactly(-3, 0, -4);
        assertThat(moved(1.0, new double[] {0, 0}, new double[] {0})).containsExactly(0, 0, 0);
    }

    /** A clip that turned NaN into 0 would freeze a player without a word. */
    @Test
    void clipping_passesNaNOn_soThatItIsNoticed() {
        assertThat(moved(1.0, new double[] {Double.NaN, 0}, new double[] {4})).containsOnly(Double.NaN);
    }

    /** libtorch gives two parameters that are added up the same tensor as their gradient. */
    @Test
    void clipping_isDoneOnce_whereParametersShareAGradient() {
        try (Scope scope = new Scope();
                Parameters parameters = parameters(2)) {
            Player player = new Player("p", parameters, new OptimizerConfig.Sgd(1, 0, 0, 1.0));
            Tensor shared = engine.tensor(new double[] {3, 4}, 2);
            double[] before = numbers(parameters);
            parameters.trainable("second", new double[2], 2);
            Player both = new Player("p", parameters, new OptimizerConfig.Sgd(1, 0, 0, 1.0));
            both.follow(List.of(shared, shared), 1, null);
            double norm = 5 * Math.sqrt(2);
            assertThat(numbers(parameters))
                    .containsExactly(
                            new double[] {before[0] - 3 / norm, before[1] - 4 / norm, -3 / norm, -4 / norm},
                            within(1e-12));
            assertThat(player.parameters()).isSameAs(parameters);
        }
    }

    private double[] moved(double limit, double[]... gradients) {
        try (Scope scope = new Scope();
                Parameters parameters = new Parameters(engine)) {
            for (int i = 0; i < gradients.length; i++) {
                parameters.trainable("w" + i, new double[gradients[i].length], gradients[i].length);
            }
            Player player = new Player("p", parameters, new OptimizerConfig.Sgd(0.5, 0, 0, limit));
            player.follow(tensors(engine, gradients), 2, null);
            return numbers(parameters);
        }
    }

    @Test
    void closedOptimisers_freeTheirState() throws IOException, InterruptedException {
        assertThat(Memory.growth(ManyOptimisers.class)).isLessThan(100 << 20);
    }

    /** Prints by how many bytes this process grows with 40 optimisers of each kind, 8 to 16 MB of state in each. */
    static final class ManyOptimisers {
        private ManyOptimisers() {}

        @SuppressWarnings("SystemOut") // the child's answer
        public static void main(String[] arguments) {
            Engine narrow = Engines.float32();
            try (Parameters parameters = new Parameters(narrow)) {
                parameters.trainable("w", new double[2_000_000], 2_000_000);
                long before = 0;
                for (int i = 0; i <= 40; i++) {
                    for (OptimizerConfig config : List.of(
                            adam(0.9, 0),
                            new OptimizerConfig.Sgd(0.1, 0.9, 0, null),
                            new OptimizerConfig.RmsProp(0.1, 0.9, 1e-8, 0, null))) {
                        Optimizer optimizer = Optimizer.of(config, parameters);
                        try (Scope scope = new Scope();
                                NoGrad guard = new NoGrad()) {
                            optimizer.step(List.of(narrow.zeros(2_000_000)), 0.1, null);
                        }
                        optimizer.close();
                    }
                    if (i == 0) {
                        before = Memory.resident();
                    }
                }
                System.out.println(Memory.resident() - before);
            }
        }
    }

    @Test
    void closedPlayer_closesItsOptimiserToo() {
        Player player = new Player("p", parameters(3), new OptimizerConfig.RmsProp(0.1, 0.9, 1e-8, 0, null));
        player.save(new State());
        player.close();
        assertThatThrownBy(() -> player.save(new State())).isInstanceOf(NullPointerException.class);
    }

    @Test
    void schedules_followTheirFormulas() {
        ScheduleConfig constant = new ScheduleConfig.Constant();
        assertThat(Schedule.factor(constant, 0)).isEqualTo(1);
        assertThat(Schedule.factor(constant, 1)).isEqualTo(1);
        ScheduleConfig linear = new ScheduleConfig.Linear(0.5, 0.2);
        assertThat(Schedule.factor(linear, 0)).isEqualTo(1);
        assertThat(Schedule.factor(linear, 0.5)).isEqualTo(1);
        assertThat(Schedule.factor(linear, 0.75)).isCloseTo(0.6, within(1e-15));
        assertThat(Schedule.factor(linear, 1)).isCloseTo(0.2, within(1e-15));
        assertThat(Schedule.factor(linear, 1.5)).isCloseTo(0.2, within(1e-15));
        ScheduleConfig cosine = new ScheduleConfig.Cosine(0.1);
        assertThat(Schedule.factor(cosine, 0)).isEqualTo(1);
        assertThat(Schedule.factor(cosine, 1 / 3.0)).isCloseTo(0.1 + 0.9 * 0.75, within(1e-14));
        assertThat(Schedule.factor(cosine, 0.5)).isCloseTo(0.55, within(1e-14));
        assertThat(Schedule.factor(cosine, 1)).isCloseTo(0.1, within(1e-15));
    }

    private static OptimizerConfig.Adam adam(double beta1, double weightDecay) {
        return new OptimizerConfig.Adam(0.01, List.of(beta1, 0.999), 1e-8, weightDecay, null);
    }

    private static List<Function<Parameters, Optimizer>> adams(OptimizerConfig.Adam config) {
        return List.of(p -> new TinyAdam(config, p.trainable()), p -> new FusedAdam(config, p.trainable()));
    }

    private Parameters parameters(int... sizes) {
        return parameters(engine, sizes);
    }

    private static Parameters parameters(Engine engine, int... sizes) {
        Parameters parameters = new Parameters(engine);
        for (int i = 0; i < sizes.length; i++) {
            parameters.trainable("w" + i, gradient(-1 - i, sizes[i]), sizes[i]);
        }
        return parameters;
    }

    private static double[] gradient(int t, int size) {
        return new Seeds(t).stream("gradient").doubles(size).map(u -> u - 0.45).toArray();
    }

    private static void steps(Engine format, Optimizer optimizer, @Nullable Team team, int from, int to) {
        for (int t = from; t < to; t++) {
            try (Scope scope = new Scope();
                    NoGrad guard = new NoGrad()) {
                optimizer.step(tensors(format, gradient(t, 20), gradient(1000 + t, 3)), 0.01, team);
            }
        }
    }

    private static void matrixSteps(Engine format, Optimizer optimizer, int from, int to) {
        for (int t = from; t < to; t++) {
            try (Scope scope = new Scope();
                    NoGrad guard = new NoGrad()) {
                optimizer.step(List.of(format.tensor(gradient(t, 20), 5, 4)), 0.01, null);
            }
        }
    }

    private void step(Optimizer optimizer, double lr, double[]... gradients) {
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            optimizer.step(tensors(engine, gradients), lr, null);
        }
    }

    private static List<Tensor> tensors(Engine format, double[]... values) {
        return Arrays.stream(values)
                .map(each -> format.tensor(each, each.length))
                .toList();
    }

    private static double[] numbers(Parameters parameters) {
        double[] numbers = new double[(int) parameters.count()];
        int at = 0;
        for (Tensor tensor : parameters.trainable().values()) {
            for (double value : Engine.doubles(tensor)) {
                numbers[at++] = value;
            }
        }
        return numbers;
    }
}
