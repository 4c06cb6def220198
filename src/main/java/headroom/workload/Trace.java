package headroom.workload;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.rng.RandomStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A recorded stream of requests, read record by record from a file, plain or gzip (told by its
 * first two bytes, not by its name).
 *
 * <p>Arrival = (time in the trace + jitter) / rate: a rate of 2 replays twice as fast. Jitter, a
 * uniform in [0, jitterSeconds) of trace time, undoes the rounding of traces whose clock is coarse;
 * records that overtake each other by it are put in order again, which holds back no more than the
 * records of one jitter's length. A file that is itself out of order is refused.
 *
 * <p>A count of 0 tokens is raised to 1, input or output: such rows are requests that failed or
 * were filtered, and dropping them would thin out arrivals; a request served has at least one token
 * each way. {@link #raisedRecords} says how many there were, so that a report can.
 *
 * <p>Anything wrong with the file throws {@link TraceException}. Not safe for several threads.
 */
public final class Trace implements AutoCloseable {
    private final String file;
    private final TraceReader reader;
    private final double rate;
    private final double jitterSeconds;
    private final @Nullable RandomStream jitterStream;
    private final TraceRow row = new TraceRow();
    private final PriorityQueue<Arrival> waiting = new PriorityQueue<>(
            Comparator.comparingDouble(Arrival::timeSeconds).thenComparingLong(Arrival::number));
    private Arrival current = new Arrival(Double.NaN, -1, 0, 0, TraceRow.NO_BLOCKS);
    private double readUpToSeconds = Double.NEGATIVE_INFINITY;
    private long recordsRead;
    private long raisedRecords;
    private boolean ended;

    private record Arrival(
            double timeSeconds, long number, int inputTokens, int outputTokens, int[] blocks) {}

    private Trace(
            Path file,
            TraceFormat format,
            double rate,
            double jitterSeconds,
            @Nullable RandomStream jitterStream) {
        if (!(rate > 0 && rate <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("rate of " + rate + ", must be above 0");
        }
        if (!(jitterSeconds >= 0 && jitterSeconds <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("jitter of " + jitterSeconds + " s");
        }
        this.file = file.toString();
        this.rate = rate;
        this.jitterSeconds = jitterSeconds;
        this.jitterStream = jitterStream;
        this.reader = open(file, format);
    }

    /** Opens a trace to replay at a multiple of its speed. */
    public static Trace open(Path file, TraceFormat format, double rate) {
        return new Trace(file, format, rate, 0, null);
    }

    /** Opens a trace to replay with jitter, one uniform of the stream a record. */
    public static Trace openJittered(
            Path file, TraceFormat format, double rate, double jitterSeconds, RandomStream stream) {
        return new Trace(file, format, rate, jitterSeconds, stream);
    }

    /** Goes to the next record; false when there is none left. */
    public boolean advance() {
        // The earliest waiting record may go once nothing still unread can come before it.
        while (!ended && (waiting.isEmpty() || waiting.element().timeSeconds > readUpToSeconds)) {
            readOne();
        }
        Arrival next = waiting.poll();
        if (next == null) {
            return false;
        }
        current = next;
        return true;
    }

    /** Arrival of the current record from the start of the replay [s]; never falls. */
    public double arrivalSeconds() {
        return current.timeSeconds / rate;
    }

    /** Prompt of the current record [token], at least 1. */
    public int inputTokens() {
        return current.inputTokens;
    }

    /** Output of the current record [token], at least 1. */
    public int outputTokens() {
        return current.outputTokens;
    }

    /**
     * Ids of the blocks of the current prompt, in order: prompts that begin with the same ids begin
     * with the same tokens. Empty where the trace names none; an array of its own for each record.
     */
    public int[] blocks() {
        return current.blocks;
    }

    /** Records read so far whose input or output was 0 and raised to 1. */
    public long raisedRecords() {
        return raisedRecords;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw TraceInput.unreadable(file, row.line, e);
        }
    }

    private void readOne() {
        boolean read;
        try {
            read = reader.read(row);
        } catch (UncheckedIOException e) {
            throw TraceInput.unreadable(file, row.line, causeOf(e));
        } catch (IOException e) {
            throw TraceInput.unreadable(file, row.line, e);
        }
        if (!read) {
            ended = true;
            return;
        }
        if (row.timeSeconds < readUpToSeconds) {
            throw new TraceException(
                    file,
                    row.line,
                    "arrives at " + row.timeSeconds + " s, before the record above it ("
                            + readUpToSeconds + " s); expected records in order of arrival");
        }
        readUpToSeconds = row.timeSeconds;
        if (row.inputTokens == 0 || row.outputTokens == 0) {
            raisedRecords++;
        }
        double jitter = jitterStream == null ? 0 : jitterSeconds * jitterStream.nextDouble();
        waiting.add(new Arrival(
                row.timeSeconds + jitter,
                recordsRead++,
                Math.max(1, row.inputTokens),
                Math.max(1, row.outputTokens),
                row.blocks));
    }

    private static TraceReader open(Path path, TraceFormat format) {
        String file = path.toString();
        InputStream in = null;
        try {
            in = TraceInput.open(path);
            TraceReader reader = format == TraceFormat.MOONCAKE
                    ? new TraceJson(file, format, in)
                    : new TraceCsv(file, format, in);
            in = null;
            return reader;
        } catch (UncheckedIOException e) {
            throw TraceInput.unreadable(file, 0, causeOf(e));
        } catch (IOException e) {
            throw TraceInput.unreadable(file, 0, e);
        } finally {
            TraceInput.closeQuietly(in);
        }
    }

    static IOException causeOf(UncheckedIOException e) {
        IOException cause = e.getCause();
        return cause == null ? new IOException(e) : cause;
    }
}
