package headroom.serving;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * CPU time of one call of a prefix cache by session: take and put in turn, as for a replica whose
 * sessions outgrow its memory.
 *
 * <pre>
 * mvn -q test-compile
 * javac -d target/bench -cp target/classes src/bench/java/headroom/serving/PrefixCacheOps.java
 * java -cp target/bench:target/classes headroom.serving.PrefixCacheOps
 * </pre>
 */
final class PrefixCacheOps {
    private static final int CALLS = 4_000_000;
    private static final int ROUNDS = 7;

    private PrefixCacheOps() {}

    public static void main(String[] args) {
        for (int sessions : new int[] {50, 1_000, 100_000}) {
            for (int round = 0; round < ROUNDS; round++) {
                run(sessions, round == ROUNDS - 1);
            }
        }
    }

    private static void run(int sessions, boolean told) {
        SplittableRandom random = new SplittableRandom(1);
        int[] keys = new int[1 << 16];
        int[] tokens = new int[1 << 16];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = 1 + random.nextInt(sessions);
            tokens[i] = 20_000 + random.nextInt(200_000);
        }
        SessionPrefixes cache = new SessionPrefixes(16, Double.POSITIVE_INFINITY);
        cache.room(60_000L * sessions);
        long found = 0;
        long start = cpuNanos();
        for (int i = 0; i < CALLS; i += 2) {
            int j = (i >> 1) & 0xFFFF;
            found += cache.take(keys[j], tokens[j], i) > 0 ? 1 : 0;
            cache.put(keys[j], tokens[j], i);
        }
        double nanos = (double) (cpuNanos() - start) / CALLS;
        if (told) {
            System.out.printf(
                    Locale.ROOT,
                    "%d sessions: %.0f ns a call, %.0f %% found%n",
                    sessions,
                    nanos,
                    200.0 * found / CALLS);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
