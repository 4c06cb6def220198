package headroom.workload;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads traces of one JSON object after another, token by token; fields not known are skipped. */
final class TraceJson implements TraceReader {
    private static final double SECONDS_PER_MILLISECOND = 1e-3;
    private static final long MISSING = Long.MIN_VALUE;

    private final String file;
    private final TraceFormat format;
    private final JsonParser parser;
    private double timeMilliseconds;
    private long input;
    private long output;
    private int[] blocks = TraceRow.NO_BLOCKS;
    private int[] read = new int[256];
    private long line;

    TraceJson(String file, TraceFormat format, InputStream in) {
        this.file = file;
        this.format = format;
        this.parser = new JsonFactory().createParser(ObjectReadContext.empty(), in);
    }

    @Override
    public boolean read(TraceRow row) throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return false;
            }
            line = parser.currentTokenLocation().getLineNr();
            if (token != JsonToken.START_OBJECT) {
                throw expected("a JSON object a line");
            }
            readObject();
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            long at = Math.max(line, e.getLocation().getLineNr());
            throw new TraceException(
                    file,
                    at,
                    "is no valid JSON from column " + e.getLocation().getColumnNr()
                            + " on; expected " + example(),
                    e);
        }
        require(!Double.isNaN(timeMilliseconds), format.timeField);
        require(input != MISSING, format.inputField);
        require(output != MISSING, format.outputField);
        row.line = line;
        row.timeSeconds = timeMilliseconds * SECONDS_PER_MILLISECOND;
        row.inputTokens = tokens(format.inputField, input);
        row.outputTokens = tokens(format.outputField, output);
        row.blocks = blocks;
        return true;
    }

    @Override
    public void close() {
        parser.close();
    }

    private void readObject() {
        timeMilliseconds = Double.NaN;
        input = MISSING;
        output = MISSING;
        blocks = TraceRow.NO_BLOCKS;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (name.equals(format.timeField)) {
                timeMilliseconds = milliseconds(value);
            } else if (name.equals(format.inputField)) {
                input = whole(value, name);
            } else if (name.equals(format.outputField)) {
                output = whole(value, name);
            } else if (name.equals(TraceFormat.BLOCKS_FIELD)) {
                blocks = blocks(value);
            } else {
                parser.skipChildren();
            }
        }
    }

    private double milliseconds(JsonToken value) {
        boolean number =
                value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_NUMBER_FLOAT;
        double milliseconds = number ? parser.getDoubleValue() : -1;
        if (!(milliseconds >= 0 && milliseconds <= Double.MAX_VALUE)) {
            throw expected(format.timeField + " in milliseconds, at least 0");
        }
        return milliseconds;
    }

    private long whole(JsonToken value, String name) {
        if (value != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw expected(name + " as a whole number of tokens up to " + Integer.MAX_VALUE);
        }
        return parser.getLongValue();
    }

    private int[] blocks(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            throw expected("an array of block ids");
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == read.length) {
                read = Arrays.copyOf(read, 2 * count);
            }
            read[count++] = blockId();
        }
        return Arrays.copyOf(read, count);
    }

    private int blockId() {
        boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        long id = whole ? parser.getLongValue() : -1;
        if (id < 0 || id > Integer.MAX_VALUE) {
            throw expected("a block id, a whole number up to " + Integer.MAX_VALUE);
        }
        return (int) id;
    }

    private int tokens(String name, long value) {
        return TraceFields.tokens(file, line, name, value, Long.toString(value));
    }

    private void require(boolean present, String name) {
        if (!present) {
            throw new TraceException(
                    file, line, "no " + name + " in this object; expected " + example());
        }
    }

    private TraceException expected(String what) {
        return new TraceException(
                file,
                line,
                "found " + TraceFields.shown(String.valueOf(parser.getString())) + "; expected "
                        + what + ", like " + example());
    }

    private String example() {
        return "{\"" + format.timeField + "\": 27000, \"" + format.inputField + "\": 6955, \""
                + format.outputField + "\": 52}";
    }
}
