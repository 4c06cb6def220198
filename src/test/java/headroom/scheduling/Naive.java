package headroom.scheduling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The laws of the policies once more, taken literally: whole instants, sorted lists, no haste.
 *
 * <p>Of an instant first all ends count, then the jobs that come, one at a time, then what the law
 * asked to be woken for.
 */
final class Naive {
    final List<N> all = new ArrayList<>();
    final Watched.Site site;
    final Law law;
    final String how;
    int now;
    int wake = Integer.MAX_VALUE;
    /** Parameters of the laws. */
    int quantum;

    int reserve;
    boolean refuses;
    boolean lends = true;
    int[] quota = {0, 0};
    double halfLife;
    int period;
    double[] share = {1, 1};

    private final double[] usage = new double[2];
    private final double[] rank = new double[2];
    private final int[] groupHeld = new int[2];
    private int usageAt;
    private int nextPeriod;
    private final List<int[]> plan = new ArrayList<>();
    private N came;

    enum Law {
        FCFS,
        FIRST_FIT,
        BEST_FIT,
        EASY,
        CONSERVATIVE,
        PRIORITY,
        SIZE,
        REMAINING,
        DEADLINE,
        ATTAINED,
        TURNS,
        SHARE,
        QUOTAS,
        FILLING,
        TRUNK
    }

    /** A job. */
    static final class N {
        Watched.Job of;
        Watched.Kind kind;
        int id;
        char state = 'f';
        double left;
        int pool;
        int since;
        int joined;
        int freesAt;
        int promise = -1;
        int promisePool;
        final List<Double> starts = new ArrayList<>();
        final List<Integer> pools = new ArrayList<>();
        double end = Double.NaN;

        int gang() {
            return of.gang;
        }
    }

    Naive(Law law, String how, Watched.Site site, List<Watched.Job> jobs) {
        this.law = law;
        this.how = how;
        this.site = site;
        for (Watched.Job job : jobs) {
            N n = new N();
            n.of = job;
            n.kind = site.kinds()[job.kind];
            n.id = all.size();
            n.left = job.size;
            all.add(n);
        }
    }

    void run() {
        for (now = 0; now < 3000; now++) {
            boolean ended = false;
            for (N n : all) {
                if (n.state == 'r' && left(n) <= 0) {
                    n.state = 'd';
                    n.end = now;
                    ended = true;
                } else if (n.state == 'l' && n.freesAt == now) {
                    n.state = 'w';
                    n.joined = now;
                    ended = true;
                }
            }
            if (ended) {
                decide();
            }
            for (N n : all) {
                if (n.of.at == now) {
                    arrive(n);
                }
            }
            if (wake == now) {
                wake = Integer.MAX_VALUE;
                decide();
            }
        }
    }

    private void arrive(N n) {
        if (law == Law.TRUNK && refuses && n.kind.priority() < 1 && trunkPlace(n) < 0) {
            n.state = 'x';
            return;
        }
        n.state = 'w';
        n.joined = now;
        came = n;
        decide();
        came = null;
    }

    private void decide() {
        switch (law) {
            case FIRST_FIT -> line(n -> 0).forEach(this::tryStart);
            case BEST_FIT -> bestFit();
            case EASY -> easy();
            case CONSERVATIVE -> conservative();
            case QUOTAS -> quotas();
            case FILLING -> filling();
            case TRUNK -> trunk();
            case SHARE -> share();
            default -> strict();
        }
        if (law == Law.ATTAINED || law == Law.TURNS) {
            for (N n : in('r')) {
                double q = law == Law.TURNS ? quantum : (double) quantum / n.gang();
                double run = law == Law.TURNS ? now - n.since : n.of.size - left(n);
                wake = (int) Math.min(wake, now + q - run % q);
            }
        }
    }

    List<N> in(char state) {
        return new ArrayList<>(all.stream().filter(n -> n.state == state).toList());
    }

    List<N> line(ToDoubleFunction<N> key) {
        List<N> line = in('w');
        line.sort(Comparator.comparingDouble(key).thenComparing(n -> n.id));
        return line;
    }

    double left(N n) {
        return n.state == 'r' ? n.left - (now - n.since) * site.speeds()[n.pool] : n.left;
    }

    double expected(N n) {
        return Math.max(0, n.of.size * n.of.factor - (n.of.size - left(n)));
    }

    int free(int pool) {
        int gpus = site.gpus()[pool];
        for (N n : all) {
            gpus -= (n.state == 'r' || n.state == 'l') && n.pool == pool ? n.gang() : 0;
        }
        return gpus;
    }

    int place(N n) {
        return free(0) >= n.gang() ? 0 : site.gpus().length > 1 && free(1) >= n.gang() ? 1 : -1;
    }

    boolean tryStart(N n) {
        int pool = place(n);
        if (pool >= 0) {
            start(n, pool);
        }
        return pool >= 0;
    }

    void start(N n, int pool) {
        n.state = 'r';
        n.pool = pool;
        n.since = now;
        n.starts.add((double) now);
        n.pools.add(pool);
    }

    void preempt(N n) {
        n.left = how.equals("restart") ? n.of.size : left(n);
        n.state = 'w';
        n.joined = now;
        if (how.equals("checkpoint") && n.kind.write() > 0) {
            n.state = 'l';
            n.freesAt = now + (int) n.kind.write();
        }
    }

    double key(N n) {
        return switch (law) {
            case PRIORITY -> -n.kind.priority();
            case SIZE -> n.of.size * n.of.factor;
            case REMAINING -> expected(n);
            case DEADLINE -> n.of.at + n.kind.deadline();
            case ATTAINED -> Math.floor((n.of.size - left(n)) * n.gang() / quantum);
            case TURNS -> n.state == 'w' ? n.joined : now - n.since >= quantum ? 1e9 : -1;
            case SHARE -> rank[n.kind.group()];
            default -> 0;
        };
    }

    private void strict() {
        while (!in('w').isEmpty()) {
            N head = line(this::key).get(0);
            if (!tryStart(head) && !(makeRoom(head) && tryStart(head))) {
                return;
            }
        }
    }

    private int leaving(int pool) {
        return in('l').stream().filter(n -> n.pool == pool).mapToInt(N::gang).sum();
    }

    private boolean makeRoom(N head) {
        for (int pool = 0; !how.isEmpty() && pool < site.gpus().length; pool++) {
            List<N> worse = in('r');
            int at = pool;
            worse.removeIf(n -> n.pool != at || key(n) <= key(head));
            worse.sort(Comparator.comparingDouble(this::key)
                    .thenComparing(n -> n.id)
                    .reversed());
            int need = head.gang() - free(pool) - leaving(pool);
            if (worse.stream().mapToInt(N::gang).sum() < need) {
                continue;
            }
            for (N n : worse) {
                if (need > 0) {
                    need -= n.gang();
                    preempt(n);
                }
            }
            return true;
        }
        return false;
    }

    private void bestFit() {
        List<N> fit = line(n -> -n.gang());
        fit.removeIf(n -> place(n) < 0);
        if (!fit.isEmpty()) {
            start(fit.get(0), place(fit.get(0)));
            bestFit();
        }
    }

    /** Free by the estimates of those who run, at an instant. */
    private int freeAt(int pool, double time) {
        int gpus = free(pool);
        for (N n : in('r')) {
            double end = now + expected(n) / site.speeds()[pool];
            gpus += n.pool == pool && end <= time ? n.gang() : 0;
        }
        return gpus;
    }

    private void easy() {
        List<N> line = line(n -> 0);
        while (!line.isEmpty() && tryStart(line.get(0))) {
            line.remove(0);
        }
        if (line.isEmpty()) {
            return;
        }
        N head = line.remove(0);
        double shadow = Double.POSITIVE_INFINITY;
        int reserved = -1;
        for (int pool = 0; pool < site.gpus().length; pool++) {
            for (int t = now; t < now + 2000; t++) {
                if (site.gpus()[pool] >= head.gang() && freeAt(pool, t) >= head.gang()) {
                    reserved = t < shadow ? pool : reserved;
                    shadow = Math.min(t, shadow);
                    break;
                }
            }
        }
        int extra = reserved < 0 ? 0 : freeAt(reserved, shadow) - head.gang();
        for (N n : line) {
            for (int pool = 0; pool < site.gpus().length && n.state == 'w'; pool++) {
                boolean inTime = now + expected(n) / site.speeds()[pool] <= shadow;
                boolean may = pool != reserved || inTime || n.gang() <= extra;
                if (may && free(pool) >= n.gang()) {
                    extra -= pool == reserved && !inTime ? n.gang() : 0;
                    start(n, pool);
                }
            }
        }
    }

    private void book(int pool, double from, double seconds, int gpus) {
        for (int t = (int) from; t < from + seconds; t++) {
            plan.get(pool)[t] += gpus;
        }
    }

    private void conservative() {
        boolean only = came != null && !plan.isEmpty();
        for (int pool = 0; only && pool < site.gpus().length; pool++) {
            only = plan.get(pool)[now] == site.gpus()[pool] - free(pool);
        }
        List<N> line = line(n -> 0);
        if (!only) {
            plan.clear();
            for (int pool = 0; pool < site.gpus().length; pool++) {
                plan.add(new int[20000]);
                for (N n : in('r')) {
                    book(
                            pool,
                            now,
                            n.pool == pool ? expected(n) / site.speeds()[pool] : 0,
                            n.gang());
                }
            }
            boolean late = line.stream().anyMatch(n -> n.promise >= 0 && n.promise < now);
            for (N n : line) {
                n.promise = late ? -1 : n.promise;
                book(n.promisePool, n.promise, n.promise < 0 ? 0 : lasts(n), n.gang());
            }
        }
        for (N n : line) {
            if (!only || n == came) {
                book(n.promisePool, n.promise, n.promise < 0 ? 0 : lasts(n), -n.gang());
                promise(n);
                book(n.promisePool, n.promise, lasts(n), n.gang());
                if (n.promise == now && free(n.promisePool) >= n.gang()) {
                    start(n, n.promisePool);
                }
            }
        }
        for (N n : in('w')) {
            wake = n.promise > now ? Math.min(wake, n.promise) : wake;
        }
    }

    private double lasts(N n) {
        return expected(n) / site.speeds()[n.promisePool];
    }

    private void promise(N n) {
        n.promise = Integer.MAX_VALUE;
        for (int pool = 0; pool < site.gpus().length; pool++) {
            int fits = 0;
            for (int t = now; site.gpus()[pool] >= n.gang() && t - fits < n.promise; t++) {
                fits = plan.get(pool)[t] + n.gang() <= site.gpus()[pool] ? fits + 1 : 0;
                if (fits >= Math.max(1, expected(n) / site.speeds()[pool])) {
                    int start = t - fits + 1;
                    n.promisePool = start < n.promise ? pool : n.promisePool;
                    n.promise = Math.min(start, n.promise);
                }
            }
        }
    }

    private void share() {
        for (; usageAt < now; usageAt++) {
            for (int g = 0; g < 2; g++) {
                double kept = Math.pow(2, -1 / halfLife);
                usage[g] = usage[g] * kept + groupHeld[g] * halfLife / Math.log(2) * (1 - kept);
            }
        }
        if (now >= nextPeriod) {
            rank[0] = usage[0] / share[0];
            rank[1] = usage[1] / share[1];
            nextPeriod = (now / period + 1) * period;
        }
        strict();
        for (int g = 0; g < 2; g++) {
            int of = g;
            groupHeld[g] = held(of);
        }
        wake = in('w').isEmpty() ? wake : Math.min(wake, nextPeriod);
    }

    private int held(int group) {
        return in('r').stream()
                .filter(n -> n.kind.group() == group)
                .mapToInt(N::gang)
                .sum();
    }

    private void quotas() {
        while (true) {
            TreeMap<Integer, N> first = new TreeMap<>();
            line(n -> 0).forEach(n -> first.putIfAbsent(n.kind.group(), n));
            List<N> owners = new ArrayList<>(first.values());
            owners.removeIf(n -> held(n.kind.group()) + n.gang() > quota[n.kind.group()]);
            owners.sort(Comparator.comparingInt(n -> n.id));
            if (owners.isEmpty()) {
                break;
            }
            N owner = owners.get(0);
            if (!tryStart(owner) && !(reclaim(owner) && tryStart(owner))) {
                return;
            }
        }
        List<Integer> stuck = new ArrayList<>();
        for (N n : lends ? line(n -> 0) : List.<N>of()) {
            if (!stuck.contains(n.kind.group()) && !tryStart(n)) {
                stuck.add(n.kind.group());
            }
        }
    }

    private boolean reclaim(N owner) {
        for (int pool = 0; !how.isEmpty() && pool < site.gpus().length; pool++) {
            int[] held = {held(0), held(1)};
            int gpus = free(pool) + leaving(pool);
            List<N> gives = new ArrayList<>();
            List<N> latest = in('r');
            latest.sort(Comparator.<N>comparingInt(n -> n.since).thenComparing(n -> n.id));
            while (gpus < owner.gang() && !latest.isEmpty()) {
                N n = latest.remove(latest.size() - 1);
                if (n.pool == pool && held[n.kind.group()] > quota[n.kind.group()]) {
                    held[n.kind.group()] -= n.gang();
                    gpus += n.gang();
                    gives.add(n);
                }
            }
            if (gpus >= owner.gang()) {
                gives.forEach(this::preempt);
                return true;
            }
        }
        return false;
    }

    private void filling() {
        List<N> present = in('w');
        present.addAll(in('r'));
        present.sort(Comparator.comparingInt(n -> n.id));
        int gpus = 0;
        List<N> prefix = new ArrayList<>();
        for (N n : present) {
            if (gpus < site.gpus()[0]) {
                prefix.add(n);
                gpus += n.gang();
            }
        }
        prefix.sort(Comparator.<N>comparingInt(n -> -n.gang()).thenComparing(n -> n.id));
        List<N> served = new ArrayList<>();
        int left = site.gpus()[0];
        for (N n : prefix) {
            if (n.gang() <= left) {
                left -= n.gang();
                served.add(n);
            }
        }
        in('r').stream().filter(n -> !served.contains(n)).forEach(this::preempt);
        served.stream().filter(n -> n.state == 'w').forEach(this::tryStart);
    }

    private int trunkPlace(N n) {
        for (int pool = 0; pool < site.gpus().length; pool++) {
            if (free(pool) - n.gang() >= (n.kind.priority() >= 1 ? 0 : reserve)) {
                return pool;
            }
        }
        return -1;
    }

    private void trunk() {
        for (N n : line(n -> n.kind.priority() >= 1 ? 0 : 1)) {
            if (trunkPlace(n) < 0) {
                return;
            }
            start(n, trunkPlace(n));
        }
    }
}
