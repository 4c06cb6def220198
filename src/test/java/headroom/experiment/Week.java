package headroom.experiment;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.cell.CellReport;
import headroom.cluster.CellRunner;
import headroom.measure.Column;
import headroom.measure.RunRecord;
import headroom.scenario.Scenario;
import headroom.stat.Estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What one replication of a plan with one simulated cell came to after its warm-up. */
record Week(UserWeek users, CellReport totals, RunRecord record) {

    /** All replications of a plan, one after another. */
    static List<Week> of(Plan plan) {
        List<Week> weeks = new ArrayList<>();
        for (int r = 0; r < plan.replications(); r++) {
            UserWeek users = new UserWeek(plan.cell().tiers(), plan.cluster().warmUpSeconds());
            RunRecord record = new Replication(
                            plan, r, CellRunner.SEQUENTIAL, Replication.Progress.NONE)
                    .run(cell -> users)
                    .record();
            weeks.add(new Week(users, sum(record), record));
        }
        return weeks;
    }

    private static CellReport sum(RunRecord record) {
        CellReport all = record.run().newLikeThis();
        for (int w = 0; w < record.windows().size(); w++) {
            all.add(record.total(w));
        }
        return all;
    }

    /** All replications of a shipped scenario that begins on a Monday, with other values. */
    static List<Week> of(String scenario, String... overrides) throws java.io.IOException {
        Scenario s = Scenarios.shipped(scenario, overrides);
        return of(new Assembly(s, Scenarios.FOLDER).plan());
    }

    /** What an hour's columns of this name and these labels, such as a tier, come to together. */
    double hour(int hour, String name, String... labels) {
        List<Column> columns = record.columns().columns();
        return IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).name().equals(name))
                .filter(c -> columns.get(c)
                        .labels()
                        .entrySet()
                        .containsAll(Column.labels(labels).entrySet()))
                .mapToDouble(c -> record.columns().values(c)[hour])
                .sum();
    }

    /** Their mean over some hours, the last outside. */
    double hours(int from, int to, String name, String... labels) {
        return IntStream.range(from, to)
                .mapToDouble(h -> hour(h, name, labels))
                .average()
                .orElseThrow();
    }

    /** Tokens of all kinds of some tiers. */
    double tokens(int... tiers) {
        return Arrays.stream(tiers)
                .mapToDouble(t -> Arrays.stream(totals.tokens[t]).sum())
                .sum();
    }

    /** Share of the input of a tier that was cached. */
    double cachedShare(int tier) {
        double cached = totals.tokens[tier][CellReport.CACHED];
        return cached / (cached + totals.tokens[tier][CellReport.INPUT]);
    }

    /** A number of all replications at 95 %. */
    static Estimate mean(List<Week> weeks, ToDoubleFunction<Week> f) {
        return Estimate.ofReplications(weeks.stream().mapToDouble(f).toArray(), 0.95);
    }

    /** Mean change from one setting to another, of replications with the same random streams. */
    static Estimate change(List<Week> from, List<Week> to, ToDoubleFunction<Week> f) {
        double[] changes = IntStream.range(0, from.size())
                .mapToDouble(r -> f.applyAsDouble(to.get(r)) - f.applyAsDouble(from.get(r)))
                .toArray();
        return Estimate.ofReplications(changes, 0.95);
    }

    static void tell(String what, Estimate e) {
        System.out.printf(Locale.ROOT, "%s: %.2f +- %.2f%n", what, e.value(), e.halfWidth());
    }
}
