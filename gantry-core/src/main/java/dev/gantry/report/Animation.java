package dev.gantry.report;

import dev.gantry.AtomicFiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * An animated GIF that plays for ever and rests on its last frame.
 *
 * <p>All frames share one table of colours, so that still parts do not flicker, and each frame after the first stores only
 * the rectangle that changed.
 */
public final class Animation {
    /** Frames at most; more are thinned evenly, the first and the last always stay. */
    public static final int MOST_FRAMES = 100;

    private static final int WIDEST = 800;
    private static final int COLOUR_SAMPLES = 10;
    private static final int CAPTION = 26;
    private static final int PLAYING_CENTISECONDS = 900;
    private static final int LAST_CENTISECONDS = 250;

    /**
     * One picture.
     *
     * @param caption stamped below it; empty: none, if so for all frames
     */
    public record Frame(BufferedImage picture, String caption) {}

    private Animation() {}

    /**
     * Writes the animation. Frames are asked for one at a time, some twice, so that long animations need little memory.
     * Pictures wider than 800 pixels are halved; the first gives the size.
     *
     * @param frames at least one
     */
    public static void write(Path file, List<Supplier<Frame>> frames) {
        AtomicFiles.write(file, encode(frames));
    }

    /** As {@link #write}, as the bytes of a GIF file. */
    public static byte[] encode(List<Supplier<Frame>> frames) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("an animation needs at least one frame");
        }
        List<Supplier<Frame>> shown = thinned(frames, MOST_FRAMES);
        BufferedImage first = prepared(shown.get(0).get(), 0, 0);
        int width = first.getWidth();
        int height = first.getHeight();
        ColourTable table = ColourTable.of(thinned(shown, COLOUR_SAMPLES).stream()
                .map(frame -> prepared(frame.get(), width, height))
                .toList());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 18);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            byte[] before = new byte[0];
            for (int i = 0; i < shown.size(); i++) {
                byte[] now = table.indices(prepared(shown.get(i).get(), width, height));
                Change change = i == 0 ? new Change(0, 0, width, height, now) : Change.between(before, now, width);
                writer.writeToSequence(page(writer, table, change, i, shown.size()), null);
                before = now;
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The rectangle in which two frames differ; pixels that are the same in both are {@link ColourTable#UNCHANGED}. */
    private record Change(int left, int top, int width, int height, byte[] indices) {

        static Change between(byte[] before, byte[] now, int width) {
            int left = width;
            int right = -1;
            int top = -1;
            int bottom = -1;
            for (int i = 0; i < now.length; i++) {
                if (before[i] != now[i]) {
                    left = Math.min(left, i % width);
                    right = Math.max(right, i % width);
                    top = top < 0 ? i / width : top;
                    bottom = i / width;
                }
            }
            if (right < 0) {
                return new Change(0, 0, 1, 1, new byte[] {(byte) ColourTable.UNCHANGED});
            }
            int wide = right - left + 1;
            byte[] changed = new byte[wide * (bottom - top + 1)];
            for (int i = 0; i < changed.length; i++) {
                int at = (top + i / wide) * width + left + i % wide;
                changed[i] = before[at] == now[at] ? (byte) ColourTable.UNCHANGED : now[at];
            }
            return new Change(left, top, wide, bottom - top + 1, changed);
        }
    }

    private static IIOImage page(ImageWriter writer, ColourTable table, Change change, int index, int count)
            throws IIOInvalidTreeException {
        BufferedImage image =
                new BufferedImage(change.width(), change.height(), BufferedImage.TYPE_BYTE_INDEXED, table.model());
        byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(change.indices(), 0, target, 0, target.length);
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        String format = metadata.getNativeMetadataFormatName();
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
        IIOMetadataNode descriptor = child(root, "ImageDescriptor");
        descriptor.setAttribute("imageLeftPosition", Integer.toString(change.left()));
        descriptor.setAttribute("imageTopPosition", Integer.toString(change.top()));
        int delay = Math.min(40, Math.max(7, PLAYING_CENTISECONDS / count));
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "TRUE");
        control.setAttribute("transparentColorIndex", Integer.toString(ColourTable.UNCHANGED));
        control.setAttribute("delayTime", Integer.toString(index == count - 1 ? LAST_CENTISECONDS : delay));
        if (index == 0) {
            playForEver(child(root, "ApplicationExtensions"));
        }
        metadata.setFromTree(format, root);
        return new IIOImage(image, null, metadata);
    }

    private static void playForEver(IIOMetadataNode extensions) {
        IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        extension.setUserObject(new byte[] {1, 0, 0});
        extensions.appendChild(extension);
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        for (int i = 0; i < root.getLength(); i++) {
            if (root.item(i).getNodeName().equals(name)) {
                return (IIOMetadataNode) root.item(i);
            }
        }
        IIOMetadataNode node = new IIOMetadataNode(name);
        root.appendChild(node);
        return node;
    }

    /** The picture at its final size with its caption; a width of 0 takes the size from the picture. */
    private static BufferedImage prepared(Frame frame, int width, int height) {
        BufferedImage picture = frame.picture();
        int divisor = picture.getWidth() > WIDEST ? 2 : 1;
        int pictureWidth = picture.getWidth() / divisor;
        int pictureHeight = picture.getHeight() / divisor;
        int caption = frame.caption().isEmpty() ? 0 : CAPTION;
        BufferedImage page = new BufferedImage(
                width == 0 ? pictureWidth : width,
                height == 0 ? pictureHeight + caption : height,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = page.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, page.getWidth(), page.getHeight());
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(picture, 0, 0, pictureWidth, pictureHeight, null);
        if (caption > 0) {
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setFont(Theme.LABEL);
            g.setColor(Palette.INK);
            g.drawString(frame.caption(), 6, page.getHeight() - 8);
        }
        g.dispose();
        return page;
    }

    private static <T> List<T> thinned(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> some = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            some.add(all.get((int) Math.round((double) i * (all.size() - 1) / (most - 1))));
        }
        return some;
    }
}
