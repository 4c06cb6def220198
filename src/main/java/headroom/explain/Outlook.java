package headroom.explain;

import headroom.arrivals.CumulativeRate;
import headroom.arrivals.DemandCurve;
import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.clients.Group;
import headroom.clients.TierSpec;
import headroom.explain.SessionShape.Pace;
import headroom.gangs.JobsSpec;
import headroom.joblist.JobStreamSection;
import headroom.measure.Phase;
import headroom.scenario.Scenario;
import headroom.serving.Replica;
import headroom.serving.StepTime;
import headroom.stat.Known;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Everything that is known of a scenario before it is run: demand, supply, load and power. */
final class Outlook {
    /** Batch whose steps set the pace of answers, as a share of the most sequences. */
    private static final double HALF = 0.5;
    /** Relative, of a mean over hours [1]. */
    private static final double ROUNDING = 1e-9;

    final Scenario scenario;
    final Plan plan;
    final Hours hours;
    final Dates dates;
    /** All that is after the warm-up. */
    final Phase whole;

    final Demand demand;
    final Supply supply;
    final FleetLoad fleet;
    final PowerExpected power;
    final List<StationLoad> stations;
    private final List<Pace> paces = new ArrayList<>();
    private final TreeMap<String, List<Cap>> caps = new TreeMap<>();
    private final @Nullable Binding[][] bindings;
    private List<CapUse> capUses = List.of();

    Outlook(Scenario scenario, Plan plan) {
        this.scenario = scenario;
        this.plan = plan;
        hours = new Hours(plan.cluster().horizonSeconds());
        dates = new Dates(scenario.start(), hours);
        double horizon = hours.horizonSeconds();
        double warmUp = scenario.warmUpSeconds();
        whole = new Phase("whole run", warmUp < horizon ? warmUp : 0, horizon);
        for (int m = 0; m < plan.cell().models().size(); m++) {
            paces.add(pace(m));
        }
        demand = Demand.of(plan, hours, paces);
        supply = new Supply(plan, hours);
        FleetLoad full = FleetLoad.of(plan, scenario, demand, supply);
        stations = StationLoad.of(plan, sources(), supply);
        bindings = new Binding[models()][hours.count()];
        power = new PowerExpected(
                scenario, plan, supply, full, StationLoad.held(scenario, stations, supply, full));
        fleet = full.at(power.clocks());
    }

    /** Of the first deployment of a model, half full of short contexts. */
    private Pace pace(int model) {
        for (var d : plan.cell().deployments()) {
            if (d.model() == model) {
                Replica.Engine engine = d.engine();
                StepTime c = engine.stepTime();
                double n = HALF * engine.limits().maxSequences();
                double context = HALF * engine.limits().kvCapacityTokens();
                double step = c.c0Seconds()
                        + (c.c1Seconds() + c.c2Seconds()) * n
                        + c.c5Seconds() * context;
                return new Pace(step + d.perTokenSeconds(), c.c2Seconds() + c.c3Seconds());
            }
        }
        return new Pace(0, 0);
    }

    private List<StationLoad.@Nullable Source> sources() {
        List<StationLoad.@Nullable Source> sources = new ArrayList<>();
        scenario.jobs().ifPresent(jobs -> jobs.streams().forEach(s -> sources.add(source(s))));
        return sources;
    }

    private StationLoad.@Nullable Source source(JobStreamSection stream) {
        boolean others =
                stream.population() > 0 || stream.saturated() || stream.trace().isPresent();
        return others || !stream.mix().isEmpty()
                ? null
                : new StationLoad.Source(
                        stream.ratePerSecond().orElse(0), Assembly.curve(scenario, stream));
    }

    /** What ends the growth of a model in an hour first. */
    Binding binding(int model, int hour) {
        Binding known = bindings[model][hour];
        return known != null ? known : (bindings[model][hour] = Binding.of(this, model, hour));
    }

    /** Names of the models that replicas serve. */
    String model(int index) {
        return plan.cell().models().get(index).name();
    }

    /** The pool of a part of a fleet. */
    String pool(FleetLoad.Part part) {
        int pool = plan.cluster().placements().get(part.index()).pool();
        return plan.cluster().pools().get(pool).name();
    }

    int models() {
        return plan.cell().models().size();
    }

    /** Mean of a phase over its hours, each by its length. */
    double mean(Phase phase, int model, Of what) {
        return hours.mean(phase, h -> what.of(fleet.at(model, h)));
    }

    /** A number of an hour of a model. */
    @FunctionalInterface
    interface Of {
        double of(FleetLoad.Hour hour);
    }

    /** Offered load over capacity in a phase: all requests over all that could be served. */
    double load(Phase phase, int model) {
        double asked = mean(phase, model, FleetLoad.Hour::requests);
        double busy = hours.mean(phase, h -> fleet.at(model, h).load());
        double most = fleet.at(model, hours.peak(phase, h -> fleet.at(model, h).load()))
                .load();
        // sums of equal loads are not always as many times that load
        boolean isFlat = Math.abs(most - busy) <= ROUNDING * most;
        return asked > 0 ? isFlat ? most : busy : 0;
    }

    /** The hour of the highest load; where no replica serves in a phase, of the most requests. */
    int busiest(Phase phase, int model) {
        int busiest = hours.peak(phase, h -> {
            FleetLoad.Hour hour = fleet.at(model, h);
            return hour.parts().isEmpty() ? 0 : hour.load();
        });
        return fleet.at(model, busiest).parts().isEmpty()
                ? hours.peak(phase, h -> fleet.at(model, h).requests())
                : busiest;
    }

    /** KV memory of the replicas that are up [token]. */
    private double memory(int hour) {
        double all = 0;
        for (int d = 0; d < plan.cluster().placements().size(); d++) {
            all += fleet.replicas(d, hour) * plan.cluster().placements().get(d).kvCapacityTokens();
        }
        return all;
    }

    /** Share of the fleet's KV memory, or of sequences, in use; mean of hours with a replica. */
    double occupied(Phase phase) {
        double up = hours.mean(phase, h -> memory(h) > 0 ? 1 : 0);
        return Known.ratio(hours.mean(phase, h -> memory(h) > 0 ? occupied(h) : 0), up);
    }

    private double occupied(int hour) {
        double used = 0;
        for (int m = 0; m < models(); m++) {
            for (FleetLoad.Part part : fleet.at(m, hour).parts()) {
                double kv = plan.cluster().placements().get(part.index()).kvCapacityTokens();
                used += part.replicas() * kv * part.state().kvShare();
            }
        }
        return used / memory(hour);
    }

    /** Requests at replicas, mean over the run; those that could not be served left out. */
    double alive() {
        Phase all = new Phase("", 0, hours.horizonSeconds());
        double sum = 0;
        for (int m = 0; m < models(); m++) {
            int model = m;
            sum += hours.mean(all, h -> fleet.at(model, h).parts().stream()
                    .mapToDouble(p -> p.replicas() * present(p))
                    .sum());
        }
        return sum;
    }

    private static double present(FleetLoad.Part part) {
        double present = part.state().present();
        return Double.isInfinite(present) ? part.each().most() : present;
    }

    /** Jobs that come in by rates. */
    double jobs() {
        JobsSpec jobs = plan.cluster().jobs();
        double horizon = hours.horizonSeconds();
        double restart = jobs == null ? horizon : Math.min(horizon, jobs.restartSeconds());
        double times = Math.floor(horizon / restart);
        double all = 0;
        for (StationLoad.Source source : sources()) {
            if (source != null) {
                CumulativeRate rate = CumulativeRate.of(source.ratePerSecond(), source.curve());
                all += times * rate.until(restart) + rate.until(horizon - times * restart);
            }
        }
        return all;
    }

    /**
     * A cap in a phase.
     *
     * @param tier its name
     * @param limit its name
     * @param windows what windows of users are like
     */
    record Cap(String tier, String limit, CapUse.Windows windows) {}

    /** The caps of all tiers in a phase. */
    List<Cap> caps(Phase phase) {
        if (capUses.isEmpty()) {
            capUses = plan.cell().tiers().stream()
                    .flatMap(t -> CapUse.of(plan, t, paces).stream())
                    .toList();
        }
        return caps.computeIfAbsent(phase.name(), name -> {
            List<Cap> all = new ArrayList<>();
            for (CapUse use : capUses) {
                double rate = perUserSecond(use.tier(), phase);
                all.add(new Cap(use.tier().name(), use.limit(), use.at(rate, phase)));
            }
            return all;
        });
    }

    /** Sessions that a mean user of a tier begins in a phase [1/s]. */
    private double perUserSecond(TierSpec tier, Phase phase) {
        double sessions = 0;
        if (tier.groups().isEmpty()) {
            sessions = tier.sessionsPerSecond() * factor(tier.demand(), phase);
        }
        for (Group group : tier.groups()) {
            sessions += group.sessionsPerSecond() * factor(group.demand(), phase);
        }
        int cells = plan.cluster().cells();
        return sessions * cells / tier.usersOf(cells);
    }

    private static double factor(DemandCurve curve, Phase phase) {
        CumulativeRate rate = CumulativeRate.of(1, curve);
        double seconds = phase.toSeconds() - phase.fromSeconds();
        return (rate.until(phase.toSeconds()) - rate.until(phase.fromSeconds())) / seconds;
    }
}
