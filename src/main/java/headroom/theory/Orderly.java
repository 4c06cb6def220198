package headroom.theory;

import headroom.analytic.ErlangC;
import headroom.analytic.MarkovQueue;
import headroom.analytic.SingleServer;
import headroom.analytic.TimeLaw;
import headroom.demand.LawSection;
import headroom.demand.LawSection.Family;
import headroom.joblist.SchedulingSection;
import headroom.joblist.SchedulingSection.Law;
import headroom.joblist.SchedulingSection.Preemption;
import headroom.joblist.SharingSection;
import headroom.theory.Stop.Visitors;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Stations where jobs are served in another order than that of arrival, or all at once.
 *
 * <p>Priorities on one server, s(k) the load of the first k classes, R(k) the sum of lambda E[S^2]
 * / 2 over them, R over all: without preemption E[W_k] = R / ((1 - s(k-1)) (1 - s(k))), with it
 * E[T_k] = (E[S_k] + R(k) / (1 - s(k))) / (1 - s(k-1)). All jobs sharing c servers: the number
 * there is that of M/M/c, E[T | x] proportional to x. Sources: Cobham 1954, Operations Research 2;
 * Kleinrock 1976, vol. 2, section 3.4; Kelly 1979, "Reversibility and Stochastic Networks", section
 * 3.3.
 */
final class Orderly {
    private static final int MOST_SLOTS = 10;
    private static final double MOST_LOAD = 0.95;

    private Orderly() {}

    static Optional<Finding> of(Stop stop) {
        SchedulingSection policy = stop.station().policy();
        SchedulingSection plain = Departures.STATION.policy();
        boolean only = Differences.of(policy, plain, "law", "preemption").isEmpty();
        if (!only || stop.isEndless() || !stop.isStable()) {
            return Optional.empty();
        }
        Preemption how = policy.preemption().orElse(Preemption.NONE);
        if (policy.law() == Law.PRIORITY) {
            return priority(stop, how);
        }
        boolean keeps = policy.preemption().isEmpty() || how == Preemption.RESUME;
        return keeps && stop.isOne() && stop.visitors().size() == 1
                ? bySize(stop, policy.law())
                : Optional.empty();
    }

    private static Optional<Finding> bySize(Stop stop, Law law) {
        LawSection size = stop.visitors().get(0).size();
        Optional<TimeLaw> service = Stop.continuous(size);
        if (service.isEmpty() || stop.erlangs() > MOST_LOAD) {
            return Optional.empty();
        }
        SingleServer exact = new SingleServer(stop.ratePerSecond(), service.get());
        String model = (size.family() == Family.EXPONENTIAL ? "M/M/1 " : "M/G/1 ") + law;
        return switch (law) {
            case SJF -> Optional.of(sojourn(stop, model, exact.shortestFirstSojournSeconds()));
            case PSJF ->
                Optional.of(sojourn(stop, model, exact.preemptiveShortestSojournSeconds()));
            case SRPT -> Optional.of(sojourn(stop, model, exact.shortestRemainingSojournSeconds()));
            default -> Optional.empty();
        };
    }

    private static Finding sojourn(Stop stop, String model, double seconds) {
        return new Finding(model)
                .number("jobs.number", stop.ratePerSecond() * seconds)
                .number("jobs.busy", stop.erlangs())
                .time("jobs.sojourn", seconds);
    }

    private static Optional<Finding> priority(Stop stop, Preemption how) {
        List<Visitors> classes = stop.visitors().stream()
                .sorted(Comparator.comparing((Visitors v) -> -v.stream().priority()))
                .toList();
        boolean distinct =
                classes.stream().mapToInt(v -> v.stream().priority()).distinct().count()
                        == classes.size();
        boolean known = how == Preemption.NONE || how == Preemption.RESUME;
        if (!distinct || !known || !stop.isOne() && !stop.isExponential()) {
            return Optional.empty();
        }
        boolean preempts = how == Preemption.RESUME;
        String service = (stop.isExponential() ? "M/M/" : "M/G/") + stop.written();
        Finding found = new Finding(service + (preempts ? " preemptive" : "") + " priority");
        double present = 0;
        for (int k = 0; k < classes.size(); k++) {
            Visitors v = classes.get(k);
            double wait = preempts ? Double.NaN : wait(stop, classes, k);
            double sojourn = preempts ? preempted(stop, classes, k) : wait + v.meanSeconds();
            present += v.ratePerSecond() * sojourn;
            String stream = classes.size() > 1 ? v.stream().name() : "";
            found.with("jobs.sojourn", "mean", "s", sojourn, stream);
            found.with("jobs.number", "mean", "1", v.ratePerSecond() * sojourn, stream);
            if (!preempts) {
                found.with("jobs.wait", "mean", "s", wait, stream);
            }
        }
        if (classes.size() > 1) {
            found.number("jobs.number", present)
                    .time("jobs.sojourn", present / stop.ratePerSecond());
        }
        return Optional.of(found.number("jobs.busy", stop.erlangs()));
    }

    private static double wait(Stop stop, List<Visitors> classes, int which) {
        if (!stop.isOne()) {
            return ErlangC.priorityWaitSeconds(
                    stop.count(), stop.meanSeconds(), which, rates(classes));
        }
        return residual(classes, classes.size())
                / (free(classes, which) * free(classes, which + 1));
    }

    private static double preempted(Stop stop, List<Visitors> classes, int which) {
        Visitors v = classes.get(which);
        if (!stop.isOne()) {
            double present = ErlangC.preemptiveMeanPresent(
                    stop.count(), stop.meanSeconds(), which, rates(classes));
            return present / v.ratePerSecond();
        }
        double above = free(classes, which);
        double behind = residual(classes, which + 1) / free(classes, which + 1);
        return (v.meanSeconds() + behind) / above;
    }

    private static double[] rates(List<Visitors> classes) {
        return classes.stream().mapToDouble(Visitors::ratePerSecond).toArray();
    }

    private static double residual(List<Visitors> classes, int first) {
        return classes.subList(0, first).stream()
                .mapToDouble(v -> 0.5 * v.ratePerSecond() * v.squareSeconds())
                .sum();
    }

    private static double free(List<Visitors> classes, int first) {
        return 1
                - classes.subList(0, first).stream()
                        .mapToDouble(Visitors::erlangs)
                        .sum();
    }

    /** All share the servers; or as many as there are slots, and the others wait. */
    static Optional<Finding> sharing(Stop stop) {
        SharingSection sharing = stop.station().sharing().orElseThrow();
        boolean only = Differences.of(sharing, Departures.SHARED.sharing().orElseThrow(), "most")
                .isEmpty();
        if (!only || !stop.isStable()) {
            return Optional.empty();
        }
        if (!Double.isInfinite(sharing.most())) {
            return limited(stop, sharing.most());
        }
        double present =
                new ErlangC(stop.count(), stop.ratePerSecond(), stop.meanSeconds()).meanPresent();
        double stretch = present / stop.erlangs();
        String service = (stop.isExponential() ? "M/M/" : "M/G/") + stop.written();
        Finding found = new Finding(service + " shared")
                .number("jobs.number", present)
                .time("jobs.sojourn", present / stop.ratePerSecond());
        return Optional.of(
                Queues.each(stop, found, "jobs.sojourn", v -> v.meanSeconds() * stretch));
    }

    private static Optional<Finding> limited(Stop stop, double most) {
        LawSection size = stop.visitors().get(0).size();
        boolean two =
                size.family() == Family.HYPEREXPONENTIAL && size.branches().isEmpty();
        boolean known = stop.isOne() && stop.visitors().size() == 1 && most <= MOST_SLOTS;
        boolean quick = known
                && two
                && stop.erlangs() <= MOST_LOAD
                && Queues.isQuick(size, (int) most, stop.erlangs());
        if (!quick) {
            return Optional.empty();
        }
        MarkovQueue exact = MarkovQueue.limitedSharing(
                (int) most,
                stop.ratePerSecond(),
                stop.meanSeconds(),
                size.squaredCv().orElseThrow());
        return Optional.of(new Finding("M/H2/1 shared by " + (int) most)
                .number("jobs.number", exact.meanPresent())
                .number("jobs.waiting", exact.meanWaiting())
                .share("jobs.waited", exact.waitProbability())
                .time("jobs.wait", exact.meanWaitSeconds())
                .time("jobs.sojourn", exact.meanSojournSeconds()));
    }
}
