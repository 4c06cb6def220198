package headroom.jobs;

import headroom.faults.Checkpoint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The checkpoints of the gangs of each stream, by the nodes a gang stands on; made once. */
final class Intervals {
    private final List<JobsSpec.GangSpec> streams;
    private final List<@Nullable Checkpoint[]> byNodes = new ArrayList<>();

    Intervals(List<JobsSpec.StreamSpec> streams) {
        this.streams = streams.stream().map(JobsSpec.StreamSpec::gang).toList();
        for (int s = 0; s < streams.size(); s++) {
            byNodes.add(new Checkpoint[16]);
        }
    }

    /** When a gang on so many nodes saves its state; null: never. */
    @Nullable
    Checkpoint of(int stream, int nodes) {
        JobsSpec.CheckpointSpec spec = streams.get(stream).checkpoints();
        if (spec == null || spec.interval() == JobsSpec.Interval.FIXED) {
            return spec == null ? null : spec.costs();
        }
        @Nullable Checkpoint[] known = byNodes.get(stream);
        if (nodes >= known.length) {
            known = Arrays.copyOf(known, Math.max(nodes + 1, 2 * known.length));
            byNodes.set(stream, known);
        }
        Checkpoint checkpoint = known[nodes];
        if (checkpoint == null) {
            checkpoint = spec.costs().every(seconds(spec, nodes));
            known[nodes] = checkpoint;
        }
        return checkpoint;
    }

    private static double seconds(JobsSpec.CheckpointSpec spec, int nodes) {
        double write = spec.costs().writeSeconds();
        double mttf = Checkpoint.gangMttfSeconds(nodes, spec.nodeFailuresPerSecond());
        return spec.interval() == JobsSpec.Interval.YOUNG
                ? Checkpoint.youngSeconds(write, mttf)
                : Checkpoint.dalySeconds(write, mttf);
    }
}
