package headroom.experiment;

import headroom.arrivals.DemandCurve;
import headroom.arrivals.Spike;
import headroom.arrivals.WeeklyProfile;
import headroom.cell.CellSpec;
import headroom.clients.TierSpec;
import headroom.demand.DemandSection;
import headroom.demand.DemandSection.ReplaySection;
import headroom.demand.DemandSection.SpikeSection;
import headroom.demand.DemandSection.StreamSection;
import headroom.demand.TierLimits;
import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.demand.WorkloadSection.LognormalSection;
import headroom.quota.AtLimit;
import headroom.scenario.ControllerSection;
import headroom.scenario.Scenario;
import headroom.workload.LognormalLaw;
import headroom.workload.QuantileTable;
import headroom.workload.RetryPolicy;
import headroom.workload.Workload;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

    DemandAssembly(Scenario scenario, List<String> models, Path folder) {
        this.scenario = scenario;
        this.demand = scenario.demand();
        this.models = models;
        this.folder = folder;
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
                new DemandCurve(
                        WeeklyProfile.named("flat"), 0, 0, List.of(), scenario.horizonSeconds()),
                List.of(requests),
                List.of(1.0),
                List.of(),
                new AtLimit(1, 0, 0),
                nothing,
                new RetryPolicy(0, 1, 1),
                limit(s.timeoutSeconds()),
                s.priority(),
                false,
                false);
    }

    private TierSpec tier(TierSection t) {
        double perCell = (double) t.users() / scenario.cells();
        List<Workload> workloads = new ArrayList<>();
        List<Double> mix = new ArrayList<>();
        t.mix().forEach((name, share) -> {
            workloads.add(workload(name));
            mix.add(share);
        });
        return new TierSpec(
                t.name(),
                Math.max(1, (int) Math.rint(perCell)),
                perCell * t.sessionsPerUserWeek() / WEEK_SECONDS,
                t.activitySigma(),
                curve(t),
                workloads,
                mix,
                TierLimits.of(t),
                new AtLimit(
                        t.atLimit().waitShare(),
                        t.atLimit().leaveShare(),
                        t.atLimit().payShare()),
                table(t.returnDelay(), 0),
                new RetryPolicy(
                        t.retry().maxRetries(),
                        t.retry().baseSeconds(),
                        t.retry().capSeconds()),
                limit(t.timeoutSeconds()),
                t.priority(),
                isScaled(t.name()),
                isPeak(t.name()));
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

    private DemandCurve curve(TierSection t) {
        List<Spike> spikes = new ArrayList<>();
        for (SpikeSection s : demand.spikes()) {
            if (s.tiers().isEmpty() || s.tiers().contains(t.name())) {
                double height = 1 + demand.spikeScale() * (s.height() - 1);
                spikes.add(new Spike(
                        s.atSeconds(),
                        s.riseSeconds(),
                        s.plateauSeconds(),
                        s.decaySeconds(),
                        Math.max(0, height)));
            }
        }
        WeeklyProfile profile = profile(t.profile())
                .withAmplitude(t.profileAmplitude())
                .shiftedBy(t.profileShiftSeconds());
        return new DemandCurve(
                profile,
                secondsSinceMonday(),
                demand.growthPerMonth(),
                spikes,
                scenario.horizonSeconds());
    }

    private WeeklyProfile profile(String name) {
        DemandSection.ProfileSection own = demand.profiles().get(name);
        if (own == null) {
            return WeeklyProfile.named(name);
        }
        return WeeklyProfile.ofHours(
                own.hours().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private double secondsSinceMonday() {
        OffsetDateTime start = scenario.start().atOffset(ZoneOffset.UTC);
        int days = start.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue();
        return days * 86_400.0 + start.toLocalTime().toSecondOfDay();
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
                w.cacheLifetimeSeconds());
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
        double median = s.median().orElseThrow();
        if (max == median) {
            return QuantileTable.constant(median);
        }
        LognormalLaw law = s.mean().isPresent()
                ? LognormalLaw.ofMedianAndMean(median, s.mean().getAsDouble())
                : LognormalLaw.ofMedianAndP90(median, s.p90().orElseThrow());
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
        return new CellSpec.ReplaySpec(models.indexOf(r.model()), (cell, streams) -> {
            ReplayedTrace.Share share = new ReplayedTrace.Share(cell, cells, blocks);
            return ReplayedTrace.of(file, r, streams, share);
        });
    }
}
