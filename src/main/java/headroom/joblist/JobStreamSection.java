package headroom.joblist;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;

import headroom.demand.ArrivalsSection;
import headroom.demand.LawSection;
import headroom.demand.ModulationSection;
import headroom.gangs.GangSpec;
import headroom.joblist.VisitSection.NextSection;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** A stream of like jobs. */
public record JobStreamSection(
        @Key(name = "name", doc = "Label of its jobs in results.")
        String name,

        @Key(name = "at", refersTo = "stations", doc = "The station they come to.")
        String at,

        @Key(
                name = "rate",
                unit = Quantity.RATE,
                range = "(0 /s, 1 B /s]",
                doc = "Mean arrivals at a factor of 1. This, population, saturated or trace.")
        OptionalDouble ratePerSecond,

        @Key(
                name = "size",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                doc = "Service a job needs at speed 1. This or work.")
        Optional<LawSection> size,

        @Key(
                name = "work",
                unit = Quantity.GPU_TIME,
                range = "[0 GPU-h, 100 B GPU-h]",
                doc = "Service times the GPUs of a job. This or size.")
        Optional<LawSection> work,

        @Key(
                name = "gangs",
                def = "[{gpus: 1}]",
                doc = "GPUs, or servers, that a job holds all at once; shares sum to 100 %.")
        ImmutableList<GangSection> gangs,

        @Key(
                name = "speeds",
                refersTo = "pools",
                range = "[0, 1 k]",
                def = "{}",
                doc = "Speed on a pool of the station, 1 where it is not named; 0: not there.")
        ImmutableMap<String, Double> speeds,

        @Key(
                name = "next",
                def = "[]",
                doc = "Where jobs go from there; what is left of 100 % leaves.")
        ImmutableList<NextSection> next,

        @Key(
                name = "visits",
                refersTo = "stations",
                def = "{}",
                doc = "What they do at other stations that next leads to, by name.")
        ImmutableMap<String, VisitSection> visits,

        @Key(
                name = "estimate",
                range = "[0.001, 1 M]",
                def = "1",
                doc = "What users say a job needs over what it needs: schedulers go by it.")
        LawSection estimate,

        @Key(
                name = "priority",
                range = "[-1 k, 1 k]",
                def = "0",
                doc = "Higher goes first, with policies that know priorities; one that a trace has"
                        + " counts in its place.")
        int priority,

        @Key(name = "group", def = "all", doc = "Group for shares and quotas.")
        String group,

        @Key(name = "kind", def = "plain", doc = "What reports call the jobs.")
        Kind kind,

        @Key(name = "arrivals", def = "{}", doc = "How arrivals scatter about the rate.")
        ArrivalsSection arrivals,

        @Key(
                name = "profile",
                refersTo = "profiles",
                def = "flat",
                doc = "Profile of its rate, under demand or built in.")
        String profile,

        @Key(
                name = "profileAmplitude",
                range = "[0, 1]",
                def = "1",
                doc = "Factor on the profile's distance from 1.")
        double profileAmplitude,

        @Key(
                name = "profileShift",
                unit = Quantity.DURATION,
                range = "[-7 d, 7 d]",
                def = "0 h",
                doc = "How much later everything in the profile happens.")
        double profileShiftSeconds,

        @Key(
                name = "modulation",
                def = "[]",
                doc = "Factors of the rate that wander at random, multiplied.")
        ImmutableList<ModulationSection> modulation,

        @Key(
                name = "population",
                range = "[0, 10 M]",
                def = "0",
                doc = "Jobs that are there from the start and come in anew whenever they leave,"
                        + " instead of a rate.")
        int population,

        @Key(
                name = "present",
                range = "[0, 10 M]",
                def = "0",
                doc = "Jobs that are there from the start, and then leave.")
        int present,

        @Key(
                name = "saturated",
                def = "false",
                doc = "Whether one comes in whenever one starts, besides those present, instead of"
                        + " a rate: somebody always waits.")
        boolean saturated,

        @Key(
                name = "mix",
                refersTo = "jobStreams",
                unit = Quantity.RATIO,
                range = "(0 %, 100 %]",
                def = "{}",
                doc = "Shares of the jobs that come in here that are of each stream; they sum to"
                        + " 100 %. Empty: all are its own.")
        ImmutableMap<String, Double> mix,

        @Key(
                name = "forks",
                refersTo = "stations",
                def = "[]",
                doc = "Stations a job comes to all at once, a part at each, as visits says; it"
                        + " ends with the last part.")
        ImmutableList<String> forks,

        @Key(
                name = "patience",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                doc = "Time in line after which a job that has not started leaves; left out:"
                        + " never.")
        Optional<LawSection> patience,

        @Key(name = "retry", doc = "Refused jobs come again; left out: they do not.")
        Optional<JobRetrySection> retry,

        @Key(
                name = "deadline",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                doc = "Time in the system after which a job's end is late.")
        Optional<LawSection> deadline,

        @Key(
                name = "power",
                unit = Quantity.POWER,
                range = "[0 W, 100 GW]",
                def = "0 W",
                doc = "What a job in service uses of its station's power.")
        double powerWatts,

        @Key(
                name = "trace",
                doc = "Recorded jobs, instead of a rate, sizes and gangs; what they do after the"
                        + " first station stands beside.")
        Optional<JobTraceSection> trace,

        @Key(name = "checkpoint", doc = "How jobs save their state; without, they begin anew.")
        Optional<CheckpointSection> checkpoint,

        @Key(
                name = "yields",
                def = "true",
                doc = "Whether jobs can be made to leave GPUs that serving has lent.")
        boolean yields,

        @Key(name = "elastic", doc = "Jobs run on more or fewer GPUs; left out: they do not.")
        Optional<CheckpointSection.ElasticSection> elastic,

        @Key(
                name = "spanSensitivity",
                range = "[0, 1 k]",
                def = "1",
                grade = Key.Grade.ASSUMED,
                doc = "Times the span cost of the nodes of a pool; 0: none of it.")
        double spanSensitivity) {

    public JobStreamSection {
        Faults faults = new Faults();
        boolean told = size.isPresent() || work.isPresent();
        if (trace.isPresent()) {
            faults.unless(!told, "", "size and work are those of the trace")
                    .unless(mix.isEmpty(), "mix", "recorded jobs are all of their own stream")
                    .unless(present == 0, "present", "recorded jobs come when they were recorded")
                    .unless(
                            forks.isEmpty() || forks.contains(at),
                            "forks",
                            "leaves out '" + at + "', where jobs do what was recorded");
        }
        VisitSection.check(
                faults, told ? size.isPresent() : trace.isPresent(), work.isPresent(), next);
        double sum = gangs.stream().mapToDouble(GangSection::share).sum();
        double mixed = mix.values().stream().mapToDouble(Double::doubleValue).sum();
        faults.unless(
                        sources(ratePerSecond, population, saturated, trace.isPresent()) <= 1,
                        "",
                        "give one of rate, population, saturated and trace")
                .unless(!saturated || present > 0, "present", "is what saturated begins with")
                .unless(
                        mix.isEmpty() || Math.abs(mixed - 1) <= 1e-9,
                        "mix",
                        "shares must sum to 100 %")
                .unless(Math.abs(sum - 1) <= 1e-9, "gangs", "shares must sum to 100 %")
                .unless(
                        !visits.containsKey(at),
                        "visits." + at,
                        "is where they come to: what they do there stands beside 'at'");
        leads(faults, "next", next, at, visits);
        for (String part : forks) {
            faults.unless(
                    part.equals(at) || visits.containsKey(part),
                    "forks",
                    "names '" + part + "', which visits does not");
        }
        visits.forEach((station, visit) ->
                leads(faults, "visits." + station + ".next", visit.next(), at, visits));
        faults.raise();
    }

    private static void leads(
            Faults faults,
            String key,
            ImmutableList<NextSection> next,
            String at,
            ImmutableMap<String, VisitSection> visits) {
        for (NextSection way : next) {
            faults.unless(
                    way.to().equals(at) || visits.containsKey(way.to()),
                    key,
                    "leads to '" + way.to() + "', which visits does not name");
        }
    }

    private static int sources(
            OptionalDouble rate, int population, boolean saturated, boolean traced) {
        return (rate.isPresent() ? 1 : 0)
                + (population > 0 ? 1 : 0)
                + (saturated ? 1 : 0)
                + (traced ? 1 : 0);
    }

    /** Whether jobs come in here by themselves. */
    public boolean comes() {
        return sources(ratePerSecond, population, saturated, trace.isPresent()) > 0 || present > 0;
    }

    /** Whether its jobs take no time wherever they go. */
    boolean isInstant() {
        return first().isInstant() && visits.values().stream().allMatch(VisitSection::isInstant);
    }

    /**
     * A station where jobs take no time and from which they only come to others such, so that those
     * that come there once would never leave that instant.
     */
    public Optional<String> endless() {
        Set<String> instant =
                new TreeSet<>(Maps.filterValues(visits, VisitSection::isInstant).keySet());
        if (trace.isEmpty() && first().isInstant()) {
            instant.add(at);
            if (saturated && mix.isEmpty()) {
                return Optional.of(at);
            }
        }
        while (instant.removeIf(station -> staysIn(instant, station) < 1 - 1e-9)) {
            // until those that are left lead to each other alone
        }
        return instant.stream().findFirst();
    }

    /** Share of the jobs at a station that go to some next; who circulates comes in anew. */
    private double staysIn(Set<String> some, String station) {
        VisitSection visit = station.equals(at) ? first() : visits.get(station);
        boolean isBack = population > 0
                && mix.isEmpty()
                && (forks.isEmpty() ? some.contains(at) : some.containsAll(forks));
        double share = isBack ? 1 : 0;
        for (NextSection way : requireNonNull(visit).next()) {
            share += (some.contains(way.to()) ? way.share() : 0) - (isBack ? way.share() : 0);
        }
        return share;
    }

    /** What a job does at the station it comes to. */
    public VisitSection first() {
        boolean told = size.isPresent() || work.isPresent();
        // what a trace says stands in place of it
        Optional<LawSection> shown = told ? size : Optional.of(LawSection.constant(0));
        return new VisitSection(shown, work, speeds, next);
    }

    /** How its jobs run on many GPUs, and how a failure sets them back. */
    public GangSpec gang() {
        return new GangSpec(
                checkpoint.map(CheckpointSection::spec).orElse(null),
                elastic.map(e -> new GangSpec.Elastic(e.fewest(), e.most(), e.exponent()))
                        .orElse(GangSpec.Elastic.FIXED),
                spanSensitivity);
    }

    /** What jobs are, for reports. */
    public enum Kind {
        /** Jobs of a queueing study. */
        PLAIN,
        /** A model from scratch. */
        PRETRAINING,
        /** A model made better at something. */
        FINE_TUNING,
        /** A model put to the test. */
        EVALUATION,
        /** Requests that may wait. */
        BATCH_INFERENCE
    }

    /** A number of GPUs that jobs ask for. */
    public record GangSection(
            @Key(name = "gpus", range = "[1, 10 M]", doc = "GPUs, or servers, of a job.")
            int gpus,

            @Key(
                    name = "share",
                    unit = Quantity.RATIO,
                    range = "(0 %, 100 %]",
                    def = "100 %",
                    doc = "Share of the jobs.")
            double share) {}
}
