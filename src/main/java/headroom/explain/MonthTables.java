package headroom.explain;

import headroom.explain.FleetLoad.Hour;
import headroom.explain.FleetLoad.Part;
import headroom.measure.Phase;

import java.util.List;

/**
 * What each calendar month (UTC) after the warm-up asks for in its peak hour, that of the highest
 * load, and what is there for it. Without rows where there is one month only.
 */
final class MonthTables {
    private final Outlook all;
    private final List<Phase> months;

    MonthTables(Outlook all) {
        this.all = all;
        List<Phase> some = all.dates.months(all.whole);
        months = some.size() > 1 ? some : List.of();
    }

    Table load() {
        Table.Rows rows = new Table.Rows(
                "By month",
                "model",
                "month",
                "pool",
                "requests/s",
                "load %",
                "binds",
                "replicas",
                "needed",
                "GPUs",
                "GPUs needed",
                "peak at UTC");
        for (int m = 0; m < all.models(); m++) {
            for (Phase month : months) {
                if (all.mean(month, m, Hour::requests) > 0) {
                    load(rows, m, month);
                }
            }
        }
        return rows.with(
                "Of the hour of the month with the highest load; a month at an end of the run is of"
                        + " its part, after the warm-up. Needed: as in the table of replicas.",
                "GPUs: those of the deployment, failed ones too, of a scaled one all that it may"
                        + " have. GPUs needed: so many that the replicas needed are up.");
    }

    private void load(Table.Rows rows, int m, Phase month) {
        int peak = all.busiest(month, m);
        Hour hour = all.fleet.at(m, peak);
        String binds = all.binding(m, peak).words();
        for (Part part : hour.parts()) {
            rows.add(
                    all.model(m),
                    month.name(),
                    all.pool(part),
                    part.requests(),
                    100 * part.load(),
                    binds,
                    part.replicas(),
                    part.needed(),
                    all.fleet.gpus(part, peak),
                    all.fleet.neededGpus(part),
                    all.dates.of(peak));
        }
        if (hour.parts().isEmpty()) {
            double none = Double.NaN;
            rows.add(
                    all.model(m),
                    month.name(),
                    "",
                    hour.requests(),
                    none,
                    binds,
                    0.0,
                    none,
                    0.0,
                    none,
                    all.dates.of(peak));
        }
    }

    /** What sites are expected to draw, against what they may. */
    Table power() {
        Table.Rows rows = new Table.Rows(
                "Power by month",
                "site",
                "month",
                "expected MW",
                "peak MW",
                "clocks fall MW",
                "limit MW",
                "hours above",
                "peak hour UTC");
        for (int s = 0; s < all.plan.cluster().sites().size(); s++) {
            for (Phase month : months) {
                int site = s;
                var spec = all.plan.cluster().sites().get(s).site();
                int peak = all.hours.peak(month, h -> all.power.watts(site, h));
                double highest = all.power.highestWatts(site);
                rows.add(
                        spec.name(),
                        month.name(),
                        1e-6 * all.hours.mean(month, h -> all.power.watts(site, h)),
                        1e-6 * all.power.watts(site, peak),
                        1e-6 * highest,
                        1e-6 * spec.powerLimitWatts(),
                        all.hours.lasting(month, h -> all.power.watts(site, h) > highest),
                        all.dates.of(peak));
            }
        }
        return rows.with(SiteTables.ABOVE);
    }
}
