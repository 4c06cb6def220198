package headroom.summary;

import headroom.analytic.BirthDeath;
import headroom.jobbook.Ladder;
import headroom.jobbook.Movement;
import headroom.jobbook.StationCounts;
import headroom.measure.Measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * By how much chance moved the numbers of a station whose arrivals, or services too, are known:
 * internal control variates, whose mean is 0 whatever the station was like at the beginning.
 *
 * <pre>
 * arrivals   = sum over n of (a(n) + h(n+1) - h(n)) (B(n) - lambda T(n))
 * departures = -sum over n of (h(n) - h(n-1)) (D(n) - s(n) mu T(n))
 *   B, D, T  steps up from n jobs, steps down from n, time with n [s], in the window
 *   lambda   rate of arrivals [1/s];  s(n) mu  rate of departures, if services are exponential
 *   a, f     the number times what it is divided by, less its long-run mean times that, is the sum
 *            over arrivals of a(n) and over time of f(n); for the share that waits a(n) is 1 less
 *            that share from c jobs on, and less that share below
 *   h        solves Poisson's equation of the birth-death chain for lambda a(n) + f(n)
 * </pre>
 *
 * <p>Both are martingales: any h will do for their mean. With this one they make up all of the
 * error of the number over a long window of M/M/c, but for h at its end less h at its beginning.
 * Divided by what the number is divided by, they are taken off it ("correction"); by the known mean
 * of that their mean is exactly 0, which is tested ("deviation", with its "variance", the sum of h
 * differences squared times rate times T).
 *
 * <p>Domain: Poisson arrivals at a constant rate; for the departures exponential services, servers
 * that are always there and never idle while somebody waits. Whether the servers were busy as they
 * must be is told exactly ("idle", of which there must be none).
 *
 * <p>Source: Henderson and Glynn (2002), Approximating martingales for variance reduction in Markov
 * process simulation, Mathematics of Operations Research 27(2), 253-271.
 */
public final class Deviations {
    /** Ends the names of these numbers: jobs.waited.chance is about jobs.waited. */
    public static final String SUFFIX = ".chance";

    /** Label with what is known: arrivals or departures. */
    public static final String KNOWN = "known";

    public static final String ARRIVALS = "arrivals";
    public static final String DEPARTURES = "departures";

    /** Statistics: what is taken off; what must have mean 0, and its variance. */
    public static final String CORRECTION = "correction";

    public static final String DEVIATION = "deviation";
    public static final String VARIANCE = "variance";

    /** Mean number of servers that were idle though they should not, or the other way round. */
    public static final String IDLE = "jobs.idle" + SUFFIX;

    /** All steps alike: what no number gives weight to is seen here. */
    private static final String STEPS = "jobs.steps";

    /** Numbers of which these are told, and steps alike. */
    public static final List<String> NAMES =
            List.of("jobs.waited", "jobs.wait", "jobs.number", "jobs.waiting", STEPS);

    private final Movement known;
    private final BirthDeath chain;
    private final Ladder ladder;
    private final SortedMap<String, String> labels;
    private final double seconds;
    private final double started;
    private final List<Measurement> out = new ArrayList<>();

    private Deviations(
            Movement known,
            StationCounts counts,
            double seconds,
            SortedMap<String, String> labels) {
        this.known = known;
        this.labels = labels;
        this.seconds = seconds;
        chain = known.chain();
        ladder = counts.ladder;
        started = counts.streams.stream().mapToDouble(stream -> stream.started).sum();
    }

    /** Of a window of so many seconds at a station. */
    public static List<Measurement> of(
            Movement known,
            StationCounts counts,
            double seconds,
            SortedMap<String, String> labels) {
        Deviations all = new Deviations(known, counts, seconds, labels);
        all.idle(counts.streams.stream()
                .mapToDouble(stream -> stream.heldSeconds)
                .sum());
        double births = known.birthsPerSecond();
        int servers = known.servers();
        IntToDoubleFunction line = n -> Math.max(0, n - servers);
        double waits = all.chain.mean(n -> n >= servers ? 1 : 0);
        double wait = all.chain.mean(line) / births;
        all.ofStarted("jobs.waited", n -> (n >= servers ? 1 : 0) - waits, n -> 0);
        all.ofStarted("jobs.wait", n -> -wait, line);
        all.ofTime("jobs.number", n -> n);
        all.ofTime("jobs.waiting", line);
        double[] alike = new double[all.ladder.seconds.length];
        Arrays.fill(alike, 1);
        all.parts(STEPS, alike, n -> 0, new double[] {seconds, seconds});
        return all.out;
    }

    private void idle(double heldSeconds) {
        double busy = 0;
        for (int n = 0; n < ladder.seconds.length; n++) {
            busy += Math.min(n, known.servers()) * ladder.seconds[n];
        }
        add(IDLE, labels, "mean", (busy - heldSeconds) / seconds);
    }

    /** A sum over arrivals and one over time, by those who start. */
    private void ofStarted(String name, IntToDoubleFunction each, IntToDoubleFunction all) {
        double births = known.birthsPerSecond();
        double[] slopes = slopes(n -> births * each.applyAsDouble(n) + all.applyAsDouble(n));
        parts(name, slopes, each, new double[] {started, births * seconds});
    }

    private void ofTime(String name, IntToDoubleFunction all) {
        parts(name, slopes(all), n -> 0, new double[] {seconds, seconds});
    }

    private double[] slopes(IntToDoubleFunction value) {
        return chain.poisson(value, ladder.seconds.length);
    }

    /** Both parts, by what the number is divided by, and by its mean. */
    private void parts(String name, double[] slopes, IntToDoubleFunction each, double[] over) {
        double[] arrivals = new double[2];
        double[] departures = new double[2];
        for (int n = 0; n < slopes.length; n++) {
            double time = ladder.seconds[n];
            double up = each.applyAsDouble(n) + slopes[n];
            sum(arrivals, up, ladder.rises[n], known.birthsPerSecond() * time);
            // of the last, which stands for all above it, the step below it is taken
            double down = n == 0 ? 0 : -slopes[n - 1];
            sum(departures, down, ladder.falls[n], known.deathsPerSecond(n) * time);
        }
        add(name, ARRIVALS, arrivals, over);
        if (known.isExponential()) {
            add(name, DEPARTURES, departures, over);
        }
    }

    private static void sum(double[] to, double weight, double steps, double due) {
        to[0] += weight * (steps - due);
        to[1] += weight * weight * due;
    }

    private void add(String name, String part, double[] sums, double[] over) {
        SortedMap<String, String> own = new TreeMap<>(labels);
        own.put(KNOWN, part);
        add(name + SUFFIX, own, CORRECTION, over[0] > 0 ? sums[0] / over[0] : 0);
        add(name + SUFFIX, own, DEVIATION, sums[0] / over[1]);
        add(name + SUFFIX, own, VARIANCE, sums[1] / (over[1] * over[1]));
    }

    private void add(String name, SortedMap<String, String> of, String statistic, double value) {
        double none = Double.NaN;
        out.add(new Measurement(name, of, statistic, "1", value, none, none, 1));
    }
}
