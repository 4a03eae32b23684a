package dev.gantry.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** Builds packs of images of 4 by 4. */
final class PackFixtures {
    private PackFixtures() {}

    static byte[] pack(Path folder, int count) {
        Path file = folder.resolve("whole.pack");
        ImagePack.write(file, new ImagePack.Images() {
            private int next;

            @Override
            public Optional<byte[]> next() {
                return next++ < count ? Optional.of(new byte[16]) : Optional.empty();
            }

            @Override
            public int label() {
                return next % 3 - 1;
            }

            @Override
            public List<ImagePack.Broken> broken() {
                return List.of(new ImagePack.Broken("a.png", "empty"));
            }
        });
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with the checksum that its list has, where it says how long the list is. */
    static byte[] withChecksum(byte[] pack) {
        byte[] mended = pack.clone();
        int end = mended.length - 16;
        if (end >= 0) {
            ByteBuffer numbers = ByteBuffer.wrap(mended);
            long length = numbers.getLong(end);
            if (length >= 0 && length <= end) {
                CRC32 crc = new CRC32();
                crc.update(mended, (int) (end - length), (int) length);
                numbers.putLong(end + 8, crc.getValue());
            }
        }
        return mended;
    }
}
