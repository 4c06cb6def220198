package headroom.cluster;

import headroom.kernel.Agenda;
import headroom.kernel.Rank;

import org.jspecify.annotations.Nullable;

/**
 * GPUs that leave their pools, as at the end of a lease, and who gives theirs up.
 *
 * <p>Replicas of fixed shares go by the {@link Timetable}; then jobs leave what they borrow and
 * their part of what they have for good; then replicas of scaled deployments go, as far as that is
 * not enough. Who drains or writes a checkpoint ends what it is about on GPUs that are no longer
 * there.
 */
final class LeavingPlane {
    private final Agenda agenda;
    private final ClusterSpec spec;
    private final ScalingPlane scaling;
    private final @Nullable LendingPlane lending;

    LeavingPlane(
            Agenda agenda, ClusterSpec spec, ScalingPlane scaling, @Nullable LendingPlane lending) {
        this.agenda = agenda;
        this.spec = spec;
        this.scaling = scaling;
        this.lending = lending;
    }

    /** Puts all ends on the agenda. */
    void start() {
        for (ClusterSpec.Addition addition : spec.additions()) {
            if (addition.untilSeconds() < spec.horizonSeconds()) {
                agenda.timer(Rank.CONTROL, () -> leave(addition.pool()))
                        .startAt(Math.max(0, addition.untilSeconds()));
            }
        }
    }

    private void leave(int pool) {
        int due = 0;
        if (lending != null) {
            lending.giveUp(pool);
            due = lending.dueGpus(pool);
        }
        scaling.giveUp(pool, due);
    }
}
