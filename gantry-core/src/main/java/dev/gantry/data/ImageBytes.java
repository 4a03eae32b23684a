package dev.gantry.data;

import dev.gantry.Allocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A PNG or JPEG file in memory whose structure is sound: every length lies within the file, and the file is long enough
 * for so many pixels. Only what the pixels are made from is kept; no decoder sees profiles, comments or thumbnails.
 *
 * @param kind "png" or "jpeg"
 * @param bytes the file; those from {@code length} on are of no meaning
 * @param orientation how a camera was held, 1 to 8 (Exif 2.32, section 4.6.4, tag 274); 1: upright
 */
record ImageBytes(String kind, byte[] bytes, int length, int width, int height, int orientation) {

    /** Why a file is no image; the message is a few words. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String format, Object... arguments) {
            super(String.format(Locale.ROOT, format, arguments));
        }

        Broken(Throwable cause, String reason) {
            super(reason, cause);
        }
    }

    /**
     * Reads a file.
     *
     * @throws dev.gantry.GantryException a failure where Java has not the memory for the file
     */
    static ImageBytes read(Path file) throws IOException, Broken {
        byte[] bytes = Allocation.bytes(Files.size(file), file);
        int length;
        try (InputStream in = Files.newInputStream(file)) {
            length = in.readNBytes(bytes, 0, bytes.length);
        }
        if (length == 0) {
            throw new Broken("empty");
        }
        if (PngChunks.isPng(bytes, length)) {
            return PngChunks.kept(bytes, length);
        }
        if (JpegSegments.isJpeg(bytes, length)) {
            return JpegSegments.kept(bytes, length);
        }
        throw new Broken("neither PNG nor JPEG");
    }

    /** For a decoder. */
    ImageInputStream stream() {
        return new Stream(bytes, length);
    }

    private static final class Stream extends ImageInputStreamImpl {
        private final byte[] bytes;
        private final int length;

        Stream(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            checkClosed();
            bitOffset = 0;
            return streamPos < length ? bytes[(int) streamPos++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            checkClosed();
            bitOffset = 0;
            if (streamPos >= length) {
                return -1;
            }
            int read = (int) Math.min(count, length - streamPos);
            System.arraycopy(bytes, (int) streamPos, target, offset, read);
            streamPos += read;
            return read;
        }

        @Override
        public long length() {
            return length;
        }
    }
}
