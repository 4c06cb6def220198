package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.faults.Checkpoint;
import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset;
import headroom.floor.FloorPlan;
import headroom.floor.Placement;
import headroom.floor.SpanCost;
import headroom.gangs.Coming;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.Orders.Preemption;
import headroom.gangs.SchedulingPolicy;
import headroom.jobbook.GpuUse;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.scheduling.BestFit;
import headroom.scheduling.ConservativeBackfill;
import headroom.scheduling.DeadlineFirst;
import headroom.scheduling.EasyBackfill;
import headroom.scheduling.ElasticShare;
import headroom.scheduling.FairShare;
import headroom.scheduling.FirstComeFirstServed;
import headroom.scheduling.FirstFit;
import headroom.scheduling.LeastAttainedFirst;
import headroom.scheduling.PriorityFirst;
import headroom.scheduling.Quotas;
import headroom.scheduling.RoundRobin;
import headroom.scheduling.ServerFilling;
import headroom.scheduling.ShortestFirst;
import headroom.scheduling.ShortestRemainingFirst;
import headroom.scheduling.TrunkReservation;
import headroom.variates.Law;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Random jobs at random stations, whatever meets: nobody is lost, no GPU is held twice. */
final class JobSwarmTest {
    private static final int RUNS = 300;
    private static final double HORIZON = 400;
    private static final Preemption[] HOW = Preemption.values();

    private final StringBuilder told = new StringBuilder();
    private Random random = new Random(0);
    private boolean isWhole;

    @Test
    void nobodyIsLost() {
        for (int seed = 0; seed < RUNS; seed++) {
            told.setLength(0);
            random = new Random(seed);
            try {
                check(spec(), seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + told, e);
            }
        }
    }

    private void check(JobsSpec spec, int seed) {
        JobPlane plane = new JobPlane(spec, new Streams(seed, 0));
        JobCounts all = spec.newCounts();
        double ends = 0;
        while (ends < HORIZON) {
            ends = Math.min(HORIZON, ends + 1 + random.nextInt(100));
            plane.advance(ends);
            plane.drain(all);
            assertThat(plane.events()).as("events").isLessThan(200_000);
            held(plane, spec);
        }
        Study.conserved(plane, all);
        for (int s = 0; s < spec.stations().size(); s++) {
            books(spec, s, all.stations.get(s));
        }
    }

    private static void held(JobPlane plane, JobsSpec spec) {
        JobTable jobs = plane.jobs();
        for (int s = 0; s < spec.stations().size(); s++) {
            if (spec.stations().get(s).service() instanceof JobsSpec.Gangs) {
                int held = plane.queue() == null ? 0 : plane.queue().inService();
                for (int job = 0; job < jobs.size(); job++) {
                    boolean holds = jobs.state[job] == JobTable.RUNNING
                            || jobs.state[job] == JobTable.LEAVING;
                    held += holds && jobs.station[job] == s ? jobs.held[job] : 0;
                }
                int counted = 0;
                for (StreamCounts stream : plane.counts().stations.get(s).streams) {
                    counted += stream.held();
                    assertThat(stream.waiting()).isNotNegative();
                }
                assertThat(counted).isEqualTo(held);
                assertThat(held).isLessThanOrEqualTo(spec.stations().get(s).capacity());
            }
        }
    }

    private static void books(JobsSpec spec, int s, StationCounts counts) {
        for (int p = 0; p < counts.pools.size(); p++) {
            PoolCounts pool = counts.pools.get(p);
            JobsSpec.FloorSpec floor = spec.stations().get(s).pools().get(p);
            long sum = 0;
            for (GpuUse use : GpuUse.values()) {
                assertThat(pool.ticks(use)).as(use.name()).isNotNegative();
                sum += pool.ticks(use);
            }
            assertThat(sum).isEqualTo(floor.gpus() * PoolCounts.ticks(HORIZON));
        }
        for (StreamCounts stream : counts.streams) {
            assertThat(stream.started).isLessThanOrEqualTo(stream.arrived);
            assertThat(stream.closeup.writingSeconds).isNotNegative();
            double lost = stream.closeup.writingSeconds
                    + stream.closeup.restartSeconds
                    + stream.closeup.failureLossSeconds
                    + stream.closeup.preemptionLossSeconds;
            assertThat(lost).isGreaterThanOrEqualTo(0);
            assertThat(stream.closeup.restartSeconds + stream.closeup.writingSeconds)
                    .isLessThanOrEqualTo(stream.heldSeconds * (1 + 1e-9) + 1e-6);
        }
    }

    private JobsSpec spec() {
        isWhole = random.nextBoolean();
        int stations = 1 + random.nextInt(2);
        List<JobsSpec.StationSpec> list = new ArrayList<>();
        for (int s = 0; s < stations; s++) {
            list.add(station("station-" + s));
        }
        List<JobsSpec.StreamSpec> streams = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int k = 0; k < count; k++) {
            streams.add(stream("stream-" + k, list));
        }
        return new JobsSpec(list, streams);
    }

    private double time() {
        return isWhole ? random.nextInt(5) : 5 * random.nextDouble();
    }

    private boolean rarely() {
        return random.nextInt(4) == 0;
    }

    private Law law() {
        double mean = 1 + time();
        return isWhole
                ? Plain.law(mean, 1, u -> Math.floor(2 * mean * u))
                : Plain.exponential(mean);
    }

    private JobsSpec.StationSpec station(String name) {
        JobsSpec.Service service = new JobsSpec.Gangs();
        if (rarely()) {
            service = random.nextBoolean()
                    ? new JobsSpec.Delay()
                    : JobsSpec.Sharing.servers(2, 1 + random.nextInt(5));
        }
        boolean gangs = service instanceof JobsSpec.Gangs;
        boolean nodes = gangs && random.nextBoolean();
        List<JobsSpec.FloorSpec> pools = new ArrayList<>();
        int which = gangs ? random.nextInt(17) : 0;
        int count = nodes && which != 12 ? 1 + random.nextInt(2) : 1;
        for (int p = 0; p < count; p++) {
            pools.add(nodes ? nodes("pool-" + p) : new JobsSpec.FloorSpec("pool-" + p, 8));
        }
        JobsSpec.Away away = gangs && !nodes && rarely() ? away() : new JobsSpec.Always();
        int places = rarely() ? 6 : Integer.MAX_VALUE;
        int line = rarely() ? random.nextInt(4) : Integer.MAX_VALUE;
        told.append(name + ": " + service + ", " + pools + ", policy " + which + ", places "
                + places + ", line " + line + ", " + away + "; ");
        return new JobsSpec.StationSpec(
                name, pools, policy(which), places, 3, service, line, JobsSpec.Load.NONE, away);
    }

    private JobsSpec.Away away() {
        return switch (random.nextInt(4)) {
            case 0 ->
                new JobsSpec.Breakdowns(
                        Plain.exponential(40),
                        law(),
                        1 + random.nextInt(2),
                        HOW[random.nextInt(2)],
                        0);
            case 1 -> new JobsSpec.Setup(law(), 1 + random.nextInt(3));
            case 2 -> new JobsSpec.Vacations(Plain.exponential(1 + time()));
            default ->
                new JobsSpec.Planned(
                        new double[] {20, 100, 200}, new int[] {4, 8, random.nextInt(8)});
        };
    }

    private JobsSpec.FloorSpec nodes(String name) {
        Topology topology = new Topology(4, 4, 2, 2, 0, 0);
        Placement placement = Placement.values()[random.nextInt(Placement.values().length)];
        List<FloorPlan.Drain> drains =
                rarely() ? List.of(new FloorPlan.Drain(20, 100, 0, 2)) : List.of();
        FloorPlan plan = new FloorPlan(topology, placement, SpanCost.NONE, drains);
        FaultClass.Remedy remedy =
                new FaultClass.Remedy(law(), 0.5, law(), law(), random.nextBoolean());
        FaultClass fault =
                new FaultClass("fault", Scope.NODE, new Onset.Constant(0.01), 1, null, remedy);
        return new JobsSpec.FloorSpec(
                name, plan, random.nextBoolean() ? FaultPlan.of(topology, fault) : null);
    }

    private Supplier<SchedulingPolicy> policy(int which) {
        Preemption how = HOW[random.nextInt(3)];
        Preemption none = random.nextBoolean() ? how : null;
        boolean flag = random.nextBoolean();
        return switch (which) {
            case 0 -> FirstComeFirstServed::new;
            case 1 -> FirstFit::new;
            case 2 -> BestFit::new;
            case 3 -> EasyBackfill::new;
            case 4 -> ConservativeBackfill::new;
            case 5 -> () -> new PriorityFirst(none);
            case 6 -> () -> new DeadlineFirst(none);
            case 7 -> () -> new ShortestFirst(none);
            case 8 -> () -> new ShortestRemainingFirst(how);
            case 9 -> () -> new LeastAttainedFirst(3, how);
            case 10 -> () -> new RoundRobin(2, how);
            case 11 -> () -> new FairShare(30, 7, new double[] {1, 2});
            case 12 -> () -> new ServerFilling(how);
            case 13 -> () -> new Quotas(new int[] {4, 4}, flag, none);
            case 14 -> () -> new TrunkReservation(2, 1, flag);
            default -> ElasticShare::new;
        };
    }

    private JobsSpec.StreamSpec stream(String name, List<JobsSpec.StationSpec> stations) {
        List<JobsSpec.Visit> visits = new ArrayList<>();
        for (int s = 0; s < stations.size(); s++) {
            double[] speeds = new double[stations.get(s).pools().size()];
            for (int p = 0; p < speeds.length; p++) {
                speeds[p] = 1 + random.nextInt(2);
            }
            boolean goesOn = stations.size() > 1 && rarely();
            visits.add(new JobsSpec.Visit(
                    law(),
                    speeds,
                    goesOn ? new int[] {random.nextInt(2)} : new int[0],
                    goesOn ? new double[] {0.5} : new double[0]));
        }
        Coming coming = Coming.OPEN;
        Law pause = rarely() ? Plain.exponential(2) : null;
        boolean forks = stations.size() > 1 && rarely();
        boolean neverRefused = stations.get(0).places() == Integer.MAX_VALUE
                && stations.get(0).line() == Integer.MAX_VALUE;
        if (forks) {
            coming = new Coming(0, 0, false, new double[0], new int[] {0, 1});
        } else if (neverRefused && rarely()) {
            // work takes time, so that a closed stream does
            coming = new Coming(3, 0, false, new double[0], new int[0]);
            visits.replaceAll(v ->
                    new JobsSpec.Visit(Plain.exponential(3), v.speeds(), v.next(), v.shares()));
        }
        JobsSpec.Conduct conduct = new JobsSpec.Conduct(
                rarely() ? law() : null,
                pause,
                // time between tries of who is refused in the end is in no sum
                Integer.MAX_VALUE,
                rarely() ? law() : null,
                0);
        double gap = 1 + 4 * random.nextDouble();
        Law gaps =
                isWhole ? Plain.law(gap, 1, u -> Math.floor(2 * gap * u)) : Plain.exponential(gap);
        Law gangs =
                random.nextBoolean() ? Plain.fixed(1) : Plain.law(2, 1, u -> 1 + Math.floor(4 * u));
        GangSpec gang = gang();
        told.append(name + ": gap " + gap + ", gangs " + gangs.mean() + ", " + coming + ", "
                + conduct + ", " + gang + "; ");
        return new JobsSpec.StreamSpec(
                name,
                streams -> {
                    var own = streams.of("arrivals");
                    double[] at = {0};
                    return () -> at[0] += gaps.draw(own);
                },
                gangs,
                0,
                visits,
                new JobsSpec.Traits(random.nextInt(2), random.nextInt(2), Plain.fixed(1)),
                coming,
                conduct,
                gang);
    }

    private GangSpec gang() {
        GangSpec.Elastic elastic =
                rarely() ? new GangSpec.Elastic(0.5, 2, 0.8) : GangSpec.Elastic.FIXED;
        if (random.nextBoolean()) {
            return new GangSpec(null, elastic, 1);
        }
        double write = random.nextInt(2) * 0.5;
        Checkpoint costs =
                new Checkpoint(1 + time(), write, time() / 4, 0.25, random.nextBoolean());
        return new GangSpec(
                new GangSpec.CheckpointSpec(costs, GangSpec.Interval.FIXED, 0), elastic, 1);
    }
}
