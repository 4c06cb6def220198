package headroom.joblist;

import com.google.common.collect.ImmutableList;

import headroom.demand.LawSection;
import headroom.joblist.SharingSection.BudgetSection;
import headroom.joblist.SharingSection.PlannedSection;
import headroom.joblist.SharingSection.SetupSection;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Optional;
import java.util.OptionalDouble;

/** A queue and what serves it: plain servers, or the GPUs of pools. */
public record StationSection(
        @Key(
                name = "servers",
                form = Key.Form.ENDLESS,
                range = "[1, 100 M]",
                doc = "Plain servers, all alike: a number, or unlimited. This or pools.")
        OptionalDouble servers,

        @Key(
                name = "pools",
                refersTo = "pools",
                def = "[]",
                doc = "Pools whose GPUs jobs run on, less the shares of deployments. This or"
                        + " servers.")
        ImmutableList<String> pools,

        @Key(name = "policy", def = "{}", doc = "Who runs next, and who gives way.")
        SchedulingSection policy,

        @Key(
                name = "places",
                form = Key.Form.ENDLESS,
                range = "[1, 1 B]",
                def = "unlimited",
                doc = "Most jobs there, in line and in service; one more is refused.")
        double places,

        @Key(
                name = "levels",
                range = "[0, 100 k]",
                def = "0",
                doc = "How many numbers of jobs, 0 and up, to measure the shares of time of.")
        int levels,

        @Key(
                name = "line",
                form = Key.Form.ENDLESS,
                range = "[0, 1 B]",
                def = "unlimited",
                doc = "Most jobs in line: one that cannot start at once and finds so many is"
                        + " refused.")
        double line,

        @Key(name = "sharing", doc = "Jobs share the servers evenly, instead of one each.")
        Optional<SharingSection> sharing,

        @Key(name = "power", doc = "A budget of power for the jobs in service.")
        Optional<BudgetSection> power,

        @Key(name = "breakdowns", doc = "Servers break and are repaired.")
        Optional<BreakdownsSection> breakdowns,

        @Key(
                name = "setup",
                doc = "A server that finds nobody in line goes off, and takes time to come back.")
        Optional<SetupSection> setup,

        @Key(
                name = "vacations",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                doc = "A server that finds nobody in line goes away for such a time, and looks"
                        + " again.")
        Optional<LawSection> vacations,

        @Key(name = "plan", def = "[]", doc = "Numbers of servers from instants on, in order.")
        ImmutableList<PlannedSection> plan) {

    public StationSection {
        double n = servers.orElse(1);
        int away = (breakdowns.isPresent() ? 1 : 0)
                + (setup.isPresent() ? 1 : 0)
                + (vacations.isPresent() ? 1 : 0)
                + (plan.isEmpty() ? 0 : 1);
        boolean alike = servers.isPresent() && n < Double.POSITIVE_INFINITY;
        boolean rising = true;
        for (int i = 1; i < plan.size(); i++) {
            rising &= plan.get(i).atSeconds() > plan.get(i - 1).atSeconds();
        }
        String only = "are for a number of servers, one a job";
        new Faults()
                .unless(rising, "plan", "must be in the order of time")
                .unless(away <= 1, "", "give one of breakdowns, setup, vacations and plan")
                .unless(
                        away == 0 || alike && sharing.isEmpty(),
                        "",
                        "breakdowns, setup, vacations and plan " + only)
                .unless(sharing.isEmpty() || alike, "sharing", "is for a number of servers")
                .unless(Math.rint(line) == line, "line", "must be a whole number")
                .unless(servers.isPresent() == pools.isEmpty(), "", "give either servers or pools")
                .unless(Math.rint(n) == n, "servers", "must be a whole number")
                .unless(Math.rint(places) == places, "places", "must be a whole number")
                .raise();
    }
}
