package headroom.jobs;

import static java.util.Objects.requireNonNull;

import headroom.arrivals.ArrivalProcess;
import headroom.faults.Checkpoint;
import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.StationView;
import headroom.kernel.Streams;
import headroom.variates.Fixed;
import headroom.variates.Law;
import headroom.variates.SharedWork;
import headroom.variates.Variates;
import headroom.workload.JobTrace;
import headroom.workload.RecordedJobs;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;

/** Where the jobs of one stream come from, in one replication. */
final class JobSource {
    private final JobsSpec.StreamSpec spec;
    private final JobsSpec.Visit[] visits;
    private final JobsSpec.Traits traits;
    private final ArrivalProcess arrivals;
    private final RandomStream gangs;
    private final RandomStream[] sizes;
    private final RandomStream estimates;
    private final RandomStream ways;
    private final RandomStream mixes;
    private final RandomStream conducts;
    private final JobsSpec.Conduct conduct;
    /** By station: whether the GPUs of a job share its size. */
    private final boolean[] isShared;

    private final boolean arrives;
    /** What does not vary needs no drawing; 0: it varies. */
    private final int fixedGang;

    private final double fixedFactor;
    /** By nodes of a gang, made once. */
    private @Nullable Checkpoint[] checkpoints = new Checkpoint[64];
    /** Recorded jobs; null where they are drawn. */
    private final @Nullable JobTrace trace;

    private int recorded;
    /** The recorded job that comes in, until it is at its first station. */
    private int row = StationView.NONE;

    JobSource(JobsSpec.StreamSpec spec, JobsSpec jobs, Streams streams) {
        this.spec = spec;
        visits = spec.visits().toArray(new JobsSpec.Visit[0]);
        traits = spec.traits();
        Streams own = streams.child("jobs." + spec.name());
        arrivals = spec.arrivals().apply(own);
        gangs = own.of("gangs");
        estimates = own.of("estimates");
        ways = own.of("ways");
        mixes = own.of("mixes");
        conducts = own.of("conducts");
        conduct = spec.conduct();
        arrives = spec.coming().population() == 0 && !spec.coming().isSaturated();
        sizes = new RandomStream[jobs.stations().size()];
        isShared = new boolean[sizes.length];
        for (int s = 0; s < sizes.length; s++) {
            isShared[s] = visits[s].size() instanceof SharedWork;
            sizes[s] = own.of("sizes." + jobs.stations().get(s).name());
        }
        trace = visits[spec.first()].size() instanceof RecordedJobs of ? of.trace() : null;
        fixedGang = (int) Math.rint(fixed(spec.gangs()));
        fixedFactor = fixed(traits.estimateFactor());
    }

    private static double fixed(Law law) {
        return law instanceof Fixed ? law.mean() : 0;
    }

    JobsSpec.StreamSpec spec() {
        return spec;
    }

    JobsSpec.Visit visit(int station) {
        return visits[station];
    }

    JobsSpec.Traits traits() {
        return traits;
    }

    /** When the next job comes, each told once; infinite when none does any more [s]. */
    double nextArrivalSeconds() {
        return arrives ? arrivals.next() : Double.POSITIVE_INFINITY;
    }

    /** Stream of the next job that comes in here, which is that of this index. */
    int drawStream(int index) {
        double[] mix = spec.coming().mix();
        if (mix.length == 0) {
            return index;
        }
        double u = mixes.nextDouble();
        int stream = 0;
        while (stream < mix.length - 1 && u >= mix[stream]) {
            u -= mix[stream++];
        }
        return stream;
    }

    boolean hasPatience() {
        return conduct.patience() != null;
    }

    double drawPatience() {
        return draw(conduct.patience());
    }

    /** Most that a job tries again at a station. */
    int retries() {
        return conduct.pause() == null ? 0 : conduct.retries();
    }

    double drawPause() {
        return draw(conduct.pause());
    }

    boolean hasDeadline() {
        return conduct.deadline() != null;
    }

    double drawDeadline() {
        return draw(conduct.deadline());
    }

    private double draw(@Nullable Law law) {
        return law == null ? Double.POSITIVE_INFINITY : law.draw(conducts);
    }

    double load() {
        return conduct.load();
    }

    int drawGang() {
        if (trace != null) {
            row = recorded++;
            return trace.gpus(row);
        }
        return fixedGang > 0 ? fixedGang : (int) Math.rint(spec.gangs().draw(gangs));
    }

    /** Priority of the job that comes in, after its gang is drawn. */
    int priority() {
        return trace == null ? traits.priority() : trace.priority(row, traits.priority());
    }

    double drawSize(int station, int gang) {
        if (isRecorded(station)) {
            return requireNonNull(trace).runSeconds(row);
        }
        double size = visits[station].size().draw(sizes[station]);
        return isShared[station] ? size / gang : size;
    }

    /** What {@link #drawSize} would draw at a station for jobs of one GPU, drawn ahead. */
    Variates sizes(int station) {
        return new Variates(visits[station].size()::fill, sizes[station]);
    }

    /** When a gang on so many nodes saves its state; null: never. */
    @Nullable
    Checkpoint checkpoint(int nodes) {
        GangSpec.CheckpointSpec stated = spec.gang().checkpoints();
        if (stated == null || stated.interval() == GangSpec.Interval.FIXED) {
            return stated == null ? null : stated.costs();
        }
        if (nodes >= checkpoints.length) {
            checkpoints = Arrays.copyOf(checkpoints, 2 * nodes);
        }
        Checkpoint known = checkpoints[nodes];
        if (known == null) {
            double write = stated.costs().writeSeconds();
            double mttf = Checkpoint.gangMttfSeconds(nodes, stated.nodeFailuresPerSecond());
            known = stated.costs()
                    .every(
                            stated.interval() == GangSpec.Interval.YOUNG
                                    ? Checkpoint.youngSeconds(write, mttf)
                                    : Checkpoint.dalySeconds(write, mttf));
            checkpoints[nodes] = known;
        }
        return known;
    }

    /** Whether the job that comes in goes to a station to do what was recorded. */
    private boolean isRecorded(int station) {
        return row != StationView.NONE && station == spec.first();
    }

    double drawEstimateFactor(int station) {
        if (isRecorded(station)) {
            double estimate = requireNonNull(trace).estimateSeconds(row);
            double runs = trace.runSeconds(row);
            row = StationView.NONE;
            if (estimate > 0) {
                return runs > 0 ? estimate / runs : 1;
            }
        }
        Law law = traits.estimateFactor();
        return fixedFactor > 0 ? fixedFactor : law.draw(estimates);
    }

    /** The station a job goes to from one; none: it leaves. */
    int drawNext(int station) {
        JobsSpec.Visit visit = visits[station];
        if (visit.next().length == 0) {
            return StationView.NONE;
        }
        double u = ways.nextDouble();
        for (int i = 0; i < visit.next().length; i++) {
            u -= visit.shares()[i];
            if (u < 0) {
                return visit.next()[i];
            }
        }
        return StationView.NONE;
    }
}
