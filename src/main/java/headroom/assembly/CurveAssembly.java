package headroom.assembly;

import com.google.common.collect.ImmutableList;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.BatchSizes;
import headroom.arrivals.DemandCurve;
import headroom.arrivals.Gaps;
import headroom.arrivals.LocalClock;
import headroom.arrivals.Modulation;
import headroom.arrivals.Phases;
import headroom.arrivals.Shape;
import headroom.arrivals.Sinusoid;
import headroom.arrivals.Spike;
import headroom.arrivals.Steps;
import headroom.arrivals.WeeklyProfile;
import headroom.clients.Group;
import headroom.demand.ArrivalsSection;
import headroom.demand.ArrivalsSection.BatchSection;
import headroom.demand.ArrivalsSection.PhaseSection;
import headroom.demand.ArrivalsSection.SizeSection;
import headroom.demand.CellUsers;
import headroom.demand.DemandSection;
import headroom.demand.DemandSection.SpikeSection;
import headroom.demand.DemandSection.StreamSection;
import headroom.demand.EventSection;
import headroom.demand.LargestSection;
import headroom.demand.ModulationSection;
import headroom.demand.ProfileSection;
import headroom.demand.ProfileSection.SinusoidSection;
import headroom.demand.ProfileSection.StepSection;
import headroom.demand.RegionSection;
import headroom.demand.TierSection;
import headroom.joblist.JobStreamSection;
import headroom.scenario.Scenario;
import headroom.workload.ClientBug;

import org.jspecify.annotations.Nullable;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** When demand comes: the curves of tiers and streams, and how arrivals scatter about them. */
final class CurveAssembly {
    private final Scenario scenario;
    private final DemandSection demand;

    CurveAssembly(Scenario scenario) {
        this.scenario = scenario;
        this.demand = scenario.demand();
    }

    /**
     * The profile of a tier or stream.
     *
     * @param name of a profile, an own one or one that is built in
     * @param amplitude factor on its distance from 1
     * @param shiftSeconds how much later everything in it happens [s]
     * @param clock by which its hours are read; null: UTC
     */
    record Profile(
            String name,
            double amplitude,
            double shiftSeconds,
            @Nullable LocalClock clock) {

        static Profile of(StreamSection s) {
            return new Profile(s.profile(), s.profileAmplitude(), s.profileShiftSeconds(), null);
        }

        static Profile of(JobStreamSection s) {
            return new Profile(s.profile(), s.profileAmplitude(), s.profileShiftSeconds(), null);
        }

        static Profile of(TierSection t) {
            return new Profile(t.profile(), t.profileAmplitude(), t.profileShiftSeconds(), null);
        }

        Profile by(LocalClock other) {
            return new Profile(name, amplitude, shiftSeconds, other);
        }
    }

    DemandCurve curve(StreamSection s) {
        return curve(s.name(), Profile.of(s)).modulatedBy(modulation(s.name(), s.modulation()));
    }

    /** Growth, spikes and events are of what is served, not of jobs, which may start anew. */
    DemandCurve curve(JobStreamSection s) {
        return curve(Profile.of(s), 0, List.of(), scenario.jobsHorizonSeconds())
                .modulatedBy(modulation("jobs." + s.name(), s.modulation()));
    }

    DemandCurve curve(TierSection t) {
        return curve(t, Profile.of(t));
    }

    private DemandCurve curve(TierSection t, Profile profile) {
        return curve(t.name(), profile).modulatedBy(modulation(t.name(), t.modulation()));
    }

    /** A path with a name is one stream for all who name it with the same time. */
    private static Modulation modulation(String owner, List<ModulationSection> factors) {
        List<Modulation.Scale> scales = new ArrayList<>();
        for (ModulationSection m : factors) {
            String named = "modulation." + m.path().orElse("") + "." + m.correlationSeconds();
            String own = owner + ".modulation." + scales.size();
            String stream = m.path().isPresent() ? named : own;
            scales.add(new Modulation.Scale(m.sigma(), m.correlationSeconds(), stream, m.common()));
        }
        return new Modulation(scales);
    }

    /**
     * The regions and the largest organisations of a tier, if it names any.
     *
     * @param sessionsPerSecond what all of the tier starts in a cell [1/s]
     */
    List<Group> groups(TierSection t, double sessionsPerSecond) {
        if (t.regions().isEmpty() && t.largest().isEmpty()) {
            return List.of();
        }
        List<Double> largest = t.largest().map(LargestSection::shares).orElse(ImmutableList.of());
        double taken = t.largest().map(LargestSection::share).orElse(0.0);
        List<Group> groups = regions(t, sessionsPerSecond * (1 - taken));
        DemandCurve hours = groups.get(0).demand();
        for (int i = 0; i < largest.size(); i++) {
            String name = "largest." + i;
            List<Modulation.Scale> scales = new ArrayList<>(hours.modulation().scales());
            List<ModulationSection> own =
                    t.largest().map(LargestSection::modulation).orElse(ImmutableList.of());
            scales.addAll(modulation(t.name() + "." + name, own).scales());
            DemandCurve curve = hours.modulatedBy(new Modulation(scales));
            double rate = sessionsPerSecond * largest.get(i);
            groups.add(new Group(name, 1, rate, curve, scenario.cells()));
        }
        return groups;
    }

    private List<Group> regions(TierSection t, double sessionsPerSecond) {
        List<Group> groups = new ArrayList<>();
        int[] users = CellUsers.byRegion(t, scenario.cells());
        for (RegionSection region : t.regions()) {
            LocalClock clock =
                    LocalClock.over(region.zone(), scenario.start(), scenario.horizonSeconds());
            double rate = sessionsPerSecond * region.share();
            DemandCurve curve = curve(t, Profile.of(t).by(clock));
            groups.add(new Group(region.name(), users[groups.size()], rate, curve, 1));
        }
        if (groups.isEmpty()) {
            groups.add(new Group("", users[0], sessionsPerSecond, curve(t), 1));
        }
        return groups;
    }

    /** The curve of a tier or stream of this name. */
    private DemandCurve curve(String source, Profile profile) {
        List<Shape> shapes = new ArrayList<>();
        for (SpikeSection s : demand.spikes()) {
            if (s.tiers().isEmpty() || s.tiers().contains(source)) {
                shapes.add(spike(s));
            }
        }
        for (EventSection e : demand.events()) {
            if (e.heightOf(source) != 1) {
                shapes.add(event(e, e.heightOf(source)));
            }
        }
        return curve(profile, demand.growthPerMonth(), shapes, scenario.horizonSeconds());
    }

    private DemandCurve curve(
            Profile profile, double growthPerMonth, List<Shape> more, double endSeconds) {
        List<Shape> shapes = new ArrayList<>();
        WeeklyProfile week = WeeklyProfile.named("flat");
        ProfileSection own = demand.profiles().get(profile.name());
        if (own != null && own.hours().isEmpty()) {
            shapes.add(shape(own, profile));
        } else {
            week = (own == null ? WeeklyProfile.named(profile.name()) : week(own))
                    .withAmplitude(profile.amplitude())
                    .shiftedBy(profile.shiftSeconds());
        }
        if (profile.clock() != null) {
            week = week.by(profile.clock(), secondsSinceMonday());
        }
        shapes.addAll(more);
        return new DemandCurve(week, secondsSinceMonday(), growthPerMonth, shapes, endSeconds);
    }

    private static WeeklyProfile week(ProfileSection own) {
        return WeeklyProfile.ofHours(
                own.hours().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private Shape shape(ProfileSection own, Profile profile) {
        if (own.sinusoid().isPresent()) {
            SinusoidSection s = own.sinusoid().get();
            return new Sinusoid(
                    s.periodSeconds(),
                    profile.amplitude() * s.amplitude(),
                    s.phaseSeconds() + profile.shiftSeconds() - secondsSinceMonday());
        }
        return new Steps(
                array(own.steps(), s -> s.fromSeconds() + profile.shiftSeconds()),
                array(own.steps(), s -> 1 + profile.amplitude() * (s.factor() - 1)));
    }

    private static double[] array(
            ImmutableList<StepSection> steps, ToDoubleFunction<StepSection> value) {
        return steps.stream().mapToDouble(value).toArray();
    }

    private Spike spike(SpikeSection s) {
        double height = 1 + demand.spikeScale() * (s.height() - 1);
        return new Spike(
                s.atSeconds(),
                s.riseSeconds(),
                s.plateauSeconds(),
                s.decaySeconds(),
                Math.max(0, height));
    }

    private Shape event(EventSection e, double height) {
        if (e.kind() == EventSection.Kind.HOLIDAY) {
            return holidays(e, height);
        }
        double at = e.atSeconds().orElseThrow();
        double lasts = e.lastsSeconds().orElseThrow();
        if (e.kind() == EventSection.Kind.LAUNCH) {
            return new Spike(at, e.riseSeconds(), lasts, e.decaySeconds(), height);
        }
        double after = 1 + (height - 1) * e.stays();
        return lasts == 0
                ? new Steps(new double[] {at}, new double[] {after})
                : new Steps(new double[] {at, at + lasts}, new double[] {height, after});
    }

    /** Midnight to midnight by the clocks of the zone; days that follow each other are one step. */
    private Steps holidays(EventSection e, double height) {
        SortedMap<Double, Double> steps = new TreeMap<>();
        List<LocalDate> days = e.dates().stream().map(LocalDate::parse).sorted().toList();
        for (LocalDate day : days) {
            steps.put(inRun(day, e.zone()), height);
            steps.put(inRun(day.plusDays(1), e.zone()), 1.0);
        }
        return new Steps(
                steps.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                steps.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private double inRun(LocalDate day, ZoneId zone) {
        Instant midnight = day.atStartOfDay(zone).toInstant();
        Duration since = Duration.between(scenario.start(), midnight);
        return since.getSeconds() + since.getNano() * 1e-9;
    }

    /** When in its week the run starts, from Monday 00:00 UTC [s]. */
    private double secondsSinceMonday() {
        OffsetDateTime start = scenario.start().atOffset(ZoneOffset.UTC);
        int days = start.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue();
        return days * 86_400.0 + start.toLocalTime().toSecondOfDay();
    }

    /** The bugs that the client of a workload has in its time. */
    List<ClientBug> bugs(String workload) {
        return demand.events().stream()
                .filter(e -> e.kind() == EventSection.Kind.BUG)
                .filter(e -> e.workloads().isEmpty() || e.workloads().contains(workload))
                .map(CurveAssembly::bug)
                .toList();
    }

    private static ClientBug bug(EventSection e) {
        double at = e.atSeconds().orElseThrow();
        return new ClientBug(
                at,
                at + e.lastsSeconds().orElseThrow(),
                e.input(),
                e.output(),
                e.cacheLifetimeSeconds().orElse(Double.POSITIVE_INFINITY));
    }

    static ArrivalLaw law(ArrivalsSection a) {
        ArrivalLaw law =
                switch (a.law()) {
                    case POISSON -> new ArrivalLaw.Poisson();
                    case GAMMA -> new ArrivalLaw.Renewal(Gaps.gamma(a.cv().orElseThrow()));
                    case WEIBULL -> new ArrivalLaw.Renewal(Gaps.weibull(a.cv().orElseThrow()));
                    case FIXED -> new ArrivalLaw.Renewal(Gaps.fixed());
                    case ERLANG ->
                        new ArrivalLaw.Renewal(Gaps.erlang((int) a.stages().orElseThrow()));
                    case HYPEREXPONENTIAL ->
                        new ArrivalLaw.Renewal(Gaps.hyperexponential(a.cv().orElseThrow()));
                    case HAWKES ->
                        new ArrivalLaw.Hawkes(
                                a.branching().orElseThrow(), a.decaySeconds().orElseThrow());
                    case MMPP -> new ArrivalLaw.Modulated(phases(a.phases()), a.common());
                };
        return a.batch().isEmpty()
                ? law
                : new ArrivalLaw.Batches(law, sizes(a.batch().get()));
    }

    private static BatchSizes sizes(BatchSection b) {
        if (b.mean().isPresent()) {
            return BatchSizes.geometric(b.mean().getAsDouble());
        }
        return BatchSizes.of(
                b.sizes().stream().mapToInt(SizeSection::size).toArray(),
                b.sizes().stream().mapToDouble(SizeSection::share).toArray());
    }

    private static Phases phases(ImmutableList<PhaseSection> sections) {
        return new Phases(
                sections.stream().mapToDouble(PhaseSection::factor).toArray(),
                sections.stream().mapToDouble(PhaseSection::staySeconds).toArray(),
                ArrivalsSection.nextShares(sections));
    }
}
