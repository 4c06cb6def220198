package headroom.cell;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.BatchSizes;
import headroom.arrivals.DemandCurve;
import headroom.arrivals.Gaps;
import headroom.arrivals.Spike;
import headroom.arrivals.WeeklyProfile;
import headroom.clients.ModelSpec;
import headroom.clients.TierSpec;
import headroom.fleet.DeploymentSpec;
import headroom.quota.AtLimit;
import headroom.quota.Counts.Weights;
import headroom.quota.PeakHours;
import headroom.quota.Terms;
import headroom.serving.EngineRules;
import headroom.serving.EngineRules.Memory;
import headroom.serving.EngineRules.Noise;
import headroom.serving.EngineRules.Order;
import headroom.serving.EngineRules.Role;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.Router;
import headroom.serving.StepTime;
import headroom.variates.Lognormal;
import headroom.variates.QuantileTable;
import headroom.workload.RetryPolicy;
import headroom.workload.Workload;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;

/** Small random cells with random subsets of features off. One seed, one cell. */
final class RandomCells {
    /** A cell and what the control plane tells it. */
    record Drawn(long seed, CellSpec spec, List<CellCommand> commands) {}

    private static final double NONE = Double.POSITIVE_INFINITY;

    private final SplittableRandom random;
    /** What clients and servers do under overload is drawn apart. */
    private final SplittableRandom overload;

    private final double horizonSeconds;
    private RandomLimits further;

    /** Many requests at once, little memory, and replicas that come and go all the time. */
    private final boolean busy;

    private RandomCells(long seed, double horizonSeconds, boolean busy) {
        random = new SplittableRandom(seed);
        overload = new SplittableRandom(~seed);
        this.horizonSeconds = horizonSeconds;
        further = new RandomLimits(seed, 1, horizonSeconds);
        this.busy = busy;
    }

    static Drawn of(long seed, double horizonSeconds) {
        return new RandomCells(seed, horizonSeconds, false).draw(seed);
    }

    static Drawn busy(long seed, double horizonSeconds) {
        return new RandomCells(seed, horizonSeconds, true).draw(seed);
    }

    private DeploymentSpec.Prefixes prefixes() {
        return new DeploymentSpec.Prefixes(
                false,
                1 << random.nextInt(8),
                chance(0.5) ? 60 : Double.POSITIVE_INFINITY,
                true,
                chance(0.5) ? 100_000 : 0);
    }

    private Drawn draw(long seed) {
        List<ModelSpec> models = new ArrayList<>();
        List<DeploymentSpec> deployments = new ArrayList<>();
        boolean apart = chance(0.4);
        for (int m = 1 + random.nextInt(2); m > 0; m--) {
            boolean first = models.isEmpty();
            Role role = apart && first ? Role.PREFILL : Role.WHOLE;
            deployments.add(deployment(models.size(), role));
            models.add(new ModelSpec(
                    "m" + m,
                    new Weights(0.7, 0.7, 0.1, 3.3),
                    new Weights(5e-6, 5e-6, 5e-7, 2.5e-5)));
        }
        deployments.add(deployment(0, apart ? Role.DECODE : Role.WHOLE));
        if (apart && chance(0.5)) {
            deployments.add(deployment(0, Role.values()[random.nextInt(3)]));
        }
        List<TierSpec> tiers = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        Reacts reacts = new Reacts(seed, count, models.size(), horizonSeconds);
        further = new RandomLimits(seed, models.size(), horizonSeconds);
        for (int t = count; t > 0; t--) {
            tiers.add(tier("t" + t, models.size(), reacts));
        }
        CellSpec spec = new CellSpec(
                models,
                deployments,
                tiers,
                null,
                router(),
                peakHours(),
                new CellSpec.Overload(
                        chance(0.5) ? random.nextInt(3) + 1 : 1000,
                        chance(0.2) ? random.nextInt(8) + 1 : Integer.MAX_VALUE,
                        NONE),
                seed % 2 == 0 ? new CellSpec.Watch(0, List.of(0.0, 1000.5)) : CellSpec.Watch.NEVER,
                new CellSpec.Objectives(2, 0.1));
        List<CellCommand> commands = commands(deployments.size());
        commands.addAll(further.changes(tiers));
        commands.sort(Comparator.comparingDouble(CellCommand::timeSeconds));
        return new Drawn(seed, spec, commands);
    }

    private EngineRules rules(Role role) {
        boolean paged = chance(0.4);
        return new EngineRules(
                Order.values()[chance(0.3) ? 1 : 0],
                paged ? Memory.PAGED : Memory.RESERVED,
                paged ? 1 << random.nextInt(6) : 1,
                paged && chance(0.5) ? 0.01 : 0,
                role,
                Noise.values()[chance(0.2) ? 1 : 0]);
    }

    private DeploymentSpec deployment(int model, Role role) {
        StepTime time =
                new StepTime(0.02 * factor(), 1e-4, 1e-6, 2e-5 * factor(), 1e-9, 1e-8 * factor());
        int sequences = 1 + random.nextInt(chance(0.5) ? 4 : 64);
        ReplicaLimits limits = new ReplicaLimits(
                sequences,
                sequences + 1 + random.nextInt(2000),
                chance(0.3) ? 9000 : busy ? 20_000 : 60_000);
        boolean overheads = chance(0.5);
        return new DeploymentSpec(
                model,
                new Replica.Engine(time, limits, rules(role)),
                overheads ? 0.015 : 0,
                overheads ? 0.001 : 0,
                4e-5,
                new DeploymentSpec.Link(3e5, chance(0.5) ? 5e10 : 1e8, chance(0.5) ? 0.5 : 0),
                chance(0.3) ? prefixes() : null);
    }

    private static ArrivalLaw arrivals(int choice) {
        return switch (choice % 4) {
            case 1 -> new ArrivalLaw.Hawkes(0.7, 100);
            case 2 ->
                new ArrivalLaw.Batches(
                        new ArrivalLaw.Renewal(Gaps.gamma(2)), BatchSizes.geometric(3));
            default -> new ArrivalLaw.Poisson();
        };
    }

    private TierSpec tier(String name, int models, Reacts reacts) {
        int users = 1 + random.nextInt(60);
        DemandCurve demand = new DemandCurve(
                WeeklyProfile.named("azure-2024-conversation"),
                0,
                chance(0.5) ? 0.5 : 0,
                chance(0.5) ? List.of(new Spike(40_000, 3600, 10_000, 10_000, 3)) : List.of(),
                horizonSeconds);
        Terms terms = new Terms(
                chance(0.6) ? 3000 * factor() : NONE,
                chance(0.5) ? 12_000 * factor() : NONE,
                chance(0.5),
                chance(0.3) ? 0.01 * factor() : NONE,
                chance(0.3) ? 5 * factor() : NONE,
                chance(0.3) ? 2 * factor() : NONE);
        double wait = random.nextDouble();
        double leave = (1 - wait) * random.nextDouble();
        return new TierSpec(
                name,
                users,
                users * (busy ? 600 : 6) / 86_400.0 * factor(),
                chance(0.3) ? 0 : 1.3,
                demand,
                arrivals(users),
                List.of(workload(false, 0), workload(true, random.nextInt(models))),
                List.of(0.4, 0.6),
                further.with(terms.limits(), users),
                reacts.draw(new AtLimit(wait, leave, 1 - wait - leave)),
                chance(0.5) ? QuantileTable.constant(0) : law(600, 1200, 0, 86_400),
                retry(random.nextInt(4)),
                chance(0.3) ? 20 * factor() : NONE,
                users % 3 == 0 ? QuantileTable.exponential(5) : null,
                chance(0.5) ? random.nextInt(8) : 0,
                chance(0.7),
                chance(0.7),
                List.of(),
                new TierSpec.Shed(
                        odds(0.2) ? overload.nextInt(20) : Integer.MAX_VALUE,
                        odds(0.3) ? 20 * overload.nextDouble() : NONE),
                odds(0.4) && users <= 8,
                false);
    }

    private RetryPolicy retry(int max) {
        return new RetryPolicy(
                odds(0.1) ? 12 : max,
                0.5,
                8,
                RetryPolicy.Law.values()[overload.nextInt(2)],
                odds(0.3)
                        ? new RetryPolicy.Budget(0.3 * overload.nextDouble(), 2)
                        : RetryPolicy.Budget.NONE,
                odds(0.3)
                        ? new RetryPolicy.Throttle(1 + overload.nextDouble(), 120)
                        : RetryPolicy.Throttle.NONE,
                odds(0.6));
    }

    private boolean odds(double probability) {
        return overload.nextDouble() < probability;
    }

    private Workload workload(boolean coding, int model) {
        return new Workload(
                coding ? "coding" : "chat",
                model,
                coding,
                law(1, 3, 1, 50),
                coding ? law(2, 4, 1, 30) : QuantileTable.constant(1),
                coding ? law(0.5, 5, 0, 600) : QuantileTable.constant(0),
                law(60, 200, 0, 7200),
                coding ? law(500, 700, 1, 2000) : QuantileTable.constant(0),
                law(200, 400, 1, 3000),
                busy ? law(300, 600, 1, 3000) : law(50, 100, 1, 1000),
                8000,
                1000,
                chance(0.2) ? 0 : 300);
    }

    private List<CellCommand> commands(int deployments) {
        List<CellCommand> commands = new ArrayList<>();
        for (int d = 0; d < deployments; d++) {
            if (d > 0 || chance(0.9)) {
                commands.add(new CellCommand.ReplicaUp(0, d));
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                commands.add(new CellCommand.ReplicaUp(time(), d));
                commands.add(new CellCommand.Clock(time(), d, 0.3 + 0.7 * random.nextDouble()));
            }
        }
        boolean shrinks = chance(0.4);
        boolean fails = chance(0.4);
        for (int d = 0; d < deployments; d++) {
            for (int i = random.nextInt(busy ? 60 : 6); i > 0; i--) {
                commands.add(new CellCommand.ReplicaUp(time(), d));
                if (shrinks) {
                    commands.add(new CellCommand.ReplicaDrain(time(), d));
                }
                if (fails) {
                    commands.add(new CellCommand.ReplicaFail(time(), d, random.nextInt(100)));
                }
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            commands.add(new CellCommand.CapScale(time(), factor()));
            commands.add(new CellCommand.PeakMultiplier(time(), 1 + 2 * random.nextDouble()));
        }
        commands.sort(Comparator.comparingDouble(CellCommand::timeSeconds));
        return commands;
    }

    private double time() {
        return random.nextDouble() * horizonSeconds;
    }

    private static Router router() {
        return (view, stream) -> {
            int a = view.replica((int) (stream.nextDouble() * view.tickets()));
            int b = view.replica((int) (stream.nextDouble() * view.tickets()));
            return view.load(b) < view.load(a) ? b : a;
        };
    }

    private PeakHours peakHours() {
        PeakHours.Rule rule = new PeakHours.Rule(
                EnumSet.allOf(DayOfWeek.class),
                LocalTime.of(5, 0),
                LocalTime.of(11, 0),
                ZoneOffset.UTC);
        Instant start = Instant.parse("2026-04-27T00:00:00Z");
        return chance(0.5) ? PeakHours.over(rule, start, horizonSeconds) : PeakHours.never();
    }

    private static QuantileTable law(double median, double mean, double min, double max) {
        return QuantileTable.lognormal(Lognormal.ofMedianAndMean(median, mean), min, max);
    }

    /** Between 1/3 and 3. */
    private double factor() {
        return StrictMath.pow(3, 2 * random.nextDouble() - 1);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
