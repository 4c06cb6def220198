package headroom.experiment;

import headroom.arrivals.ArrivalLaw;
import headroom.faults.Checkpoint;
import headroom.joblist.JobStreamSection;
import headroom.joblist.JobStreamSection.GangSection;
import headroom.joblist.JobsSection;
import headroom.joblist.SchedulingSection;
import headroom.joblist.StationSection;
import headroom.joblist.VisitSection;
import headroom.joblist.VisitSection.NextSection;
import headroom.jobs.JobsSpec;
import headroom.jobs.SchedulingPolicy;
import headroom.scenario.Scenario;
import headroom.scheduling.FirstComeFirstServed;
import headroom.variates.Discrete;
import headroom.variates.Fixed;
import headroom.variates.Law;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The jobs of a plan: stations with what serves there, and streams. */
final class JobsAssembly {
    /** Of a station that a stream does not come to. */
    private static final JobsSpec.Visit NEVER =
            new JobsSpec.Visit(new Fixed(0), new double[0], new int[0], new double[0]);

    private final Scenario scenario;
    private final JobsSection jobs;
    private final CurveAssembly curves;
    private final List<String> stations;
    private final List<String> groups;

    private JobsAssembly(Scenario scenario, JobsSection jobs) {
        this.scenario = scenario;
        this.jobs = jobs;
        curves = new CurveAssembly(scenario);
        stations = List.copyOf(jobs.stations().keySet());
        groups = jobs.streams().stream().map(JobStreamSection::group).distinct().toList();
    }

    /** The jobs of a scenario; null where it has none. */
    static @Nullable JobsSpec of(Scenario scenario) {
        return scenario.jobs()
                .map(section -> new JobsAssembly(scenario, section).spec())
                .orElse(null);
    }

    private JobsSpec spec() {
        List<JobsSpec.StationSpec> specs = new ArrayList<>();
        jobs.stations().forEach((name, station) -> specs.add(station(name, station)));
        return new JobsSpec(specs, jobs.streams().stream().map(this::stream).toList());
    }

    private JobsSpec.StationSpec station(String name, StationSection s) {
        List<JobsSpec.FloorSpec> floors = new ArrayList<>();
        s.servers()
                .ifPresent(n -> floors.add(new JobsSpec.FloorSpec(
                        "servers", (int) Math.min(n, JobsSpec.FloorSpec.ENDLESS))));
        // what jobs have of a pool is lent to them
        s.pools().forEach(pool -> floors.add(new JobsSpec.FloorSpec(pool, 0)));
        return new JobsSpec.StationSpec(
                name,
                floors,
                policy(s.policy()),
                (int) Math.min(s.places(), Integer.MAX_VALUE),
                s.levels());
    }

    private static Supplier<SchedulingPolicy> policy(SchedulingSection s) {
        return switch (s.law()) {
            case FCFS -> FirstComeFirstServed::new;
        };
    }

    private JobsSpec.StreamSpec stream(JobStreamSection s) {
        ArrivalLaw law = CurveAssembly.law(s.arrivals());
        ArrivalLaw.Rate rate = new ArrivalLaw.Rate(s.ratePerSecond(), curves.curve(s));
        List<JobsSpec.Visit> visits = new ArrayList<>();
        for (String station : stations) {
            VisitSection visit = station.equals(s.at()) ? s.first() : s.visits().get(station);
            visits.add(visit == null ? NEVER : visit(station, visit));
        }
        return new JobsSpec.StreamSpec(
                s.name(),
                streams -> law.open(rate, streams, "arrivals"),
                gangs(s),
                stations.indexOf(s.at()),
                visits,
                new JobsSpec.Traits(
                        s.priority(), groups.indexOf(s.group()), s.estimate().law()),
                gang(s));
    }

    private static JobsSpec.GangSpec gang(JobStreamSection s) {
        JobsSpec.CheckpointSpec checkpoints = s.checkpoint()
                .map(c -> new Checkpoint(
                        c.intervalSeconds(),
                        c.writeSeconds(),
                        c.restoreSeconds(),
                        c.restartSeconds(),
                        false))
                .map(costs -> new JobsSpec.CheckpointSpec(costs, JobsSpec.Interval.FIXED, 0))
                .orElse(null);
        return new JobsSpec.GangSpec(checkpoints, JobsSpec.Elastic.FIXED, 0);
    }

    private static Law gangs(JobStreamSection s) {
        if (s.gangs().size() == 1) {
            return new Fixed(s.gangs().get(0).gpus());
        }
        return Discrete.of(
                s.gangs().stream().mapToDouble(GangSection::gpus).toArray(),
                s.gangs().stream().mapToDouble(GangSection::share).toArray());
    }

    private JobsSpec.Visit visit(String station, VisitSection v) {
        Law size = v.size().isPresent()
                ? v.size().get().law()
                : new JobsSpec.Shared(v.work().orElseThrow().law());
        List<String> pools = jobs.stations().get(station).pools();
        double[] speeds = pools.isEmpty()
                ? new double[] {1}
                : pools.stream()
                        .mapToDouble(pool -> v.speeds().getOrDefault(pool, 1.0))
                        .toArray();
        return new JobsSpec.Visit(
                size,
                speeds,
                v.next().stream().mapToInt(n -> stations.indexOf(n.to())).toArray(),
                v.next().stream().mapToDouble(NextSection::share).toArray());
    }
}
