package headroom.explain;

import headroom.assembly.Prices;
import headroom.economics.Contract;
import headroom.measure.Phase;

import java.util.List;
import java.util.Locale;

/** Tables of power, energy and money, of caps, of stations of jobs, and of the run itself. */
final class SiteTables {
    /** What tables of power compare with. */
    static final String ABOVE =
            "Clocks fall: above limit x (1 - powerPolicy.margin) the power policy of a site lowers"
                    + " clocks; hours above count from there.";

    private final Outlook all;
    private final Prices prices;

    SiteTables(Outlook all) {
        this.all = all;
        prices = Prices.of(all.scenario);
    }

    boolean isPowered() {
        Phase whole = new Phase("", 0, all.hours.horizonSeconds());
        for (int s = 0; s < all.plan.cluster().sites().size(); s++) {
            int site = s;
            if (all.hours.mean(whole, h -> all.power.nameplateWatts(site, h)) > 0) {
                return true;
            }
        }
        return false;
    }

    Table power(List<Phase> periods) {
        Table.Rows rows = new Table.Rows(
                "Power",
                "site",
                "period",
                "nameplate MW",
                "expected MW",
                "peak MW",
                "clocks fall MW",
                "limit MW",
                "hours above",
                "clock %",
                "PUE",
                "energy MWh",
                "energy $",
                "peak hour UTC");
        for (int s = 0; s < all.plan.cluster().sites().size(); s++) {
            for (Phase period : periods) {
                int site = s;
                var spec = all.plan.cluster().sites().get(s).site();
                int peak = all.hours.peak(period, h -> all.power.watts(site, h));
                double highest = all.power.highestWatts(site);
                double above = all.hours.lasting(period, h -> all.power.watts(site, h) > highest);
                rows.add(
                        spec.name(),
                        period.name(),
                        1e-6 * all.hours.mean(period, h -> all.power.nameplateWatts(site, h)),
                        1e-6 * all.hours.mean(period, h -> all.power.watts(site, h)),
                        1e-6 * all.power.watts(site, peak),
                        1e-6 * highest,
                        1e-6 * spec.powerLimitWatts(),
                        above,
                        100 * all.hours.mean(period, h -> all.power.clock(site, h)),
                        spec.pue(),
                        joules(site, period) / 3.6e9,
                        energyDollars(site, period),
                        all.dates.of(peak));
            }
        }
        return rows.with(
                "Nameplate: PUE x GPUs x (host + hottest phase). Expected: phases by the shares"
                        + " of time of the replicas (plant.PowerModel), at full clock.",
                ABOVE,
                "Clock: mean of what serves, or of jobs where nothing does, once it is lowered so"
                        + " far that power stays below that; loads, capacities and energy are at"
                        + " that clock.");
    }

    /** What GPUs, contract and energy cost by period; without rows where nothing has a price. */
    Table money(List<Phase> periods) {
        Table.Rows rows = new Table.Rows(
                "Money, $/month", "period", "GPUs", "contract", "energy", "all together");
        if (prices.hasGpus() || prices.contract().isPresent() || prices.hasEnergy()) {
            for (Phase p : periods) {
                double gpus = monthly(p, prices.gpuDollars(p.fromSeconds(), p.toSeconds()));
                double contract = prices.contract()
                        .map(c -> monthly(p, c.dollars(p.fromSeconds(), p.toSeconds())))
                        .orElse(0.0);
                double energy = 0;
                for (int s = 0; s < all.plan.cluster().sites().size(); s++) {
                    double dollars = energyDollars(s, p);
                    energy += Double.isNaN(dollars) ? 0 : monthly(p, dollars);
                }
                rows.add(p.name(), gpus, contract, energy, gpus + contract + energy);
            }
        }
        return rows.with("What each period costs, over its length in months of 365.25 / 12 days."
                + " GPUs: those with a price, outside the contract. Energy: as above, where it has"
                + " a price.");
    }

    private static double monthly(Phase period, double dollars) {
        return dollars / (period.toSeconds() - period.fromSeconds()) * Contract.MONTH_SECONDS;
    }

    /** What a site draws in a period at the clocks that power leaves [J]. */
    private double joules(int site, Phase period) {
        double mean = all.hours.mean(period, h -> all.power.limitedWatts(site, h));
        return mean * (period.toSeconds() - period.fromSeconds());
    }

    /** What that costs [$]; NaN where it has no price. */
    private double energyDollars(int site, Phase period) {
        String name = all.plan.cluster().sites().get(site).site().name();
        return prices.tariff(name)
                .map(tariff -> tariff.dollars(joules(site, period)))
                .orElse(Double.NaN);
    }

    Table caps(List<Phase> periods) {
        Table.Rows rows = new Table.Rows(
                "Usage caps at a scale of 1",
                "tier",
                "limit",
                "period",
                "used of the cap, mean %",
                "windows above %",
                "use beyond %");
        for (Phase period : periods) {
            for (Outlook.Cap use : all.caps(period)) {
                rows.add(
                        use.tier(),
                        use.limit(),
                        period.name(),
                        100 * use.windows().meanShare(),
                        100 * use.windows().windows(),
                        100 * use.windows().over());
            }
        }
        return rows.with(
                "Windows of users as compound Poisson sums of sessions, each cap as if it stood"
                        + " alone and nobody reacted, with the changes and promotions of the"
                        + " period; the peak-hour multiplier is left out.");
    }

    Table stations() {
        Table.Rows rows = new Table.Rows(
                "Stations of jobs",
                "station",
                "GPUs or servers",
                "offered",
                "load %",
                "most by MOL",
                "most by PSA",
                "wait by MOL %",
                "wait by PSA %",
                "counted");
        for (StationLoad each : all.stations) {
            boolean erlang = each.plain()
                    && each.complete()
                    && !each.borrows()
                    && !Double.isInfinite(each.servers());
            rows.add(
                    each.station(),
                    each.servers(),
                    each.erlangs(),
                    each.hasNoneOfItsOwn() ? Double.NaN : 100 * each.load(),
                    each.mol(),
                    each.psa(),
                    erlang ? 100 * StationLoad.waits(each.servers(), each.mol()) : Double.NaN,
                    erlang ? 100 * StationLoad.waits(each.servers(), each.psa()) : Double.NaN,
                    each.complete() ? "all streams" : "streams with a rate");
        }
        return rows.with(
                "Offered: rate x visits x GPUs x size over the run, in GPUs or servers. MOL: most"
                        + " of m(t) = E[A(t) - A(t - S)] (Jagerman 1975; Massey and Whitt 1997);"
                        + " PSA: most of rate x E[S].",
                "Wait: Erlang C at that load (M/M/c; other sizes wait about (1 + cv2)/2 of it in"
                        + " time, Cooper 1981); loads over capacity wait for sure."
                        + " Told where all streams are counted and jobs of one GPU or server wait"
                        + " for as long as it takes, without breakdowns, setups, vacations, plans"
                        + " or GPUs that serving lends.");
    }

    Table run() {
        RunEstimate run = RunEstimate.of(all.plan, all.demand, all.jobs(), all.alive());
        Table.Rows rows = new Table.Rows("Simulation, roughly", "what", "estimate");
        rows.add("replications", (double) all.plan.replications());
        if (run.requests() > 0) {
            rows.add("requests simulated", run.requests());
            rows.add("changes of batches", run.batchChanges());
        }
        if (run.jobs() > 0) {
            rows.add("jobs simulated", run.jobs());
        }
        rows.add("epochs", run.epochs());
        rows.add("CPU, s", run.cpuSeconds());
        rows.add("memory of a replication beside the JVM, MB", 1e-6 * run.bytes());
        return rows.with(String.format(
                Locale.ROOT,
                "From %.0f ns a request, %.0f ns a job and %.2f s for the process"
                        + " (docs/performance.md, one shared machine): good to a factor of two or"
                        + " three; gangs, failures and short epochs cost more.",
                RunEstimate.NANOS_A_REQUEST,
                RunEstimate.NANOS_A_JOB,
                RunEstimate.START_SECONDS));
    }
}
