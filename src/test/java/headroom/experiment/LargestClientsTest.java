package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.clients.Population;
import headroom.clients.TierSpec;
import headroom.kernel.Streams;

import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The largest organisations have a part in every cell, and their parts swing together. */
class LargestClientsTest {
    private static final int CELLS = 4;
    private static final int WINDOWS = 144;
    private static final double WINDOW_SECONDS = 600;

    /** Sessions of a day by cell, by who starts them and by ten minutes. */
    private static double[][][] sessions(String tier) {
        Plan plan = new Assembly(
                        Small.scenario(Small.TEXT, "horizon", "1 d", "demand.tiers", tier),
                        Scenarios.FOLDER)
                .plan();
        TierSpec spec = plan.cell().tiers().get(0);
        assertThat(spec.usersOf(CELLS)).isEqualTo(20_002);
        double[][][] counts = new double[CELLS][3][WINDOWS];
        for (int cell = 0; cell < CELLS; cell++) {
            Streams streams = new Streams(3, 0).child("cell." + cell);
            Population p = Population.all(List.of(spec), plan.cell().models(), streams)[0];
            double next = p.nextSessionSeconds();
            while (next < WINDOWS * WINDOW_SECONDS) {
                int window = (int) (next / WINDOW_SECONDS);
                next = p.nextSessionSeconds();
                int kind = Math.max(0, p.user() - (spec.users() - 3));
                counts[cell][kind][window]++;
            }
        }
        return counts;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    @Test
    void eachHasItsShareInEveryCell() {
        double[][][] counts = sessions("[{name: api, users: 20002, sessionsPerUserWeek: 60,"
                + " mix: {chat: 100 %}, largest: {shares: [30 %, 15 %]}}]");
        double all = 20_002 * 60 / 7.0 / CELLS;
        double[] shares = {0.55, 0.3, 0.15};
        for (double[][] cell : counts) {
            for (int kind = 0; kind < shares.length; kind++) {
                double expected = all * shares[kind];
                assertThat(sum(cell[kind])).isCloseTo(expected, within(5 * Math.sqrt(expected)));
            }
        }
    }

    @Test
    void thePartsOfOneSwingTogetherAndNotWithThoseOfAnother() {
        double[][][] counts = sessions("[{name: api, users: 20002, sessionsPerUserWeek: 60,"
                + " mix: {chat: 100 %}, largest: {shares: [30 %, 15 %],"
                + " modulation: [{sigma: 0.8, correlationTime: 20 min}]}}]");
        PearsonsCorrelation pearson = new PearsonsCorrelation();
        // 144 windows of which some 36 are independent: 0.5 is beyond three standard errors
        for (int kind = 0; kind < 3; kind++) {
            double between = pearson.correlation(counts[0][kind], counts[3][kind]);
            assertThat(between).isBetween(kind == 0 ? -0.5 : 0.8, kind == 0 ? 0.5 : 1.0);
        }
        assertThat(pearson.correlation(counts[0][1], counts[0][2])).isBetween(-0.6, 0.6);
    }
}
