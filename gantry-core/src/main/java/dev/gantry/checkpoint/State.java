package dev.gantry.checkpoint;

import dev.gantry.GantryException;
import dev.gantry.torch.Engine;
import dev.gantry.torch.NoGrad;
import dev.gantry.torch.Scope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Named arrays and named texts: all that a run is at one moment. Data only; {@link Safetensors} writes and reads it.
 */
public final class State {
    private final Map<String, Entry> arrays = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Number format of an array. */
    public enum Format {
        F32(4),
        F64(8);

        private final int bytes;

        Format(int bytes) {
            this.bytes = bytes;
        }

        /** Bytes of one number. */
        public int bytes() {
            return bytes;
        }
    }

    /**
     * An array.
     *
     * @param bytes its numbers, row by row, little-endian
     */
    public record Entry(Format format, long[] shape, byte[] bytes) {}

    /** Copies a float32 or float64 tensor. */
    public void put(String name, Tensor tensor) {
        Format format = Engine.isFloat32(tensor) ? Format.F32 : Format.F64;
        put(name, new Entry(format, tensor.shape(), Engine.bytes(tensor)));
    }

    /** Copies numbers as float64. */
    public void put(String name, double[] values, long... shape) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Double.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
        put(name, new Entry(Format.F64, shape, bytes));
    }

    public void put(String name, Entry entry) {
        arrays.put(name, entry);
    }

    public void putText(String name, String value) {
        texts.put(name, value);
    }

    /** Every array by its name. */
    public Map<String, Entry> arrays() {
        return Collections.unmodifiableMap(arrays);
    }

    /** Every text by its name. */
    public Map<String, String> texts() {
        return Collections.unmodifiableMap(texts);
    }

    /** The text of that name, or null. */
    public @Nullable String text(String name) {
        return texts.get(name);
    }

    /**
     * CRC-32C (RFC 3720, section B.4) of all arrays and texts in the order of their names, as eight hexadecimal digits.
     *
     * @param except the text that is left out, because it keeps the checksum
     */
    public String checksum(String except) {
        CRC32C sum = new CRC32C();
        new TreeMap<>(texts).forEach((name, text) -> {
            if (!name.equals(except)) {
                add(sum, name, text);
            }
        });
        new TreeMap<>(arrays).forEach((name, entry) -> {
            add(sum, name, entry.format().name(), Arrays.toString(entry.shape()));
            sum.update(entry.bytes());
        });
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    /** Each with an end of its own, so that none can be taken for two. */
    private static void add(CRC32C sum, String... parts) {
        for (String part : parts) {
            sum.update(part.getBytes(StandardCharsets.UTF_8));
            sum.update(0);
        }
    }

    public boolean has(String name) {
        return arrays.containsKey(name);
    }

    /**
     * The numbers of an array.
     *
     * @throws GantryException where there is no such array
     */
    public double[] doubles(String name) {
        Entry entry = entry(name);
        ByteBuffer buffer = ByteBuffer.wrap(entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[entry.bytes().length / entry.format().bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = entry.format() == Format.F32 ? buffer.getFloat() : buffer.getDouble();
        }
        return values;
    }

    /**
     * The numbers of an array that holds {@code count} of them.
     *
     * @throws GantryException where there is no such array or it holds more or fewer
     */
    public double[] doubles(String name, int count) {
        double[] values = doubles(name);
        if (values.length != count) {
            throw GantryException.failure(
                    "checkpoint: '%s' has %d numbers, %d are needed; it belongs to another network",
                    name, values.length, count);
        }
        return values;
    }

    /**
     * Overwrites a tensor with the array of that name.
     *
     * @throws GantryException where there is no such array or its shape or format is another
     */
    public void restore(String name, Tensor tensor) {
        Format expected = Engine.isFloat32(tensor) ? Format.F32 : Format.F64;
        requireLike(name, tensor, expected);
        convert(name, tensor);
    }

    /**
     * Overwrites a tensor with the array of that name, rounded where the array is float64 and the tensor is not.
     *
     * @throws GantryException where there is no such array or its shape is another
     */
    public void convert(String name, Tensor tensor) {
        requireLike(name, tensor, entry(name).format());
        if (tensor.numel() == 0) {
            return;
        }
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            Tensor host = torch.zeros(tensor.shape(), tensor.options()).cpu();
            Engine.write(host, doubles(name));
            tensor.copy_(host);
        }
    }

    private void requireLike(String name, Tensor tensor, Format expected) {
        Entry entry = entry(name);
        if (entry.format() != expected || !Arrays.equals(entry.shape(), tensor.shape())) {
            throw GantryException.failure(
                    "checkpoint: '%s' is %s %s, the network needs %s %s; it belongs to another network",
                    name, entry.format(), Arrays.toString(entry.shape()), expected, Arrays.toString(tensor.shape()));
        }
    }

    private Entry entry(String name) {
        Entry entry = arrays.get(name);
        if (entry == null) {
            throw GantryException.failure("checkpoint: '%s' is missing; it belongs to another network", name);
        }
        return entry;
    }
}
