package dev.gantry.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.config.Configs.Difference;
import dev.gantry.config.Configs.Override;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrintTest {

    @Test
    void print_givesEveryKeyInRecordOrder() {
        assertThat(Configs.print(Configs.preset("playground1d", List.of()))).isEqualTo("""
                        name: playground1d
                        description: 'four numbers play the game, G(z) = wz + b against D(x) = sigmoid(ax + c)'
                        seed: 42
                        data: {type: bimodal1d, m: 1, sigma: 0.2, held_out: 0}
                        latent: {size: 1, distribution: normal}
                        generator:
                          type: mlp
                          hidden: []
                          activation: relu
                          output: linear
                          norm: none
                          dropout: 0
                          init: {type: values, values: [0.6, 0]}
                          optimizer: {type: sgd, lr: 0.08, momentum: 0, weight_decay: 0}
                        discriminator:
                          type: mlp
                          hidden: []
                          activation: relu
                          norm: none
                          dropout: 0
                          init: {type: values, values: [0.5, 0]}
                          spectral_norm: false
                          pack: 1
                          optimizer: {type: sgd, lr: 0.12, momentum: 0, weight_decay: 0}
                          steps: 1
                        objective: {type: non-saturating, discriminator_weight: 1}
                        penalty: none
                        train: {batch: 16, steps: 500, share_noise: false, joint_batch: true, drop_last: true, gradients: autograd}
                        ema: {decay: 0}
                        schedule: constant
                        output:
                          tick: 16
                          samples: 800
                          checkpoint: 800
                          keep: 2
                          grid: 16
                          points: 1000
                          pictures: true
                          trace: [w, b, a, c]
                        health:
                          watch: true
                          on_unhealthy: ignore
                          stop_when: never
                          patience: 3
                          gap: {steps: 100}
                        evaluate: {scores: [], end: true}
                        engine: {device: auto, threads: 0, dtype: float32, matmul: auto}
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0001, 0.0001",
        "1e-5, 0.00001",
        "1e-8, 1.0e-8",
        "2.5e-300, 2.5e-300",
        "4.9e-324, 5.0e-324",
        "1e15, 1.0e+15",
        "-12e20, -1.2e+21",
        "2e-3, 0.002",
        "2E23, 2.0e+23",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "123456789, 123456789",
        "-0.0, -0.0",
        "1.7976931348623157e308, 1.7976931348623157e+308"
    })
    void number_isTheShortestThatReadsBack(double value, String printed) {
        assertThat(RecordTree.plain(value)).isEqualTo(printed);
        assertThat(Double.parseDouble(printed)).isEqualTo(value);
    }

    @Test
    void everyPreset_readsBackEqual() {
        for (String name : Presets.names()) {
            RunConfig config = Configs.preset(name, List.of());
            assertThat(Configs.parse(Configs.print(config), name, List.of())).isEqualTo(config);
        }
    }

    @Test
    void randomConfigurations_readBackEqual() {
        RandomConfig random = new RandomConfig(new Random(20240611));
        for (int i = 0; i < 400; i++) {
            RunConfig config = (RunConfig) random.record(RunConfig.class);
            String yaml = Configs.print(config);
            assertThat(Configs.parse(yaml, "config " + i, List.of())).as(yaml).isEqualTo(config);
            assertThat(Configs.differences(config, config)).isEmpty();
        }
    }

    @Test
    void longLists_areWrappedAndReadBack() {
        List<Double> values = new Random(7).doubles(500).boxed().toList();
        RunConfig config = Configs.preset(
                "gaussian2d", List.of(Override.parse("generator.init={type: values, values: " + values + "}")));
        String yaml = Configs.print(config);
        assertThat(yaml.lines()).allMatch(line -> line.length() <= 120).hasSizeGreaterThan(90);
        assertThat(Configs.parse(yaml, "config", List.of())).isEqualTo(config);
    }

    @Test
    void differences_areDottedWithAbsentOnesNamed() {
        RunConfig a = Configs.preset("gaussian2d", List.of());
        RunConfig b = Configs.preset(
                "gaussian2d",
                Stream.of(
                                "generator.optimizer=sgd",
                                "train.steps=5",
                                "discriminator.hidden=[5]",
                                "generator.optimizer.lr=1e-9")
                        .map(Override::parse)
                        .toList());
        assertThat(Configs.differences(a, b))
                .containsExactly(
                        new Difference("generator.optimizer.type", "adam", "sgd"),
                        new Difference("generator.optimizer.lr", "0.005", "1.0e-9"),
                        new Difference("generator.optimizer.betas", "[0.9, 0.999]", "absent"),
                        new Difference("generator.optimizer.eps", "1.0e-8", "absent"),
                        new Difference("discriminator.hidden", "[5, 3]", "[5]"),
                        new Difference("train.epochs", "20", "absent"),
                        new Difference("generator.optimizer.momentum", "absent", "0"),
                        new Difference("train.steps", "absent", "5"));
    }

    /** Draws records by their constructors, again until they are valid. */
    private record RandomConfig(Random random) {
        private static final List<String> TEXTS = List.of(
                "a",
                "two words",
                "",
                " ",
                "null",
                "True",
                "no",
                "12",
                "1e5",
                "0x1F",
                "a: b",
                "#x",
                "- x",
                "it's",
                "\"q\"",
                "\\",
                "a,b",
                "{a}",
                "[",
                "&a",
                "*a",
                "!t",
                "%",
                "@",
                "`",
                "line\nbreak",
                "tab\t",
                "\r\n",
                "caf\u00e9",
                "\u2028",
                "\u0085",
                "\uFEFF",
                "\u0000",
                "\uD83D\uDE00",
                "~",
                "trailing ",
                "? x",
                "C:\\data",
                "a/b-c.d",
                "---",
                "...",
                "<<",
                ".inf",
                "=");

        Object record(Class<?> type) {
            for (int attempt = 0; attempt < 10_000; attempt++) {
                RecordComponent[] components = type.getRecordComponents();
                @Nullable Object[] arguments = new @Nullable Object[components.length];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = value(components[i]);
                }
                try {
                    return type.getDeclaredConstructor(Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new))
                            .newInstance(arguments);
                } catch (InvocationTargetException e) {
                    assertThat(e.getCause()).isInstanceOf(InvalidValue.class);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
            throw new IllegalStateException("no valid " + type);
        }

        private @Nullable Object value(RecordComponent component) {
            Class<?> type = component.getType();
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextInt(3) > 0) {
                return null;
            }
            if (component.getName().equals("pack")) {
                return 1 + random.nextInt(2); // most batches are multiples of it
            }
            if (type == String.class) {
                return component.getName().equals("name")
                        ? "n" + random.nextInt(1000)
                        : TEXTS.get(random.nextInt(TEXTS.size())) + (random.nextBoolean() ? "" : "x");
            }
            if (type == List.class) {
                boolean whole = component.getGenericType().getTypeName().contains("Integer");
                boolean names = component.getGenericType().getTypeName().contains("String");
                List<Object> values = new ArrayList<>();
                boolean records = component.getGenericType().getTypeName().contains("Component");
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(
                            records
                                    ? record(DataConfig.Component.class)
                                    : names ? "w_" + i : whole ? (Object) (1 + random.nextInt(2000)) : number());
                }
                return values;
            }
            if (type.isEnum()) {
                return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
            }
            if (type.isSealed()) {
                Class<?>[] types = type.getPermittedSubclasses();
                Class<?> chosen = types[random.nextInt(types.length)];
                Class<?>[] inner = chosen.isSealed() && !chosen.isRecord() ? chosen.getPermittedSubclasses() : null;
                return record(inner == null ? chosen : inner[random.nextInt(inner.length)]);
            }
            return type.isRecord() ? record(type) : plain(type);
        }

        private Object plain(Class<?> type) {
            if (type == boolean.class) {
                return random.nextBoolean();
            }
            if (type == double.class || type == Double.class) {
                return number();
            }
            int whole = 1 + random.nextInt(1000);
            if (type == long.class) {
                return random.nextLong();
            }
            return type == Long.class ? (Object) Long.valueOf(whole) : (Object) whole;
        }

        private double number() {
            return switch (random.nextInt(5)) {
                case 0 -> 0.0;
                case 1 -> random.nextInt(10) / 10.0;
                case 2 -> Double.longBitsToDouble(random.nextLong() & 0x3FEFFFFFFFFFFFFFL);
                case 3 -> -0.0;
                default -> random.nextDouble();
            };
        }
    }
}
