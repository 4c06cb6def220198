package headroom.experiment;

import headroom.assembly.Plan;
import headroom.measure.Measurement;
import headroom.measure.Reading;
import headroom.measure.RunRecord;
import headroom.scenario.Scenario;
import headroom.summary.Course;
import headroom.summary.OccupancySummary;
import headroom.summary.Subject;
import headroom.summary.Summaries;

import java.util.ArrayList;
import java.util.List;

/** Reads off a finished replication what is kept of it. */
final class Readings {
    private Readings() {}

    /** The numbers of a replication, with what they cost and bring in. */
    static Reading of(Scenario scenario, Plan plan, int replication, RunRecord record) {
        Subject subject = plan.subject();
        OccupancySummary occupancy = new OccupancySummary(subject, record);
        List<Measurement> summary = new ArrayList<>(
                Batches.of(plan, record, new Summaries(subject, List.of(record)).all()));
        summary.addAll(occupancy.means());
        summary.addAll(Costs.of(scenario, plan.windows(), summary));
        summary.addAll(Revenue.of(scenario, plan.cell().tiers(), plan.windows(), summary));
        long requests = 0;
        for (long offered : record.run().offered) {
            requests += offered;
        }
        return new Reading(
                replication,
                summary,
                occupancy.distribution(),
                Course.of(scenario.start(), record, !subject.isOpen()),
                requests);
    }
}
