package headroom.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.clients.ModelSpec;
import headroom.clients.Outcome;
import headroom.clients.Sources.Replay;
import headroom.fleet.DeploymentSpec;
import headroom.fleet.FleetUse;
import headroom.kernel.Streams;
import headroom.quota.Counts.Weights;
import headroom.quota.PeakHours;
import headroom.serving.EngineRules;
import headroom.serving.EngineRules.Role;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.StepTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Prefill and decode on replicas of their own, request by request against a literal pair. */
final class PrefillDecodeTest {
    private static final int SCENARIOS = 400;

    private final SplittableRandom random = new SplittableRandom(5);

    /** Multiples of a power of two: all sums and products of a scenario are exact. */
    private double dyadic(int most, int power) {
        return Math.scalb(random.nextInt(most + 1), -power);
    }

    private DeploymentSpec deployment(Role role, boolean exact) {
        double c0 = dyadic(7, 8) + Math.scalb(1, -8);
        StepTime time = exact
                ? new StepTime(
                        c0,
                        dyadic(3, 14),
                        dyadic(3, 14),
                        dyadic(3, 12),
                        dyadic(1, 20),
                        dyadic(3, 18))
                : new StepTime(0.01 * random.nextDouble() + 0.001, 1e-5, 1e-6, 3e-5, 1e-8, 3e-7);
        int sequences = 1 + random.nextInt(6);
        ReplicaLimits limits = new ReplicaLimits(
                sequences, sequences + 1 + random.nextInt(200), 700 + random.nextInt(2000));
        EngineRules p = EngineRules.PLAIN;
        EngineRules rules = new EngineRules(
                p.order(), p.memory(), p.blockTokens(), p.watermark(), role, p.noise());
        double latency = random.nextInt(3) * (exact ? 0x1p-6 : 0.01);
        DeploymentSpec.Link link =
                new DeploymentSpec.Link(random.nextInt(4) * 1024, exact ? 0x1p18 : 3e5, latency);
        return new DeploymentSpec(0, new Replica.Engine(time, limits, rules), 0, 0, 0, link, null);
    }

    private List<NaivePair.Job> jobs(boolean exact) {
        List<NaivePair.Job> jobs = new ArrayList<>();
        int count = 1 + random.nextInt(40);
        int spread = 1 + random.nextInt(200);
        for (int i = 0; i < count; i++) {
            double at = exact ? dyadic(spread, 5) : random.nextDouble() * spread / 32;
            int output = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(100);
            jobs.add(new NaivePair.Job(at, 1 + random.nextInt(500), output));
        }
        jobs.sort(Comparator.comparingDouble(j -> j.arrivalSeconds));
        return jobs;
    }

    /** A cell that replays jobs, with one replica of each deployment. */
    private static Cell cell(
            List<DeploymentSpec> deployments, List<NaivePair.Job> jobs, Ends ends) {
        CellSpec spec = new CellSpec(
                List.of(new ModelSpec("m", new Weights(1, 1, 0, 1), new Weights(0, 0, 0, 0))),
                deployments,
                List.of(),
                new CellSpec.ReplaySpec(0, (cell, streams) -> new Listed(jobs)),
                Simple.FIRST,
                PeakHours.never(),
                Simple.unbounded(),
                CellSpec.Watch.NEVER,
                new CellSpec.Objectives(Simple.NONE, Simple.NONE));
        Cell cell = new Cell(0, spec, new Streams(1, 0), ends);
        for (int d = 0; d < deployments.size(); d++) {
            cell.command(new CellCommand.ReplicaUp(0, d));
        }
        return cell;
    }

    private static CellReport replay(
            List<DeploymentSpec> deployments, List<NaivePair.Job> jobs, Ends ends) {
        Cell cell = cell(deployments, jobs, ends);
        cell.advance(1e6);
        FleetUse use = cell.use(1e6);
        assertThat(use.inService).containsOnly(0);
        assertThat(cell.alive()).isZero();
        assertThat(use.wastedTokens).containsOnly(0);
        CellReport report = cell.newReport();
        cell.drain(1e6, report);
        return report;
    }

    @Test
    void everyRequestIsAnsweredWhenTheLiteralPairSays() {
        int moved = 0;
        int queuedOnLink = 0;
        for (int i = 0; i < SCENARIOS; i++) {
            boolean exact = i % 2 == 0;
            DeploymentSpec prefill = deployment(Role.PREFILL, exact);
            DeploymentSpec decode = deployment(Role.DECODE, exact);
            List<NaivePair.Job> jobs = jobs(exact);
            NaivePair pair = new NaivePair(prefill, decode);
            pair.run(jobs);
            Ends ends = new Ends(jobs.size());
            CellReport report = replay(List.of(prefill, decode), jobs, ends);
            double ttft = 0;
            for (int j = 0; j < jobs.size(); j++) {
                NaivePair.Job job = jobs.get(j);
                String what = "scenario " + i + ", job " + j;
                assertThat(ends.outcomes[j]).isEqualTo(Outcome.COMPLETED);
                assertThat(ends.seconds[j])
                        .as(what)
                        .isCloseTo(job.finishSeconds, within(exact ? 0 : 1e-9));
                ttft += job.firstTokenSeconds - job.arrivalSeconds;
                moved += job.output > 1 ? 1 : 0;
            }
            queuedOnLink += pair.queued();
            assertThat(report.ttft[0].meanSeconds())
                    .isCloseTo(ttft / jobs.size(), within(exact ? 0 : 1e-9));
        }
        assertThat(moved).isGreaterThan(SCENARIOS * 10);
        assertThat(queuedOnLink).isGreaterThan(SCENARIOS);
    }

    /**
     * One request of 1,024 tokens at 0: prefilled at 2, its KV on the link until 6, latency until
     * 6.5, then two tokens at a second each. What fails or drains when, and how the request ends.
     */
    @ParameterizedTest
    @CsvSource({
        "-1, false, 0, COMPLETED, 8.5",
        "0, false, 5.5, LOST, 5.5",
        "0, false, 6.25, COMPLETED, 8.5",
        "1, false, 5.5, LOST, 6.5",
        "1, false, 7, LOST, 7",
        "0, true, 5.5, COMPLETED, 8.5",
        "1, true, 5.5, COMPLETED, 8.5",
        "1, true, 1, LOST, 2"
    })
    void failuresAndDrainsInTheMiddle(
            int deployment, boolean drains, double atSeconds, Outcome outcome, double endSeconds) {
        EngineRules p = EngineRules.PLAIN;
        List<DeploymentSpec> pair = new ArrayList<>();
        for (Role role : new Role[] {Role.PREFILL, Role.DECODE}) {
            EngineRules rules = new EngineRules(
                    p.order(), p.memory(), p.blockTokens(), p.watermark(), role, p.noise());
            Replica.Engine engine = new Replica.Engine(
                    new StepTime(1, 0, 0, 0, 0, 0), new ReplicaLimits(4, 512, 10_000), rules);
            DeploymentSpec.Link link = new DeploymentSpec.Link(4, 1024, 0.5);
            pair.add(new DeploymentSpec(0, engine, 0, 0, 0, link, null));
        }
        List<CellCommand> commands = new ArrayList<>();
        if (deployment >= 0) {
            commands.add(
                    drains
                            ? new CellCommand.ReplicaDrain(atSeconds, deployment)
                            : new CellCommand.ReplicaFail(atSeconds, deployment, 0));
        }
        Ends ends = new Ends(1);
        Cell cell = cell(pair, List.of(new NaivePair.Job(0, 1024, 3)), ends);
        commands.forEach(cell::command);
        cell.advance(100);
        assertThat(ends.outcomes[0]).isEqualTo(outcome);
        assertThat(ends.seconds[0]).isEqualTo(endSeconds);
        assertThat(cell.alive()).isZero();
        FleetUse use = cell.use(100);
        assertThat(use.draining).containsOnly(0);
        double there = drains ? Math.max(atSeconds, deployment == 0 ? 6.5 : endSeconds) : atSeconds;
        if (deployment >= 0) {
            boolean unused = drains && atSeconds == 1;
            assertThat(use.servingSeconds[deployment]).isEqualTo(unused ? 1 : there);
        }
        long done = use.prefilledTokens[0] + use.decodedTokens[0] + use.decodedTokens[1];
        long wasted = use.wastedTokens[0] + use.wastedTokens[1];
        assertThat(wasted).isEqualTo(outcome == Outcome.LOST ? done : 0);
    }

    /** What is replayed: a list. */
    private static final class Listed implements Replay {
        private final List<NaivePair.Job> jobs;
        private int next = -1;

        Listed(List<NaivePair.Job> jobs) {
            this.jobs = jobs;
        }

        @Override
        public boolean advance() {
            return ++next < jobs.size();
        }

        @Override
        public double arrivalSeconds() {
            return jobs.get(next).arrivalSeconds;
        }

        @Override
        public int inputTokens() {
            return jobs.get(next).prompt;
        }

        @Override
        public int outputTokens() {
            return jobs.get(next).output;
        }

        @Override
        public int[] blocks() {
            return new int[0];
        }

        @Override
        public void close() {}
    }

    /** How and when each request ends, in the order in which they were issued. */
    private static final class Ends implements CellProbe {
        final Outcome[] outcomes;
        final double[] seconds;
        private final Map<Integer, Integer> numbers = new HashMap<>();
        private int issued;

        Ends(int requests) {
            outcomes = new Outcome[requests];
            seconds = new double[requests];
        }

        @Override
        public void issued(int tier, int user, int request, double timeSeconds) {
            numbers.put(request, issued++);
        }

        @Override
        public void ended(int tier, int request, Outcome outcome, double timeSeconds) {
            Integer number = numbers.remove(request);
            assertThat(number).isNotNull();
            outcomes[number] = outcome;
            seconds[number] = timeSeconds;
        }

        @Override
        public void admitted(int tier, int user, int request, double timeSeconds) {}

        @Override
        public void refused(int tier, int user, int limit, double timeSeconds) {
            throw new AssertionError("refused by " + limit);
        }

        @Override
        public void charged(
                int tier, int user, double credits, double factor, double timeSeconds) {}
    }
}
