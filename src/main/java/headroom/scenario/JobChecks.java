package headroom.scenario;

import headroom.demand.DemandSection;
import headroom.demand.LawSection;
import headroom.joblist.JobStreamSection;
import headroom.joblist.JobStreamSection.GangSection;
import headroom.joblist.JobsSection;
import headroom.joblist.SchedulingSection;
import headroom.joblist.StationSection;
import headroom.joblist.VisitSection;
import headroom.supply.PoolSection;
import headroom.supply.PoolSection.AdditionSection;
import headroom.yaml.Problems;
import headroom.yaml.Quantity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rules between jobs and what they run on. */
final class JobChecks {
    private final Bound bound;
    private final Problems problems;

    JobChecks(Bound bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        demand();
        bound.value("jobs", JobsSection.class).ifPresent(jobs -> {
            onePoolOneStation(jobs);
            anew(jobs);
            lending(jobs);
            policies(jobs);
            goesAway(jobs);
            takesTurns(jobs);
            for (int i = 0; i < jobs.streams().size(); i++) {
                JobStreamSection stream = jobs.streams().get(i);
                String path = "jobs.streams[" + i + "]";
                fits(jobs, stream, stream.at(), stream.first(), path);
                comesBack(jobs, stream, path);
                takesTime(stream, path);
                retries(jobs, stream, path);
                saves(jobs, stream, path);
                resizes(jobs, stream, path);
                stream.visits()
                        .forEach((station, visit) ->
                                fits(jobs, stream, station, visit, path + ".visits." + station));
            }
        });
    }

    /** Without jobs somebody asks for something. */
    private void demand() {
        boolean silent = bound.value("demand", DemandSection.class)
                .filter(d -> !d.isAny())
                .isPresent();
        if (silent && bound.has("demand") && !bound.has("jobs")) {
            error("demand.tiers", "demand.tiers: tiers, streams or a replay are needed", "");
        }
    }

    /** Two stations cannot hand out the same GPUs. */
    private void onePoolOneStation(JobsSection jobs) {
        Map<String, String> taken = new TreeMap<>();
        jobs.stations().forEach((name, station) -> {
            for (int i = 0; i < station.pools().size(); i++) {
                String other = taken.putIfAbsent(station.pools().get(i), name);
                if (other != null) {
                    error(
                            "jobs.stations." + name + ".pools[" + i + "]",
                            "pools: '" + station.pools().get(i) + "' is of station '" + other
                                    + "' already",
                            "a pool belongs to one station");
                }
            }
        });
    }

    /** Every gang fits somewhere, or it would wait for ever. */
    private void fits(
            JobsSection jobs, JobStreamSection stream, String at, VisitSection visit, String path) {
        StationSection station = jobs.stations().get(at);
        if (station == null) {
            return;
        }
        speeds(station, at, visit, path);
        affords(jobs, stream, at);
        double most = station.servers().orElse(0);
        for (String pool : station.pools()) {
            boolean runs = visit.speeds().getOrDefault(pool, 1.0) > 0;
            most = Math.max(most, runs ? gpus(pool) : 0);
        }
        double kept = reserved(stream, station);
        for (GangSection gang : stream.gangs()) {
            if (station.sharing().isPresent() && gang.gpus() > 1) {
                error(
                        "jobs.streams[" + jobs.streams().indexOf(stream) + "].gangs",
                        "gangs: where servers are shared, as at '" + at
                                + "', a job uses one at most",
                        "");
            }
            if (gang.gpus() > most) {
                error(
                        "jobs.streams[" + jobs.streams().indexOf(stream) + "].gangs",
                        "gangs: a job of " + gang.gpus() + " GPUs never fits at '" + at
                                + "', where one can have at most " + (long) most,
                        "");
            } else if (gang.gpus() > most - kept) {
                error(
                        "jobs.stations." + at + ".policy.reserve",
                        "reserve: jobs of '" + stream.name() + "', of priority "
                                + stream.priority() + ", never start at '" + at + "': of "
                                + (long) most + " GPUs or servers "
                                + station.policy().reserve()
                                + " are kept free of them",
                        "reserve fewer, or give them the priority from");
            } else if (gang.gpus() > mostOfGroup(jobs, stream, station)) {
                error(
                        "jobs.stations." + at + ".policy.quotas",
                        "quotas: a job of " + gang.gpus() + " GPUs of '" + stream.name()
                                + "', of group '" + stream.group() + "', never starts at '" + at
                                + "': the group owns "
                                + (long) station.policy().mostOf(stream.group())
                                + ", and may not borrow",
                        "give the group a larger quota, or leave borrowing on");
            }
        }
    }

    /** GPUs or servers of a pool that a stream's jobs may not use. */
    private static double reserved(JobStreamSection stream, StationSection station) {
        double from = station.policy().from().orElse(Double.NEGATIVE_INFINITY);
        // those of recorded jobs are known when they are read
        boolean waits = stream.trace().isEmpty()
                && stream.priority() < from
                && !station.policy().refuses();
        return waits ? station.policy().reserve() : 0;
    }

    /** GPUs or servers that the group of a stream may have; all where quotas misspell one. */
    private static double mostOfGroup(
            JobsSection jobs, JobStreamSection stream, StationSection station) {
        boolean isKnown = station.policy().quotas().keySet().stream()
                .allMatch(group ->
                        jobs.streams().stream().anyMatch(each -> each.group().equals(group)));
        return isKnown ? station.policy().mostOf(stream.group()) : Double.POSITIVE_INFINITY;
    }

    /** A job that uses more power than there is would wait for ever, and others behind it. */
    private void affords(JobsSection jobs, JobStreamSection stream, String at) {
        Objects.requireNonNull(jobs.stations().get(at)).power().ifPresent(power -> {
            if (stream.powerWatts() > power.mostWatts()) {
                error(
                        "jobs.streams[" + jobs.streams().indexOf(stream) + "].power",
                        "power: a job of " + Quantity.POWER.format(stream.powerWatts())
                                + " never starts at '" + at + "', which has "
                                + Quantity.POWER.format(power.mostWatts()),
                        "");
            }
        });
    }

    /** Where servers are shared or there is one for everybody, nobody decides who runs. */
    private void takesTurns(JobsSection jobs) {
        jobs.stations().forEach((name, station) -> {
            if (isOpen(station) && station.policy().law() != SchedulingSection.Law.FCFS) {
                error(
                        "jobs.stations." + name + ".policy.law",
                        "law: where servers are shared or unlimited jobs start in order of arrival",
                        "leave the policy out, or give a number of servers without sharing");
            }
        });
    }

    /** Where servers are shared or there is one for everybody, nobody is stopped. */
    private void saves(JobsSection jobs, JobStreamSection stream, String path) {
        boolean never = stationsOf(stream).stream()
                .map(jobs.stations()::get)
                .allMatch(station -> station != null && isOpen(station));
        if (never && stream.checkpoint().isPresent()) {
            error(
                    path + ".checkpoint",
                    "checkpoint: where servers are shared or unlimited jobs write none, and these"
                            + " come to no other station",
                    "leave it out, or give the station a number of servers without sharing");
        }
    }

    /** Only one law makes gangs shrink and grow. */
    private void resizes(JobsSection jobs, JobStreamSection stream, String path) {
        boolean never = stationsOf(stream).stream().allMatch(name -> {
            StationSection station = jobs.stations().get(name);
            return station != null
                    && station.policy().law() != SchedulingSection.Law.ELASTIC
                    && !bound.isGuess("jobs.stations." + name + ".policy.law");
        });
        if (never && stream.elastic().isPresent()) {
            error(
                    path + ".elastic",
                    "elastic: these jobs come to no station of law elastic, so that they never"
                            + " shrink or grow",
                    "leave it out, or give a station policy: {law: elastic}");
        }
    }

    private static Set<String> stationsOf(JobStreamSection stream) {
        Set<String> at = new TreeSet<>(stream.visits().keySet());
        at.add(stream.at());
        return at;
    }

    private static boolean isOpen(StationSection station) {
        return station.sharing().isPresent()
                || station.servers().orElse(0) == Double.POSITIVE_INFINITY;
    }

    /** Groups are those of streams, and some policies are of one pool. */
    private void policies(JobsSection jobs) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < jobs.streams().size(); i++) {
            if (bound.isGuess("jobs.streams[" + i + "].group")) {
                return; // anything may be one
            }
            String group = jobs.streams().get(i).group();
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        jobs.stations().forEach((name, station) -> {
            String path = "jobs.stations." + name + ".policy";
            groups(groups, station.policy().shares().keySet(), path + ".shares");
            groups(groups, station.policy().quotas().keySet(), path + ".quotas");
            if (station.policy().law() == SchedulingSection.Law.SERVER_FILLING
                    && station.pools().size() > 1) {
                error(
                        path + ".law",
                        "law: server-filling fills one pool, and '" + name + "' has "
                                + station.pools().size(),
                        "make a station of each pool");
            }
        });
    }

    private void groups(List<String> known, Set<String> named, String path) {
        for (String group : named) {
            if (!known.contains(group)) {
                error(
                        path + "." + group,
                        "no stream is of group " + Problems.quote(group),
                        Problems.suggest(group, known));
            }
        }
    }

    /** What is lent is lent to jobs that go on. */
    private void anew(JobsSection jobs) {
        boolean lent = jobs.stations().values().stream()
                .anyMatch(station -> !station.pools().isEmpty());
        double horizon = bound.value("horizon", Double.class).orElse(0.0);
        if (jobs.restartSeconds().orElse(horizon) < horizon && lent) {
            error(
                    "jobs.restart",
                    "restart: is for stations of servers, not of pools",
                    "give stations servers, or leave restart out");
        }
    }

    /** Who circulates and leaves unserved where he comes in would come back at once, for ever. */
    private void comesBack(JobsSection jobs, JobStreamSection stream, String path) {
        StationSection station = jobs.stations().get(stream.at());
        boolean isHasty = stream.patience().map(LawSection::isZero).orElse(false);
        boolean isPaused = stream.retry().isPresent() && !isHasty;
        if (stream.population() == 0 || isPaused || station == null) {
            return;
        }
        double line = isHasty ? 0 : station.line();
        double room = Math.min(station.places(), station.servers().orElse(0) + line);
        double most = 0;
        for (JobStreamSection other : jobs.streams()) {
            boolean comes = other.at().equals(stream.at())
                    || other.visits().containsKey(stream.at())
                    || other.forks().contains(stream.at());
            boolean isClosed = other.population() > 0;
            most += comes ? isClosed ? other.population() : Double.POSITIVE_INFINITY : 0;
        }
        boolean mayWait =
                station.policy().refuses() || isHasty && station.power().isPresent();
        if (room < most || mayWait) {
            error(
                    path + ".population",
                    "population: who " + (isHasty ? "has to wait" : "is refused") + " at '"
                            + stream.at() + "' would come back at once, for ever",
                    "give " + (isHasty ? "patience a length" : "retry")
                            + ", or let them come to a station without limits first");
        }
    }

    /** What takes no time and follows itself would go on for ever at one instant. */
    private void takesTime(JobStreamSection stream, String path) {
        boolean isPaused = stream.retry().map(r -> !r.pause().isZero()).orElse(true);
        boolean isClosed = stream.population() > 0;
        if (!isPaused
                && (isClosed || Double.isInfinite(stream.retry().orElseThrow().most()))) {
            error(
                    path + ".retry.pause",
                    "pause: who is refused would try again at the same instant, for ever",
                    "give it a length" + (isClosed ? "" : ", or most"));
        }
        stream.endless()
                .map(name -> name.equals(stream.at()) ? "" : ".visits." + name)
                .ifPresent(visit -> error(
                        path + visit + ".size",
                        "size: jobs that take no time and come again would do so for ever at one"
                                + " instant",
                        "give it a length"));
    }

    /** Only who is refused tries again. */
    private void retries(JobsSection jobs, JobStreamSection stream, String path) {
        boolean never = stationsOf(stream).stream()
                .map(jobs.stations()::get)
                .allMatch(station -> station != null && isForAll(station));
        if (never && stream.retry().isPresent()) {
            problems.warning(
                    bound.place(path + ".retry"),
                    "retry: without effect, no station of these jobs refuses anybody",
                    "give a station places or a line; who loses patience does not come again");
        }
    }

    private static boolean isForAll(StationSection station) {
        return Math.min(station.places(), station.line()) == Double.POSITIVE_INFINITY
                && !station.policy().refuses();
    }

    private void goesAway(JobsSection jobs) {
        jobs.stations().forEach((name, station) -> {
            if (station.vacations().map(LawSection::isZero).orElse(false)) {
                error(
                        "jobs.stations." + name + ".vacations",
                        "vacations: a server would go away for no time for ever at one instant",
                        "give them a length, or leave the key out");
            }
        });
    }

    private void speeds(StationSection station, String at, VisitSection visit, String path) {
        for (String pool : visit.speeds().keySet()) {
            if (!station.pools().contains(pool)) {
                error(
                        path + ".speeds." + pool,
                        "speeds: pool '" + pool + "' is not of station '" + at + "'",
                        "");
            }
        }
    }

    /** A pool that lends has somebody to lend to. */
    private void lending(JobsSection jobs) {
        bound.all(PoolSection.class).forEach((path, pool) -> {
            String name = path.substring(path.indexOf('.') + 1);
            boolean borrowed = jobs.stations().values().stream()
                    .anyMatch(station -> station.pools().contains(name));
            if (pool.lending().isPresent() && !borrowed) {
                error(
                        path + ".lending",
                        "lending: no station of jobs has pool '" + name + "'",
                        "name it under pools of a station");
            }
        });
    }

    /** GPUs that jobs may have of a pool; without end where the pool could not be read. */
    private double gpus(String pool) {
        double share = NodeChecks.takenShare(bound, pool);
        double added = AdditionSection.most(bound.all(AdditionSection.class).values(), pool)
                * bound.value("capacityScale", Double.class).orElse(1.0);
        return bound.value("pools." + pool, PoolSection.class)
                .map(p -> p.mostForJobs(share, added))
                .orElse(Integer.MAX_VALUE);
    }

    private void error(String path, String message, String hint) {
        problems.error(bound.place(path), message, hint);
    }
}
