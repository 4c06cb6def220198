package headroom.explain;

import headroom.explain.FleetLoad.Hour;
import headroom.measure.Phase;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** An outlook in sentences: what is short of what, when, and what ends growth first. */
final class Words {
    /** What rounds to less than this share of use is not held back [1]. */
    private static final double SOME = 0.005;

    private final Outlook all;
    private final List<Phase> periods;

    Words(Outlook all, List<Phase> periods) {
        this.all = all;
        this.periods = periods;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int m = 0; m < all.models(); m++) {
            for (Phase period : periods) {
                if (all.mean(period, m, Hour::requests) > 0) {
                    lines.add(model(m, period));
                }
            }
            gpus(m, lines);
        }
        for (Phase period : periods) {
            if (all.demand.requests() > 0) {
                caps(period, lines);
            }
        }
        for (StationLoad each : all.stations) {
            lines.add(each.words());
        }
        for (int s = 0; s < all.plan.cluster().sites().size(); s++) {
            down(s, lines);
            power(s, lines);
        }
        return lines;
    }

    private String model(int m, Phase period) {
        int peak = all.busiest(period, m);
        Hour hour = all.fleet.at(m, peak);
        String where = all.model(m) + ", " + period.name() + ": ";
        if (all.hours.first(period, unserved(m)) >= 0) {
            String rest = hour.parts().isEmpty()
                    ? "."
                    : "; in the others load is " + percent(hour.load()) + " at its peak.";
            return where + "asked for in " + since(period, unserved(m))
                    + ", in which no replica serves it" + rest;
        }
        String mean = percent(all.load(period, m));
        String most = percent(hour.load());
        String load = "load "
                + (most.equals(mean)
                        ? most + " throughout"
                        : mean + " on average, " + most + " at its peak")
                + slowed(hour, peak);
        String growth = all.hours.first(period, full(m)) >= 0
                ? "; more is asked for than can be served in " + since(period, full(m))
                        + ", and replicas are short of " + all.binding(m, peak).words() + "."
                : "; " + growth(m, hour, peak);
        return where + load + growth + spread(m, period);
    }

    /** Whether a model is asked for and no replica serves it. */
    private IntPredicate unserved(int m) {
        return h ->
                all.fleet.at(m, h).requests() > 0 && all.fleet.at(m, h).parts().isEmpty();
    }

    /** How long a site is down, for what is not served then is not for want of GPUs. */
    private void down(int s, List<String> lines) {
        double seconds = 0;
        double first = -1;
        for (var each : all.plan.cluster().sites().get(s).outages()) {
            double from = Math.max(each.fromSeconds(), all.whole.fromSeconds());
            double within = each.secondsWithin(from, all.whole.toSeconds());
            seconds += within;
            first = first < 0 && within > 0 ? from : first;
        }
        if (seconds > 0) {
            lines.add(all.plan.cluster().sites().get(s).site().name() + ": down for "
                    + Table.number(seconds / Hours.SECONDS) + " h, first from "
                    + all.dates.withYear(first) + " on. Its GPUs do not count as missing then.");
        }
    }

    /** How many GPUs more a model would need at its peak in the run, and from when on some. */
    private void gpus(int m, List<String> lines) {
        int peak = all.busiest(all.whole, m);
        TreeMap<String, Double> more = new TreeMap<>();
        for (FleetLoad.Part part : all.fleet.at(m, peak).parts()) {
            more.merge(all.pool(part), all.fleet.missingGpus(part, peak), Double::sum);
        }
        double sum = more.values().stream().mapToDouble(gpus -> gpus).sum();
        if (!(sum > 0)) {
            return;
        }
        List<String> pools = new ArrayList<>();
        more.forEach((pool, gpus) -> pools.add(pool + " " + Table.number(gpus)));
        int first = all.hours.first(all.whole, h -> all.fleet.missingGpus(m, h) > 0);
        lines.add(all.model(m) + ": at the peak of the run, on " + all.dates.withYear(peak) + ", "
                + Table.number(sum) + " GPUs more would be needed (" + String.join(", ", pools)
                + "), the first of them from " + all.dates.withYear(first) + " on."
                + (slowed(all.fleet.at(m, peak), peak).isEmpty()
                        ? ""
                        : " That is at the clocks of that hour; where power is short, more GPUs"
                                + " lower them further."));
    }

    /** At which clocks a model runs where these are lowered. */
    private String slowed(Hour hour, int h) {
        TreeMap<String, Double> clocks = new TreeMap<>();
        for (FleetLoad.Part part : hour.parts()) {
            int site = Binding.site(all, part);
            if (all.power.clock(site, h) < 1) {
                clocks.put(
                        all.plan.cluster().sites().get(site).site().name(),
                        all.power.clock(site, h));
            }
        }
        List<String> each = new ArrayList<>();
        clocks.forEach((site, clock) -> each.add(percent(clock) + " at " + site));
        return each.isEmpty()
                ? ""
                : ", with clocks lowered to keep within the power (" + String.join(", ", each)
                        + ")";
    }

    /** What ends growth first, and at how many times the demand of the peak hour. */
    private String growth(int m, Hour hour, int peak) {
        if (!slowed(hour, peak).isEmpty()) {
            double times = all.power.timesToFull(m, peak);
            return "clocks fall further as more is asked for, and at " + Table.number(times)
                    + " times that peak, " + Table.number(times * hour.requests())
                    + " requests/s, all replicas are full.";
        }
        double full = 1 / hour.load();
        double power = Double.POSITIVE_INFINITY;
        for (FleetLoad.Part part : hour.parts()) {
            int site = Binding.site(all, part);
            power = Math.min(power, all.power.timesToLimit(site, peak, full));
        }
        String what = power < full ? Binding.POWER.words() : Binding.of(hour).words();
        return "the first limit to growth is " + what + ", at "
                + Table.number(Math.min(power, full)) + " times that peak.";
    }

    /** Hours by what binds, if that changes. */
    private String spread(int m, Phase period) {
        TreeMap<Binding, Integer> hours = new TreeMap<>();
        for (int h = 0; h < all.hours.count(); h++) {
            boolean within = all.hours.withinSeconds(h, period) > 0;
            if (within && all.fleet.at(m, h).requests() > 0) {
                hours.merge(all.binding(m, h), 1, Integer::sum);
            }
        }
        if (hours.size() < 2) {
            return "";
        }
        List<String> each = new ArrayList<>();
        hours.forEach((binding, count) -> each.add(binding.words() + " in " + count + " h"));
        return " By hour: " + String.join(", ", each) + ".";
    }

    private void power(int s, List<String> lines) {
        double falls = all.power.highestWatts(s);
        if (all.hours.first(all.whole, above(s, falls)) < 0) {
            return;
        }
        var site = all.plan.cluster().sites().get(s).site();
        double limit = site.powerLimitWatts();
        double most = all.power.watts(s, all.hours.peak(all.whole, h -> all.power.watts(s, h)));
        String line = site.name() + ": at full clock " + megawatts(most)
                + " at its highest. It is above " + megawatts(falls)
                + ", where clocks begin to fall, in " + since(all.whole, above(s, falls));
        int slowest = all.hours.peak(all.whole, h -> 1 - all.power.clock(s, h));
        String who = all.plan.cluster().serves(s) ? "What serves there is" : "Jobs there are";
        String clock = all.power.clock(s, slowest) < 1
                ? " " + who + " slowed to " + percent(all.power.clock(s, slowest))
                        + " of full clock at the lowest, which leaves "
                        + megawatts(all.power.limitedWatts(s, slowest)) + "."
                : "";
        lines.add(
                most > limit
                        ? line + ", and above the limit of " + megawatts(limit) + " in "
                                + since(all.whole, above(s, limit)) + "." + clock
                        : line + "; the limit is " + megawatts(limit) + "." + clock);
    }

    private IntPredicate above(int site, double watts) {
        return h -> all.power.watts(site, h) > watts;
    }

    /** How long in a period something is so, and when it is for the first time. */
    private String since(Phase period, IntPredicate when) {
        return Table.number(all.hours.lasting(period, when)) + " h, first on "
                + all.dates.withYear(all.hours.first(period, when));
    }

    private static String megawatts(double watts) {
        return Table.number(1e-6 * watts) + " MW";
    }

    private void caps(Phase period, List<String> lines) {
        TreeMap<String, Double> held = new TreeMap<>();
        for (Outlook.Cap use : all.caps(period)) {
            held.merge(use.tier(), use.windows().over(), Math::max);
        }
        if (held.isEmpty()) {
            return;
        }
        List<String> some = new ArrayList<>();
        held.forEach((tier, share) -> {
            if (share >= SOME) {
                some.add(tier + " " + percent(share));
            }
        });
        boolean full = false;
        for (int m = 0; m < all.models(); m++) {
            full |= all.hours.first(period, full(m)) >= 0;
        }
        String meters = some.isEmpty()
                ? "caps at a scale of 1 hold back next to nothing"
                : "caps at a scale of 1 hold back of what is asked: " + String.join(", ", some);
        String verdict = full
                ? some.isEmpty() ? "; capacity binds, not the meters." : "; capacity binds as well."
                : some.isEmpty() ? "; neither binds." : "; the meters bind, capacity does not.";
        lines.add(period.name() + ": " + meters + verdict);
    }

    /** Whether as much is asked for of a model as can be served, or more. */
    private IntPredicate full(int m) {
        return h -> all.fleet.at(m, h).load() >= 1;
    }

    static String percent(double share) {
        return Table.number(100 * share) + " %";
    }
}
