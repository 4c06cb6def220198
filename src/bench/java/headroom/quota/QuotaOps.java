package headroom.quota;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * CPU time of the meters a request, asked, begun and ended: none, and the usual five, five hours,
 * a week and buckets of requests, input and output, by users in a cell.
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=headroom.quota.QuotaOps
 * </pre>
 */
final class QuotaOps {
    private static final int REQUESTS = 2_000_000;
    private static final int ROUNDS = 9;
    private static final int DRAWN = 1 << 20;

    private QuotaOps() {}

    public static void main(String[] args) {
        for (int users : new int[] {2_000, 200_000}) {
            double[] with = new double[ROUNDS];
            double[] without = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                without[round] = run(List.of(), users);
                with[round] = run(usual(), users);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d users: %.0f ns a request with five limits, %.0f ns with none%n",
                    users,
                    median(with),
                    median(without));
        }
    }

    private static List<Limit> usual() {
        Limit.Kind five = new Limit.Kind.Anchored(Quota.FIVE_HOURS_SECONDS);
        Limit.Kind week = new Limit.Kind.Phased(Quota.WEEK_SECONDS);
        Limit.Refusal cap = Limit.Refusal.CAP;
        return List.of(
                new Limit("fiveHour", five, Counts.CREDITS, 1e6, 1, cap, true, true),
                new Limit("weekly", week, Counts.CREDITS, 1e7, 1, cap, false, true),
                bucket("requests", Counts.REQUESTS, 1),
                bucket("inputTokens", Counts.INPUT_TOKENS, 5_000),
                bucket("outputTokens", Counts.OUTPUT_TOKENS, 1_000));
    }

    private static Limit bucket(String name, Counts counts, double perSecond) {
        Limit.Kind kind = new Limit.Kind.Bucket(60 * perSecond);
        return new Limit(
                name, kind, counts, perSecond, 1, Limit.Refusal.RATE_LIMIT, false, true);
    }

    private static double run(List<Limit> limits, int users) {
        SplittableRandom random = new SplittableRandom(1);
        int[] user = new int[DRAWN];
        Arrays.setAll(user, i -> random.nextInt(users));
        Quota quota = new Quota(limits, users);
        Usage usage = new Usage();
        long admitted = 0;
        // each user a request a minute
        double gap = 60.0 / users;
        long start = cpuNanos();
        for (int i = 0; i < REQUESTS; i++) {
            int one = user[i & DRAWN - 1];
            double now = i * gap;
            usage.asks(1000 + (i & 1023), 20_000).to(0, true).credits(1_700, 5).dollars(0.01, 1e-5);
            if (quota.ask(one, now, usage) == Quota.NONE) {
                quota.begin(one, now, usage);
                quota.end(one, now + 10 * gap, usage.ends(500, 4_200, 0.02));
                admitted++;
            }
        }
        double nanos = (double) (cpuNanos() - start) / REQUESTS;
        if (admitted < REQUESTS / 2) {
            throw new IllegalStateException("only " + admitted + " admitted");
        }
        return nanos;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
