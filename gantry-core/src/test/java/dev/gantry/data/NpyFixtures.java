package dev.gantry.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds files of NumPy arrays, good and bad. */
final class NpyFixtures {
    private NpyFixtures() {}

    static byte[] file(int version, String type, String shape, byte[] numbers) {
        return file(version, header(type, shape), numbers);
    }

    static String header(String type, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }    \n";
    }

    static byte[] file(int version, String header, byte[] numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        ByteBuffer length =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(header.length());
        out.write(length.array(), 0, version == 1 ? 2 : 4);
        out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(numbers);
        return out.toByteArray();
    }
}
