package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Channels;
import dev.gantry.config.DataConfig.Selection;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** Sound, and 8,000 times as large once decoded: rows are left out, so memory follows the result. */
    @Test
    void anImageOf64Million_isDecodedInLittleMemory() throws Exception {
        Path file = Files.createDirectories(temp.resolve("pictures")).resolve("bomb.png");
        Files.write(file, TestImages.blackPng(8000, 8000));
        assertThat(Files.size(file)).isLessThan(200_000);
        ImageFile.read(file, 32, 3);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(ImageFile.read(file, 32, 3)).containsOnly(0);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2 * Files.size(file) + (1 << 20));
    }

    /** A header that claims more than its file can hold is not decoded, however plausible its numbers. */
    @Test
    void claimsThatCannotBe_areBroken() throws IOException {
        TestImages.write(picture("good.png"), TestImages.plain(9, 9, Color.GRAY), "png");
        byte[] jpeg = TestImages.bytes(TestImages.plain(9, 9, Color.GRAY), "jpg");
        int frame = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0\0");
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 9000).putShort(frame + 7, (short) 9000);
        Files.write(picture("a.jpg"), jpeg);
        byte[] png = TestImages.blackPng(100, 100);
        ByteBuffer.wrap(png).putInt(16, 9000).putInt(20, 9000);
        Files.write(picture("b.png"), TestImages.withChecksums(png));
        byte[] indexed =
                TestImages.bytes(TestImages.as(TestImages.noise(9, 9), BufferedImage.TYPE_BYTE_INDEXED), "png");
        int palette = new String(indexed, StandardCharsets.ISO_8859_1).indexOf("PLTE");
        ByteBuffer longer = ByteBuffer.allocate(indexed.length + 3);
        longer.put(indexed, 0, palette + 4).put(new byte[3]).put(indexed, palette + 4, indexed.length - palette - 4);
        longer.putInt(palette - 4, 3 + longer.getInt(palette - 4));
        Files.write(picture("c.png"), TestImages.withChecksums(longer.array()));
        assertThat(read(8, Channels.RGB, 0.9).notes().get(0))
                .contains("3 of 4 files are broken")
                .contains("a.jpg (damaged: ", "b.png (damaged: ", " bytes cannot hold its 9000x9000 pixels)")
                .contains("c.png (damaged: its palette is none)");
    }

    /** Decoders fill what is missing with grey, so a file cut in its middle looks whole to who does not ask. */
    @Test
    void filesCutInTheirMiddle_areBroken() throws IOException {
        BufferedImage image = TestImages.noise(60, 60);
        TestImages.write(picture("good.png"), image, "png");
        byte[] png = TestImages.bytes(image, "png");
        Files.write(picture("a.png"), Arrays.copyOf(png, png.length / 2));
        byte[] jpeg = TestImages.bytes(image, "jpg");
        Files.write(picture("b.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
        byte[] several = TestImages.progressive(image);
        Files.write(picture("c.jpg"), Arrays.copyOf(several, several.length / 2));
        png[png.length / 2] ^= 1;
        Files.write(picture("d.png"), png);
        assertThat(read(8, Channels.RGB, 0.9).notes().get(0))
                .contains("4 of 5 files are broken")
                .contains("a.png (damaged or truncated: a chunk claims", "b.jpg (truncated", "c.jpg (truncated")
                .contains("d.png (damaged: the checksum of its IDAT is wrong)");
    }

    /** Four components without alpha would be taken for transparency. */
    @Test
    void cmyk_isNamed() throws IOException {
        TestImages.write(picture("good.png"), TestImages.plain(9, 9, Color.GRAY), "png");
        byte[] jpeg = TestImages.bytes(TestImages.plain(9, 9, Color.GRAY), "jpg");
        int frame = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0\0");
        jpeg[frame + 9] = 4;
        Files.write(picture("cmyk.jpg"), jpeg);
        assertThat(read(8, Channels.RGB, 0.5).notes().get(0)).contains("cmyk.jpg (colours are CMYK; save it as RGB)");
    }

    /** The upper left quarter is white; each value of the tag moves it where the camera's upper left was. */
    @Test
    void picturesFromACamera_areTurnedUpright() throws IOException {
        BufferedImage image = TestImages.plain(32, 32, Color.BLACK);
        image.createGraphics().drawImage(TestImages.plain(16, 8, Color.WHITE), 0, 0, null);
        byte[] jpeg = TestImages.bytes(image, "jpg");
        for (int orientation = 1; orientation <= 8; orientation++) {
            Files.write(
                    Files.createDirectories(temp.resolve("pictures")).resolve(orientation + ".jpg"),
                    TestImages.withOrientation(jpeg, orientation));
        }
        Stored stored = read(4, Channels.GREY, 0);
        // Of the 4 by 4 pixels, the two that are white.
        int[][] white = {{0, 1}, {2, 3}, {14, 15}, {12, 13}, {0, 4}, {3, 7}, {11, 15}, {8, 12}};
        for (int i = 0; i < 8; i++) {
            float[] pixels = sample(stored, i);
            assertThat(IntStream.range(0, 16).filter(p -> pixels[p] > 0.5f))
                    .as("orientation %d", i + 1)
                    .containsExactly(white[i][0], white[i][1]);
        }
    }

    /** Palettes, 1 and 16 bits, grey with alpha and interlaced rows hold the same picture. */
    @Test
    void everyKindOfPng_givesTheSamePicture() {
        BufferedImage image = TestImages.plain(16, 16, Color.BLACK);
        image.createGraphics().drawImage(TestImages.plain(8, 16, Color.WHITE), 0, 0, null);
        int[] kinds = {
            BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY
        };
        for (int kind : kinds) {
            TestImages.write(picture(kind + ".png"), TestImages.as(image, kind), "png");
        }
        TestImages.write(picture("rows.png"), TestImages.interlaced(image));
        TestImages.write(picture("x.jpg"), TestImages.progressive(image));
        Stored stored = read(4, Channels.RGB, 0);
        assertThat(stored.dataset().size()).isEqualTo(kinds.length + 2);
        float[] expected = new float[48];
        for (int i = 0; i < 48; i++) {
            expected[i] = i % 4 < 2 ? 1 : -1;
        }
        for (int i = 0; i < stored.dataset().size(); i++) {
            assertThat(sample(stored, i)).as("file %d", i).containsExactly(expected, within(0.03f));
        }
    }

    /** Whoever takes the images does not decode them: what decoding costs is not on its account. */
    @Test
    void decoding_isDoneByOtherThreads() throws Exception {
        byte[] png = TestImages.bytes(TestImages.noise(400, 400), "png");
        for (int i = 0; i < 20; i++) {
            TestImages.write(picture(i + ".png"), png);
        }
        read(64, Channels.RGB, 0);
        try (Stream<Path> packs = Files.list(temp.resolve("cache/images"))) {
            Files.delete(packs.filter(file -> file.toString().endsWith(".pack"))
                    .findFirst()
                    .orElseThrow());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(read(64, Channels.RGB, 0).dataset().size()).isEqualTo(20);
        // 20 files of more than 400 kB each, of which this thread has seen the results alone.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
    }

    @Test
    void filesThatCannotBeRead_countAsBroken_andComeBackWithTheirRights() throws IOException {
        TestImages.write(picture("a.png"), TestImages.plain(9, 9, Color.GRAY), "png");
        TestImages.write(picture("b.png"), TestImages.plain(9, 9, Color.GRAY), "png");
        assumeTrue(picture("b.png").toFile().setReadable(false) && !Files.isReadable(picture("b.png")));
        assertThat(read(8, Channels.RGB, 0.5).notes())
                .containsExactly("1 of 2 files are broken and left out: b.png (cannot be read).");
        assertThatThrownBy(() -> read(8, Channels.RGB, 0.4)).hasMessageContaining("1 of 2 files are broken");
        assertThat(picture("b.png").toFile().setReadable(true)).isTrue();
        assertThat(read(8, Channels.RGB, 0).dataset().size()).isEqualTo(2);
    }

    /** The command's guess and the reader look at the same files. */
    @Test
    void folders_areGuessed_asTheyAreRead() throws IOException {
        Path elsewhere = temp.resolve("elsewhere");
        TestImages.write(elsewhere.resolve("x/y/z/u/v/1.JPEG"), TestImages.plain(9, 9, Color.GRAY), "jpg");
        Files.createDirectories(temp.resolve("pictures"));
        Files.createSymbolicLink(picture("link"), elsewhere);
        assertThat(DataGuess.of(temp.resolve("pictures").toString()).type()).isEqualTo("images");
        assertThat(read(8, Channels.RGB, 0).dataset().size()).isEqualTo(1);

        TestImages.write(temp.resolve("hidden/.x/1.png"), TestImages.plain(9, 9, Color.GRAY), "png");
        assertThatThrownBy(() -> DataGuess.of(temp.resolve("hidden").toString()))
                .hasMessageContaining("holds nothing that can be trained on");
        assertThatThrownBy(() -> DataGuess.of(temp.resolve("no.csv").toString()))
                .isInstanceOf(GantryException.class)
                .hasMessageStartingWith("there is no file or folder " + temp.resolve("no.csv"))
                .hasMessageContaining("ring");
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
            for (Path pack :
                    packs.filter(file -> file.toString().endsWith(".pack")).toList()) {
                Files.write(pack, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
            }
        }
        assertThat(sample(read(4, Channels.GREY, 0), 0)).containsOnly(1);
    }

    /** A list that is damaged, and one whose names are no text, are none. */
    @Test
    void packs_areWhole_orNone() throws IOException {
        byte[] whole = PackFixtures.pack(temp, 3);
        assertThat(opens(whole)).isTrue();
        for (int at = 3 * 16; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            assertThat(opens(damaged)).as("byte %d", at).isFalse();
        }
        byte[] name = whole.clone();
        name[new String(whole, StandardCharsets.ISO_8859_1).indexOf("a.png")] = (byte) 0xff;
        assertThat(opens(PackFixtures.withChecksum(name))).isFalse();
    }

    private boolean opens(byte[] pack) throws IOException {
        Optional<ImagePack> opened = ImagePack.open(Files.write(temp.resolve("x.pack"), pack), new int[] {1, 4, 4});
        opened.ifPresent(ImagePack::close);
        return opened.isPresent();
    }

    /** Runs that start together on the same folder: one decodes, the others find what it made. */
    @Test
    void oneDecodes_howeverManyStart() throws Exception {
        TestImages.write(temp.resolve("pictures"), 60);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> digests = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                digests.add(pool.submit(() -> {
                    Dataset images = read(32, Channels.RGB, 0).dataset();
                    float[] sample = new float[3 * 32 * 32];
                    StringBuilder all = new StringBuilder();
                    for (int k = 0; k < images.size(); k++) {
                        images.copy(k, sample, 0);
                        all.append(Arrays.hashCode(sample)).append(' ');
                    }
                    return all.toString();
                }));
            }
            String first = digests.get(0).get();
            for (Future<String> digest : digests) {
                assertThat(digest.get()).isEqualTo(first);
            }
        } finally {
            pool.shutdown();
        }
        try (Stream<Path> files = Files.list(temp.resolve("cache/images"))) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .hasSize(2)
                    .first()
                    .isEqualTo(".lock");
        }
    }

    @Test
    void aCacheThatCannotBeWritten_isNamed_withTheWayOut() throws IOException {
        TestImages.write(picture("a.png"), TestImages.plain(9, 9, Color.GRAY), "png");
        Files.writeString(temp.resolve("cache"), "a file where a folder is needed");
        assertThatThrownBy(() -> read(8, Channels.RGB, 0))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining(temp.resolve("cache").toString())
                .hasMessageEndingWith("(decoded images are kept there; GANTRY_CACHE names another folder)");
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
