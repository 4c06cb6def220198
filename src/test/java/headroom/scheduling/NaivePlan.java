package headroom.scheduling;

import java.util.ArrayList;
import java.util.List;

/** Conservative backfilling as {@link Naive} does it: GPUs in use, second by second. */
final class NaivePlan {
    private final Naive naive;
    private final List<int[]> plan = new ArrayList<>();

    NaivePlan(Naive naive) {
        this.naive = naive;
    }

    private void book(int pool, double from, double seconds, int gpus) {
        for (int t = (int) from; t < from + seconds; t++) {
            plan.get(pool)[t] += gpus;
        }
    }

    void conservative() {
        boolean only = naive.came != null && !plan.isEmpty();
        for (int pool = 0; only && pool < naive.site.gpus().length; pool++) {
            only = plan.get(pool)[naive.now] == naive.site.gpus()[pool] - naive.free(pool);
        }
        List<NaiveJob> line = naive.line(n -> 0);
        if (!only) {
            plan.clear();
            for (int pool = 0; pool < naive.site.gpus().length; pool++) {
                plan.add(new int[20000]);
                for (NaiveJob n : naive.in('r')) {
                    book(
                            pool,
                            naive.now,
                            n.pool == pool ? naive.expected(n) / naive.site.speeds()[pool] : 0,
                            n.gang());
                }
            }
            boolean late = line.stream().anyMatch(n -> n.promise >= 0 && n.promise < naive.now);
            for (NaiveJob n : line) {
                n.promise = late ? -1 : n.promise;
                book(n.promisePool, n.promise, n.promise < 0 ? 0 : lasts(n), n.gang());
            }
        }
        for (NaiveJob n : line) {
            if (!only || n == naive.came) {
                book(n.promisePool, n.promise, n.promise < 0 ? 0 : lasts(n), -n.gang());
                promise(n);
                book(n.promisePool, n.promise, lasts(n), n.gang());
                if (n.promise == naive.now && naive.free(n.promisePool) >= n.gang()) {
                    naive.start(n, n.promisePool);
                }
            }
        }
        for (NaiveJob n : naive.in('w')) {
            naive.wake = n.promise > naive.now ? Math.min(naive.wake, n.promise) : naive.wake;
        }
    }

    private double lasts(NaiveJob n) {
        return naive.expected(n) / naive.site.speeds()[n.promisePool];
    }

    private void promise(NaiveJob n) {
        n.promise = Integer.MAX_VALUE;
        for (int pool = 0; pool < naive.site.gpus().length; pool++) {
            int fits = 0;
            for (int t = naive.now;
                    naive.site.gpus()[pool] >= n.gang() && t - fits < n.promise;
                    t++) {
                fits = plan.get(pool)[t] + n.gang() <= naive.site.gpus()[pool] ? fits + 1 : 0;
                if (fits >= Math.max(1, naive.expected(n) / naive.site.speeds()[pool])) {
                    int start = t - fits + 1;
                    n.promisePool = start < n.promise ? pool : n.promisePool;
                    n.promise = Math.min(start, n.promise);
                }
            }
        }
    }
}
