package headroom.experiment;

import headroom.assembly.Plan;
import headroom.cluster.CellRunner;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Reading;
import headroom.measure.RunRecord;
import headroom.scenario.Scenario;
import headroom.summary.Course;
import headroom.summary.OccupancySummary;
import headroom.summary.PerToken;
import headroom.summary.Subject;
import headroom.summary.Summaries;

import java.util.ArrayList;
import java.util.List;

/** Reads off a finished replication what is kept of it. */
final class Readings {
    private Readings() {}

    /** The numbers that a replication has, of which only the first hour is run. */
    static Reading begun(Scenario scenario, Plan plan) {
        Replication first =
                new Replication(plan, 0, CellRunner.SEQUENTIAL, Replication.Progress.NONE);
        return of(scenario, plan, 0, first.begun());
    }

    /** The numbers of a replication, with what they cost and bring in. */
    static Reading of(Scenario scenario, Plan plan, int replication, RunRecord record) {
        Subject subject = plan.subject();
        OccupancySummary occupancy = new OccupancySummary(subject, record);
        List<Measurement> plain = new Summaries(subject, record).all();
        List<Measurement> summary = new ArrayList<>(Batches.of(plan, record, plain));
        summary.addAll(occupancy.means());
        int measured = summary.size();
        summary.addAll(Costs.of(scenario, plan.windows(), summary));
        summary.addAll(Revenue.of(scenario, plan.cell().tiers(), plan.windows(), summary));
        List<MetricKey> batched =
                Batches.batched(plan, plain, summary, summary.subList(measured, summary.size()));
        summary.addAll(PerToken.of(summary, plan.windows()));
        long requests = 0;
        for (long offered : record.run().offered) {
            requests += offered;
        }
        return new Reading(
                replication,
                summary,
                occupancy.distribution(),
                Course.of(scenario.start(), record, !subject.isOpen()),
                requests,
                batched);
    }
}
