package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.cell.CellReport;
import headroom.stat.PairedDifference;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Two fleets that differ share what the users of one seed do: sessions are the same in both, though
 * each request of one ends at another instant than in the other.
 *
 * <p>With independent numbers the ratio of variances is near 1, within 0.1 to 10 but for less than
 * 1e-6 of seeds at 24 pairs. With numbers drawn in the order of events it is near 1 here too.
 */
final class CommonNumbersTest {
    private static final int REPLICATIONS = 24;
    private static final String[] LIMITED = {
        "horizon", "12 h",
        "cells", "1",
        "replications", Integer.toString(REPLICATIONS),
        "demand.tiers[pro].users", "2000",
        "demand.tiers[pro].meters", "{fiveHour: 3 k credits}",
        "demand.tiers[pro].atLimit", "{wait: 40 %, leave: 40 %, pay: 20 %}",
        "pools.main.gpus", "32",
        "pools.more.gpus", "16",
    };

    private static List<CellReport> reports(String... more) {
        String[] all = new String[LIMITED.length + more.length];
        System.arraycopy(LIMITED, 0, all, 0, LIMITED.length);
        System.arraycopy(more, 0, all, LIMITED.length, more.length);
        return new Experiment(Small.plan(all))
                .run(2, Replication.Progress.NONE, result -> result.record().run());
    }

    private static double ratio(
            List<CellReport> one, List<CellReport> other, ToDoubleFunction<CellReport> number) {
        double[] a = one.stream().mapToDouble(number).toArray();
        double[] b = other.stream().mapToDouble(number).toArray();
        return PairedDifference.of(a, b, 0.95).varianceRatio();
    }

    @Test
    void whatSessionsAskForIsShared() {
        List<CellReport> base = reports();
        List<CellReport> faster = reports("deployments[1].stepTime.c0", "6 ms");
        assertThat(ratio(base, faster, r -> r.offered[0])).isGreaterThan(1_000);
        assertThat(ratio(base, faster, r -> r.tokens[0][CellReport.OUTPUT])).isGreaterThan(1_000);
        assertThat(ratio(base, faster, r -> r.lockedSeconds[0])).isGreaterThan(100);
        assertThat(ratio(base, faster, r -> r.ttft[0].meanSeconds())).isGreaterThan(20);
    }

    @Test
    void anotherSeedSharesNothing() {
        List<CellReport> base = reports();
        List<CellReport> other = reports("seed", "12");
        assertThat(ratio(base, other, r -> r.offered[0])).isBetween(0.1, 10.0);
        assertThat(ratio(base, other, r -> r.tokens[0][CellReport.OUTPUT])).isBetween(0.1, 10.0);
    }
}
