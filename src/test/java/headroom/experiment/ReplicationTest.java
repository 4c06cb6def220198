package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.assembly.Plan;
import headroom.cluster.CellRunner;
import headroom.measure.RunRecord;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** A replication depends on the seed and its number alone: not on the others, not on threads. */
final class ReplicationTest {
    private static final Plan PLAN = Small.plan(
            "horizon", "3 h",
            "replications", "3",
            "demand.tiers[pro].meters", "{fiveHour: 3 k credits}",
            "demand.tiers[pro].atLimit", "{wait: 50 %, leave: 50 %}");

    private static List<RunRecord> batch(int threads) {
        return new Experiment(PLAN)
                .run(threads, Replication.Progress.NONE, Replication.Result::record);
    }

    private static void same(RunRecord a, RunRecord b) {
        assertThat(a.columns().columns()).isEqualTo(b.columns().columns());
        for (int c = 0; c < a.columns().columns().size(); c++) {
            assertThat(a.columns().values(c))
                    .as(a.columns().columns().get(c).toString())
                    .isEqualTo(b.columns().values(c));
        }
        assertThat(a.run()).usingRecursiveComparison().isEqualTo(b.run());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aloneItIsWhatItIsInTheBatch(int threads) {
        List<RunRecord> records = batch(threads);
        assertThat(records).hasSize(3);
        for (int r = 0; r < records.size(); r++) {
            RunRecord alone = new Replication(
                            PLAN, r, CellRunner.SEQUENTIAL, Replication.Progress.NONE)
                    .run(cell -> null)
                    .record();
            same(alone, records.get(r));
        }
    }

    @Test
    void replicationsDiffer() {
        List<RunRecord> records = batch(2);
        assertThat(records.get(0).run().offered).isNotEqualTo(records.get(1).run().offered);
        assertThat(records.get(1).run().credits).isNotEqualTo(records.get(2).run().credits);
    }
}
