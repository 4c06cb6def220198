package headroom.measure;

import headroom.cell.CellReport;
import headroom.clients.Outcome;
import headroom.cluster.HourFacts;
import headroom.fleet.FleetUse;
import headroom.gangs.JobsSpec;
import headroom.quota.PeakHours;
import headroom.stat.Known;
import headroom.stat.LatencyHistogram;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;

/** The time series of one replication: one value per column and hour, for the whole deployment. */
public final class HourlyColumns {
    private final Names names;
    private final PeakHours peakHours;
    private final double weight;
    private final LimitColumns limits;
    private final @Nullable JobColumns jobs;
    private final @Nullable UseColumns uses;
    private final List<Column> columns = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private final FleetUse last;
    private final FleetUse sum;
    private final FleetCapacity nominal;

    private int row;
    private int filled;

    /**
     * Room for a run.
     *
     * @param weight real things one simulated thing stands for
     * @param jobs names of jobs; null where there are none
     */
    public HourlyColumns(
            Names names, Users users, PeakHours peakHours, double weight, @Nullable JobsSpec jobs) {
        this.names = names;
        this.peakHours = peakHours;
        this.weight = weight;
        limits = new LimitColumns(names, users, weight);
        this.jobs = jobs == null ? null : new JobColumns(jobs);
        uses = jobs == null ? null : new UseColumns(jobs, names);
        last = new FleetUse(names.placements().size());
        sum = new FleetUse(names.placements().size());
        nominal = new FleetCapacity(names);
    }

    /** Adds an hour. */
    public void add(HourFacts facts) {
        filled = 0;
        CellReport all = facts.cells().get(0).newLikeThis();
        facts.cells().forEach(all::add);
        sum.clear();
        facts.use().forEach(sum::add);
        double seconds = facts.toSeconds() - facts.fromSeconds();
        double rate = weight / seconds;
        boolean asked = !names.tiers().isEmpty();
        double[] replicas = Arrays.stream(sum.takingSeconds(last))
                .map(each -> each * weight / seconds)
                .toArray();
        double capacity = asked ? nominal.perSecond(all, replicas, facts.sites()) : Double.NaN;
        if (asked) {
            requests(all, capacity, rate);
            double share = peakHours.share(facts.fromSeconds(), facts.toSeconds());
            put("caps.scale", "1", facts.capScale());
            put("peak.multiplier", "1", facts.peakMultiplier());
            put("peak.hours", "1", share);
            latencies(all);
            put("utilisation", "1", facts.utilisation());
        }
        fleet(facts.gpus(), replicas, rate);
        if (names.states()) {
            states(facts, seconds);
        }
        last.clear();
        last.add(sum);
        sites(facts, seconds);
        if (asked) {
            limits.add(facts, all, capacity, this::put);
        }
        if (jobs != null && uses != null && facts.jobs() != null) {
            jobs.add(facts.jobs(), seconds, this::put);
            uses.add(facts, facts.jobs(), seconds, this::put);
        }
        row++;
    }

    private void sites(HourFacts facts, double seconds) {
        for (int s = 0; s < names.sites().size(); s++) {
            HourFacts.SitePower site = facts.sites().get(s);
            String name = names.sites().get(s);
            put("power", "MW", site.joules() / seconds / 1e6, "site", name);
            put("power.max", "MW", site.maxWatts() / 1e6, "site", name);
            put("clock", "1", site.meanClock(), "site", name);
            put("power.above", "s", site.secondsAbove(), "site", name);
        }
    }

    private void requests(CellReport all, double capacity, double rate) {
        long offered = Arrays.stream(all.offered).sum();
        long served = 0;
        for (long[] outcomes : all.outcomes) {
            served += outcomes[Outcome.COMPLETED.ordinal()];
        }
        put("offered", "1/s", offered * rate);
        put("served", "1/s", served * rate);
        put("capacity", "1/s", capacity);
        for (int i = 0; i < names.tiers().size(); i++) {
            String tier = names.tiers().get(i);
            put("outcome", "1/s", all.offered[i] * rate, "tier", tier, "outcome", "offered");
            for (Outcome outcome : Outcome.values()) {
                if (names.mayEnd(i, outcome)) {
                    double value = all.outcomes[i][outcome.ordinal()] * rate;
                    String name = outcome.name().toLowerCase(Locale.ROOT);
                    put("outcome", "1/s", value, "tier", tier, "outcome", name);
                }
            }
            put("outcome", "1/s", all.deferred[i] * rate, "tier", tier, "outcome", "deferred");
            put("shed", "1/s", all.shed[i] * rate, "tier", tier);
            put("timed.out", "1/s", all.timedOut[i] * rate, "tier", tier);
            put("lost", "1/s", all.lost[i] * rate, "tier", tier);
            List<String> limits = names.limits().get(i);
            for (int k = 0; k < limits.size(); k++) {
                double value = all.refused[i][k] * rate;
                put("refused", "1/s", value, "tier", tier, "meter", limits.get(k));
            }
            put("locked.users", "1", all.lockedSeconds[i] * rate, "tier", tier);
        }
    }

    private void latencies(CellReport all) {
        LatencyHistogram ttft = new LatencyHistogram();
        for (LatencyHistogram tier : all.ttft) {
            ttft.merge(tier);
        }
        boolean none = ttft.count() == 0;
        put("ttft.p50", "s", none ? Double.NaN : ttft.quantileSeconds(0.50));
        put("ttft.p99", "s", none ? Double.NaN : ttft.quantileSeconds(0.99));
    }

    /** A count of the replicas on a pool within the hour, per second. */
    private void count(
            String name, String unit, int pool, Function<FleetUse, long[]> count, double rate) {
        long within = 0;
        for (int d = 0; d < names.placements().size(); d++) {
            if (names.placements().get(d) == pool) {
                within += count.apply(sum)[d] - count.apply(last)[d];
            }
        }
        put(name, unit, within * rate, "pool", names.pools().get(pool));
    }

    private void fleet(double[] gpus, double[] replicas, double rate) {
        for (int p = 0; p < names.pools().size(); p++) {
            double occupied = 0;
            double serving = 0;
            double taking = 0;
            for (int d = 0; d < names.placements().size(); d++) {
                if (names.placements().get(d) == p) {
                    double kv = names.engine(d).limits().kvCapacityTokens();
                    occupied += kv * (sum.occupiedSeconds[d] - last.occupiedSeconds[d]);
                    serving += kv * (sum.servingSeconds[d] - last.servingSeconds[d]);
                    taking += replicas[d];
                }
            }
            String pool = names.pools().get(p);
            count("preemptions", "1/s", p, u -> u.preemptions, rate);
            count("tokens.recomputed", "token/s", p, u -> u.recomputedTokens, rate);
            count("tokens.wasted", "token/s", p, u -> u.wastedTokens, rate);
            double share = Known.ratio(occupied, serving);
            put("utilisation", "1", share, "pool", pool);
            put("replicas", "1", taking, "pool", pool);
            put("gpus", "1", gpus[p], "pool", pool);
        }
    }

    /** What the GPUs of each pool were held for, and whose replicas served on them. */
    private void states(HourFacts facts, double seconds) {
        for (int p = 0; p < names.pools().size(); p++) {
            String pool = names.pools().get(p);
            HourFacts.PoolStates s = facts.states().get(p);
            state(pool, "serving", s.servingSeconds() / seconds);
            state(pool, "loading", s.loadingSeconds() / seconds);
            state(pool, "draining", s.drainingSeconds() / seconds);
            state(pool, "failed", s.failedSeconds() / seconds);
            if (facts.jobs() != null) {
                state(pool, "lent", s.lentSeconds() / seconds);
            }
            state(pool, "free", s.freeSeconds() / seconds);
            put("failures", "1", s.failures(), "pool", pool);
            for (int m : new TreeSet<>(names.models())) {
                double served = 0;
                boolean placed = false;
                for (int d = 0; d < names.placements().size(); d++) {
                    if (names.placements().get(d) == p && names.models().get(d) == m) {
                        served += sum.servingSeconds[d] - last.servingSeconds[d];
                        placed = true;
                    }
                }
                if (placed) {
                    double replicas = served * weight / seconds;
                    String model = names.modelNames().get(m);
                    put("replicas.serving", "1", replicas, "pool", pool, "model", model);
                }
            }
        }
    }

    private void state(String pool, String state, double gpus) {
        put("gpus.state", "1", gpus, "pool", pool, "state", state);
    }

    private void put(String name, String unit, double value, String... labels) {
        if (row == 0) {
            columns.add(new Column(name, Column.labels(labels), unit));
            values.add(new double[24]);
        }
        double[] column = values.get(filled);
        if (row == column.length) {
            column = Arrays.copyOf(column, 2 * row);
            values.set(filled, column);
        }
        column[row] = value;
        filled++;
    }

    /** The columns; the same for every replication of a scenario. */
    public List<Column> columns() {
        return List.copyOf(columns);
    }

    /** The values of a column, one an hour. */
    public double[] values(int column) {
        return Arrays.copyOf(values.get(column), row);
    }

    /** Full hours so far. */
    public int hours() {
        return row;
    }
}
