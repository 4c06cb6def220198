package headroom.cell;

import headroom.arrivals.DemandCurve;
import headroom.arrivals.Spike;
import headroom.arrivals.WeeklyProfile;
import headroom.clients.ModelSpec;
import headroom.clients.Outcome;
import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.clients.TierSpec;
import headroom.fleet.DeploymentSpec;
import headroom.kernel.Streams;
import headroom.quota.AtLimit;
import headroom.quota.Counts;
import headroom.quota.Counts.Weights;
import headroom.quota.Limit;
import headroom.quota.Limit.Kind;
import headroom.quota.Limit.Refusal;
import headroom.quota.PeakHours;
import headroom.serving.EngineRules;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.StepTime;
import headroom.variates.QuantileTable;
import headroom.workload.Workload;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Cells small enough to know what limits do in them, for tests of what users do about them. */
final class Reacting {
    private Reacting() {}

    static final double DAY = 86_400;
    static final double HOUR = 3600;
    static final int OUTPUT = 3;
    /** Of each request: one prompt token and the output. */
    static final int TOKENS = 1 + OUTPUT;

    static final Instant MONDAY = Instant.parse("2026-04-27T00:00:00Z");

    /** Demand that ends after a while, so that all that waits comes back. */
    static DemandCurve until(double endSeconds) {
        List<Spike> end =
                endSeconds < 1e8 ? List.of(new Spike(endSeconds, 0, 1e9, 0, 0)) : List.of();
        return new DemandCurve(WeeklyProfile.named("flat"), 0, 0, end, 1e9);
    }

    static Limit cap(double credits) {
        return new Limit(
                "cap",
                new Kind.Anchored(5 * HOUR),
                Counts.CREDITS,
                credits,
                1,
                Refusal.CAP,
                true,
                true);
    }

    static Limit bucket(double perSecond, double burst) {
        return new Limit(
                "bucket",
                new Kind.Bucket(burst),
                Counts.REQUESTS,
                perSecond,
                1,
                Refusal.RATE_LIMIT,
                false,
                true);
    }

    /** A tier of so many users, of one-request sessions unless it has several steps. */
    record Tier(int users, double perSecond, int steps, List<Limit> limits, Reactions reactions) {
        TierSpec spec(String name, DemandCurve demand, int priority) {
            TierSpec t = Simple.tier(name, perSecond, OUTPUT, Simple.NONE, priority);
            return new TierSpec(
                    name,
                    users,
                    perSecond,
                    0,
                    demand,
                    t.law(),
                    List.of(workload(0, steps)),
                    t.mix(),
                    limits,
                    reactions,
                    t.returnDelay(),
                    t.retry(),
                    t.timeoutSeconds(),
                    t.patience(),
                    priority,
                    true,
                    true,
                    List.of(),
                    TierSpec.Shed.LAST,
                    false,
                    false);
        }
    }

    static Workload workload(int model, int steps) {
        return new Workload(
                "w",
                model,
                steps > 1,
                QuantileTable.constant(1),
                QuantileTable.constant(steps),
                QuantileTable.constant(1),
                QuantileTable.constant(0),
                QuantileTable.constant(0),
                QuantileTable.constant(1),
                QuantileTable.constant(OUTPUT),
                1_000_000,
                1,
                1e9);
    }

    static DeploymentSpec deployment(int model, int sequences, double stepSeconds) {
        return new DeploymentSpec(
                model,
                new Replica.Engine(
                        new StepTime(stepSeconds, 0, 0, 0, 0, 0),
                        new ReplicaLimits(sequences, sequences + 1, 1_000_000_000L),
                        EngineRules.PLAIN),
                0,
                0,
                0);
    }

    static CellSpec cell(List<TierSpec> tiers, PeakHours peak, DeploymentSpec... servers) {
        ModelSpec model = new ModelSpec("m", new Weights(1, 1, 0, 1), new Weights(1, 1, 0, 1));
        return new CellSpec(
                List.of(model, model),
                List.of(servers),
                tiers,
                null,
                Simple.FIRST,
                peak,
                new CellSpec.Overload(Integer.MAX_VALUE, Integer.MAX_VALUE),
                CellSpec.Watch.NEVER,
                new CellSpec.Objectives(Simple.NONE, Simple.NONE));
    }

    static CellReport run(
            CellSpec spec, double untilSeconds, @Nullable CellProbe probe, CellCommand... more) {
        Cell cell = new Cell(0, spec, new Streams(5, 0), probe);
        for (int d = 0; d < spec.deployments().size(); d++) {
            cell.command(new CellCommand.ReplicaUp(0, d));
        }
        for (CellCommand command : more) {
            cell.command(command);
        }
        cell.advance(untilSeconds);
        cell.end(untilSeconds);
        CellReport report = cell.newReport();
        cell.drain(untilSeconds, report);
        return report;
    }

    static CellReport run(Tier tier, double untilSeconds) {
        TierSpec t = tier.spec("t", until(untilSeconds / 2), 0);
        return run(
                cell(List.of(t), PeakHours.never(), deployment(0, 1000, 0.01)), untilSeconds, null);
    }

    static Reactions at(double... shares) {
        return Reactions.only(new AtLimit(shares));
    }

    static long outcome(CellReport r, Outcome outcome) {
        return r.outcomes[0][outcome.ordinal()];
    }

    static long did(CellReport r, Reaction reaction) {
        return r.reactions[0][reaction.ordinal()];
    }

    /** When requests were issued and sent, in the order of each. */
    static final class Instants implements CellProbe {
        final List<Double> issued = new ArrayList<>();
        final List<Double> sent = new ArrayList<>();

        @Override
        public void issued(int tier, int user, int request, double timeSeconds) {
            issued.add(timeSeconds);
        }

        @Override
        public void admitted(int tier, int user, int request, double timeSeconds) {}

        @Override
        public void sent(int tier, int request, double timeSeconds) {
            sent.add(timeSeconds);
        }

        @Override
        public void refused(int tier, int user, int limit, double timeSeconds) {}

        @Override
        public void charged(int tier, int user, double credits, double factor, double at) {}

        @Override
        public void ended(int tier, int request, Outcome outcome, double timeSeconds) {}
    }
}
