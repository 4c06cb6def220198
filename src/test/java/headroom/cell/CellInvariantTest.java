package headroom.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.clients.Outcome;
import headroom.clients.Reaction;
import headroom.fleet.FleetUse;
import headroom.fleet.Occupancy;
import headroom.kernel.Streams;
import headroom.serving.EngineRules.Role;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What holds in every cell, whatever is asked of it: swarms of small random cells, audited. */
final class CellInvariantTest {
    private static final int CELLS = 150;
    private static final int BUSY_CELLS = 100;
    private static final double HORIZON_SECONDS = 2 * 86_400;
    private static final double BUSY_SECONDS = 1800;

    /** A cell after its run. */
    private record Run(
            CellSpec spec, CellReport report, FleetUse use, Auditor auditor, long events) {
        /** Nothing was under way at the end. */
        boolean isWhole() {
            return auditor.censoredSent() == 0 && Arrays.stream(use.inService).sum() == 0;
        }

        /** Requests that replicas completed for clients that had given up. */
        long inVain() {
            long done = 0;
            for (int d = 0; d < spec.deployments().size(); d++) {
                boolean last = spec.deployments().get(d).role() != Role.PREFILL;
                done += last ? use.completed[d] : 0;
            }
            long answered = 0;
            for (long[] outcomes : report.outcomes) {
                answered += outcomes[Outcome.COMPLETED.ordinal()];
            }
            return done - answered;
        }

        List<Integer> decodedApart() {
            return IntStream.range(0, spec.deployments().size())
                    .filter(d -> spec.deployments().get(d).role() == Role.DECODE)
                    .boxed()
                    .toList();
        }
    }

    private static Run run(RandomCells.Drawn drawn, double epochSeconds) {
        return run(drawn, epochSeconds, HORIZON_SECONDS);
    }

    private static Run run(RandomCells.Drawn drawn, double epochSeconds, double untilSeconds) {
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
        for (double t = epochSeconds; t < untilSeconds; t += epochSeconds) {
            cell.advance(t);
        }
        cell.advance(untilSeconds);
        FleetUse use = cell.use(untilSeconds);
        cell.end(untilSeconds);
        occupied(drawn.spec(), cell.occupancy(), use);
        CellReport report = cell.newReport();
        cell.drain(untilSeconds, report);
        assertThat(cell.alive()).isZero();
        assertThat(cell.underWay()).as("requests at once").isZero();
        return new Run(drawn.spec(), report, use, auditor, cell.events());
    }

    @Test
    void randomCellsConserveRequestsTokensAndTimeAndKeepEveryCap() {
        Reached reached = new Reached();
        for (long seed = 1; seed <= CELLS; seed++) {
            Run run = run(RandomCells.of(seed, HORIZON_SECONDS), 600);
            run.auditor().agreesWith(run.report());
            conserved(run, "seed " + seed);
            reached.add(run);
        }
        reached.atLeast(
                100,
                "CAPPED",
                "RATE_LIMITED",
                "TIMED_OUT",
                "ABANDONED",
                "shed",
                "deferred",
                "past limits",
                "in peak",
                "in vain, to the last token");
        reached.atLeast(1000, "alone as fast", "alone faster");
        // little is gained by a smaller model where most limits count all models
        for (Reaction reaction : EnumSet.complementOf(EnumSet.of(Reaction.DOWNGRADED))) {
            reached.atLeast(50, reaction.name());
        }
        reached.atLeast(50, "counted to the last token");
    }

    @Test
    void busyCellsWhoseReplicasComeAndGoConserveThemToo() {
        Reached reached = new Reached();
        for (long seed = 1; seed <= BUSY_CELLS; seed++) {
            Run run = run(RandomCells.busy(seed, BUSY_SECONDS), 600, BUSY_SECONDS);
            run.auditor().agreesWith(run.report());
            conserved(run, "busy seed " + seed);
            reached.add(run);
        }
        reached.atLeast(
                100,
                "OVERLOADED",
                "TIMED_OUT",
                "ABANDONED",
                "LOST",
                "lost",
                "timed out",
                "dropped",
                "failures",
                "preemptions",
                "decoded apart",
                "first shed",
                "held back",
                "denied",
                "in vain");
        reached.atLeast(10, "counted to the last token");
    }

    /** What a swarm has reached. */
    private static final class Reached {
        private final Map<String, Long> counts = new TreeMap<>();

        void add(Run run) {
            CellReport r = run.report();
            FleetUse u = run.use();
            for (Outcome outcome : Outcome.values()) {
                int o = outcome.ordinal();
                count(outcome.name(), Arrays.stream(r.outcomes).mapToLong(tier -> tier[o]));
            }
            for (Reaction reaction : Reaction.values()) {
                int o = reaction.ordinal();
                count(reaction.name(), Arrays.stream(r.reactions).mapToLong(tier -> tier[o]));
            }
            count("shed", Arrays.stream(r.shed));
            count("deferred", Arrays.stream(r.deferred));
            count("past limits", Arrays.stream(r.pastLimits));
            count("timed out", Arrays.stream(r.timedOut));
            count("first shed", Arrays.stream(r.attempts.firstShed));
            count("held back", Arrays.stream(r.attempts.heldBack));
            count("denied", Arrays.stream(r.attempts.denied));
            count("sent", Arrays.stream(r.attempts.sent));
            count("in vain", LongStream.of(run.inVain()));
            count("in vain, to the last token", LongStream.of(run.isWhole() ? run.inVain() : 0));
            count("lost", Arrays.stream(r.lost));
            count("preemptions", Arrays.stream(u.preemptions));
            count("dropped", Arrays.stream(u.dropped));
            count("failures", Arrays.stream(u.failures));
            count("alone as fast", LongStream.of(run.auditor().aloneAsFast()));
            count("alone faster", LongStream.of(run.auditor().aloneFaster()));
            count("in peak", LongStream.of(run.auditor().chargedInPeak()));
            count("decoded apart", run.decodedApart().stream().mapToLong(d -> u.completed[d]));
            count("counted to the last token", LongStream.of(run.isWhole() ? 1 : 0));
        }

        private void count(String what, LongStream of) {
            counts.merge(what, of.sum(), Long::sum);
        }

        void atLeast(long floor, String... what) {
            assertThat(counts).as("%s", counts).containsKeys(what);
            for (String each : what) {
                assertThat(counts.get(each)).as("%s of %s", each, counts).isGreaterThan(floor);
            }
        }
    }

    /** Occupancy, where it is kept, accounts for all time of all replicas and what they did. */
    private static void occupied(CellSpec spec, @Nullable Occupancy occupancy, FleetUse use) {
        assertThat(occupancy != null).isEqualTo(spec.watch().fromSeconds() == 0);
        for (int d = 0; occupancy != null && d < use.steps.length; d++) {
            double serving = use.servingSeconds[d];
            assertThat(occupancy.replicaSeconds(d)).isCloseTo(serving, within(1e-9 * serving));
            assertThat((1 - occupancy.share(d, 0)) * serving)
                    .isCloseTo(use.busySeconds[d], within(1e-9 * serving));
            assertThat(occupancy.completed[d]).isEqualTo(use.completed[d]);
            assertThat(occupancy.steps[d]).isEqualTo(use.steps[d]);
        }
    }

    private static void conserved(Run run, String where) {
        FleetUse u = run.use();
        long fresh = 0;
        long output = 0;
        for (long[] tokens : run.report().tokens) {
            fresh += tokens[CellReport.INPUT];
            output += tokens[CellReport.OUTPUT];
        }
        for (int tier = 0; tier < run.report().deferredTokens.length; tier++) {
            assertThat(run.report().returnedTokens[tier])
                    .isBetween(0.0, run.report().deferredTokens[tier]);
        }
        long prefilled = Arrays.stream(u.prefilledTokens).sum();
        long decoded = Arrays.stream(u.decodedTokens).sum();
        long wasted = Arrays.stream(u.wastedTokens).sum();
        long recomputed = Arrays.stream(u.recomputedTokens).sum();
        long done = prefilled + decoded;
        long used = fresh + output + wasted;
        assertThat(prefilled).as(where).isGreaterThanOrEqualTo(fresh);
        assertThat(decoded).as(where).isGreaterThanOrEqualTo(output);
        if (run.isWhole()) {
            assertThat(done).as(where).isBetween(used, used + recomputed);
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
