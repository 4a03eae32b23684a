package dev.gantry.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;

class AnimationTest {

    @Test
    void gif_playsForEverAndRestsOnItsLastFrame() throws IOException {
        ImageReader reader = read(Animation.encode(squares(3)));
        assertThat(reader.getNumImages(true)).isEqualTo(3);
        assertThat(control(reader, 0).getAttribute("delayTime")).isEqualTo("40");
        assertThat(control(reader, 2).getAttribute("delayTime")).isEqualTo("250");
        assertThat(control(reader, 1).getAttribute("disposalMethod")).isEqualTo("doNotDispose");
        IIOMetadataNode extension = (IIOMetadataNode)
                tree(reader, 0).getElementsByTagName("ApplicationExtension").item(0);
        assertThat(extension.getAttribute("applicationID")).isEqualTo("NETSCAPE");
        assertThat((byte[]) extension.getUserObject()).containsExactly(1, 0, 0);
    }

    @Test
    void gif_storesOnlyWhatChanged_andAddsUpToTheFrames() throws IOException {
        List<Supplier<Animation.Frame>> frames = squares(4);
        ImageReader reader = read(Animation.encode(frames));
        BufferedImage canvas = new BufferedImage(60, 20, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = canvas.createGraphics();
        for (int i = 0; i < 4; i++) {
            IIOMetadataNode place = (IIOMetadataNode)
                    tree(reader, i).getElementsByTagName("ImageDescriptor").item(0);
            int left = Integer.parseInt(place.getAttribute("imageLeftPosition"));
            int top = Integer.parseInt(place.getAttribute("imageTopPosition"));
            BufferedImage part = reader.read(i);
            g.drawImage(part, left, top, null);
            assertThat(part.getWidth() * part.getHeight()).isEqualTo(i == 0 ? 1200 : 150);
            BufferedImage expected = frames.get(i).get().picture();
            for (int y = 0; y < 20; y++) {
                for (int x = 0; x < 60; x++) {
                    assertThat(canvas.getRGB(x, y)).isEqualTo(expected.getRGB(x, y));
                }
            }
        }
    }

    @Test
    void longRuns_areThinnedToAHundredFramesAndKeepTheLast() throws IOException {
        List<Supplier<Animation.Frame>> frames = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            int index = i;
            frames.add(() -> {
                asked.add(index);
                return new Animation.Frame(square(index % 5), "");
            });
        }
        ImageReader reader = read(Animation.encode(frames));
        assertThat(reader.getNumImages(true)).isEqualTo(100);
        assertThat(asked).contains(0, 249);
        assertThat(control(reader, 50).getAttribute("delayTime")).isEqualTo("9");
    }

    @Test
    void captions_standBelowThePicture() throws IOException {
        byte[] gif = Animation.encode(List.of(() -> new Animation.Frame(square(0), "1,000 images")));
        assertThat(read(gif).getHeight(0)).isEqualTo(46);
    }

    @Test
    void manyColours_stayClose() {
        BufferedImage rainbow = new BufferedImage(256, 64, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 256; x++) {
                rainbow.setRGB(x, y, y < 32 ? 0xffffff : x << 16 | (255 - x) << 8 | (y * 4));
            }
        }
        ColourTable table = ColourTable.of(List.of(rainbow));
        byte[] indices = table.indices(rainbow);
        double error = 0;
        for (int i = 0; i < indices.length; i++) {
            Color want = new Color(rainbow.getRGB(i % 256, i / 256));
            Color got = new Color(table.model().getRGB(indices[i] & 255));
            if (i < 256 * 32) {
                assertThat(got).isEqualTo(Color.WHITE);
            }
            error += Math.abs(want.getRed() - got.getRed()) + Math.abs(want.getBlue() - got.getBlue());
        }
        assertThat(error / indices.length).isLessThan(8);
    }

    private static List<Supplier<Animation.Frame>> squares(int count) {
        List<Supplier<Animation.Frame>> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            frames.add(() -> new Animation.Frame(square(index), ""));
        }
        return frames;
    }

    /** A red square of 10 x 10 that moves right by 5. */
    private static BufferedImage square(int index) {
        BufferedImage image = new BufferedImage(60, 20, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 60, 20);
        g.setColor(Color.RED);
        g.fillRect(5 + 5 * index, 4, 10, 10);
        return image;
    }

    private static ImageReader read(byte[] gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(gif));
        reader.setInput(stream);
        return reader;
    }

    private static IIOMetadataNode tree(ImageReader reader, int frame) throws IOException {
        return (IIOMetadataNode) reader.getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
    }

    private static IIOMetadataNode control(ImageReader reader, int frame) throws IOException {
        return (IIOMetadataNode) tree(reader, frame)
                .getElementsByTagName("GraphicControlExtension")
                .item(0);
    }
}
