package dev.gantry.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.gantry.GantryException;
import dev.gantry.torch.Engine;
import dev.gantry.torch.Engines;
import dev.gantry.torch.Scope;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void arraysAndTexts_comeBackToTheBit() throws IOException {
        State state = new State();
        double[] doubles = {0.1, -0.0, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 1e300};
        state.put("doubles", doubles, 2, 3);
        state.put("scalar", new double[] {42});
        state.put("empty", new double[0], 0, 5);
        try (Scope scope = new Scope()) {
            state.put("narrow", Engines.float32().tensor(new float[] {0.1f, -3.5f}, 2));
            state.put("wide", Engines.float64().tensor(new double[] {0.1}, 1, 1));
        }
        state.putText("note", "ümlaut \"quoted\" \n 数");

        State read = read(Safetensors.encode(state));

        assertThat(read.arrays().keySet()).containsExactly("doubles", "scalar", "empty", "narrow", "wide");
        assertThat(bits(read.doubles("doubles"))).isEqualTo(bits(doubles));
        assertThat(entry(read, "doubles").shape()).containsExactly(2, 3);
        assertThat(read.doubles("scalar")).containsExactly(42);
        assertThat(entry(read, "scalar").shape()).isEmpty();
        assertThat(entry(read, "empty").shape()).containsExactly(0, 5);
        assertThat(read.doubles("empty")).isEmpty();
        assertThat(entry(read, "narrow").format()).isEqualTo(State.Format.F32);
        assertThat(read.doubles("narrow")).containsExactly(0.1f, -3.5f);
        assertThat(entry(read, "wide").format()).isEqualTo(State.Format.F64);
        assertThat(read.texts()).containsEntry("note", "ümlaut \"quoted\" \n 数").hasSize(1);
        assertThat(Safetensors.encode(read)).isEqualTo(Safetensors.encode(state));
    }

    /** As the format's own description has it: the header's length, the header, aligned to eight, the bytes. */
    @Test
    void layout_isThatOfTheFormat() {
        State state = new State();
        state.put("a", new double[] {1}, 1);
        byte[] file = Safetensors.encode(state);
        long headerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(headerLength % 8).isZero();
        assertThat(file).hasSize(8 + (int) headerLength + 8);
        assertThat(new String(file, 8, (int) headerLength, StandardCharsets.UTF_8).trim())
                .isEqualTo("{\"__metadata__\":{},\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}");
        assertThat(ByteBuffer.wrap(file, 8 + (int) headerLength, 8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getDouble())
                .isEqualTo(1);
    }

    @Test
    void fileOfAnotherProgram_withItsArraysInAnyOrder_isRead() throws IOException {
        State read = read(file(
                "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                        + "\"a\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}",
                12));
        assertThat(read.arrays().keySet()).containsExactly("b", "a");
    }

    @Test
    void fileCutShortAnywhere_isAnErrorThatNamesIt() throws IOException {
        byte[] whole = Safetensors.encode(sample());
        for (int i = 0; i < 50; i++) {
            int length = (int) ((long) whole.length * i / 50);
            requireRefused(Arrays.copyOf(whole, length), "cut to " + length);
        }
        requireRefused(Arrays.copyOf(whole, whole.length - 1), "one byte less");
        requireRefused(Arrays.copyOf(whole, whole.length + 1), "one byte more");
    }

    @Test
    void brokenHeaders_areErrors() throws IOException {
        String good = "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}";
        assertThat(read(file(good, 16)).has("a")).isTrue();

        for (String bad : new String[] {
            "[]",
            "null",
            "7",
            "not JSON",
            "{",
            good + "{}",
            "{\"a\":7}",
            "{\"a\":{}}",
            good.replace("F64", "F16"),
            good.replace("F64", "f64"),
            good.replace("\"F64\"", "64"),
            good.replace("[2]", "2"),
            good.replace("[2]", "[3]"),
            good.replace("[2]", "[-2]"),
            good.replace("[2]", "[2.0]"),
            good.replace("[2]", "[\"2\"]"),
            good.replace("[2]", "[2,null]"),
            good.replace("[2]", "[4294967296,4294967296]"),
            good.replace("[2]", "[2305843009213693952,8]"),
            good.replace("[2]", "[18446744073709551618]"),
            good.replace("[2]", "[1,1,1,1,1,1,1,1,2]"),
            good.replace("[0,16]", "[0]"),
            good.replace("[0,16]", "[0,16,16]"),
            good.replace("[0,16]", "[16,0]"),
            good.replace("[0,16]", "[-8,8]"),
            good.replace("[0,16]", "[0,8]"),
            good.replace("[0,16]", "[8,24]"),
            good.replace("[0,16]", "[0.5,16.5]"),
            good.replace("[0,16]", "[9223372036854775800,9223372036854775807]"),
            good.replace("[0,16]", "[18446744073709551616,18446744073709551632]"),
            "{\"__metadata__\":7," + good.substring(1),
            "{\"__metadata__\":{\"x\":7}," + good.substring(1),
            "[".repeat(5000),
        }) {
            requireRefused(file(bad, 16), bad.substring(0, Math.min(80, bad.length())));
        }
    }

    @Test
    void arraysThatOverlap_orLeaveHoles_orStandTwice_areErrors() throws IOException {
        String a = "\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}";
        String b = "\"b\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[16,32]}";
        assertThat(read(file("{" + a + "," + b + "}", 32)).arrays()).hasSize(2);
        requireRefused(file("{" + a + "," + b.replace("[16,32]", "[8,24]") + "}", 24), "overlap");
        requireRefused(file("{" + a + "," + b.replace("[16,32]", "[0,16]") + "}", 16), "same place");
        requireRefused(file("{" + a + "," + b.replace("[16,32]", "[24,40]") + "}", 40), "hole");
        requireRefused(file("{" + b + "}", 32), "hole at the start");
        requireRefused(file("{" + a + "," + a.replace("[0,16]", "[16,32]") + "}", 32), "same name twice");
    }

    @Test
    void lengthOfTheHeader_isNotBelieved() throws IOException {
        byte[] whole = Safetensors.encode(sample());
        for (long length :
                new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0, 1, whole.length, whole.length - 7, 1L << 32}) {
            byte[] broken = whole.clone();
            ByteBuffer.wrap(broken).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            requireRefused(broken, "header length " + length);
        }
    }

    @Test
    void missingFileAndFolder_areErrorsThatNameThem() {
        Path missing = folder.resolve("missing.safetensors");
        assertThatThrownBy(() -> Safetensors.read(missing))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> Safetensors.read(folder)).isInstanceOf(GantryException.class);
    }

    /** Neither a header of nothing but brackets nor one of a million arrays takes the memory that it describes. */
    @Test
    void headersWithoutMeasure_areRefusedAtLittleCost() throws IOException {
        String array = "\"%d\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
        StringBuilder many = new StringBuilder("{");
        StringBuilder texts = new StringBuilder("{\"__metadata__\":{");
        for (int i = 0; i < 50_000; i++) {
            many.append(i == 0 ? "" : ",").append(array.formatted(i));
            texts.append(i == 0 ? "" : ",").append("\"%d\":\"\"".formatted(i));
        }
        int enough = many.indexOf("\"1536\"");
        assertThat(cost(file(many.substring(0, enough) + "]", 0), "not JSON")).isLessThan(1 << 20);
        assertThat(cost(file(many + "}", 0), "it has more than 1536 arrays")).isLessThan(1 << 20);
        assertThat(cost(file(texts + "}}", 0), "it has more than 256 texts")).isLessThan(1 << 20);
        assertThat(cost(file("[".repeat(3_000_000), 0), "its header is not a JSON object"))
                .isLessThan(1 << 20);
        assertThat(cost(file("{\"a\":" + "[".repeat(3_000_000), 0), "array 'a' is not an object"))
                .isLessThan(1 << 20);
    }

    /** What a refusal costs beyond twice the file. */
    private long cost(byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("large.safetensors"), bytes);
        // The first time loads classes.
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(GantryException.class);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        GantryException e = catchThrowableOfType(GantryException.class, () -> Safetensors.read(file));
        long cost = threads.getCurrentThreadAllocatedBytes() - before - 2L * bytes.length;
        assertThat(e).hasMessageContaining(message);
        return cost;
    }

    /** 3 GB that are not there: a file with a hole takes no room on the disk. */
    @Test
    void anArrayLongerThanJavas_isRefused() throws IOException {
        Path file = folder.resolve("huge.safetensors");
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}";
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] start = file(header.formatted(3L << 28, 3L << 30), 0);
            out.write(start);
            out.setLength(start.length + (3L << 30));
        }
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(GantryException.class)
                .hasMessage(file + ": holds 3221225472 bytes, more than the 2147483639 that are read at most; cut it"
                        + " into smaller files");
    }

    @Test
    void restore_requiresTheSameShapeAndFormat() {
        State state = new State();
        state.put("w", new double[] {1, 2, 3, 4}, 2, 2);
        try (Scope scope = new Scope()) {
            Tensor fits = Engines.float64().zeros(2, 2);
            state.restore("w", fits);
            assertThat(Engine.doubles(fits)).containsExactly(1, 2, 3, 4);
            assertThatThrownBy(() -> state.restore("w", Engines.float32().zeros(2, 2)))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("'w' is F64 [2, 2], the network needs F32 [2, 2]");
            assertThatThrownBy(() -> state.restore("w", Engines.float64().zeros(4)))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("the network needs F64 [4]");
            assertThatThrownBy(() -> state.restore("v", fits))
                    .isInstanceOf(GantryException.class)
                    .hasMessageContaining("'v' is missing");
        }
    }

    @Test
    void tensorsInAnyLayout_areSavedRowByRow_andRestoredInTheirOwn() {
        State state = new State();
        try (Scope scope = new Scope()) {
            Engine engine = Engines.float32();
            Tensor turned = engine.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t();
            state.put("w", turned);
            assertThat(state.doubles("w")).containsExactly(1, 4, 2, 5, 3, 6);
            Tensor target = engine.zeros(2, 3).t();
            state.restore("w", target);
            assertThat(Engine.doubles(target)).containsExactly(1, 4, 2, 5, 3, 6);
        }
    }

    private static State sample() {
        State state = new State();
        state.put("generator.0.weight", new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
        state.put("generator.0.bias", new double[] {1, 2}, 2);
        state.put("step", new double[] {7});
        state.putText("gantry.format", "1");
        return state;
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private State read(byte[] bytes) throws IOException {
        return Safetensors.read(Files.write(folder.resolve("state.safetensors"), bytes));
    }

    private void requireRefused(byte[] bytes, String what) throws IOException {
        Path file = Files.write(folder.resolve("broken.safetensors"), bytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .as(what)
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(file.toString());
    }

    private static State.Entry entry(State state, String name) {
        State.Entry entry = state.arrays().get(name);
        assertThat(entry).isNotNull();
        return java.util.Objects.requireNonNull(entry);
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
