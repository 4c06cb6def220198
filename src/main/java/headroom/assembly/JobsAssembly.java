package headroom.assembly;

import static java.util.Objects.requireNonNull;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.ArrivalProcess;
import headroom.demand.LawSection;
import headroom.faults.Onset.Outage;
import headroom.faults.OutageCsv;
import headroom.floor.FloorPlan;
import headroom.gangs.Coming;
import headroom.gangs.JobsSpec;
import headroom.gangs.Orders;
import headroom.jobbook.Probes;
import headroom.joblist.BreakdownsSection;
import headroom.joblist.JobStreamSection;
import headroom.joblist.JobStreamSection.GangSection;
import headroom.joblist.JobTraceSection;
import headroom.joblist.JobsSection;
import headroom.joblist.ProbesSection;
import headroom.joblist.SharingSection.PlannedSection;
import headroom.joblist.StationSection;
import headroom.joblist.VisitSection;
import headroom.joblist.VisitSection.NextSection;
import headroom.kernel.Streams;
import headroom.scenario.Scenario;
import headroom.supply.NodesSection;
import headroom.supply.PoolSection;
import headroom.variates.Discrete;
import headroom.variates.Fixed;
import headroom.variates.Law;
import headroom.variates.SharedWork;
import headroom.workload.JobTrace;
import headroom.workload.RecordedJobs;
import headroom.workload.TraceException;
import headroom.yaml.Scalars;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The jobs of a plan: stations with what serves there, and streams. */
final class JobsAssembly {
    /** More than jobs can hold. */
    private static final int ENDLESS = 1 << 30;
    /** The rate of a stream that nobody comes to from outside; it is not asked [1/s]. */
    private static final double NOBODY = 1e-12;
    /** Of a station that a stream does not come to. */
    private static final JobsSpec.Visit NEVER =
            new JobsSpec.Visit(new Fixed(0), new double[0], new int[0], new double[0]);

    private final Scenario scenario;
    private final JobsSection jobs;
    private final Path folder;
    private final CurveAssembly curves;
    private final List<String> stations;
    private final List<String> groups;

    private JobsAssembly(Scenario scenario, JobsSection jobs, Path folder) {
        this.scenario = scenario;
        this.folder = folder;
        this.jobs = jobs;
        curves = new CurveAssembly(scenario);
        stations = List.copyOf(jobs.stations().keySet());
        groups = jobs.streams().stream().map(JobStreamSection::group).distinct().toList();
    }

    /** The jobs of a scenario; null where it has none. */
    static @Nullable JobsSpec of(Scenario scenario, Path folder) {
        return scenario.jobs()
                .map(section -> new JobsAssembly(scenario, section, folder).spec())
                .orElse(null);
    }

    /** What reports call the jobs of each stream. */
    static List<String> kinds(Scenario scenario) {
        return scenario.jobs()
                .map(section -> section.streams().stream()
                        .map(stream -> Scalars.spelling(stream.kind()))
                        .toList())
                .orElse(List.of());
    }

    private JobsSpec spec() {
        List<JobsSpec.StationSpec> specs = new ArrayList<>();
        jobs.stations().forEach((name, station) -> specs.add(station(name, station)));
        return new JobsSpec(
                specs,
                jobs.streams().stream().map(this::stream).toList(),
                probes(jobs.probes()),
                jobs.restartSeconds().orElse(Double.POSITIVE_INFINITY));
    }

    private static Probes probes(ProbesSection p) {
        Probes probes = new Probes(
                array(p.instantsSeconds()),
                p.periodSeconds().orElse(Double.POSITIVE_INFINITY),
                array(p.waitsSeconds()),
                p.customers().stream().mapToInt(Double::intValue).toArray(),
                array(p.sizesSeconds()));
        boolean none = p.instantsSeconds().isEmpty()
                && p.waitsSeconds().isEmpty()
                && p.customers().isEmpty()
                && p.sizesSeconds().isEmpty();
        return none ? Probes.NONE : probes;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private JobsSpec.StationSpec station(String name, StationSection s) {
        List<JobsSpec.FloorSpec> floors = new ArrayList<>();
        s.servers().ifPresent(n -> floors.add(new JobsSpec.FloorSpec("servers", whole(n))));
        s.pools().forEach(pool -> floors.add(floor(pool)));
        return new JobsSpec.StationSpec(
                name,
                floors,
                SchedulingAssembly.policy(s.policy(), groups),
                whole(s.places()),
                s.levels(),
                service(s),
                whole(s.line()),
                s.power()
                        .map(p -> new JobsSpec.Load(p.mostWatts(), p.stepWatts(), p.levels()))
                        .orElse(JobsSpec.Load.NONE),
                away(s));
    }

    private JobsSpec.FloorSpec floor(String name) {
        PoolSection pool = scenario.pool(name);
        JobsSpec.FloorSpec floor = floor(name, pool);
        return scenario.site(pool.site()).outages().isEmpty() ? floor : floor.down();
    }

    private JobsSpec.FloorSpec floor(String name, PoolSection pool) {
        if (pool.nodes().isEmpty()) {
            // what jobs have of a pool without nodes is lent to them
            return new JobsSpec.FloorSpec(name, 0);
        }
        NodesSection nodes = pool.nodes().get();
        FloorPlan plan = nodes.floor(pool.gpus());
        return new JobsSpec.FloorSpec(
                name,
                LendingAssembly.isShared(scenario, name) ? plan.asLent() : plan,
                nodes.faults(pool.gpus(), recorded(nodes, pool.gpus())));
    }

    private List<Outage> recorded(NodesSection nodes, long gpus) {
        List<Outage> all = new ArrayList<>(nodes.listedOutages());
        nodes.outageFile()
                .map(file -> OutageCsv.read(folder.resolve(file), nodes.inService(gpus)))
                .ifPresent(all::addAll);
        return all;
    }

    private static int whole(double number) {
        return (int) Math.min(number, ENDLESS);
    }

    private static JobsSpec.Service service(StationSection s) {
        double servers = s.servers().orElse(0);
        if (Double.isInfinite(servers)) {
            return new JobsSpec.Delay();
        }
        if (s.sharing().isEmpty()) {
            return new JobsSpec.Gangs();
        }
        int most = whole(s.sharing().get().most());
        double[] speeds = array(s.sharing().get().speeds());
        return speeds.length == 0
                ? JobsSpec.Sharing.servers((int) servers, most)
                : new JobsSpec.Sharing(most, n -> speeds[Math.min(n, speeds.length) - 1]);
    }

    private static JobsSpec.Away away(StationSection s) {
        if (s.breakdowns().isPresent()) {
            BreakdownsSection b = s.breakdowns().get();
            Orders.Preemption work = Orders.Preemption.valueOf(b.work().name());
            return new JobsSpec.Breakdowns(
                    b.life().law(), b.repair().law(), whole(b.crews()), work, b.enough());
        }
        if (s.setup().isPresent()) {
            return new JobsSpec.Setup(
                    s.setup().get().time().law(), whole(s.setup().get().most()));
        }
        if (s.vacations().isPresent()) {
            return new JobsSpec.Vacations(s.vacations().get().law());
        }
        return s.plan().isEmpty()
                ? new JobsSpec.Always()
                : new JobsSpec.Planned(
                        s.plan().stream().mapToDouble(PlannedSection::atSeconds).toArray(),
                        s.plan().stream().mapToInt(PlannedSection::servers).toArray());
    }

    private JobsSpec.StreamSpec stream(JobStreamSection s) {
        RecordedJobs recorded = s.trace().map(this::recorded).orElse(null);
        if (recorded != null) {
            fits(s, recorded.trace());
        }
        List<JobsSpec.Visit> visits = new ArrayList<>();
        for (String station : stations) {
            VisitSection visit = station.equals(s.at()) ? s.first() : s.visits().get(station);
            Law traced = station.equals(s.at()) ? recorded : null;
            visits.add(visit == null ? NEVER : visit(station, visit, traced));
        }
        return new JobsSpec.StreamSpec(
                s.name(),
                recorded == null ? arrivals(s) : arrivals(recorded.trace(), s),
                gangs(s),
                stations.indexOf(s.at()),
                visits,
                new JobsSpec.Traits(
                        s.priority(), groups.indexOf(s.group()), s.estimate().law()),
                coming(s),
                conduct(s),
                s.gang());
    }

    private Function<Streams, ArrivalProcess> arrivals(JobStreamSection s) {
        ArrivalLaw law = CurveAssembly.law(s.arrivals());
        ArrivalLaw.Rate rate =
                new ArrivalLaw.Rate(s.ratePerSecond().orElse(NOBODY), curves.curve(s));
        return streams -> law.open(rate, streams, "arrivals");
    }

    private RecordedJobs recorded(JobTraceSection s) {
        JobTrace.Format format = JobTrace.Format.valueOf(s.format().name());
        JobTrace all = JobTrace.read(folder.resolve(s.file()), format);
        JobTrace trace = s.group().map(all::ofGroup).orElse(all);
        if (trace.size() == 0) {
            throw new TraceException(s.file(), 0, noJobs(s, all));
        }
        ReplayedTrace.refuseLate(
                s.file(), trace.arrivalSeconds(0) / s.rate(), scenario.horizonSeconds());
        return new RecordedJobs(trace);
    }

    private static String noJobs(JobTraceSection s, JobTrace all) {
        if (all.size() > 0) {
            return "no job of group '" + s.group().orElse("") + "'; expected one of "
                    + all.groups().stream().limit(20).collect(Collectors.joining(", "));
        }
        return all.skippedJobs() == 0
                ? "no jobs in it"
                : "no jobs in it of known size and run time; it has " + all.skippedJobs()
                        + " others";
    }

    /** Every recorded gang fits somewhere, or it would wait for ever. */
    private void fits(JobStreamSection s, JobTrace trace) {
        fits(s, trace, s.at(), s.first());
        s.visits().forEach((station, visit) -> fits(s, trace, station, visit));
    }

    private void fits(JobStreamSection s, JobTrace trace, String at, VisitSection visit) {
        StationSection station = requireNonNull(jobs.stations().get(at));
        double most = station.sharing().isPresent() ? 1 : station.servers().orElse(0);
        for (String pool : station.pools()) {
            boolean runs = visit.speeds().getOrDefault(pool, 1.0) > 0;
            most = Math.max(most, runs ? scenario.mostForJobs(pool) : 0);
        }
        double owned = station.policy().mostOf(s.group());
        double from = station.policy().from().orElse(Double.NEGATIVE_INFINITY);
        double kept = station.policy().refuses() ? 0 : station.policy().reserve();
        for (int i = 0; i < trace.size(); i++) {
            boolean isHigh = trace.priority(i, s.priority()) >= from;
            double can = Math.min(owned, isHigh ? most : most - kept);
            if (trace.gpus(i) > can) {
                throw new TraceException(
                        s.trace().orElseThrow().file(),
                        0,
                        "a job of " + trace.gpus(i) + " GPUs never fits at '" + at
                                + "', where one can have at most " + (long) can);
            }
        }
    }

    /** As recorded, from the first job of each replication on. */
    private static Function<Streams, ArrivalProcess> arrivals(JobTrace trace, JobStreamSection s) {
        double rate = s.trace().orElseThrow().rate();
        return streams -> {
            int[] next = new int[1];
            return () -> next[0] < trace.size()
                    ? trace.arrivalSeconds(next[0]++) / rate
                    : Double.POSITIVE_INFINITY;
        };
    }

    private Coming coming(JobStreamSection s) {
        double[] mix = s.mix().isEmpty()
                ? new double[0]
                : jobs.streams().stream()
                        .mapToDouble(of -> s.mix().getOrDefault(of.name(), 0.0))
                        .toArray();
        return new Coming(
                s.population(),
                s.present(),
                s.saturated(),
                mix,
                s.forks().stream().mapToInt(stations::indexOf).toArray());
    }

    private static JobsSpec.Conduct conduct(JobStreamSection s) {
        return new JobsSpec.Conduct(
                s.patience().map(LawSection::law).orElse(null),
                s.retry().map(retry -> retry.pause().law()).orElse(null),
                s.retry().map(retry -> whole(retry.most())).orElse(0),
                s.deadline().map(LawSection::law).orElse(null),
                s.powerWatts());
    }

    private static Law gangs(JobStreamSection s) {
        if (s.gangs().size() == 1) {
            return new Fixed(s.gangs().get(0).gpus());
        }
        return Discrete.of(
                s.gangs().stream().mapToDouble(GangSection::gpus).toArray(),
                s.gangs().stream().mapToDouble(GangSection::share).toArray());
    }

    private JobsSpec.Visit visit(String station, VisitSection v, @Nullable Law traced) {
        Law told = v.size().isPresent()
                ? v.size().get().law()
                : new SharedWork(v.work().orElseThrow().law());
        Law size = traced == null ? told : traced;
        List<String> pools = requireNonNull(jobs.stations().get(station)).pools();
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
