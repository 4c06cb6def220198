package headroom.explain;

import headroom.arrivals.DemandCurve;
import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.joblist.JobStreamSection;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.replicatheory.ReplicaTheory;
import headroom.scenario.Scenario;
import headroom.theory.Theory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be said of a scenario without simulating it.
 *
 * <p>Offered load against nominal capacity by model and hour, what replicas are like at it, power,
 * caps, stations of jobs, what binds first, and how large a simulation would be. It knows no
 * feedback: nobody meets a cap, is shed, retries or leaves, and no controller acts. Each table
 * names its formulas, domains and sources.
 */
public final class Explanation {
    private final Outlook all;
    private final List<Phase> periods;

    private Explanation(Outlook all) {
        this.all = all;
        periods = Hours.periods(all.plan, all.whole);
    }

    /** Of a scenario; relative paths in it are relative to the folder. */
    public static Explanation of(Scenario scenario, Path folder) {
        return of(scenario, new Assembly(scenario, folder).plan());
    }

    /** Of a scenario and what it is built into. */
    public static Explanation of(Scenario scenario, Plan plan) {
        return new Explanation(new Outlook(scenario, plan));
    }

    /** The numbers that stand beside those of a simulation, for each of its phases. */
    public List<Measurement> expected() {
        return new Expected(all).measurements();
    }

    /** What it comes to, in sentences. */
    public List<String> words() {
        return new Words(all, periods).lines();
    }

    /** All of it but single hours; a table without rows has nothing to say. */
    public List<Table> tables() {
        LoadTables load = new LoadTables(all);
        SiteTables sites = new SiteTables(all);
        MonthTables months = new MonthTables(all);
        List<Table> tables = new ArrayList<>();
        if (all.demand.requests() > 0) {
            tables.add(load.load(periods));
            tables.add(load.replicas(periods));
            tables.add(months.load());
            for (int m = 0; m < all.models(); m++) {
                if (all.hours.count() > 1 && all.mean(all.whole, m, FleetLoad.Hour::requests) > 0) {
                    tables.add(load.week(m, all.whole));
                }
            }
        }
        tables.add(sites.caps(periods));
        tables.add(sites.stations());
        tables.add(theory());
        if (sites.isPowered()) {
            tables.add(sites.power(periods));
            tables.add(months.power());
        }
        tables.add(sites.money(periods));
        tables.add(sites.run());
        return tables.stream().filter(each -> !each.rows().isEmpty()).toList();
    }

    /** Every hour of every model. */
    public Table hours() {
        return new LoadTables(all).hourly();
    }

    /** What the recognisers of classical stations and replicas say. */
    private Table theory() {
        Table.Rows rows = new Table.Rows(
                "Classical models",
                "station",
                "stream",
                "model",
                "what",
                "statistic",
                "value",
                "unit");
        List<Phase> window = all.plan.windows().subList(0, 1);
        List<Measurement> said = new ArrayList<>(Theory.of(all.scenario, window, this::curve));
        said.addAll(ReplicaTheory.of(all.scenario, all.plan.windows(), this::curve));
        for (Measurement m : said) {
            var labels = m.labels();
            rows.add(
                    labels.getOrDefault("station", labels.getOrDefault("deployment", "")),
                    labels.getOrDefault("stream", ""),
                    labels.getOrDefault(Theory.MODEL, ""),
                    m.name().replace(Theory.SUFFIX, "")
                            + (labels.containsKey("outcome") ? " " + labels.get("outcome") : "")
                            + (labels.containsKey("at") ? " " + labels.get("at") + " s" : ""),
                    m.statistic(),
                    m.value(),
                    m.unit());
        }
        return rows.with("Exact or approximate, in the long run or at instants: rooms theory"
                + " and replicatheory say which.");
    }

    private DemandCurve curve(JobStreamSection stream) {
        return Assembly.curve(all.scenario, stream);
    }
}
