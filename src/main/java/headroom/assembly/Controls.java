package headroom.assembly;

import headroom.cell.CellCommand;
import headroom.cell.LimitCalendar;
import headroom.cell.LimitCalendar.Change;
import headroom.cell.LimitCalendar.Promotion;
import headroom.cell.LimitCalendar.Reset;
import headroom.control.CapController;
import headroom.control.ControlView;
import headroom.control.Knob;
import headroom.demand.TierSection;
import headroom.policy.AdditiveMultiplicative;
import headroom.policy.Goal;
import headroom.policy.LoadTable;
import headroom.policy.Predictive;
import headroom.policy.ProportionalIntegral;
import headroom.policy.Schedule;
import headroom.policy.TargetTracking;
import headroom.quota.PeakHours;
import headroom.scenario.ControllerSection;
import headroom.scenario.ControllerSection.Day;
import headroom.scenario.ControllerSection.PeakHoursSection;
import headroom.scenario.ControllerSection.PointSection;
import headroom.scenario.ControllerSection.TargetSection;
import headroom.scenario.PolicySection.ChangeSection;
import headroom.scenario.PolicySection.PromotionSection;
import headroom.scenario.PolicySection.ResetSection;
import headroom.scenario.Scenario;
import headroom.scenario.TimedSection;
import headroom.scenario.TimedSection.HoursSection;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** What moves caps and the peak-hour multiplier: the hours in which it counts, and the knobs. */
final class Controls {
    private static final double HOUR_SECONDS = 3600;
    private static final long DAY_SECONDS = 86_400;

    private final Scenario scenario;

    Controls(Scenario scenario) {
        this.scenario = scenario;
    }

    PeakHours peakHours() {
        return scenario.peakHours()
                .map(p -> new HoursSection(p.days(), p.fromSeconds(), p.toSeconds(), p.zone()))
                .map(this::hours)
                .orElse(PeakHours.never());
    }

    /** Hours of the week, laid out over the run. */
    PeakHours hours(HoursSection section) {
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (Day day : section.days()) {
            days.add(DayOfWeek.of(day.ordinal() + 1));
        }
        PeakHours.Rule rule = new PeakHours.Rule(
                days,
                LocalTime.ofSecondOfDay((long) section.fromSeconds()),
                LocalTime.ofSecondOfDay((long) section.toSeconds() % DAY_SECONDS),
                section.zone());
        return PeakHours.over(rule, scenario.start(), scenario.horizonSeconds());
    }

    Knob caps() {
        return knob(scenario.controllers().caps(), 1, false);
    }

    Knob peak() {
        double fixed = scenario.peakHours().map(PeakHoursSection::multiplier).orElse(1.0);
        return knob(scenario.controllers().peakMultiplier(), fixed, true);
    }

    private Knob knob(Optional<ControllerSection> section, double fixed, boolean rises) {
        if (section.isEmpty()) {
            return Knob.fixed(fixed);
        }
        ControllerSection c = section.get();
        if (!c.enabled()) {
            return Knob.fixed(c.initial());
        }
        CapController controller = controller(c, rises);
        double initial = controller instanceof Schedule schedule ? schedule.at(0) : c.initial();
        return new Knob(initial, controller, c.everySeconds(), c.delaySeconds(), c.sampleShare());
    }

    private CapController controller(ControllerSection c, boolean rises) {
        return switch (c.law()) {
            case TRACK ->
                new TargetTracking(new TargetTracking.Law(goal(c, rises), c.gain(), c.deadBand()));
            case AIMD ->
                new AdditiveMultiplicative(new AdditiveMultiplicative.Law(
                        goal(c, rises), c.stepPerHour(), c.decrease()));
            case PI ->
                new ProportionalIntegral(new ProportionalIntegral.Law(
                        goal(c, rises), c.gain(), c.integralPerHour()));
            case FORECAST ->
                new Predictive(
                        goal(c, rises),
                        (int) Math.rint(c.aheadSeconds() / HOUR_SECONDS),
                        c.response());
            case TABLE ->
                new LoadTable(
                        lookbackHours(c),
                        c.table().stream()
                                .mapToDouble(PointSection::utilisation)
                                .toArray(),
                        c.table().stream().mapToDouble(PointSection::value).toArray());
            case SCHEDULE -> schedule(c);
        };
    }

    private Schedule schedule(ControllerSection c) {
        List<Schedule.Rule> rules = c.schedule().stream().map(this::rule).toList();
        return new Schedule(rules, c.initial(), scenario.horizonSeconds());
    }

    private Schedule.Rule rule(TimedSection t) {
        return new Schedule.Rule(
                t.fromSeconds(),
                t.untilSeconds(),
                t.hours().map(this::hours).orElse(PeakHours.always()),
                t.value());
    }

    private static int lookbackHours(ControllerSection c) {
        return Math.max(1, (int) Math.rint(c.lookbackSeconds() / HOUR_SECONDS));
    }

    private static Goal goal(ControllerSection c, boolean rises) {
        TargetSection target = c.target().orElseThrow();
        return new Goal(
                target.metric() == TargetSection.Metric.TTFT_P99
                        ? ControlView.Measure.TTFT_P99
                        : ControlView.Measure.UTILISATION,
                target.value(),
                lookbackHours(c),
                c.min(),
                c.max(),
                c.maxChangePerHour(),
                rises);
    }

    /** What cells are told about limits, at dates fixed beforehand. */
    List<CellCommand> dated() {
        LimitCalendar calendar = new LimitCalendar();
        List<TierSection> tiers = scenario.demand().tiers();
        for (int i = 0; i < tiers.size(); i++) {
            Which tier = new Which(i, tiers.get(i));
            for (ChangeSection c : scenario.policies().changes()) {
                for (int limit : tier.limits(c.tiers(), c.limits())) {
                    calendar.change(new Change(
                            c.atSeconds(), tier.index(), limit, c.scale(), c.enforced()));
                }
            }
            for (PromotionSection p : scenario.policies().promotions()) {
                promote(calendar, p, tier);
            }
            for (ResetSection r : scenario.policies().resets()) {
                for (int limit : tier.limits(r.tiers(), r.limits())) {
                    calendar.reset(new Reset(r.atSeconds(), tier.index(), limit));
                }
            }
        }
        return calendar.commands(scenario.horizonSeconds());
    }

    private void promote(LimitCalendar calendar, PromotionSection p, Which tier) {
        List<Integer> raised = tier.limits(p.tiers(), p.limits());
        List<Integer> others = new ArrayList<>(tier.limits(p.tiers(), List.of()));
        others.removeAll(raised);
        for (int limit : raised) {
            calendar.promotion(new Promotion(
                    p.fromSeconds(),
                    p.untilSeconds(),
                    p.hours().map(this::hours).orElse(PeakHours.always()),
                    tier.index(),
                    limit,
                    p.scale(),
                    p.bonusCounts() ? List.of() : others));
            // the bonus is one, however many limits it raises
            others = List.of();
        }
    }

    /** A tier by its place. */
    private record Which(int index, TierSection tier) {
        /** Indices of those of its limits that are named; empty: all. */
        List<Integer> limits(List<String> tiers, List<String> named) {
            List<Integer> indices = new ArrayList<>();
            List<String> limits = tier.limitNames();
            for (int i = 0; i < limits.size(); i++) {
                boolean one = named.isEmpty() || named.contains(limits.get(i));
                if (one && (tiers.isEmpty() || tiers.contains(tier.name()))) {
                    indices.add(i);
                }
            }
            return indices;
        }
    }
}
