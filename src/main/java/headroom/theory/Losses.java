package headroom.theory;

import headroom.analytic.BirthDeath;
import headroom.analytic.ErlangA;
import headroom.analytic.ErlangB;
import headroom.analytic.LossSystems;
import headroom.analytic.MarkovQueue;
import headroom.demand.LawSection;
import headroom.joblist.JobRetrySection;
import headroom.joblist.JobStreamSection.GangSection;
import headroom.joblist.SchedulingSection;
import headroom.joblist.SchedulingSection.Law;
import headroom.theory.Stop.Visitors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stations that jobs leave unserved: refused, or out of patience. */
final class Losses {
    private static final int MOST_RETRIAL = 10;
    private static final double MOST_LOAD = 0.9;
    private static final double MOST_PAUSE = 300;
    /** Numbers of servers for which a sum over all is quick. */
    private static final double MOST_PLACES = 1e6;

    private static final double MOST_IN_LINE = 1e7;

    private Losses() {}

    /** Most jobs at once. */
    private static double room(Stop stop) {
        return Math.min(stop.station().places(), stop.servers() + stop.station().line());
    }

    static Optional<Finding> finite(Stop stop) {
        double room = room(stop);
        if (room > MOST_PLACES) {
            return Optional.empty();
        }
        if (room <= stop.servers()) {
            return Optional.of(erlangB(stop, (int) room));
        }
        return stop.isExponential() ? Optional.of(room(stop, (int) room)) : Optional.empty();
    }

    /** As many servers as there are places; any more are never needed. */
    private static Finding erlangB(Stop stop, int places) {
        double lost = ErlangB.blocking(places, stop.erlangs());
        String service = stop.isExponential() ? "M/M/" : "M/G/";
        double busy = stop.erlangs() * (1 - lost);
        Finding found = new Finding(service + places + "/" + places)
                .share("jobs.refused", lost)
                .number("jobs.number", busy)
                .number("jobs.busy", busy);
        if (!stop.isEndless()) {
            found.with("jobs.utilisation", "mean", "share", busy / stop.servers(), "");
        }
        found.time("jobs.sojourn", stop.meanSeconds());
        if (stop.visitors().size() > 1) {
            stop.visitors().forEach(v -> refused(found, v, lost));
        }
        return found;
    }

    private static void refused(Finding found, Visitors v, double share) {
        found.with("jobs.refused", "share", "share", share, v.stream().name());
    }

    private static Finding room(Stop stop, int room) {
        int servers = stop.count();
        double rate = stop.ratePerSecond();
        double service = stop.meanSeconds();
        LossSystems.FiniteRoom exact = new LossSystems.FiniteRoom(servers, room, rate, service);
        BirthDeath present = BirthDeath.stationary(
                n -> n < room ? rate : 0, n -> Math.min(n, servers) / service, (int)
                        Math.min(room, stop.erlangs()));
        double in = 1 - exact.blocking();
        double busy = stop.erlangs() * in;
        return new Finding("M/M/" + servers + "/" + room)
                .share("jobs.refused", exact.blocking())
                .number("jobs.number", exact.meanPresent())
                .number("jobs.waiting", exact.meanPresent() - busy)
                .number("jobs.busy", busy)
                .with("jobs.utilisation", "mean", "share", busy / servers, "")
                .share("jobs.waited", (present.atLeast(servers) - exact.blocking()) / in)
                .time("jobs.wait", exact.meanSojournSeconds() - service)
                .time("jobs.sojourn", exact.meanSojournSeconds());
    }

    /** All with the same exponential patience. */
    static Optional<Finding> impatient(Stop stop) {
        LawSection first = stop.visitors().get(0).stream().patience().orElse(null);
        boolean same = stop.visitors().stream()
                .allMatch(
                        v -> v.stream().patience().filter(p -> p.equals(first)).isPresent());
        Optional<Double> patience = first == null ? Optional.empty() : Stop.exponential(first);
        if (!same || patience.isEmpty() || stop.isEndless() || !stop.isExponential()) {
            return Optional.empty();
        }
        if (!isFew(stop, patience.get())) {
            return Optional.empty();
        }
        ErlangA exact =
                new ErlangA(stop.count(), stop.ratePerSecond(), stop.meanSeconds(), patience.get());
        double gaveUp = exact.abandonProbability();
        double busy = exact.utilisation() * stop.count();
        return Optional.of(new Finding("M/M/" + stop.written() + "+M")
                .share("jobs.abandoned", gaveUp)
                .number("jobs.number", exact.meanQueue() + busy)
                .number("jobs.waiting", exact.meanQueue())
                .number("jobs.busy", busy)
                .with("jobs.utilisation", "mean", "share", exact.utilisation(), "")
                .share("jobs.waited", (exact.waitProbability() - gaveUp) / (1 - gaveUp)));
    }

    /** Whether a line of this mean patience is never too long for a sum over it. */
    private static boolean isFew(Stop stop, double patienceSeconds) {
        double free = 1 - stop.erlangs() / stop.servers();
        double spread = 10 * Math.sqrt(stop.ratePerSecond() * patienceSeconds);
        double over = stop.ratePerSecond() - stop.servers() / stop.meanSeconds();
        double line = free > 0 ? Math.min(46 / free, spread) : over * patienceSeconds + spread;
        return line <= MOST_IN_LINE;
    }

    /** Who does not fit is lost. */
    static Optional<Finding> gangs(Stop stop) {
        if (stop.isEndless() || stop.station().line() != 0 || stop.servers() > MOST_PLACES) {
            return Optional.empty();
        }
        List<Integer> sizes = new ArrayList<>();
        List<Double> loads = new ArrayList<>();
        for (Visitors v : stop.visitors()) {
            for (GangSection gang : v.stream().gangs()) {
                sizes.add(gang.gpus());
                loads.add(v.erlangs() * gang.share());
            }
        }
        if (sizes.stream().anyMatch(size -> size > stop.count())) {
            return Optional.empty();
        }
        LossSystems.MultiRate exact = new LossSystems.MultiRate(
                stop.count(),
                sizes.stream().mapToInt(Integer::intValue).toArray(),
                loads.stream().mapToDouble(Double::doubleValue).toArray());
        Finding found = new Finding("Kaufman-Roberts")
                .number("jobs.busy", exact.meanBusy())
                .with("jobs.utilisation", "mean", "share", exact.meanBusy() / stop.count(), "");
        double refused = 0;
        for (Visitors v : stop.visitors()) {
            double share = v.stream().gangs().stream()
                    .mapToDouble(gang -> gang.share() * exact.blocking(gang.gpus()))
                    .sum();
            refused += share * v.ratePerSecond() / stop.ratePerSecond();
            if (stop.visitors().size() > 1) {
                refused(found, v, share);
            }
        }
        return Optional.of(found.share("jobs.refused", refused));
    }

    /** Servers kept free for one of two streams, everybody else lost. */
    static Optional<Finding> reservation(Stop stop) {
        SchedulingSection policy = stop.station().policy();
        boolean only = Differences.of(
                                policy,
                                Departures.STATION.policy(),
                                "law",
                                "reserve",
                                "from",
                                "refuses")
                        .isEmpty()
                && policy.law() == Law.RESERVATION
                && stop.station().line() == 0;
        if (!only
                || stop.isEndless()
                || !stop.isExponential()
                || stop.visitors().size() != 2) {
            return Optional.empty();
        }
        double from = policy.from().orElseThrow();
        List<Visitors> first = stop.visitors().stream()
                .filter(v -> v.stream().priority() >= from)
                .toList();
        List<Visitors> second =
                stop.visitors().stream().filter(v -> !first.contains(v)).toList();
        if (first.size() != 1 || policy.reserve() > stop.count()) {
            return Optional.empty();
        }
        LossSystems.Reserved exact = new LossSystems.Reserved(
                stop.count(),
                policy.reserve(),
                first.get(0).ratePerSecond(),
                second.get(0).ratePerSecond(),
                stop.meanSeconds());
        Finding found = new Finding("trunk reservation")
                .number("jobs.number", exact.meanBusy())
                .number("jobs.busy", exact.meanBusy());
        refused(found, first.get(0), exact.firstBlocking());
        refused(found, second.get(0), exact.secondBlocking());
        return Optional.of(found);
    }

    /** Who finds all servers busy comes again. */
    static Optional<Finding> retrial(Stop stop) {
        JobRetrySection retry = stop.visitors().get(0).stream().retry().orElse(null);
        boolean known = stop.visitors().size() == 1 && stop.isExponential();
        if (retry == null || !known || stop.isEndless() || room(stop) != stop.servers()) {
            return Optional.empty();
        }
        JobRetrySection plain = Departures.STREAM.retry().orElseThrow();
        Optional<Double> pause = Stop.exponential(retry.pause());
        boolean only = Differences.of(retry, plain, "pause").isEmpty() && pause.isPresent();
        boolean quick = stop.count() <= MOST_RETRIAL
                && stop.erlangs() <= MOST_LOAD * stop.count()
                && pause.orElse(0.0) <= MOST_PAUSE * stop.meanSeconds();
        if (!only || !quick) {
            return Optional.empty();
        }
        MarkovQueue exact = MarkovQueue.retrial(
                stop.count(), stop.ratePerSecond(), stop.meanSeconds(), pause.get());
        return Optional.of(new Finding("M/M/" + stop.written() + " retrial")
                .number("jobs.busy", exact.meanBusy())
                .number("jobs.orbit", exact.meanWaiting()));
    }
}
