package headroom.cell;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.analytic.ErlangB;
import headroom.clients.Outcome;
import headroom.kernel.Streams;
import headroom.serving.EngineRules;
import headroom.stat.Tally;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Cells that are queueing models with a closed form: time-outs, priorities, and a bound on requests
 * at a replica. Each estimate lies within 5 standard errors of its batch means, and within 2 %.
 */
final class QueueingLawsTest {
    private static final int BATCHES = 40;

    /** Runs a cell with one replica of each deployment, and tallies a figure of each batch. */
    static Tally batches(CellSpec spec, double batchSeconds, ToDoubleFunction<CellReport> figure) {
        Cell cell = new Cell(0, spec, new Streams(17, 0), null);
        for (int d = 0; d < spec.deployments().size(); d++) {
            cell.command(new CellCommand.ReplicaUp(0, d));
        }
        cell.advance(batchSeconds);
        cell.drain(batchSeconds, cell.newReport());
        Tally tally = new Tally();
        for (int b = 2; b <= BATCHES + 1; b++) {
            CellReport report = cell.newReport();
            cell.advance(b * batchSeconds);
            cell.drain(b * batchSeconds, report);
            tally.add(figure.applyAsDouble(report));
        }
        return tally;
    }

    static void agrees(Tally tally, double law) {
        double error = Math.sqrt(tally.variance() / tally.count());
        assertThat(tally.mean() - law)
                .as("%s against %s", tally.mean(), law)
                .isBetween(-5 * error, 5 * error);
        assertThat(tally.mean()).isBetween(law * 0.98, law * 1.02);
    }

    private static double share(CellReport r, Outcome outcome) {
        return r.outcomes[0][outcome.ordinal()] / (double) r.offered[0];
    }

    /**
     * M/M/1 whose customers leave after T in all, but for the one in service, whose server goes on
     * to the end. Workload v has density p e^((a-m)v) a below T and falls as e^(-m(v-T)) beyond;
     * p makes the sum 1. Who finds v is late if v + S exceeds T: P = p e^((a-m)T) (1 + a/m).
     * Source: level crossing, Brill and Posner 1977; derived here.
     */
    @Test
    void clientsTimeOutAsOftenAsInTheQueueWithDeadlines() {
        for (double[] rateAndTimeout : new double[][] {{0.8, 3}, {1.3, 2}}) {
            double a = rateAndTimeout[0];
            double timeout = rateAndTimeout[1];
            double below = StrictMath.exp((a - 1) * timeout);
            double p = 1 / (1 + a * (below - 1) / (a - 1) + a * below);
            CellSpec spec = Simple.cell(
                    List.of(Simple.exponentialServer()),
                    List.of(Simple.tier("t", a, 1, timeout, 0)),
                    Simple.unbounded(),
                    Simple.FIRST);
            agrees(batches(spec, 8000, r -> share(r, Outcome.TIMED_OUT)), p * below * (1 + a));
        }
    }

    /** Cobham 1954: the first class waits W0/(1-r1), the second W0/((1-r1)(1-r1-r2)), W0 = r. */
    @Test
    void tiersWaitByTheirPriority() {
        double first = 0.3;
        double second = 0.3;
        CellSpec spec = Simple.cell(
                List.of(Simple.exponentialServer()),
                List.of(
                        Simple.tier("late", second, 1, Simple.NONE, 5),
                        Simple.tier("early", first, 1, Simple.NONE, 2)),
                Simple.unbounded(),
                Simple.FIRST);
        double w0 = first + second;
        agrees(batches(spec, 40_000, r -> r.e2e[1].meanSeconds()), 1 + w0 / (1 - first));
        agrees(batches(spec, 40_000, r -> r.e2e[0].meanSeconds()), 1 + w0 / (1 - first) / (1 - w0));
    }

    /** Erlang's loss formula holds for any law of service, so also for 1,000 steps each. */
    @Test
    void aFullReplicaRefusesAsErlangsFormulaSays() {
        int servers = 8;
        CellSpec spec = Simple.cell(
                List.of(Simple.deployment(servers, 1e-3, EngineRules.PLAIN)),
                List.of(Simple.tier("t", 6, 1000, Simple.NONE, 0)),
                new CellSpec.Overload(Integer.MAX_VALUE, servers),
                Simple.FIRST);
        // a request waits half a step for the boundary, and holds its place meanwhile
        double erlangs = 6 * 1.0005;
        agrees(
                batches(spec, 1500, r -> share(r, Outcome.OVERLOADED)),
                ErlangB.blocking(servers, erlangs));
    }
}
