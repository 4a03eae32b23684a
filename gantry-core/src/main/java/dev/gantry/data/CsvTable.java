package dev.gantry.data;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.RecordType;
import dev.gantry.GantryException;
import dev.gantry.config.DataConfig.Header;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes the fields of a CSV file as they come, and refuses the first that is no finite number; makes no garbage. */
final class CsvTable extends CsvCallbackHandler<Boolean> {
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?(?:nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_SHOWN = 24;
    private static final int LONGEST_NAME = 200;

    private final Path file;
    private final Header header;
    private final Points.Sink sink;
    private final List<String> columns = new ArrayList<>();
    private final Decimal decimal = new Decimal();
    private int width;
    private long line;
    private boolean empty;

    /** The fields of the first line, while it is not known whether they are names. */
    private final List<String> first = new ArrayList<>();

    private int fields;

    CsvTable(Path file, Header header, Points.Sink sink) {
        this.file = file;
        this.header = header;
        this.sink = sink;
    }

    @Override
    protected RecordType getRecordType() {
        return empty ? RecordType.EMPTY : RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return fields;
    }

    @Override
    protected void beginRecord(long startingLine) {
        line = startingLine;
        fields = 0;
        empty = false;
        first.clear();
    }

    @Override
    protected void addField(char[] text, int offset, int length, boolean quoted) {
        fields++;
        if (fields > Points.MOST_COLUMNS) {
            throw at("more than %d columns; keep those that matter", Points.MOST_COLUMNS);
        }
        if (width == 0) {
            if (length > LONGEST_NAME) {
                throw at("the name of column %d is longer than %d characters", fields, LONGEST_NAME);
            }
            first.add(new String(text, offset, length).strip());
        } else if (fields > width) {
            throw ragged("at least " + fields);
        } else {
            int start = offset;
            int end = offset + length;
            while (start < end && Character.isWhitespace(text[start])) {
                start++;
            }
            while (end > start && Character.isWhitespace(text[end - 1])) {
                end--;
            }
            take(text, start, end - start);
        }
    }

    @Override
    protected void setComment(char[] text, int offset, int length) {
        throw new IllegalStateException("comments are not asked for");
    }

    @Override
    protected void setEmpty() {
        empty = true;
    }

    @Override
    protected Boolean buildRecord() {
        if (empty) {
            return false;
        }
        if (width == 0) {
            begin();
        } else if (fields < width) {
            throw ragged(String.valueOf(fields));
        }
        return true;
    }

    /** The first line: names or numbers. */
    private void begin() {
        width = first.size();
        long numbers = first.stream().filter(this::isNumber).count();
        if (header == Header.AUTO && numbers > 0 && numbers < width) {
            String text =
                    first.stream().filter(field -> !isNumber(field)).findFirst().orElse("");
            throw at(
                    "some fields are numbers and '%s' is not: mend it, or set data.header to yes if the line names the"
                            + " columns",
                    shown(text));
        }
        if (header == Header.YES || (header == Header.AUTO && numbers == 0)) {
            columns.addAll(first);
            return;
        }
        for (int i = 0; i < width; i++) {
            fields = i + 1;
            char[] field = first.get(i).toCharArray();
            take(field, 0, field.length);
        }
    }

    /** NaN and infinities count: they are refused as data, not taken for names. */
    private boolean isNumber(String field) {
        return !Double.isNaN(number(field)) || NOT_FINITE.matcher(field).matches();
    }

    private double number(String field) {
        return decimal.parse(field.toCharArray(), 0, field.length());
    }

    private void take(char[] text, int offset, int length) {
        double value = decimal.parse(text, offset, length);
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw refused(new String(text, offset, length), value);
        }
        sink.accept(fields - 1, value);
    }

    private GantryException refused(String field, double value) {
        if (!Double.isNaN(value)) {
            return at("%s: %s is beyond the range of float32 (3.4e38)", column(), shown(field));
        }
        if (field.isEmpty()) {
            return at("%s: the field is empty; fill it in, or leave the row out", column());
        }
        if (NOT_FINITE.matcher(field).matches()) {
            return at("%s: %s cannot be learned; leave the row out", column(), shown(field));
        }
        String remedy = Double.isNaN(number(field.replace(',', '.')))
                ? "leave the column or the row out"
                : "write it with a decimal point";
        return at("%s: '%s' is not a number; %s", column(), shown(field), remedy);
    }

    private String column() {
        return "column " + fields + (columns.isEmpty() ? "" : " (" + shown(columns.get(fields - 1)) + ")");
    }

    private GantryException ragged(String found) {
        return at("%s fields, but the rows before have %d; every row needs as many", found, width);
    }

    private GantryException at(String format, Object... arguments) {
        return GantryException.failure("%s, line %d: %s", file, line, String.format(Locale.ROOT, format, arguments));
    }

    /** What the parser itself refuses. */
    GantryException broken(CsvParseException e) {
        return GantryException.failure(
                e,
                "%s, after line %d: not a CSV file of numbers (a field is too long, or its quotes do not end)",
                file,
                line);
    }

    private static String shown(String text) {
        String start = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
        return start.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    List<String> columns() {
        return columns;
    }
}
