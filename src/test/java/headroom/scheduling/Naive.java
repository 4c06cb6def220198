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
    final List<NaiveJob> all = new ArrayList<>();
    final Watched.Site site;
    final NaiveJob.Law law;
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
    private final NaivePlan plan = new NaivePlan(this);
    NaiveJob came;

    Naive(NaiveJob.Law law, String how, Watched.Site site, List<Watched.Job> jobs) {
        this.law = law;
        this.how = how;
        this.site = site;
        for (Watched.Job job : jobs) {
            NaiveJob n = new NaiveJob();
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
            for (NaiveJob n : all) {
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
            for (NaiveJob n : all) {
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

    private void arrive(NaiveJob n) {
        if (law == NaiveJob.Law.TRUNK && refuses && n.kind.priority() < 1 && trunkPlace(n) < 0) {
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
            case CONSERVATIVE -> plan.conservative();
            case QUOTAS -> quotas();
            case FILLING -> filling();
            case TRUNK -> trunk();
            case SHARE -> share();
            default -> strict();
        }
        if (law == NaiveJob.Law.ATTAINED || law == NaiveJob.Law.TURNS) {
            for (NaiveJob n : in('r')) {
                double q = law == NaiveJob.Law.TURNS ? quantum : (double) quantum / n.gang();
                double run = law == NaiveJob.Law.TURNS ? now - n.since : n.of.size - left(n);
                wake = (int) Math.min(wake, now + q - run % q);
            }
        }
    }

    List<NaiveJob> in(char state) {
        return new ArrayList<>(all.stream().filter(n -> n.state == state).toList());
    }

    List<NaiveJob> line(ToDoubleFunction<NaiveJob> key) {
        List<NaiveJob> line = in('w');
        line.sort(Comparator.comparingDouble(key).thenComparing(n -> n.id));
        return line;
    }

    double left(NaiveJob n) {
        return n.state == 'r' ? n.left - (now - n.since) * site.speeds()[n.pool] : n.left;
    }

    double expected(NaiveJob n) {
        return Math.max(0, n.of.size * n.of.factor - (n.of.size - left(n)));
    }

    int free(int pool) {
        int gpus = site.gpus()[pool];
        for (NaiveJob n : all) {
            gpus -= (n.state == 'r' || n.state == 'l') && n.pool == pool ? n.gang() : 0;
        }
        return gpus;
    }

    int place(NaiveJob n) {
        return free(0) >= n.gang() ? 0 : site.gpus().length > 1 && free(1) >= n.gang() ? 1 : -1;
    }

    boolean tryStart(NaiveJob n) {
        int pool = place(n);
        if (pool >= 0) {
            start(n, pool);
        }
        return pool >= 0;
    }

    void start(NaiveJob n, int pool) {
        n.state = 'r';
        n.pool = pool;
        n.since = now;
        n.starts.add((double) now);
        n.pools.add(pool);
    }

    void preempt(NaiveJob n) {
        n.left = how.equals("restart") ? n.of.size : left(n);
        n.state = 'w';
        n.joined = now;
        if (how.equals("checkpoint") && n.kind.write() > 0) {
            n.state = 'l';
            n.freesAt = now + (int) n.kind.write();
        }
    }

    double key(NaiveJob n) {
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
            NaiveJob head = line(this::key).get(0);
            if (!tryStart(head) && !(makeRoom(head) && tryStart(head))) {
                return;
            }
        }
    }

    private int leaving(int pool) {
        return in('l').stream()
                .filter(n -> n.pool == pool)
                .mapToInt(NaiveJob::gang)
                .sum();
    }

    private boolean makeRoom(NaiveJob head) {
        for (int pool = 0; !how.isEmpty() && pool < site.gpus().length; pool++) {
            List<NaiveJob> worse = in('r');
            int at = pool;
            worse.removeIf(n -> n.pool != at || key(n) <= key(head));
            worse.sort(Comparator.comparingDouble(this::key)
                    .thenComparing(n -> n.id)
                    .reversed());
            int need = head.gang() - free(pool) - leaving(pool);
            if (worse.stream().mapToInt(NaiveJob::gang).sum() < need) {
                continue;
            }
            for (NaiveJob n : worse) {
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
        List<NaiveJob> fit = line(n -> -n.gang());
        fit.removeIf(n -> place(n) < 0);
        if (!fit.isEmpty()) {
            start(fit.get(0), place(fit.get(0)));
            bestFit();
        }
    }

    /** Free by the estimates of those who run, at an instant. */
    private int freeAt(int pool, double time) {
        int gpus = free(pool);
        for (NaiveJob n : in('r')) {
            double end = now + expected(n) / site.speeds()[pool];
            gpus += n.pool == pool && end <= time ? n.gang() : 0;
        }
        return gpus;
    }

    private void easy() {
        List<NaiveJob> line = line(n -> 0);
        while (!line.isEmpty() && tryStart(line.get(0))) {
            line.remove(0);
        }
        if (line.isEmpty()) {
            return;
        }
        NaiveJob head = line.remove(0);
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
        for (NaiveJob n : line) {
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
                .mapToInt(NaiveJob::gang)
                .sum();
    }

    private void quotas() {
        while (true) {
            TreeMap<Integer, NaiveJob> first = new TreeMap<>();
            line(n -> 0).forEach(n -> first.putIfAbsent(n.kind.group(), n));
            List<NaiveJob> owners = new ArrayList<>(first.values());
            owners.removeIf(n -> held(n.kind.group()) + n.gang() > quota[n.kind.group()]);
            owners.sort(Comparator.comparingInt(n -> n.id));
            if (owners.isEmpty()) {
                break;
            }
            NaiveJob owner = owners.get(0);
            if (!tryStart(owner) && !(reclaim(owner) && tryStart(owner))) {
                return;
            }
        }
        List<Integer> stuck = new ArrayList<>();
        for (NaiveJob n : lends ? line(n -> 0) : List.<NaiveJob>of()) {
            if (!stuck.contains(n.kind.group()) && !tryStart(n)) {
                stuck.add(n.kind.group());
            }
        }
    }

    private boolean reclaim(NaiveJob owner) {
        for (int pool = 0; !how.isEmpty() && pool < site.gpus().length; pool++) {
            int[] held = {held(0), held(1)};
            int gpus = free(pool) + leaving(pool);
            List<NaiveJob> gives = new ArrayList<>();
            List<NaiveJob> latest = in('r');
            latest.sort(Comparator.<NaiveJob>comparingInt(n -> n.since).thenComparing(n -> n.id));
            while (gpus < owner.gang() && !latest.isEmpty()) {
                NaiveJob n = latest.remove(latest.size() - 1);
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
        List<NaiveJob> present = in('w');
        present.addAll(in('r'));
        present.sort(Comparator.comparingInt(n -> n.id));
        int gpus = 0;
        List<NaiveJob> prefix = new ArrayList<>();
        for (NaiveJob n : present) {
            if (gpus < site.gpus()[0]) {
                prefix.add(n);
                gpus += n.gang();
            }
        }
        prefix.sort(Comparator.<NaiveJob>comparingInt(n -> -n.gang()).thenComparing(n -> n.id));
        List<NaiveJob> served = new ArrayList<>();
        int left = site.gpus()[0];
        for (NaiveJob n : prefix) {
            if (n.gang() <= left) {
                left -= n.gang();
                served.add(n);
            }
        }
        in('r').stream().filter(n -> !served.contains(n)).forEach(this::preempt);
        served.stream().filter(n -> n.state == 'w').forEach(this::tryStart);
    }

    private int trunkPlace(NaiveJob n) {
        for (int pool = 0; pool < site.gpus().length; pool++) {
            if (free(pool) - n.gang() >= (n.kind.priority() >= 1 ? 0 : reserve)) {
                return pool;
            }
        }
        return -1;
    }

    private void trunk() {
        for (NaiveJob n : line(n -> n.kind.priority() >= 1 ? 0 : 1)) {
            if (trunkPlace(n) < 0) {
                return;
            }
            start(n, trunkPlace(n));
        }
    }
}
