package dev.gantry.data;

import dev.gantry.GantryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of data. */
final class Digests {
    private Digests() {}

    static String of(String text) {
        return hex(sha256(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Images: their raw bytes; stacked ones: the digits' and which are where. Anything else: each sample's numbers and label, 4 bytes each, little-endian. */
    static String of(Dataset dataset) {
        if (dataset instanceof ImagePack pack) {
            return pack.sha256();
        }
        MessageDigest digest = sha256();
        if (dataset instanceof StackedImages stacked) {
            stacked.digest(digest);
            return hex(digest, new byte[0]);
        }
        if (dataset instanceof ImageSet images) {
            images.digest(digest);
            return hex(digest, new byte[0]);
        }
        float[] sample = new float[Shapes.size(dataset.shape())];
        ByteBuffer bytes = ByteBuffer.allocate(4 * (sample.length + 1)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < dataset.size(); i++) {
            dataset.copy(i, sample, 0);
            bytes.clear();
            for (float value : sample) {
                if (!Float.isFinite(value)) {
                    throw GantryException.failure(
                            "sample %d of the data holds %s: every number must be finite", i, value);
                }
                bytes.putFloat(value);
            }
            digest.update(bytes.putInt(dataset.label(i)).flip());
        }
        return hex(digest, new byte[0]);
    }

    private static String hex(MessageDigest digest, byte[] last) {
        return HexFormat.of().formatHex(digest.digest(last));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
