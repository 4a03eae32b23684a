package dev.gantry.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.Fuzzer;
import dev.gantry.Fuzzer.Outcome;
import dev.gantry.GantryException;
import dev.gantry.checkpoint.Safetensors;
import dev.gantry.checkpoint.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 10,000 damaged checkpoints: each is read or refused by its name, and none costs much memory. */
final class CheckpointFuzzTest {
    private static final int CASES = 10_000;

    @TempDir
    private Path folder = Path.of("");

    private static State state() {
        State state = new State();
        state.put("generator.0.weight", new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
        state.put("generator.0.bias", new double[] {1, 2}, 2);
        state.put("trainer.step", new double[] {7}, 1);
        state.putText("gantry.format", "1");
        state.putText("gantry.shape", "2");
        state.putText("gantry.scaling", "0.0 1.5 a\n-3.0 4.0 b+%26\n");
        return state;
    }

    /** Half of the files claim a header that ends where its JSON does, so that damage within is seen. */
    private static byte[] withLength(byte[] file) {
        byte[] mended = file.clone();
        for (int at = mended.length - 1; at >= 8; at--) {
            if (mended[at] == '}') {
                int end = at + 1;
                while (end < mended.length && mended[end] == ' ') {
                    end++;
                }
                ByteBuffer.wrap(mended).order(ByteOrder.LITTLE_ENDIAN).putLong(end - 8);
                break;
            }
        }
        return mended;
    }

    @Test
    void checkpoints() {
        Fuzzer fuzzer = Fuzzer.of(Safetensors.encode(state()))
                .packedBy(CheckpointFuzzTest::withLength)
                .words(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"",
                        "\\",
                        "\\u0000",
                        "null",
                        "true",
                        "-1",
                        "1e9",
                        "0.5",
                        "F64",
                        "F32",
                        "9223372036854775807",
                        "18446744073709551616",
                        "[".repeat(2000),
                        "\"dtype\":",
                        "\"shape\":[],",
                        "\"data_offsets\":[0,0]",
                        "__metadata__",
                        "gantry.format",
                        "\377",
                        " ",
                        "9".repeat(400));
        Outcome outcome = fuzzer.run(folder.resolve("1.safetensors"), CASES, file -> {
            State state = CheckpointFormat.read(file);
            state.arrays().keySet().forEach(state::doubles);
            try {
                CheckpointFormat.shape(state);
                CheckpointFormat.scaling(state);
            } catch (GantryException e) {
                throw GantryException.failure(e, "%s: %s", file, String.valueOf(e.getMessage()));
            }
        });
        assertThat(outcome.read() + outcome.refused()).isEqualTo(CASES);
        assertThat(outcome.read()).isBetween(CASES / 100, CASES * 9 / 10);
    }

    /** A flipped bit is noticed, unless it changes nothing that a reader takes from the file. */
    @Test
    void everyFlippedBitOfARunsCheckpoint_isNoticed() throws IOException {
        State whole = state();
        CheckpointFormat.seal(whole);
        byte[] file = Safetensors.encode(whole);
        Path damaged = folder.resolve("1.safetensors");
        int refused = 0;
        for (int bit = 0; bit < 8 * file.length; bit++) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(damaged, flipped);
            try {
                State read = CheckpointFormat.read(damaged);
                assertThat(CheckpointFormat.shape(read)).containsExactly(2);
                whole.arrays()
                        .keySet()
                        .forEach(name -> assertThat(read.doubles(name)).as(name).containsExactly(whole.doubles(name)));
            } catch (GantryException e) {
                assertThat(e).hasMessageContaining(damaged.toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(8 * file.length * 9 / 10);
    }
}
