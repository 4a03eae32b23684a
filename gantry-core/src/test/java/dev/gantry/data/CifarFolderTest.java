package dev.gantry.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Part;
import dev.gantry.config.DataConfig.Selection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarFolderTest {
    @TempDir
    private Path folder = Path.of("");

    /** Images of one label each whose red, green and blue planes hold the label times 1, 2 and 3. */
    private static byte[] batch(int... labels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int label : labels) {
            out.write(label);
            for (int i = 0; i < 3072; i++) {
                out.write(label * (1 + i / 1024));
            }
        }
        return out.toByteArray();
    }

    private static DataConfig.Cifar10 config(Path dir, Part part) {
        return new DataConfig.Cifar10(dir.toString(), part, Selection.ALL, false, 0);
    }

    @Test
    void batches_areReadInOrder_alsoFromTheArchivesFolder() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
        for (int i = 1; i <= 5; i++) {
            Files.write(inner.resolve("data_batch_" + i + ".bin"), batch(i, 9));
        }
        Files.write(inner.resolve("test_batch.bin"), batch(0));
        assertThat(DataGuess.of(folder.toString()).type()).isEqualTo("cifar10");
        Stored stored = CifarFolder.read(config(folder, Part.AUTO));
        assertThat(stored.dataset().size()).isEqualTo(10);
        assertThat(stored.dataset().shape()).containsExactly(3, 32, 32);
        assertThat(stored.classNames()).startsWith("airplane").hasSize(10);
        float[] sample = new float[3072];
        stored.dataset().copy(8, sample, 0);
        assertThat(stored.dataset().label(8)).isEqualTo(5);
        assertThat(new float[] {sample[0], sample[1023], sample[1024], sample[3071]})
                .containsExactly(5 / 127.5f - 1, 5 / 127.5f - 1, 10 / 127.5f - 1, 15 / 127.5f - 1);
        assertThat(CifarFolder.read(config(folder, Part.TEST)).dataset().size()).isEqualTo(1);
        Files.delete(inner.resolve("data_batch_3.bin"));
        assertThatThrownBy(() -> CifarFolder.read(config(folder, Part.TRAIN)))
                .hasMessageContaining("lacks [data_batch_3.bin]");
    }

    @Test
    void damage_isNamed() throws IOException {
        Path file = folder.resolve("test_batch.bin");
        Files.write(file, java.util.Arrays.copyOf(batch(1, 2), 4000));
        assertThatThrownBy(() -> CifarFolder.read(config(folder, Part.AUTO)))
                .isInstanceOf(GantryException.class)
                .hasMessage(
                        file + " is truncated: 927 bytes follow its 1 whole images of 3073 bytes; get the file again");
        Files.write(file, batch(1, 10));
        assertThatThrownBy(() -> CifarFolder.read(config(folder, Part.AUTO)))
                .hasMessageStartingWith(file + ": image 1 has the label 10");
    }
}
