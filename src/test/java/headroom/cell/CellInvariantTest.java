package headroom.cell;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.fleet.FleetUse;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

/** What holds in every cell, whatever is asked of it: swarms of small random cells, audited. */
final class CellInvariantTest {
    private static final int CELLS = 150;
    private static final double HORIZON_SECONDS = 2 * 86_400;

    /** A cell after its run. */
    private record Run(CellReport report, FleetUse use, Auditor auditor, long events) {}

    private static Run run(RandomCells.Drawn drawn, double epochSeconds) {
        Auditor auditor = new Auditor(drawn.spec());
        Cell cell = new Cell(3, drawn.spec(), new Streams(drawn.seed(), 0), auditor);
        for (CellCommand command : drawn.commands()) {
            cell.command(command);
            if (command instanceof CellCommand.CapScale scale) {
                auditor.scaled(scale.timeSeconds(), scale.scale());
            } else if (command instanceof CellCommand.PeakMultiplier peak) {
                auditor.multiplied(peak.timeSeconds(), peak.multiplier());
            }
        }
        for (double t = epochSeconds; t < HORIZON_SECONDS; t += epochSeconds) {
            cell.advance(t);
        }
        cell.advance(HORIZON_SECONDS);
        FleetUse use = cell.use(HORIZON_SECONDS);
        cell.end(HORIZON_SECONDS);
        CellReport report = cell.newReport();
        cell.drain(HORIZON_SECONDS, report);
        assertThat(cell.alive()).isZero();
        return new Run(report, use, auditor, cell.events());
    }

    @Test
    void randomCellsConserveRequestsTokensAndTimeAndKeepEveryCap() {
        long capped = 0;
        long limited = 0;
        long shed = 0;
        long deferred = 0;
        long paid = 0;
        long inPeak = 0;
        long asFast = 0;
        long faster = 0;
        for (long seed = 1; seed <= CELLS; seed++) {
            RandomCells.Drawn drawn = RandomCells.of(seed, HORIZON_SECONDS);
            Run run = run(drawn, 600);
            run.auditor().agreesWith(run.report());
            conserved(run, "seed " + seed);
            CellReport r = run.report();
            for (long[] outcomes : r.outcomes) {
                capped += outcomes[Outcome.CAPPED.ordinal()];
                limited += outcomes[Outcome.RATE_LIMITED.ordinal()];
            }
            inPeak += run.auditor().chargedInPeak();
            asFast += run.auditor().aloneAsFast();
            faster += run.auditor().aloneFaster();
            shed += Arrays.stream(r.shed).sum();
            deferred += Arrays.stream(r.deferred).sum();
            paid += Arrays.stream(r.paid).sum();
        }
        assertThat(List.of(capped, limited, shed, deferred, paid, inPeak))
                .as("the swarm reaches caps, rate limits, overload, deferral, overage and peaks")
                .allMatch(count -> count > 100);
        assertThat(List.of(asFast, faster))
                .as("the swarm serves requests alone and in company")
                .allMatch(count -> count > 1000);
    }

    private static void conserved(Run run, String where) {
        FleetUse u = run.use();
        long fresh = 0;
        long output = 0;
        for (long[] tokens : run.report().tokens) {
            fresh += tokens[CellReport.INPUT];
            output += tokens[CellReport.OUTPUT];
        }
        long held = Arrays.stream(u.inService).sum();
        long prefilled = Arrays.stream(u.prefilledTokens).sum();
        long decoded = Arrays.stream(u.decodedTokens).sum();
        assertThat(prefilled).as(where).isGreaterThanOrEqualTo(fresh);
        assertThat(decoded).as(where).isGreaterThanOrEqualTo(output);
        if (held == 0) {
            assertThat(prefilled).as(where).isEqualTo(fresh);
            assertThat(decoded).as(where).isEqualTo(output);
        }
        for (int d = 0; d < u.replicas.length; d++) {
            double rounding = 1e-6 * u.servingSeconds[d];
            assertThat(u.busySeconds[d]).isLessThanOrEqualTo(u.servingSeconds[d] + rounding);
            assertThat(u.computeSeconds[d]).isLessThanOrEqualTo(u.busySeconds[d] + rounding);
            assertThat(u.occupiedSeconds[d]).isLessThanOrEqualTo(u.busySeconds[d] + rounding);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {7, 10, 86_400})
    void lengthOfEpochsDoesNotShow(double epochSeconds) {
        for (long seed = 1; seed <= 20; seed++) {
            RandomCells.Drawn drawn = RandomCells.of(seed, HORIZON_SECONDS);
            Run one = run(drawn, HORIZON_SECONDS);
            Run many = run(drawn, epochSeconds);
            assertThat(many.events()).as("seed " + seed).isEqualTo(one.events());
            assertThat(many.report()).usingRecursiveComparison().isEqualTo(one.report());
        }
    }
}
