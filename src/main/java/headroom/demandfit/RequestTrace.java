package headroom.demandfit;

import headroom.kernel.Streams;
import headroom.workload.Trace;
import headroom.workload.TraceException;
import headroom.workload.TraceFormat;

import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

import umontreal.ssj.rng.RandomStream;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Reads a trace of requests as a recording.
 *
 * <p>A clock whose ticks put requests together is undone by moving each request later by a
 * uniform share of a tick; windows below two ticks are left out.
 */
final class RequestTrace {
    private static final double WEEK_SECONDS = 7 * 86_400.0;
    private static final int HOURS = 168;
    /** With fewer, generated traces to compare with may well be empty. */
    private static final int LEAST_REQUESTS = 20;
    /** In the median gap. */
    private static final int MOST_TICKS = 10;

    private final List<String> notes = new ArrayList<>();
    private double[] times = new double[1 << 12];
    private double[] inputs = new double[1 << 12];
    private double[] outputs = new double[1 << 12];
    private int count;

    private RequestTrace() {}

    static Recording read(Path file, TraceFormat format, long seed) {
        RequestTrace requests = new RequestTrace();
        requests.readAll(file, format);
        return requests.recording(file, seed);
    }

    private void readAll(Path file, TraceFormat format) {
        try (Trace trace = Trace.open(file, format, 1)) {
            while (trace.advance()) {
                if (count == times.length) {
                    times = Arrays.copyOf(times, 2 * count);
                    inputs = Arrays.copyOf(inputs, 2 * count);
                    outputs = Arrays.copyOf(outputs, 2 * count);
                }
                times[count] = trace.arrivalSeconds();
                inputs[count] = trace.inputTokens();
                outputs[count++] = trace.outputTokens();
            }
            if (trace.raisedRecords() > 0) {
                notes.add(trace.raisedRecords() + " requests of 0 tokens count as 1");
            }
        }
        times = Arrays.copyOf(times, count);
        inputs = Arrays.copyOf(inputs, count);
        outputs = Arrays.copyOf(outputs, count);
    }

    private Recording recording(Path file, long seed) {
        double first = count > 0 ? times[0] : 0;
        double length = count > 0 ? times[count - 1] - first : 0;
        if (!(length >= Dispersion.LEAST_WINDOWS * 10) || count < LEAST_REQUESTS) {
            throw new TraceException(
                    file.toString(),
                    0,
                    count + " requests in " + length + " s; expected at least "
                            + Dispersion.LEAST_WINDOWS * 10 + " s of them, and "
                            + LEAST_REQUESTS + " requests");
        }
        Recording.refuseTooLong(file, length);
        refuseTooManyTokens(file);
        for (int i = 0; i < count; i++) {
            times[i] -= first;
        }
        // the first request opens the record, and what follows it comes in the length
        double rate = (count - 1) / length;
        double tick = tickSeconds();
        if (tick > 0) {
            RandomStream jitter = new Streams(seed, 0).of("calibrate.jitter");
            for (int i = 0; i < count; i++) {
                times[i] += tick * jitter.nextDouble();
            }
            Arrays.sort(times);
            length += tick;
            rate = count / length;
            notes.add("times are multiples of " + Recording.words(tick)
                    + ": each request is moved later by a uniform share of it");
        }
        List<Double> windows = Recording.windows(length, tick, notes);
        if (windows.isEmpty()) {
            throw new TraceException(
                    file.toString(), 0, "no window to count in: " + String.join("; ", notes));
        }
        Dispersion dispersion = new Dispersion(windows, length);
        for (double time : times) {
            dispersion.add(time);
        }
        tellCorrelation();
        double[] input = TokenQuantiles.ofSample(inputs);
        double[] output = TokenQuantiles.ofSample(outputs);
        return new Recording(
                String.valueOf(file.getFileName()),
                length,
                rate,
                windows,
                dispersion.indices(),
                length >= 2 * WEEK_SECONDS ? hours() : null,
                List.of(new Recording.Client("recorded", 1, input, output)),
                new double[0],
                input,
                output,
                new Recording.Means(mean(inputs), mean(outputs)),
                notes);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private void tellCorrelation() {
        double correlation = new SpearmansCorrelation().correlation(inputs, outputs);
        // none where all prompts or all answers are of one length
        if (!Double.isNaN(correlation)) {
            notes.add(String.format(
                    Locale.ROOT,
                    "rank correlation of input and output %.2f; they are generated independently",
                    correlation));
        }
    }

    private void refuseTooManyTokens(Path file) {
        double most = Math.max(
                Arrays.stream(inputs).max().orElse(0),
                Arrays.stream(outputs).max().orElse(0));
        if (most > TokenQuantiles.MOST) {
            throw new TraceException(
                    file.toString(),
                    0,
                    String.format(
                            Locale.ROOT,
                            "a request of %.0f tokens; at most %.0f can be fitted",
                            most,
                            TokenQuantiles.MOST));
        }
    }

    /**
     * The tick of a clock by which one request in ten shares its time, 0 for a finer one: the
     * median gap or a whole part of it, if all times are multiples of it, within a hundredth.
     */
    private double tickSeconds() {
        double[] gaps = IntStream.range(1, count)
                .mapToDouble(i -> times[i] - times[i - 1])
                .filter(gap -> gap > 0)
                .sorted()
                .toArray();
        if (10L * (count - 1 - gaps.length) < count) {
            return 0;
        }
        double gap = gaps[gaps.length / 2];
        for (int parts = 1; parts <= MOST_TICKS; parts++) {
            double tick = gap / parts;
            if (areMultiples(tick)) {
                return Math.rint(tick * 1e3) / 1e3;
            }
        }
        return 0;
    }

    private boolean areMultiples(double tick) {
        return Arrays.stream(times)
                .map(time -> time / tick)
                .allMatch(ticks -> Math.abs(ticks - Math.rint(ticks)) <= 0.01);
    }

    private double[] hours() {
        double[] hours = new double[HOURS];
        double[] covered = new double[HOURS];
        int whole = (int) ((times[count - 1]) / 3600);
        for (int hour = 0; hour < whole; hour++) {
            covered[hour % HOURS]++;
        }
        for (double time : times) {
            int hour = (int) (time / 3600);
            if (hour < whole) {
                hours[hour % HOURS] += 1 / covered[hour % HOURS];
            }
        }
        notes.add("the first request is taken for Monday 00:00 UTC");
        return HourlyMeans.values(hours);
    }
}
