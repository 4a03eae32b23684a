package dev.gantry.report;

import dev.gantry.data.Distribution;
import dev.gantry.event.Samples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Samples as bytes that other programs read. */
public final class SampleExport {
    private SampleExport() {}

    /** Samples as numbers: a header, then rows in any number of parts. */
    public enum Table {
        /** A line x0,x1,... and one line per sample; reading the numbers gives the same bits. */
        CSV {
            @Override
            public byte[] header(int count, int[] shape) {
                String columns = String.join(",", PointCsv.columns("x", size(shape)));
                return (columns + "\n").getBytes(StandardCharsets.US_ASCII);
            }

            @Override
            public byte[] rows(float[] values, int[] shape) {
                int size = size(shape);
                StringBuilder text = new StringBuilder(values.length * 12);
                for (int i = 0; i < values.length; i++) {
                    text.append(values[i]).append((i + 1) % size == 0 ? '\n' : ',');
                }
                return text.toString().getBytes(StandardCharsets.US_ASCII);
            }
        },

        /** NumPy's format, version 1.0: float32, little-endian, of shape (count, the shape of a sample). */
        NPY {
            @Override
            public byte[] header(int count, int[] shape) {
                String extents =
                        Arrays.stream(shape).mapToObj(extent -> ", " + extent).collect(Collectors.joining());
                String text = String.format(
                        Locale.ROOT, "{'descr': '<f4', 'fortran_order': False, 'shape': (%d%s), }", count, extents);
                int length =
                        Math.floorDiv(10 + text.length() + 1 + 63, 64) * 64; // the numbers start at a multiple of 64
                ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
                header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
                header.put((byte) 1).put((byte) 0).putShort((short) (length - 10));
                header.put(text.getBytes(StandardCharsets.US_ASCII));
                while (header.remaining() > 1) {
                    header.put((byte) ' ');
                }
                return header.put((byte) '\n').array();
            }

            @Override
            public byte[] rows(float[] values, int[] shape) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                return bytes.array();
            }
        };

        /**
         * What comes before the rows.
         *
         * @param count number of samples
         * @param shape shape of one sample
         */
        public abstract byte[] header(int count, int[] shape);

        /**
         * Some rows.
         *
         * @param values whole samples, row by row
         * @param shape shape of one sample
         */
        public abstract byte[] rows(float[] values, int[] shape);
    }

    /**
     * A picture of samples as PNG: a grid of images, or a plot of points; empty for points of three or more dimensions.
     *
     * @param real real points to compare with. Not used for images
     * @param distribution where real points come from; null: unknown
     * @param columns names of the points' columns, for the axes; empty: there are none
     */
    public static Optional<byte[]> png(
            Samples samples, @Nullable Samples real, @Nullable Distribution distribution, List<String> columns) {
        return SamplePicture.draw(samples, real, distribution, columns).map(Png::encode);
    }

    /** Images as PNG, so many in a row. */
    public static byte[] pngRows(Samples images, int columns) {
        return Png.encode(ImageGrid.draw(images, ImageGrid.Ink.DARK_ON_LIGHT, columns));
    }

    /** The header of a CSV file with columns of these names, quoted where they need it. */
    public static byte[] csvHeader(List<String> columns) {
        String line = columns.stream()
                .map(name -> name.matches("[^,;\t\"\r\n]+") ? name : '"' + name.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
