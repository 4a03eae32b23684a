package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Header;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvFileTest {
    @TempDir
    private Path folder = Path.of("");

    private Stored read(String text, Header header) throws IOException {
        Path file = folder.resolve("points.csv");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return CsvFile.read(file, header);
    }

    private static float[] values(Stored stored) {
        float[] values = new float[stored.dataset().size() * stored.dataset().shape()[0]];
        for (int i = 0; i < stored.dataset().size(); i++) {
            stored.dataset().copy(i, values, i * stored.dataset().shape()[0]);
        }
        return values;
    }

    @Test
    void columns_areScaledEach_andBack() throws IOException {
        Stored stored = read("age,income\n20,1000\n30,2000\n40,5000\n", Header.AUTO);
        assertThat(values(stored)).containsExactly(new float[] {-1, -1, 0, -0.5f, 1, 1}, within(1e-6f));
        Scaling scaling = Objects.requireNonNull(stored.scaling());
        assertThat(scaling.columns()).containsExactly("age", "income");
        assertThat(scaling.undo(values(stored))).containsExactly(20, 1000, 30, 2000, 40, 5000);
        assertThat(Scaling.parse(scaling.text())).isEqualTo(scaling);
    }

    @Test
    void constantColumn_isZero_andComesBackAsItself() throws IOException {
        Stored stored = read("0.1,7\n0.1,9\n", Header.AUTO);
        assertThat(values(stored)).containsExactly(0, -1, 0, 1);
        assertThat(Objects.requireNonNull(stored.scaling()).undo(new float[] {0.9f, 0}))
                .containsExactly(0.1f, 8);
    }

    @Test
    void namesOfColumns_mayHoldAnything() throws IOException {
        Stored stored = read("\uFEFF\"a, b\";\"c\nd %\"\r\n1;2\r\n\r\n3;4", Header.AUTO);
        assertThat(Objects.requireNonNull(stored.scaling()).columns()).containsExactly("a, b", "c\nd %");
        assertThat(Scaling.parse(Objects.requireNonNull(stored.scaling()).text()))
                .isEqualTo(Objects.requireNonNull(stored.scaling()));
        assertThat(stored.dataset().size()).isEqualTo(2);
    }

    @Test
    void separator_isLookedForOutsideQuotes() throws IOException {
        Stored stored = read("\"c;\nd\"\t\"a,\tb\"\n1\t2\n3\t4\n", Header.AUTO);
        assertThat(Objects.requireNonNull(stored.scaling()).columns()).containsExactly("c;\nd", "a,\tb");
        for (String text : new String[] {
            "\"a;b\",c\n1,2\n3,4\n",
            "\uFEFF\"a;\"\"b\"\"\",c\n1,2\n3,4\n",
            "size 5\";weight 3\"\n1;2\n3;4\n",
            "size 5\"\tw\n\"1\"\t\"2\"\n3\t4\n",
        }) {
            assertThat(read(text, Header.AUTO).dataset().shape()).as(text).containsExactly(2);
        }
    }

    @Test
    void headers_areGuessedOrGiven() throws IOException {
        assertThat(read("1\t2\n3\t4\n", Header.AUTO).dataset().size()).isEqualTo(2);
        assertThat(read("1\t2\n3\t4\n", Header.YES).dataset().size()).isEqualTo(1);
        assertThatThrownBy(() -> read("a,b\n3,4\n", Header.NO))
                .hasMessageEndingWith(
                        "points.csv, line 1: column 1: 'a' is not a number; leave the column or the row out");
        assertThatThrownBy(() -> read("a,2\n3,4\n", Header.AUTO))
                .hasMessageContaining("line 1: some fields are numbers and 'a' is not");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x,y;1,2;3,abc| line 3: column 2 (y): 'abc' is not a number; leave the column or the row out",
                "1,2;nan,3| line 2: column 1: nan cannot be learned; leave the row out",
                "NaN,2;4,3| line 1: column 1: NaN cannot be learned; leave the row out",
                "1,2;3,-inf| line 2: column 2: -inf cannot be learned; leave the row out",
                "1,2;3,| line 2: column 2: the field is empty; fill it in, or leave the row out",
                "1,2;3| line 2: 1 fields, but the rows before have 2; every row needs as many",
                "1,2;3,4,5| line 2: at least 3 fields, but the rows before have 2; every row needs as many",
                "1,2;3,1e39| line 2: column 2: 1e39 is beyond the range of float32 (3.4e38)",
                "x,y| holds no points: at least one row of numbers is needed",
            })
    void whatCannotBeLearned_isNamedWithItsPlace(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n'), Header.AUTO))
                .isInstanceOf(GantryException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(message);
    }

    @Test
    void decimalCommas_areExplained() {
        assertThatThrownBy(() -> read("1,5;2\n1,7;3\n", Header.NO))
                .hasMessageEndingWith("line 1: column 1: '1,5' is not a number; write it with a decimal point");
    }

    /** Refused at the 65th field, without reading on. */
    @Test
    void aMillionColumns_areRefused() {
        assertThatThrownBy(() -> read("1,".repeat(1_000_000) + "1\n", Header.AUTO))
                .isInstanceOf(GantryException.class)
                .hasMessageEndingWith("line 1: more than 64 columns; keep those that matter");
    }

    /** The densest file of numbers: two bytes each, of which a float makes four. */
    @Test
    void aLongFile_costsTwiceItsSize() throws IOException {
        String text = "7\n8\n".repeat(1_000_000);
        read("7\n8\n", Header.AUTO);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path file = folder.resolve("points.csv");
        Files.writeString(file, text);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(CsvFile.read(file, Header.AUTO).dataset().size()).isEqualTo(2_000_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isBetween(2L * text.length(), 2L * text.length() + (1 << 20));
    }

    /** Numbers that float32 cannot tell apart are told apart by their column's scaling: seconds of a day in 2025. */
    @Test
    void largeNumbersCloseTogether_keepTheirDifferences() throws IOException {
        Stored stored = read("1750000000\n1750000001\n1750000003\n1750000004\n", Header.AUTO);
        assertThat(values(stored)).containsExactly(new float[] {-1, -0.5f, 0.5f, 1}, within(1e-6f));
    }

    /** Once took time that grew with the square of a field's length. */
    @Test
    @Timeout(10)
    void longFieldsThatAreAlmostNumbers_areRefusedAtOnce() {
        String digits = "9".repeat(30_000);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> read("1\n" + digits + "x\n", Header.AUTO))
                    .hasMessageContaining("line 2: column 1: '999999999999999999999999...' is not a number");
        }
        assertThatThrownBy(() -> read("n".repeat(300) + "\n1\n", Header.AUTO))
                .hasMessageEndingWith("line 1: the name of column 1 is longer than 200 characters");
    }

    @Test
    void aFieldWithoutEnd_isRefused() {
        assertThatThrownBy(() -> read("1,2\n3,\"" + "4".repeat(100_000), Header.AUTO))
                .isInstanceOf(GantryException.class)
                .hasMessageContaining("a field is too long, or its quotes do not end");
        assertThatThrownBy(() -> read("", Header.AUTO)).hasMessageContaining("holds no points");
    }

    @Test
    void missingFilesAndFolders_areNamed() {
        assertThatThrownBy(() -> CsvFile.resolve(new DataConfig.Csv(
                        folder.resolve("no.csv").toString(), Header.AUTO, DataConfig.Selection.ALL, 0)))
                .hasMessageStartingWith("there is no file " + folder.resolve("no.csv"));
        assertThatThrownBy(() -> CsvFile.resolve(
                        new DataConfig.Csv(folder.toString(), Header.AUTO, DataConfig.Selection.ALL, 0)))
                .hasMessage(folder + " is a folder: data.file names a file");
    }
}
