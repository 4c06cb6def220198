package headroom.theory;

import headroom.analytic.ErlangC;
import headroom.analytic.ManyServers;
import headroom.analytic.ManyServers.Gang;
import headroom.analytic.MarkovQueue;
import headroom.analytic.TimeLaw;
import headroom.demand.ArrivalsSection;
import headroom.demand.LawSection;
import headroom.demand.LawSection.Family;
import headroom.joblist.BreakdownsSection;
import headroom.joblist.JobStreamSection.GangSection;
import headroom.joblist.SharingSection.SetupSection;
import headroom.theory.Stop.Visitors;
import headroom.variates.Law;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Stations where jobs are served in order of arrival and nobody is lost.
 *
 * <p>Where several streams come to one server their laws are mixed: with R = sum of lambda E[S^2] /
 * 2 over the streams, E[W] = R / (1 - rho). Source: Kleinrock 1975, vol. 1, section 5.7. The other
 * formulas and their sources are in {@code analytic}.
 */
final class Queues {
    /** Beyond these the solvers take more than a fifth of a second. */
    private static final int MOST_FIXED = 100;

    private static final int MOST_PHASES = 10;

    private static final double MOST_AWAY = 100;
    private static final double MOST_STATES = 2e5;
    private static final int MOST_RENEWAL = 30;
    private static final int MOST_GANGS = 4;
    private static final double MOST_LOAD = 0.95;

    private Queues() {}

    static Optional<Finding> plain(Stop stop) {
        if (stop.isEndless()) {
            return Optional.of(endless(stop));
        }
        if (!stop.isStable()) {
            return Optional.empty();
        }
        if (stop.isExponential()) {
            return Optional.of(erlangC("M/M/" + stop.written(), stop));
        }
        if (stop.isOne()) {
            return Optional.of(single(stop));
        }
        return stop.visitors().size() == 1 ? alike(stop) : Optional.empty();
    }

    private static Finding endless(Stop stop) {
        Finding found = new Finding("M/G/∞")
                .number("jobs.number", stop.erlangs())
                .number("jobs.busy", stop.erlangs())
                .time("jobs.sojourn", stop.meanSeconds());
        return each(stop, found, "jobs.sojourn", Visitors::meanSeconds);
    }

    /** Erlang's delay system, whatever it is called. */
    static Finding erlangC(String model, Stop stop) {
        ErlangC exact = new ErlangC(stop.count(), stop.ratePerSecond(), stop.meanSeconds());
        Finding found = new Finding(model)
                .number("jobs.number", exact.meanPresent())
                .number("jobs.waiting", exact.meanQueue())
                .number("jobs.busy", exact.meanBusy())
                .with("jobs.utilisation", "mean", "share", exact.utilisation(), "")
                .with("jobs.completed", "mean", "1/s", stop.ratePerSecond(), "")
                .share("jobs.waited", exact.waitProbability())
                .time("jobs.wait", exact.meanWaitSeconds())
                .with("jobs.wait", "p99", "s", exact.waitQuantileSeconds(0.99), "")
                .time("jobs.sojourn", exact.meanSojournSeconds());
        return stop.isOne()
                ? found.with("jobs.sojourn", "p99", "s", exact.sojournQuantileSeconds(0.99), "")
                : found;
    }

    private static Finding single(Stop stop) {
        double wait = residual(stop) / (1 - stop.erlangs());
        boolean fixed = stop.visitors().stream().allMatch(v -> v.size().family() == Family.FIXED);
        boolean like = stop.visitors().size() == 1;
        return waits(stop, new Finding(fixed && like ? "M/D/1" : "M/G/1"), wait)
                .share("jobs.waited", stop.erlangs());
    }

    /** Mean work left of the job in service [s]. */
    private static double residual(Stop stop) {
        return stop.visitors().stream()
                .mapToDouble(v -> 0.5 * v.ratePerSecond() * v.squareSeconds())
                .sum();
    }

    /** What follows from a mean wait that is the same for all, by Little's law. */
    static Finding waits(Stop stop, Finding found, double waitSeconds) {
        double sojourn = waitSeconds + stop.meanSeconds();
        found.number("jobs.number", stop.ratePerSecond() * sojourn)
                .number("jobs.waiting", stop.ratePerSecond() * waitSeconds)
                .number("jobs.busy", stop.erlangs())
                .with("jobs.utilisation", "mean", "share", stop.erlangs() / stop.servers(), "")
                .time("jobs.wait", waitSeconds)
                .time("jobs.sojourn", sojourn);
        each(stop, found, "jobs.wait", v -> waitSeconds);
        return each(stop, found, "jobs.sojourn", v -> waitSeconds + v.meanSeconds());
    }

    /** A time of each stream, where there are several. */
    static Finding each(Stop stop, Finding found, String name, ToDoubleFunction<Visitors> seconds) {
        if (stop.visitors().size() > 1) {
            stop.visitors()
                    .forEach(v -> found.with(
                            name,
                            "mean",
                            "s",
                            seconds.applyAsDouble(v),
                            v.stream().name()));
        }
        return found;
    }

    private static Optional<Finding> alike(Stop stop) {
        LawSection size = stop.visitors().get(0).size();
        int servers = stop.count();
        double load = stop.erlangs() / servers;
        if (size.family() == Family.FIXED && servers <= MOST_FIXED && load <= MOST_LOAD) {
            ManyServers.FixedService exact =
                    new ManyServers.FixedService(servers, stop.ratePerSecond(), stop.meanSeconds());
            Finding found = new Finding("M/D/" + stop.written());
            return Optional.of(waits(stop, found, exact.meanWaitSeconds())
                    .share("jobs.waited", exact.waitProbability()));
        }
        boolean two =
                size.family() == Family.HYPEREXPONENTIAL && size.branches().isEmpty();
        if (two && servers <= MOST_PHASES && load <= MOST_LOAD && isQuick(size, servers, load)) {
            MarkovQueue exact = MarkovQueue.hyperexponential(
                    servers,
                    stop.ratePerSecond(),
                    stop.meanSeconds(),
                    size.squaredCv().orElseThrow());
            Finding found = new Finding("M/H2/" + stop.written());
            return Optional.of(waits(stop, found, exact.meanWaitSeconds())
                    .share("jobs.waited", exact.waitProbability()));
        }
        return Optional.empty();
    }

    /**
     * Whether a chain of hyperexponential services is solved quickly: numbers in line fall by e in
     * (1 + cv2) / 2 / (1 - load), and 35 times that is left out.
     */
    static boolean isQuick(LawSection size, int slots, double load) {
        double levels = 17.3 * (1 + size.squaredCv().orElseThrow()) / (1 - load);
        return levels * (slots + 1) <= MOST_STATES;
    }

    /** Gaps of one stream that are independent and alike. */
    static Optional<Finding> renewal(Stop stop) {
        boolean known = stop.visitors().size() == 1 && stop.isExponential();
        if (!known || stop.isEndless() || stop.count() > MOST_RENEWAL || !stop.isStable()) {
            return Optional.empty();
        }
        ArrivalsSection arrivals = stop.visitors().get(0).stream().arrivals();
        TimeLaw gap = gap(arrivals, 1 / stop.ratePerSecond());
        boolean only = Differences.of(arrivals, Departures.STREAM.arrivals(), "law", "cv", "stages")
                .isEmpty();
        if (gap == null || !only) {
            return Optional.empty();
        }
        ManyServers.RenewalArrivals exact =
                new ManyServers.RenewalArrivals(stop.count(), gap, stop.meanSeconds());
        String law =
                switch (arrivals.law()) {
                    case FIXED -> "D/M/";
                    case ERLANG -> "Er/M/";
                    default -> "H2/M/";
                };
        return Optional.of(waits(stop, new Finding(law + stop.written()), exact.meanWaitSeconds())
                .share("jobs.waited", exact.waitProbability()));
    }

    private static @Nullable TimeLaw gap(ArrivalsSection arrivals, double meanSeconds) {
        double cv = arrivals.cv().orElse(1);
        return switch (arrivals.law()) {
            case FIXED -> TimeLaw.deterministic(meanSeconds);
            case ERLANG -> TimeLaw.erlang((int) arrivals.stages().orElseThrow(), meanSeconds);
            case HYPEREXPONENTIAL -> TimeLaw.hyperexponential(meanSeconds, cv * cv);
            default -> null;
        };
    }

    static Optional<Finding> vacations(Stop stop) {
        if (!stop.isOne() || !stop.isStable()) {
            return Optional.empty();
        }
        Law away = stop.station().vacations().orElseThrow().law();
        if (!(away.mean() > 0)) {
            return Optional.empty();
        }
        double wait = residual(stop) / (1 - stop.erlangs()) + Stop.square(away) / (2 * away.mean());
        String service = stop.isExponential() ? "M/M/1" : "M/G/1";
        return Optional.of(waits(stop, new Finding(service + " with vacations"), wait));
    }

    static Optional<Finding> breakdowns(Stop stop) {
        BreakdownsSection b = stop.station().breakdowns().orElseThrow();
        Optional<Double> life = Stop.exponential(b.life());
        Optional<Double> repair = Stop.exponential(b.repair());
        boolean only = Differences.of(
                        b,
                        Departures.BROKEN.breakdowns().orElseThrow(),
                        "life",
                        "repair",
                        "crews",
                        "enough")
                .isEmpty();
        boolean known = only && life.isPresent() && repair.isPresent() && stop.isExponential();
        int crews = (int) Math.min(b.crews(), stop.count());
        if (!known || stop.count() > MOST_PHASES) {
            return Optional.empty();
        }
        // fewer crews than servers: as if each repair took so much longer, a bound from below
        double up = life.get() / (life.get() + repair.get() * stop.count() / crews);
        double away = repair.get() / stop.meanSeconds() * stop.count() / crews;
        if (stop.erlangs() > MOST_LOAD * stop.count() * up || away > MOST_AWAY) {
            return Optional.empty();
        }
        return Optional.of(solved(
                "M/M/" + stop.written() + " with breakdowns",
                MarkovQueue.breakdowns(
                        stop.count(),
                        stop.ratePerSecond(),
                        stop.meanSeconds(),
                        new MarkovQueue.Repairs(life.get(), repair.get(), crews))));
    }

    static Optional<Finding> setup(Stop stop) {
        SetupSection s = stop.station().setup().orElseThrow();
        Optional<Double> time = Stop.exponential(s.time());
        boolean only = Differences.of(s, Departures.SETUP.setup().orElseThrow(), "time", "most")
                .isEmpty();
        boolean known = only && time.isPresent() && stop.isExponential();
        boolean few = stop.count() <= MOST_PHASES && stop.erlangs() <= MOST_LOAD * stop.count();
        if (!known || !few || time.get() > MOST_AWAY * stop.meanSeconds()) {
            return Optional.empty();
        }
        return Optional.of(solved(
                "M/M/" + stop.written() + " with setup",
                MarkovQueue.setup(
                        stop.count(), stop.ratePerSecond(), stop.meanSeconds(), time.get(), (int)
                                Math.min(s.most(), stop.count()))));
    }

    /** What a chain says where the first wait is not all that a job waits. */
    static Finding solved(String model, MarkovQueue exact) {
        return new Finding(model)
                .number("jobs.number", exact.meanPresent())
                .number("jobs.waiting", exact.meanWaiting())
                .number("jobs.busy", exact.meanBusy())
                .time("jobs.sojourn", exact.meanSojournSeconds());
    }

    /** Jobs that hold several servers, and block those behind them. */
    static Optional<Finding> gangs(Stop stop) {
        if (stop.isEndless() || stop.count() > MOST_GANGS) {
            return Optional.empty();
        }
        Optional<List<Gang>> gangs = classes(stop, stop.ratePerSecond());
        if (gangs.isEmpty()) {
            return Optional.empty();
        }
        double most = ManyServers.Gangs.saturated(stop.count(), gangs.get()).throughputPerSecond();
        if (stop.ratePerSecond() > MOST_LOAD * most) {
            return Optional.empty();
        }
        ManyServers.Gangs exact =
                ManyServers.Gangs.stable(stop.count(), stop.ratePerSecond(), gangs.get());
        return Optional.of(new Finding("gangs on " + stop.written())
                .number("jobs.number", exact.meanPresent())
                .number("jobs.busy", exact.meanBusy())
                .time("jobs.sojourn", exact.meanPresent() / stop.ratePerSecond()));
    }

    /** The same with somebody always in line, of one stream or by shares of one. */
    static Optional<Finding> saturated(Stop stop) {
        boolean one = stop.visitors().size() == 1
                || stop.visitors().stream().allMatch(v -> v.ratePerSecond() > 0);
        if (!one || stop.isEndless() || stop.count() > 2 * MOST_GANGS) {
            return Optional.empty();
        }
        return classes(stop, 1).map(gangs -> {
            ManyServers.Gangs exact = ManyServers.Gangs.saturated(stop.count(), gangs);
            return new Finding("gangs on " + stop.written() + ", saturated")
                    .with("jobs.completed", "mean", "1/s", exact.throughputPerSecond(), "")
                    .number("jobs.busy", exact.meanBusy());
        });
    }

    private static Optional<List<Gang>> classes(Stop stop, double rate) {
        List<Gang> gangs = new ArrayList<>();
        for (Visitors v : stop.visitors()) {
            double share = stop.visitors().size() == 1 ? 1 : v.ratePerSecond() / rate;
            for (GangSection gang : v.stream().gangs()) {
                if (v.size().family() != Family.EXPONENTIAL || gang.gpus() > stop.count()) {
                    return Optional.empty();
                }
                gangs.add(new Gang(gang.gpus(), share * gang.share(), v.meanSeconds()));
            }
        }
        return gangs.size() <= 3 ? Optional.of(gangs) : Optional.empty();
    }
}
