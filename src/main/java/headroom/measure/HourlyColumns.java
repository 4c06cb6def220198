package headroom.measure;

import headroom.cell.CellReport;
import headroom.cell.FleetUse;
import headroom.cell.Outcome;
import headroom.cluster.HourFacts;
import headroom.quota.Meter;
import headroom.quota.PeakHours;
import headroom.serving.NominalCapacity;
import headroom.stat.LatencyHistogram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The time series of one replication: one value per column and hour, for the whole deployment. */
public final class HourlyColumns {
    private final Names names;
    private final PeakHours peakHours;
    private final double weight;
    private final List<Column> columns = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private final FleetUse last;
    private final FleetUse sum;
    /** Nominal capacity of a replica by placement, for the last mix of requests known [1/s]. */
    private final double[] nominal;

    private int row;
    private int filled;

    /**
     * Room for a run.
     *
     * @param weight real things one simulated thing stands for
     */
    public HourlyColumns(Names names, PeakHours peakHours, double weight) {
        this.names = names;
        this.peakHours = peakHours;
        this.weight = weight;
        last = new FleetUse(names.placements().size());
        sum = new FleetUse(names.placements().size());
        nominal = new double[names.placements().size()];
    }

    /** Adds an hour. */
    public void add(HourFacts facts) {
        filled = 0;
        CellReport all = new CellReport(names.tiers().size());
        facts.cells().forEach(all::add);
        sum.clear();
        facts.use().forEach(sum::add);
        double seconds = facts.toSeconds() - facts.fromSeconds();
        double rate = weight / seconds;
        requests(all, rate);
        double share = peakHours.share(facts.fromSeconds(), facts.toSeconds());
        put("caps.scale", "1", facts.capScale());
        put("peak.multiplier", "1", facts.peakMultiplier());
        put("peak.hours", "1", share);
        latencies(all);
        put("utilisation", "1", facts.utilisation());
        fleet(facts.gpus());
        last.clear();
        last.add(sum);
        for (int s = 0; s < names.sites().size(); s++) {
            HourFacts.SitePower site = facts.sites().get(s);
            String name = names.sites().get(s);
            put("power", "MW", site.joules() / seconds / 1e6, "site", name);
            put("power.max", "MW", site.maxWatts() / 1e6, "site", name);
            put("clock", "1", site.meanClock(), "site", name);
            put("power.above", "s", site.secondsAbove(), "site", name);
        }
        row++;
    }

    private void requests(CellReport all, double rate) {
        long offered = Arrays.stream(all.offered).sum();
        long served = 0;
        for (long[] outcomes : all.outcomes) {
            served += outcomes[Outcome.COMPLETED.ordinal()];
        }
        put("offered", "1/s", offered * rate);
        put("served", "1/s", served * rate);
        put("capacity", "1/s", capacity());
        for (int i = 0; i < names.tiers().size(); i++) {
            String tier = names.tiers().get(i);
            put("outcome", "1/s", all.offered[i] * rate, "tier", tier, "outcome", "offered");
            for (Outcome outcome : Outcome.values()) {
                double value = all.outcomes[i][outcome.ordinal()] * rate;
                put("outcome", "1/s", value, "tier", tier, "outcome", lower(outcome.name()));
            }
            put("outcome", "1/s", all.deferred[i] * rate, "tier", tier, "outcome", "deferred");
            put("shed", "1/s", all.shed[i] * rate, "tier", tier);
            for (Meter meter : Meter.values()) {
                if (meter != Meter.NONE) {
                    double value = all.refused[i][meter.ordinal()] * rate;
                    put("refused", "1/s", value, "tier", tier, "meter", lower(meter.name()));
                }
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

    /** Nominal capacity of the replicas in service for the mean request of the hour [1/s]. */
    private double capacity() {
        double capacity = 0;
        for (int d = 0; d < names.placements().size(); d++) {
            double completed = 0;
            double prompt = 0;
            double fresh = 0;
            double output = 0;
            for (int o = 0; o < names.placements().size(); o++) {
                if (names.models().get(o).equals(names.models().get(d))) {
                    completed += sum.completed[o] - last.completed[o];
                    prompt += sum.promptTokens[o] - last.promptTokens[o];
                    fresh += sum.prefilledTokens[o] - last.prefilledTokens[o];
                    output += sum.decodedTokens[o] - last.decodedTokens[o];
                }
            }
            if (completed > 0) {
                nominal[d] = NominalCapacity.requestsPerSecond(
                        names.engines().get(d),
                        prompt / completed,
                        fresh / completed,
                        output / completed);
            }
            capacity += nominal[d] * sum.replicas[d] * weight;
        }
        return capacity;
    }

    private void fleet(int[] gpus) {
        for (int p = 0; p < names.pools().size(); p++) {
            double occupied = 0;
            double serving = 0;
            double replicas = 0;
            for (int d = 0; d < names.placements().size(); d++) {
                if (names.placements().get(d) == p) {
                    occupied += sum.occupiedSeconds[d] - last.occupiedSeconds[d];
                    serving += sum.servingSeconds[d] - last.servingSeconds[d];
                    replicas += sum.replicas[d] * weight;
                }
            }
            String pool = names.pools().get(p);
            double share = serving > 0 ? occupied / serving : Double.NaN;
            put("utilisation", "1", share, "pool", pool);
            put("replicas", "1", replicas, "pool", pool);
            put("gpus", "1", gpus[p], "pool", pool);
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
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
