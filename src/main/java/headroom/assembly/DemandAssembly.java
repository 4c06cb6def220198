package headroom.assembly;

import headroom.cell.CellSpec;
import headroom.clients.Group;
import headroom.clients.Reactions;
import headroom.clients.TierSpec;
import headroom.demand.CellUsers;
import headroom.demand.DemandSection;
import headroom.demand.DemandSection.ReplaySection;
import headroom.demand.DemandSection.StreamSection;
import headroom.demand.LimitSection;
import headroom.demand.RetrySection;
import headroom.demand.ShedSection;
import headroom.demand.TierLimits;
import headroom.demand.TierReactions;
import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.demand.WorkloadSection.LognormalSection;
import headroom.quota.AtLimit;
import headroom.scenario.ControllerSection;
import headroom.scenario.Scenario;
import headroom.variates.Lognormal;
import headroom.variates.QuantileTable;
import headroom.workload.RetryPolicy;
import headroom.workload.Workload;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The demand side of a plan: tiers with their users, workloads and limits, and the replay. */
final class DemandAssembly {
    private static final double WEEK_SECONDS = 7 * 86_400;

    private final Scenario scenario;
    private final DemandSection demand;
    private final List<String> models;
    private final Path folder;
    private final CurveAssembly curves;
    private final TierLimits limits;

    DemandAssembly(Scenario scenario, List<String> models, Path folder) {
        this.scenario = scenario;
        this.demand = scenario.demand();
        this.models = models;
        this.folder = folder;
        curves = new CurveAssembly(scenario);
        limits = new TierLimits(
                models, scenario.cells(), scenario.start(), scenario.horizonSeconds());
    }

    /** The tiers, then the streams, in the order of the scenario. */
    List<TierSpec> tiers() {
        return Stream.concat(
                        demand.tiers().stream().map(this::tier),
                        demand.streams().stream().map(this::stream))
                .toList();
    }

    /** A stream is a tier without users, whose sessions are single requests. */
    private TierSpec stream(StreamSection s) {
        QuantileTable once = QuantileTable.constant(1);
        QuantileTable nothing = QuantileTable.constant(0);
        int noLimit = Integer.MAX_VALUE;
        Workload requests = new Workload(
                s.name(),
                models.indexOf(s.model()),
                false,
                once,
                once,
                nothing,
                nothing,
                nothing,
                table(s.input(), 1),
                table(s.output(), 1),
                noLimit,
                0,
                0);
        return new TierSpec(
                s.name(),
                0,
                s.ratePerSecond() / scenario.cells(),
                0,
                curves.curve(s),
                CurveAssembly.law(s.arrivals()),
                List.of(requests),
                List.of(1.0),
                limits.of(s),
                Reactions.only(new AtLimit(1, 0, 0)),
                nothing,
                retry(s.retry(), s.cancels()),
                limit(s.timeoutSeconds()),
                s.patience().map(p -> table(p, 0)).orElse(null),
                s.priority(),
                false,
                s.limits().stream().anyMatch(LimitSection::peak) && isPeak(s.name()),
                List.of(),
                shed(s.shed()),
                false,
                false);
    }

    private TierSpec tier(TierSection t) {
        double cells = scenario.cells();
        double sessionsPerSecond =
                t.users() / cells * t.sessionsPerUserWeek().orElse(0) / WEEK_SECONDS;
        List<Group> groups = curves.groups(t, sessionsPerSecond);
        List<Workload> workloads = new ArrayList<>();
        List<Double> mix = new ArrayList<>();
        t.mix().forEach((name, share) -> {
            workloads.add(workload(name));
            mix.add(share);
        });
        return new TierSpec(
                t.name(),
                groups.isEmpty() ? CellUsers.inOne(t, scenario.cells()) : Group.users(groups),
                sessionsPerSecond,
                t.activitySigma(),
                curves.curve(t),
                CurveAssembly.law(t.arrivals()),
                workloads,
                mix,
                limits.of(t),
                reactions().of(t),
                table(t.returnDelay(), 0),
                retry(t.retry(), t.cancels()),
                limit(t.timeoutSeconds()),
                t.patience().map(p -> table(p, 0)).orElse(null),
                t.priority(),
                isScaled(t.name()),
                isPeak(t.name()),
                groups,
                shed(t.shed()),
                t.closed(),
                t.mixBy() == TierSection.MixBy.USER);
    }

    /** A tier without a deadline of its own has that of the whole deployment. */
    private TierSpec.Shed shed(ShedSection s) {
        OptionalDouble all = scenario.overload().ttftDeadlineSeconds();
        OptionalDouble own = s.ttftDeadlineSeconds();
        return new TierSpec.Shed(s.maxQueue(), limit(own.isPresent() ? own : all));
    }

    private static RetryPolicy retry(RetrySection r, boolean cancels) {
        return new RetryPolicy(
                r.maxRetries(),
                r.baseSeconds(),
                r.capSeconds(),
                RetryPolicy.Law.valueOf(r.law().name()),
                r.budget().isPresent()
                        ? new RetryPolicy.Budget(r.budget().getAsDouble(), r.burst())
                        : RetryPolicy.Budget.NONE,
                r.throttle()
                        .map(x -> new RetryPolicy.Throttle(x.factor(), x.windowSeconds()))
                        .orElse(RetryPolicy.Throttle.NONE),
                cancels);
    }

    private TierReactions reactions() {
        return new TierReactions(demand, models, scenario.start(), scenario.horizonSeconds());
    }

    private boolean isScaled(String tier) {
        return scenario.controllers()
                .caps()
                .map(ControllerSection::tiers)
                .map(names -> names.isEmpty() || names.contains(tier))
                .orElse(false);
    }

    private boolean isPeak(String tier) {
        return scenario.peakHours()
                .map(section -> section.tiers().isEmpty() || section.tiers().contains(tier))
                .orElse(false);
    }

    private static double limit(OptionalDouble value) {
        return value.orElse(Double.POSITIVE_INFINITY);
    }

    private Workload workload(String name) {
        WorkloadSection w = section(name);
        boolean coding = w.kind() == WorkloadSection.Kind.CODING;
        int limit = (int) w.contextLimitTokens();
        return new Workload(
                name,
                models.indexOf(w.model()),
                coding,
                table(w.requests(), 1),
                w.steps().map(x -> table(x, 1)).orElseGet(() -> QuantileTable.constant(1)),
                w.toolTime().map(x -> table(x, 0)).orElseGet(() -> QuantileTable.constant(0)),
                table(w.think(), 0),
                table(w.initialContext(), 0),
                table(w.input().or(w::append).orElseThrow(), 1),
                table(w.output(), 1),
                limit,
                (int) w.compactToTokens().orElse(limit / 4.0),
                w.cacheLifetimeSeconds(),
                curves.bugs(name));
    }

    private WorkloadSection section(String name) {
        WorkloadSection section = demand.workloads().get(name);
        if (section == null) {
            throw new IllegalStateException("workload " + name);
        }
        return section;
    }

    /** A lognormal law, cut at a least value and at its own maximum. */
    static QuantileTable table(LognormalSection s, double min) {
        double max = s.max().orElse(Double.POSITIVE_INFINITY);
        if (s.law() == LognormalSection.Law.EXPONENTIAL) {
            return QuantileTable.exponential(s.mean().orElseThrow(), min, max);
        }
        if (s.law() == LognormalSection.Law.QUANTILES) {
            return QuantileTable.quantiles(s::quantile, min, max);
        }
        double median = s.median().orElseThrow();
        if (max == median) {
            return QuantileTable.constant(median);
        }
        Lognormal law = s.mean().isPresent()
                ? Lognormal.ofMedianAndMean(median, s.mean().getAsDouble())
                : Lognormal.ofMedianAndP90(median, s.p90().orElseThrow());
        return QuantileTable.lognormal(law, min, max);
    }

    CellSpec.@Nullable ReplaySpec replay() {
        if (demand.replay().isEmpty()) {
            return null;
        }
        ReplaySection r = demand.replay().get();
        Path file = folder.resolve(r.trace());
        boolean blocks = scenario.deployments().stream()
                .anyMatch(d -> d.model().equals(r.model()) && d.cachesBlocks());
        int cells = scenario.cells();
        double horizon = scenario.horizonSeconds();
        return new CellSpec.ReplaySpec(models.indexOf(r.model()), (cell, streams) -> {
            ReplayedTrace.Share share = new ReplayedTrace.Share(cell, cells, blocks, horizon);
            return ReplayedTrace.of(file, r, streams, share);
        });
    }
}
