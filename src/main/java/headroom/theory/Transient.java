package headroom.theory;

import headroom.analytic.TimeVarying;
import headroom.arrivals.CumulativeRate;
import headroom.arrivals.DemandCurve;
import headroom.arrivals.ModifiedOfferedLoad;
import headroom.joblist.JobStreamSection;
import headroom.joblist.JobsSection;
import headroom.joblist.ProbesSection;
import headroom.joblist.SharingSection.PlannedSection;
import headroom.measure.Phase;
import headroom.theory.Stop.Visitors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is at a station at the instants that are looked at, from the empty start on: one Poisson
 * stream whose rate may follow a profile.
 *
 * <p>Exponential services by a number of servers, which may rise by a plan, with a bounded line or
 * exponential patience: Kolmogorov's forward equations, {@link TimeVarying.ManyServers}, with a
 * room that is doubled until what it cuts off is below {@value #CUT_OFF}. Servers for all and any
 * law of services: the number there is Poisson of mean {@link ModifiedOfferedLoad}; where the
 * instants come again and again their mean over all of them is told.
 */
final class Transient {
    private static final Set<String> KNOWN = Set.of(
            "line",
            "places",
            "patience",
            "plan",
            "profile",
            "profileAmplitude",
            "profileShiftSeconds");

    private static final double CUT_OFF = 1e-12;
    private static final int MOST_ROOM = 4_000;

    /** Changes of the largest state in the run, times its size: some tenths of a second. */
    private static final double MOST_WORK = 1e8;

    private static final int MOST_LOOKS = 100_000;

    private final ProbesSection probes;
    /** Whether all starts anew within the run, and when, or else the run ends [s]. */
    private final boolean anew;

    private final double endSeconds;
    private final Phase window;
    private final Function<JobStreamSection, DemandCurve> curves;

    Transient(JobsSection jobs, Phase window, Function<JobStreamSection, DemandCurve> curves) {
        probes = jobs.probes();
        double restartSeconds = jobs.restartSeconds().orElse(Double.POSITIVE_INFINITY);
        anew = restartSeconds < window.toSeconds();
        endSeconds = Math.min(restartSeconds, window.toSeconds());
        this.window = window;
        this.curves = curves;
    }

    Optional<Finding> of(Stop stop) {
        boolean one = stop.visitors().size() == 1 && KNOWN.containsAll(stop.keys());
        if (!one || !comesAndGoes(stop.visitors().get(0).stream())) {
            return Optional.empty();
        }
        boolean repeated = probes.periodSeconds().isPresent();
        if (stop.isEndless()) {
            boolean plain = Collections.disjoint(stop.keys(), Set.of("plan", "patience", "places"));
            return plain && !(anew && repeated) ? endless(stop) : Optional.empty();
        }
        return repeated || !stop.isExponential() ? Optional.empty() : servers(stop);
    }

    private static boolean comesAndGoes(JobStreamSection stream) {
        return stream.ratePerSecond().isPresent()
                && stream.next().isEmpty()
                && stream.forks().isEmpty()
                && stream.first().next().isEmpty();
    }

    private static String prefix(Stop stop) {
        return stop.keys().contains("profile") ? "Mt/" : "M/";
    }

    /** Instants at which somebody looks, of those that come once. */
    private List<Double> once() {
        double from = anew ? 0 : window.fromSeconds();
        return probes.instantsSeconds().stream()
                .filter(at -> at >= from && at < endSeconds)
                .toList();
    }

    private Optional<Finding> endless(Stop stop) {
        Visitors visitors = stop.visitors().get(0);
        CumulativeRate arrivals =
                CumulativeRate.of(stop.ratePerSecond(), curves.apply(visitors.stream()));
        ModifiedOfferedLoad load = new ModifiedOfferedLoad(arrivals, visitors.law()::quantile);
        Finding found = new Finding(prefix(stop) + (stop.isExponential() ? "M" : "G") + "/∞");
        double period = probes.periodSeconds().orElse(Double.POSITIVE_INFINITY);
        if (Double.isInfinite(period)) {
            for (double at : once()) {
                double mean = load.at(at);
                found.at(at, "jobs.number.at", "mean", mean)
                        .at(at, "jobs.number.at", "sd", Math.sqrt(mean));
            }
        } else if ((window.toSeconds() - window.fromSeconds()) / period < MOST_LOOKS) {
            for (double at : probes.instantsSeconds()) {
                found.at(at, "jobs.number.at", "mean", mean(load, at, period));
            }
        }
        return found.values().isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private double mean(ModifiedOfferedLoad load, double instant, double period) {
        double sum = 0;
        int looks = 0;
        double first = Math.max(0, Math.ceil((window.fromSeconds() - instant) / period));
        for (double at = instant + first * period; at < window.toSeconds(); at += period) {
            sum += load.at(at);
            looks++;
        }
        return sum / looks;
    }

    private Optional<Finding> servers(Stop stop) {
        int servers = stop.count();
        for (PlannedSection step : stop.station().plan()) {
            // whoever is in service when servers go is served by more than there are
            if (step.servers() < servers) {
                return Optional.empty();
            }
            servers = step.servers();
        }
        double bound = Math.min(
                stop.station().places(), stop.servers() + stop.station().line());
        boolean bounded = bound < MOST_ROOM;
        if (bounded && !stop.station().plan().isEmpty()) {
            return Optional.empty();
        }
        double patience = Double.POSITIVE_INFINITY;
        if (stop.keys().contains("patience")) {
            Optional<Double> mean =
                    stop.visitors().get(0).stream().patience().flatMap(Stop::exponential);
            if (mean.isEmpty()) {
                return Optional.empty();
            }
            patience = mean.get();
        }
        DemandCurve curve = curves.apply(stop.visitors().get(0).stream());
        int room = bounded ? (int) bound : 2 * servers + 50;
        while (room <= MOST_ROOM && work(curve, stop, servers, room, patience) < MOST_WORK) {
            Finding found = new Finding(name(stop, bounded, room));
            double cutOff = solve(curve, stop, room, patience, found);
            if (bounded || cutOff < CUT_OFF) {
                return found.values().isEmpty() ? Optional.empty() : Optional.of(found);
            }
            room *= 2;
        }
        return Optional.empty();
    }

    private static String name(Stop stop, boolean bounded, int room) {
        return prefix(stop) + "M/" + stop.written() + (bounded ? "/" + room : "")
                + (stop.keys().contains("patience") ? "+M" : "");
    }

    private double work(
            DemandCurve curve, Stop stop, int servers, int room, double patienceSeconds) {
        double most = 0;
        int pieces = 0;
        for (; pieces < curve.pieceCount(); pieces++) {
            most = Math.max(most, stop.ratePerSecond() * curve.piece(pieces));
        }
        double changes =
                most + servers / stop.meanSeconds() + Math.max(0, room - servers) / patienceSeconds;
        return room * (endSeconds * changes + 10 * pieces);
    }

    /** Adds what is there at each instant; the largest probability at the end of the room. */
    private double solve(
            DemandCurve curve, Stop stop, int room, double patienceSeconds, Finding found) {
        TimeVarying.ManyServers queue = new TimeVarying.ManyServers(
                stop.count(), room, stop.meanSeconds(), patienceSeconds);
        List<Double> instants = new ArrayList<>(once());
        List<PlannedSection> plan = new ArrayList<>(stop.station().plan());
        int piece = 0;
        double cutOff = 0;
        while (!instants.isEmpty()) {
            double pieceEnd = piece < curve.pieceCount()
                    ? curve.pieceEndSeconds(piece)
                    : Double.POSITIVE_INFINITY;
            double step =
                    plan.isEmpty() ? Double.POSITIVE_INFINITY : plan.get(0).atSeconds();
            double to = Math.min(Math.min(pieceEnd, step), instants.get(0));
            double rate =
                    stop.ratePerSecond() * curve.piece(Math.min(piece, curve.pieceCount() - 1));
            queue.advance(to, now -> rate);
            cutOff = Math.max(cutOff, queue.fullProbability());
            if (step <= to) {
                queue.resize(plan.remove(0).servers());
            }
            if (pieceEnd <= to) {
                piece++;
            }
            if (instants.get(0) <= to) {
                tell(instants.remove(0), queue, found);
            }
        }
        return cutOff;
    }

    private static void tell(double at, TimeVarying.ManyServers queue, Finding found) {
        found.at(at, "jobs.number.at", "mean", queue.meanPresent())
                .at(at, "jobs.number.at", "sd", queue.presentDeviation())
                .at(at, "jobs.waiting.at", "mean", queue.meanQueue())
                .at(at, "jobs.empty.at", "share", queue.emptyProbability())
                .at(at, "jobs.full.at", "share", queue.waitProbability());
    }
}
