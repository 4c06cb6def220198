package headroom.explain;

import headroom.explain.FleetLoad.Hour;
import headroom.explain.FleetLoad.Part;
import headroom.explain.ReplicaLoad.State;
import headroom.measure.Phase;
import headroom.serving.RequestMix;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tables of what is asked for against what replicas can do. */
final class LoadTables {
    private static final int DAYS = 7;
    private static final int DAY_HOURS = 24;
    private static final List<String> DAY_NAMES =
            List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private final Outlook all;

    LoadTables(Outlook all) {
        this.all = all;
    }

    Table load(List<Phase> periods) {
        Table.Rows rows = new Table.Rows(
                "Offered load and nominal capacity",
                "model",
                "period",
                "requests/s",
                "input tok/s",
                "uncached/s",
                "output/s",
                "capacity/s",
                "load %",
                "peak %",
                "PSA %",
                "peak at UTC");
        for (int m = 0; m < all.models(); m++) {
            for (Phase period : periods) {
                double requests = all.mean(period, m, Hour::requests);
                if (requests > 0) {
                    load(rows, m, period, requests);
                }
            }
        }
        return rows.with(
                "Requests: what sessions of all ages ask for if nobody is refused (M_t/G/infinity,"
                        + " Massey and Whitt 1993), its tokens, and those not cached.",
                "PSA: the peak if each session were over within its hour.",
                "Capacity: x = 1/(k c0 + r + w) a replica (serving.NominalCapacity), or what its KV"
                        + " link carries, failures taken off, at the clock that power leaves; load:"
                        + " mean over hours of requests over capacity.");
    }

    private void load(Table.Rows rows, int m, Phase period, double requests) {
        int peak = all.hours.peak(period, h -> all.fleet.at(m, h).load());
        Hour hour = all.fleet.at(m, peak);
        int psa = all.hours.peak(period, h -> psa(m, h));
        rows.add(
                all.model(m),
                period.name(),
                requests,
                all.mean(period, m, h -> h.requests() * h.mix().promptTokens()),
                all.mean(period, m, h -> h.requests() * h.mix().newTokens()),
                all.mean(period, m, h -> h.requests() * h.mix().outputTokens()),
                all.mean(period, m, h -> h.requests() > 0 ? h.capacity() : 0),
                100 * all.load(period, m),
                100 * hour.load(),
                100 * psa(m, psa),
                all.dates.of(peak));
    }

    private double psa(int m, int hour) {
        double requests = all.demand.atOnce(m, hour);
        return requests > 0 ? requests / all.fleet.at(m, hour).capacity() : 0;
    }

    /** Mean load by hour of the week, after the warm-up. */
    Table week(int m, Phase whole) {
        double[][] sums = new double[DAY_HOURS][DAYS];
        int[][] counts = new int[DAY_HOURS][DAYS];
        for (int h = 0; h < all.hours.count(); h++) {
            if (all.hours.withinSeconds(h, whole) > 0) {
                var at = all.scenario.start().plusSeconds((long) (h * Hours.SECONDS));
                var utc = at.atOffset(ZoneOffset.UTC);
                int day = utc.getDayOfWeek().getValue() - 1;
                sums[utc.getHour()][day] += all.fleet.at(m, h).load();
                counts[utc.getHour()][day]++;
            }
        }
        List<String> heads = new ArrayList<>(List.of("UTC"));
        heads.addAll(DAY_NAMES);
        Table.Rows rows = new Table.Rows(
                "Load of " + all.model(m) + " by hour of the week, %",
                heads.toArray(new String[0]));
        for (int hour = 0; hour < DAY_HOURS; hour++) {
            Object[] row = new Object[DAYS + 1];
            row[0] = String.format(Locale.ROOT, "%02d:00", hour);
            for (int day = 0; day < DAYS; day++) {
                row[day + 1] = counts[hour][day] == 0
                        ? Double.NaN
                        : 100 * sums[hour][day] / counts[hour][day];
            }
            if (Arrays.stream(counts[hour]).sum() > 0) {
                rows.add(row);
            }
        }
        return rows.with();
    }

    Table replicas(List<Phase> periods) {
        Table.Rows rows = new Table.Rows(
                "Replicas in the hour of the highest load, and who waits",
                "model",
                "period",
                "pool",
                "replicas",
                "most",
                "short of",
                "load %",
                "batch",
                "KV %",
                "own %",
                "pooled %",
                "needed");
        for (int m = 0; m < all.models(); m++) {
            for (Phase period : periods) {
                Hour hour = all.fleet.at(m, all.busiest(period, m));
                for (Part part : hour.parts()) {
                    replicas(rows, new String[] {all.model(m), period.name()}, hour, part);
                }
            }
        }
        return rows.with(
                "Most: requests at once in a replica; batch: mean of it; KV: share of KV memory or"
                        + " of sequences in use.",
                "Own: share of arrivals that find a replica full, each replica a queue by"
                        + " itself whose speed depends on its batch (Kelly 1979; Cohen 1979): an"
                        + " upper bound for routers that look at loads.",
                "Pooled: Erlang C with all sequences of the model as servers, each as slow as"
                        + " in a full batch (Cooper 1981): a lower bound.",
                "Needed: replicas by square-root staffing, a + sqrt(a), P(wait) 22 % (Halfin and"
                        + " Whitt 1981).");
    }

    private void replicas(Table.Rows rows, String[] names, Hour hour, Part part) {
        State state = part.state();
        double most = part.each().most();
        rows.add(
                names[0],
                names[1],
                all.pool(part),
                part.replicas(),
                most,
                Binding.of(part).words(),
                100 * part.load(),
                Double.isInfinite(state.present()) ? most : state.present() - state.waiting(),
                100 * state.kvShare(),
                100 * state.waits(),
                100 * pooled(hour),
                part.needed());
    }

    /** All sequences of a model as the servers of one queue. */
    private static double pooled(Hour hour) {
        double slots = 0;
        double busy = 0;
        for (Part part : hour.parts()) {
            double own = part.replicas() * part.each().most();
            slots += own;
            busy += own * part.load();
        }
        return StationLoad.waits(Math.floor(slots), busy);
    }

    /** Every hour of every model, for machines. */
    Table hourly() {
        Table.Rows rows = new Table.Rows(
                "Hours",
                "model",
                "hour",
                "UTC",
                "requests/s",
                "requests/s by PSA",
                "input tok/s",
                "uncached/s",
                "output/s",
                "capacity/s",
                "load %",
                "binds");
        for (int m = 0; m < all.models(); m++) {
            for (int h = 0; h < all.hours.count(); h++) {
                Hour hour = all.fleet.at(m, h);
                RequestMix mix = hour.mix();
                rows.add(
                        all.model(m),
                        (double) h,
                        all.dates.of(h),
                        hour.requests(),
                        all.demand.atOnce(m, h),
                        hour.requests() * mix.promptTokens(),
                        hour.requests() * mix.newTokens(),
                        hour.requests() * mix.outputTokens(),
                        hour.capacity(),
                        100 * hour.load(),
                        hour.requests() > 0 ? all.binding(m, h).words() : "");
            }
        }
        return rows.with();
    }
}
