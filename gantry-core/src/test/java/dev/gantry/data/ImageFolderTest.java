package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Channels;
import dev.gantry.config.DataConfig.Selection;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {
    @TempDir
    private Path temp = Path.of("");

    private Stored read(int size, Channels channels, double maxBroken) {
        DataConfig.Images config = new DataConfig.Images(
                temp.resolve("pictures").toString(), size, channels, maxBroken, Selection.ALL, false, 0);
        return ImageFolder.read(config, temp.resolve("cache"));
    }

    private Path picture(String name) {
        return temp.resolve("pictures").resolve(name);
    }

    private static float[] sample(Stored stored, int index) {
        float[] sample = new float[Shapes.size(stored.dataset().shape())];
        stored.dataset().copy(index, sample, 0);
        return sample;
    }

    /** A red picture with a blue edge on the left and the right, which the crop takes away. */
    @Test
    void theCentralSquare_isResized_channelByChannel() {
        BufferedImage image = TestImages.plain(60, 40, Color.BLUE);
        image.createGraphics().drawImage(TestImages.plain(40, 40, Color.RED), 10, 0, null);
        TestImages.write(picture("a.png"), image, "png");
        Stored stored = read(8, Channels.RGB, 0);
        assertThat(stored.dataset().shape()).containsExactly(3, 8, 8);
        float[] pixels = sample(stored, 0);
        assertThat(Arrays.copyOf(pixels, 64)).containsOnly(1);
        assertThat(Arrays.copyOfRange(pixels, 64, 192)).containsOnly(-1);
        // 0.299 * 255 = 76.245, rounded to 76.
        assertThat(sample(read(8, Channels.GREY, 0), 0)).containsOnly((float) (76 / 127.5 - 1));
    }

    /** Grey files hold what they say; no colour space brightens them. */
    @Test
    void greyFiles_keepTheirValues_andLargeOnesTheirMeans() {
        BufferedImage grey = new BufferedImage(300, 300, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 300; x++) {
            for (int y = 0; y < 300; y++) {
                grey.getRaster().setSample(x, y, 0, x < 150 ? 128 : 40);
            }
        }
        TestImages.write(picture("a.png"), grey, "png");
        float[] pixels = sample(read(4, Channels.GREY, 0), 0);
        assertThat(pixels[0]).isCloseTo(128 / 127.5f - 1, within(1e-6f));
        assertThat(pixels[3]).isCloseTo(40 / 127.5f - 1, within(1e-6f));
    }

    @Test
    void transparentParts_areOverWhite_andSmallPicturesGrow() {
        TestImages.write(picture("a.png"), new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB), "png");
        assertThat(sample(read(8, Channels.RGB, 0), 0)).containsOnly(1);
    }

    @Test
    void folders_areClasses_inTheOrderOfTheirNames() {
        for (String name : List.of("dogs/1.png", "cats/old/2.png", "cats/1.jpg", "loose.png")) {
            TestImages.write(picture(name), TestImages.plain(9, 9, Color.GRAY), name.substring(name.length() - 3));
        }
        Stored stored = read(4, Channels.RGB, 0);
        assertThat(stored.classNames()).containsExactly("cats", "dogs");
        assertThat(IntStream.range(0, 4).map(stored.dataset()::label)).containsExactly(0, 0, 1, -1);
        assertThat(stored.notes())
                .containsExactly("1 of the files lie beside the folders of the classes and have no class.");
    }

    @Test
    void brokenFiles_areNamed_andTooManyAreRefused() throws IOException {
        TestImages.write(temp.resolve("pictures"), 18);
        Files.writeString(picture("a/text.png"), "not a picture");
        Files.write(picture("b/short.jpg"), Arrays.copyOf(Files.readAllBytes(picture("b/p1.jpg")), 40));
        Stored stored = read(8, Channels.RGB, 0.1);
        assertThat(stored.dataset().size()).isEqualTo(18);
        assertThat(stored.notes())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("2 of 20 files are broken and left out: a/text.png (neither PNG nor JPEG), b/short.jpg (");
        // The same from the pack.
        assertThat(read(8, Channels.RGB, 0.1).notes()).isEqualTo(stored.notes());
        assertThatThrownBy(() -> read(8, Channels.RGB, 0.09))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("2 of 20 files are broken, more than data.max_broken (0.09) allows: a/text.png");
    }

    /** Never decoded: the header alone is refused. */
    @Test
    void anEnormousHeader_isBroken() throws IOException {
        TestImages.write(picture("good.png"), TestImages.plain(9, 9, Color.GRAY), "png");
        Files.write(picture("huge.png"), pngHeader(20_000, 20_000));
        assertThat(read(8, Channels.RGB, 0.5).notes().get(0))
                .contains("huge.png (20000x20000 pixels; up to 100 million are read)");
    }

    private static byte[] pngHeader(int width, int height) {
        ByteBuffer file = ByteBuffer.allocate(8 + 25);
        file.put(HexFormat.of().parseHex("89504e470d0a1a0a"));
        file.putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
        file.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(file.array(), 12, 17);
        return file.putInt((int) crc.getValue()).array();
    }

    @Test
    void linksInACircle_end_andNoFileCountsTwice() throws IOException {
        TestImages.write(picture("a/1.png"), TestImages.plain(9, 9, Color.GRAY), "png");
        Files.createSymbolicLink(picture("a/loop"), temp.resolve("pictures"));
        Files.createSymbolicLink(picture("b"), picture("a"));
        assertThat(read(8, Channels.RGB, 0).dataset().size()).isEqualTo(1);
    }

    @Test
    void aFolderWithoutImages_isRefused() throws IOException {
        Files.createDirectories(temp.resolve("pictures/a"));
        Files.writeString(picture("a/readme.txt"), "none");
        assertThatThrownBy(() -> read(8, Channels.RGB, 0))
                .isInstanceOf(GantryException.class)
                .hasMessage(temp.resolve("pictures")
                        + " holds no files that end in .png, .jpg or .jpeg, nor do the folders in it (1 other files,"
                        + " 0 that cannot be read)");
    }

    /** A changed file makes another pack; a damaged pack is made anew. */
    @Test
    void thePack_isOfTheseFiles() throws IOException {
        TestImages.write(picture("1.png"), TestImages.plain(9, 9, Color.BLACK), "png");
        assertThat(sample(read(4, Channels.GREY, 0), 0)).containsOnly(-1);
        TestImages.write(picture("1.png"), TestImages.plain(10, 10, Color.WHITE), "png");
        assertThat(sample(read(4, Channels.GREY, 0), 0)).containsOnly(1);
        try (var packs = Files.list(temp.resolve("cache/images"))) {
            for (Path pack : packs.toList()) {
                Files.write(pack, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
            }
        }
        assertThat(sample(read(4, Channels.GREY, 0), 0)).containsOnly(1);
    }

    /** Memory holds one image; each is read from its place. */
    @Test
    void samples_areReadFromTheDisk() {
        int count = 40;
        TestImages.write(temp.resolve("pictures"), count);
        Dataset images = read(128, Channels.RGB, 0).dataset();
        assertThat(images).isInstanceOf(ImagePack.class);
        float[] first = new float[3 * 128 * 128];
        images.copy(0, first, 0);
        float[] again = new float[3 * 128 * 128];
        images.copy(count - 1, again, 0);
        assertThat(again).isNotEqualTo(first);
        images.copy(0, again, 0);
        assertThat(again).isEqualTo(first);
        assertThat(Digests.of(images)).isEqualTo(((ImagePack) images).sha256()).hasSize(64);
    }

    @Test
    void theCacheFolder_isWhereTheEnvironmentSays() {
        assertThat(CacheFolder.path(Map.of("GANTRY_CACHE", "/c", "XDG_CACHE_HOME", "/x"), "Linux", "/home/u"))
                .isEqualTo(Path.of("/c"));
        assertThat(CacheFolder.path(Map.of("XDG_CACHE_HOME", "/x"), "Linux", "/home/u"))
                .isEqualTo(Path.of("/x/gantry"));
        assertThat(CacheFolder.path(Map.of("GANTRY_CACHE", " "), "Linux", "/home/u"))
                .isEqualTo(Path.of("/home/u/.cache/gantry"));
    }
}
