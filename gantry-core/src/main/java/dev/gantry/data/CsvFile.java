package dev.gantry.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig;
import dev.gantry.config.DataConfig.Header;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Points in a CSV file (RFC 4180), which is distrusted: UTF-8, rows of the same number of fields, each a finite number.
 * Fields are apart by tab where the first line has one outside quotes, else by semicolon where it has one, else by comma.
 * Empty lines are skipped.
 */
final class CsvFile {
    /** Most characters that are held while a field is read. */
    private static final int LONGEST_FIELD = 1 << 16;

    /** Quotes open only where a field begins. */
    private static final Pattern QUOTED = Pattern.compile("(?<![^\t;,\r\n\"\uFEFF])\"[^\"]*+\"");

    private CsvFile() {}

    static DataConfig.Csv resolve(DataConfig.Csv config) {
        Path file = DataPath.requireFile(config.file());
        return new DataConfig.Csv(file.toString(), config.header(), config.select(), config.heldOut());
    }

    static Stored read(DataConfig.Csv config) {
        return read(DataPath.requireFile(config.file()), config.header());
    }

    static Stored read(Path file, Header header) {
        return Points.read(file, sink -> columns(file, header, sink));
    }

    private static List<String> columns(Path file, Header header, Points.Sink sink) throws IOException {
        CsvTable table = new CsvTable(file, header, sink);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 14)) {
            CsvReader<Boolean> reader = CsvReader.builder()
                    .fieldSeparator(separator(in))
                    .detectBomHeader(true)
                    .maxBufferSize(LONGEST_FIELD)
                    .build(table, in, StandardCharsets.UTF_8);
            for (Iterator<Boolean> rows = reader.iterator(); rows.hasNext(); ) {
                rows.next();
            }
            return table.columns();
        } catch (CsvParseException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof GantryException named) {
                    throw named;
                }
            }
            throw table.broken(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Looks at the first line and leaves the stream where it was. */
    private static char separator(InputStream in) throws IOException {
        in.mark(1 << 14);
        String start = new String(in.readNBytes(1 << 13), StandardCharsets.UTF_8);
        in.reset();
        String line = QUOTED.matcher(start)
                .replaceAll("q")
                .lines()
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        return line.indexOf('\t') >= 0 ? '\t' : line.indexOf(';') >= 0 ? ';' : ',';
    }
}
