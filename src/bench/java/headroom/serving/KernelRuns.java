package headroom.serving;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * CPU nanoseconds a request of the bare kernel and its baselines, in turns in one process, as
 * Markdown tables: growth with replicas and batch, memory, and a whole day of one cell.
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=headroom.serving.KernelRuns -Dbench.args=plain
 * </pre>
 *
 * <p>The baselines always run the plain rules. Arguments: the feature set, the rounds (default 5),
 * and "day" for the whole day.
 */
final class KernelRuns {
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final int REQUESTS = 500_000;
    private static final long DAY = 170_000_000;

    private final Features features;
    private final int rounds;
    private final StringBuilder told = new StringBuilder();

    private KernelRuns(Features features, int rounds) {
        this.features = features;
        this.rounds = rounds;
    }

    public static void main(String[] args) {
        Features features =
                Features.valueOf(args.length > 0 ? args[0].toUpperCase(Locale.ROOT) : "PLAIN");
        KernelRuns runs =
                new KernelRuns(features, args.length > 1 ? Integer.parseInt(args[1]) : 5);
        System.out.println("Features: " + features + "; medians of " + runs.rounds + " rounds\n");
        runs.growth();
        System.out.println("\n" + runs.told);
        runs.memory();
        if (args.length > 2 && args[2].equals("day")) {
            runs.day();
        }
    }

    private void growth() {
        System.out.println(
                "| replicas | batch | requests/s | batch changes a request | closed form, ns"
                    + " | SSJ, event per step, ns | ratio | naive, ns | ratio |\n"
                    + "|---|---|---|---|---|---|---|---|---|");
        for (int replicas : new int[] {25, 250}) {
            for (int batch : new int[] {8, 50, 250}) {
                compare(replicas, batch);
            }
        }
        large();
    }

    /** Ten times as many replicas, without the baselines: the naive one would take minutes. */
    private void large() {
        Load load = Load.ofBatch(2500, 50, features);
        ClosedForm closed = new ClosedForm(load.again(), features);
        closed.arrive(4L * 2500 * 50);
        closed.forget();
        double[] fast = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            fast[round] = nanos(closed::arrive, REQUESTS);
        }
        System.out.printf(
                Locale.ROOT,
                "| 2,500 | %.1f | %,.0f | %.2f | %.0f | | | | |%n",
                closed.requestsPerReplica(),
                load.ratePerSecond() * 2500,
                (double) closed.changes() / closed.completed(),
                median(fast));
    }

    private void compare(int replicas, int batch) {
        Load load = Load.ofBatch(replicas, batch, features);
        ClosedForm closed = new ClosedForm(load.again(), features);
        EventPerStep stepped = new EventPerStep(load.again());
        long fill = 4L * replicas * batch;
        closed.arrive(fill);
        stepped.arrive(fill);
        if (features == Features.PLAIN) {
            agree(closed.sojournSeconds(), stepped.sojournSeconds(), fill);
        }
        closed.forget();
        double[] fast = new double[rounds];
        double[] slow = new double[rounds];
        double[] naive = new double[rounds];
        int naiveRequests = Math.max(2_000, replicas * batch);
        for (int round = 0; round < rounds; round++) {
            fast[round] = nanos(closed::arrive, REQUESTS);
            slow[round] = nanos(stepped::arrive, REQUESTS);
            Load fresh = load.again();
            naive[round] = nanos(n -> StepByStep.run(fresh, (int) n), naiveRequests);
        }
        System.out.printf(
                Locale.ROOT,
                "| %,d | %.1f | %,.0f | %.2f | %.0f | %,.0f | %.1f | %,.0f | %.0f |%n",
                replicas,
                closed.requestsPerReplica(),
                load.ratePerSecond() * replicas,
                (double) closed.changes() / closed.completed(),
                median(fast),
                median(slow),
                median(slow) / median(fast),
                median(naive),
                median(naive) / median(fast));
        if (features != Features.PLAIN) {
            told.append(String.format(
                    Locale.ROOT, "- %,d x %d: %s%n", replicas, batch, closed.told()));
        }
    }

    /** Both simulators have completed the same requests after the same times. */
    private static void agree(double closed, double stepped, long requests) {
        if (Math.abs(closed - stepped) > 1e-9 * closed) {
            throw new IllegalStateException(
                    closed + " s and " + stepped + " s in " + requests + " requests");
        }
    }

    private void memory() {
        int replicas = 250;
        ClosedForm idle = new ClosedForm(new Load(replicas, 1, features.kvTokens(50)), features);
        double each = (double) idle.bytes() / replicas;
        System.out.println("\n| batch | requests alive | bytes a request alive |\n|---|---|---|");
        for (int batch : new int[] {8, 50, 250}) {
            ClosedForm busy =
                    new ClosedForm(Load.ofBatch(replicas, batch, features).again(), features);
            busy.arrive(8L * replicas * batch);
            double more = busy.bytes() - each * replicas;
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %,d | %.0f |%n",
                    batch,
                    busy.alive(),
                    more / busy.alive());
        }
        System.out.printf(Locale.ROOT, "%nBytes an idle replica: %.0f%n", each);
    }

    private void day() {
        ClosedForm cell = new ClosedForm(Load.ofBatch(250, 50, features), features);
        cell.arrive(50_000);
        cell.forget();
        double tenth = nanos(cell::arrive, DAY / 10) * 1e-9 * (DAY / 10);
        double rest = nanos(cell::arrive, DAY - DAY / 10) * 1e-9 * (DAY - DAY / 10);
        System.out.printf(
                Locale.ROOT,
                "%nA day of 250 replicas at batch %.1f: %,d requests, %.1f s of CPU; ten times the"
                        + " first tenth %.1f s%n",
                cell.requestsPerReplica(),
                DAY,
                tenth + rest,
                10 * tenth);
    }

    private static double nanos(LongConsumer run, long requests) {
        long start = THREAD.getCurrentThreadCpuTime();
        run.accept(requests);
        return (double) (THREAD.getCurrentThreadCpuTime() - start) / requests;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
