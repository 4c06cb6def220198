package headroom.jobs;

import headroom.gangs.GangSpec;

import headroom.gangs.JobsSpec;

import com.sun.management.OperatingSystemMXBean;

import headroom.faults.Checkpoint;
import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset;
import headroom.floor.FloorPlan;
import headroom.floor.Placement;
import headroom.floor.SpanCost;
import headroom.jobbook.JobCounts;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.scheduling.FirstComeFirstServed;
import headroom.variates.Law;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * CPU seconds of whole runs of gangs on nodes that fail, drained by the hour: 100,000 jobs on
 * 27,500 nodes, on an eighth and on twice as many, at one load and one number of jobs.
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=headroom.jobs.GangRuns
 * </pre>
 *
 * <p>Argument: the rounds (default 3), of which the first warms up. CPU time is that of the
 * process, compiling and collecting in it.
 */
final class GangRuns {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double DAY = 86_400;
    private static final double FAILURES_PER_SECOND = 6.5e-3 / DAY;
    private static final int JOBS = 100_000;

    private GangRuns() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        System.out.println("| nodes | placement | jobs ended | killed | events | CPU, s |\n"
                + "|---|---|---|---|---|---|");
        for (int round = 0; round < rounds; round++) {
            for (int nodes : new int[] {3_438, 27_500, 55_000}) {
                for (Placement placement : Placement.values()) {
                    run(nodes, placement);
                }
            }
        }
    }

    /** One to 1,024 GPUs, 40 on the mean; hours by a law of mean 12 h; 80 % load. */
    private static void run(int nodes, Placement placement) {
        long began = PROCESS.getProcessCpuTime();
        Topology topology = new Topology(nodes, 8, 4, 32, 0, 0);
        FaultClass fault = new FaultClass(
                "nodes",
                Scope.NODE,
                new Onset.Constant(FAILURES_PER_SECOND),
                1,
                null,
                new FaultClass.Remedy(
                        Plain.exponential(120), 0, Plain.fixed(0), Plain.exponential(4 * 3600),
                        false));
        FloorPlan plan =
                new FloorPlan(topology, placement, new SpanCost(0.02, 0.05), List.of());
        Law gangs = Plain.law(40, 1, GangRuns::gpus);
        double mean = mean(gangs);
        double size = 12 * 3600;
        double rate = 0.8 * topology.gpus() / (mean * size);
        JobsSpec.StreamSpec plain = Plain.poisson("gangs", rate, Plain.exponential(size));
        GangSpec gang = new GangSpec(
                new GangSpec.CheckpointSpec(
                        new Checkpoint(1, 20, 60, 240, true),
                        GangSpec.Interval.DALY,
                        FAILURES_PER_SECOND),
                GangSpec.Elastic.FIXED,
                1);
        JobsSpec.StreamSpec stream = new JobsSpec.StreamSpec(
                "gangs", plain.arrivals(), gangs, 0, plain.visits(), plain.traits(), gang);
        JobsSpec.FloorSpec pool =
                new JobsSpec.FloorSpec("gpus", plan, FaultPlan.of(topology, fault));
        JobsSpec spec = new JobsSpec(
                List.of(new JobsSpec.StationSpec(
                        "cluster",
                        List.of(pool),
                        FirstComeFirstServed::new,
                        Integer.MAX_VALUE,
                        0)),
                List.of(stream));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        JobCounts all = spec.newCounts();
        StreamCounts seen = all.stations.get(0).streams.get(0);
        for (int hour = 1; seen.completed < JOBS; hour++) {
            plane.advance(hour * 3600.0);
            plane.drain(all);
        }
        PoolCounts counts = all.stations.get(0).pools.get(0);
        double seconds = (PROCESS.getProcessCpuTime() - began) * 1e-9;
        System.out.printf(
                Locale.ROOT,
                "| %,d | %s | %,d | %,d | %,d | %.2f |%n",
                nodes,
                placement,
                seen.completed,
                counts.interruptions(0),
                plane.events(),
                seconds);
    }

    private static double gpus(double u) {
        return Math.rint(StrictMath.exp(StrictMath.pow(u, 2.2) * 6.931));
    }

    private static double mean(Law law) {
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += law.quantile((i + 0.5) / 100_000);
        }
        return sum / 100_000;
    }
}
