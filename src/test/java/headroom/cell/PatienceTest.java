package headroom.cell;

import static headroom.cell.Reacting.DAY;
import static headroom.cell.Reacting.cell;
import static headroom.cell.Reacting.run;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.BatchSizes;
import headroom.clients.Outcome;
import headroom.clients.TierSpec;
import headroom.fleet.DeploymentSpec;
import headroom.quota.PeakHours;
import headroom.serving.EngineRules;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.StepTime;
import headroom.variates.QuantileTable;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Whoever has been served once does not lose patience, though memory sends it back to wait. */
final class PatienceTest {
    /**
     * Two requests of 21 tokens come together and are admitted at once. Memory holds 30: after some
     * 15 steps one is preempted, and waits until the other ends after 20.
     */
    @Test
    void whoIsPreemptedHasBeenServed() {
        EngineRules plain = EngineRules.PLAIN;
        EngineRules paged = new EngineRules(
                plain.order(), EngineRules.Memory.PAGED, 1, 0, plain.role(), plain.noise());
        DeploymentSpec server = new DeploymentSpec(
                0,
                new Replica.Engine(
                        new StepTime(1, 0, 0, 0, 0, 0), new ReplicaLimits(2, 9, 30), paged),
                0,
                0,
                0);
        CellReport r = run(cell(List.of(pairs(17.5)), PeakHours.never(), server), DAY, null);
        assertThat(r.outcomes[0][Outcome.COMPLETED.ordinal()]).isGreaterThan(20);
        assertThat(r.outcomes[0][Outcome.ABANDONED.ordinal()]).isZero();
    }

    private static TierSpec pairs(double patienceSeconds) {
        TierSpec t = Simple.tier("t", 4e-4, 20, Simple.NONE, 0);
        return new TierSpec(
                t.name(),
                t.users(),
                t.sessionsPerSecond(),
                t.activitySigma(),
                t.demand(),
                new ArrivalLaw.Batches(t.law(), BatchSizes.of(new int[] {2}, new double[] {1})),
                t.workloads(),
                t.mix(),
                t.limits(),
                t.reactions(),
                t.returnDelay(),
                t.retry(),
                t.timeoutSeconds(),
                QuantileTable.constant(patienceSeconds),
                0,
                false,
                false,
                t.groups(),
                t.shed(),
                false,
                false);
    }
}
