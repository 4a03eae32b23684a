package dev.gantry.data;

import dev.gantry.Allocation;
import dev.gantry.AtomicFiles;
import dev.gantry.GantryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UTFDataFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Images of one size in one file, read from the disk sample by sample: the bytes of all images, then a list of what they
 * are, then that list's length and CRC-32 as 8 bytes each. Memory holds the labels alone.
 *
 * <p>Reads may come from several threads.
 */
final class ImagePack implements Dataset, AutoCloseable {
    private static final int TRAILER = 16;

    private final Path file;
    private final RandomAccessFile opened;
    private final int[] shape;
    private final int[] labels;
    private final List<Broken> broken;
    private final String sha256;
    private final byte[] bytes;

    /** A file that could not be decoded. */
    record Broken(String name, String reason) {}

    /** Where the images of a pack come from, one after another. */
    interface Images {
        /** The next image's bytes; empty after the last. */
        Optional<byte[]> next() throws IOException;

        /** Class of the image given last, or -1. */
        int label();

        /** What was left out on the way. */
        List<Broken> broken();
    }

    private ImagePack(Path file, int[] shape, int[] labels, List<Broken> broken, String sha256) throws IOException {
        this.file = file;
        this.shape = shape.clone();
        this.labels = labels;
        this.broken = List.copyOf(broken);
        this.sha256 = sha256;
        bytes = new byte[Shapes.size(shape)];
        opened = new RandomAccessFile(file.toFile(), "r");
    }

    /**
     * Writes a pack, whole or not at all.
     *
     * @throws GantryException naming the file and the remedy, such as for a full disk
     */
    static void write(Path file, Images images) {
        AtomicFiles.write(file, (OutputStream out) -> {
            MessageDigest digest = Digests.sha256();
            List<Integer> labels = new ArrayList<>();
            Optional<byte[]> next = images.next();
            while (next.isPresent()) {
                out.write(next.get());
                digest.update(next.get());
                labels.add(images.label());
                next = images.next();
            }
            ByteArrayOutputStream list = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(list);
            data.writeInt(labels.size());
            for (int label : labels) {
                data.writeInt(label);
            }
            digest.update(list.toByteArray(), 4, 4 * labels.size());
            data.write(digest.digest());
            data.writeInt(images.broken().size());
            for (Broken left : images.broken()) {
                data.writeUTF(left.name);
                data.writeUTF(left.reason);
            }
            out.write(list.toByteArray());
            DataOutputStream end = new DataOutputStream(out);
            end.writeLong(list.size());
            end.writeLong(checksum(list.toByteArray()));
        });
    }

    /**
     * Opens a pack.
     *
     * @param shape of its images
     * @return empty where there is none, or not a whole one
     */
    static Optional<ImagePack> open(Path file, int[] shape) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long end = in.length() - TRAILER;
            if (end < 0) {
                return Optional.empty();
            }
            in.seek(end);
            long length = in.readLong();
            long checksum = in.readLong();
            if (length < 0 || length > end) {
                return Optional.empty();
            }
            in.seek(end - length);
            byte[] list = Allocation.bytes(length, file);
            in.readFully(list);
            return checksum(list) == checksum
                    ? list(new DataInputStream(new ByteArrayInputStream(list)), file, shape, end - length)
                    : Optional.empty();
        } catch (EOFException | UTFDataFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static Optional<ImagePack> list(DataInputStream in, Path file, int[] shape, long pixels)
            throws IOException {
        int count = in.readInt();
        if (count < 0 || (long) count * Shapes.size(shape) != pixels) {
            return Optional.empty();
        }
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = in.readInt();
        }
        byte[] sha256 = in.readNBytes(32);
        List<Broken> broken = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            broken.add(new Broken(in.readUTF(), in.readUTF()));
        }
        return Optional.of(
                new ImagePack(file, shape, labels, broken, HexFormat.of().formatHex(sha256)));
    }

    /** Files that could not be decoded. */
    List<Broken> broken() {
        return broken;
    }

    /** Of the bytes of all images, then the labels as 32-bit integers, big-endian. */
    String sha256() {
        return sha256;
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public synchronized void copy(int index, float[] target, int offset) {
        try {
            opened.seek((long) index * bytes.length);
            opened.readFully(bytes);
        } catch (IOException e) {
            throw GantryException.failure(
                    e, "%s was changed or cannot be read while images are taken from it: start again", file);
        }
        ImageSet.toUnit(bytes, 0, bytes.length, target, offset);
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void close() {
        try {
            opened.close();
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }
}
