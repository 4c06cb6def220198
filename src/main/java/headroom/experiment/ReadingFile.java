package headroom.experiment;

import com.google.common.hash.Hashing;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Reading;
import headroom.measure.Series;
import headroom.measure.TimeSeries;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A replication as bytes: a mark, the content with every double bit by bit, and the SHA-256 of all
 * before it.
 */
final class ReadingFile {
    private static final String MARK = "headroom reading 2";
    private static final int DIGEST_BYTES = 32;

    private ReadingFile() {}

    static byte[] encode(Reading reading) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(MARK);
            out.writeInt(reading.replication());
            out.writeLong(reading.requests());
            write(out, reading.summary());
            write(out, reading.occupancy());
            write(out, reading.series());
            out.writeInt(reading.batched().size());
            for (MetricKey key : reading.batched()) {
                out.writeUTF(key.name());
                write(out, key.labels());
                out.writeUTF(key.statistic());
            }
            out.write(digest(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }

    /** The replication; nothing where the bytes are not exactly those that were written. */
    static Optional<Reading> decode(byte[] bytes) {
        int length = bytes.length - DIGEST_BYTES;
        if (length < 0) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(bytes, length);
        if (!Arrays.equals(digest(content), Arrays.copyOfRange(bytes, length, bytes.length))) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            if (!in.readUTF().equals(MARK)) {
                return Optional.empty();
            }
            int replication = in.readInt();
            long requests = in.readLong();
            return Optional.of(new Reading(
                    replication, numbers(in), numbers(in), series(in), requests, keys(in)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] digest(byte[] content) {
        return Hashing.sha256().hashBytes(content).asBytes();
    }

    private static void write(DataOutputStream out, List<Measurement> numbers) throws IOException {
        out.writeInt(numbers.size());
        for (Measurement each : numbers) {
            out.writeUTF(each.name());
            write(out, each.labels());
            out.writeUTF(each.statistic());
            out.writeUTF(each.unit());
            out.writeDouble(each.value());
            out.writeDouble(each.halfWidth());
            out.writeDouble(each.level());
            out.writeLong(each.n());
        }
    }

    private static List<Measurement> numbers(DataInputStream in) throws IOException {
        List<Measurement> numbers = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            numbers.add(new Measurement(
                    in.readUTF(),
                    labels(in),
                    in.readUTF(),
                    in.readUTF(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readLong()));
        }
        return numbers;
    }

    private static List<MetricKey> keys(DataInputStream in) throws IOException {
        List<MetricKey> keys = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            keys.add(new MetricKey(in.readUTF(), labels(in), in.readUTF()));
        }
        return keys;
    }

    private static void write(DataOutputStream out, SortedMap<String, String> labels)
            throws IOException {
        out.writeInt(labels.size());
        for (SortedMap.Entry<String, String> label : labels.entrySet()) {
            out.writeUTF(label.getKey());
            out.writeUTF(label.getValue());
        }
    }

    private static SortedMap<String, String> labels(DataInputStream in) throws IOException {
        SortedMap<String, String> labels = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            labels.put(in.readUTF(), in.readUTF());
        }
        return labels;
    }

    private static void write(DataOutputStream out, TimeSeries series) throws IOException {
        out.writeLong(series.start().getEpochSecond());
        out.writeInt(series.start().getNano());
        out.writeDouble(series.stepSeconds());
        out.writeInt(series.columns().size());
        for (Series column : series.columns()) {
            out.writeUTF(column.name());
            write(out, column.labels());
            out.writeUTF(column.unit());
            out.writeInt(column.values().length);
            for (double value : column.values()) {
                out.writeDouble(value);
            }
        }
    }

    private static TimeSeries series(DataInputStream in) throws IOException {
        Instant start = Instant.ofEpochSecond(in.readLong(), in.readInt());
        double stepSeconds = in.readDouble();
        List<Series> columns = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            SortedMap<String, String> labels = labels(in);
            String unit = in.readUTF();
            double[] values = new double[in.readInt()];
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readDouble();
            }
            double[] unknown = new double[values.length];
            Arrays.fill(unknown, Double.NaN);
            columns.add(new Series(name, labels, unit, values, unknown));
        }
        return new TimeSeries(start, stepSeconds, columns);
    }
}
