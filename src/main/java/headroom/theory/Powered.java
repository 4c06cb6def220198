package headroom.theory;

import headroom.analytic.LossSystems.Demand;
import headroom.analytic.LossSystems.PowerLimited;
import headroom.joblist.JobStreamSection.GangSection;
import headroom.theory.Stop.Visitors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stations whose jobs share a budget of power. */
final class Powered {
    /** Numbers of jobs in service, of all classes, that are gone through quickly. */
    private static final double MOST_STATES = 1e6;
    /** A budget that is passed with a chance of e to the minus this (1e-10) is one without end. */
    private static final double NEVER = 23;

    private Powered() {}

    private static double budgetWatts(Stop stop) {
        return stop.station().power().orElseThrow().mostWatts();
    }

    /** Who finds too few servers or too little power is lost. */
    static Optional<Finding> limited(Stop stop) {
        List<Demand> demands = new ArrayList<>();
        double states = 1;
        for (Visitors v : stop.visitors()) {
            double watts = v.stream().powerWatts();
            for (GangSection gang : v.stream().gangs()) {
                demands.add(new Demand(gang.gpus(), watts, v.erlangs() * gang.share()));
                states *= 1 + Math.min(stop.servers() / gang.gpus(), budgetWatts(stop) / watts);
            }
        }
        if (stop.station().line() != 0 || !(states <= MOST_STATES)) {
            return Optional.empty();
        }
        int servers = (int) Math.min(stop.servers(), Integer.MAX_VALUE);
        PowerLimited exact = new PowerLimited(servers, budgetWatts(stop), demands);
        Finding found = new Finding("Kaufman-Roberts with power");
        double refused = 0;
        double busy = 0;
        double present = 0;
        int which = 0;
        for (Visitors v : stop.visitors()) {
            double lost = 0;
            for (GangSection gang : v.stream().gangs()) {
                double blocking = exact.blocking(which);
                double served = demands.get(which).erlangs() * (1 - blocking);
                lost += gang.share() * blocking;
                present += served;
                busy += served * gang.gpus();
                which++;
            }
            refused += lost * v.ratePerSecond() / stop.ratePerSecond();
            if (stop.visitors().size() > 1) {
                found.with("jobs.refused", "share", "share", lost, v.stream().name());
            }
        }
        return Optional.of(found.share("jobs.refused", refused)
                .number("jobs.number", present)
                .number("jobs.busy", busy)
                .with("jobs.power", "mean", "W", exact.meanPowerWatts(), ""));
    }

    /**
     * Servers for everybody, and more power than is ever asked for: the numbers in service are
     * Poisson.
     *
     * <p>Whatever the laws of the sizes power has mean m = sum of a w and variance v = sum of a
     * w^2, with a the erlangs and w the power of a class. Source: Panjer 1981, ASTIN Bulletin 12.
     * That it passes m + t has a chance of at most exp(-t^2 / (2 v + 2 t w / 3)), w the largest
     * (Bernstein; Boucheron, Lugosi and Massart 2013, "Concentration Inequalities", theorem 2.10).
     */
    static Optional<Finding> ample(Stop stop) {
        double mean = 0;
        double variance = 0;
        double most = 0;
        for (Visitors v : stop.visitors()) {
            double watts = v.stream().powerWatts();
            mean += v.erlangs() * watts;
            variance += v.erlangs() * watts * watts;
            most = Math.max(most, watts);
        }
        double beyond = budgetWatts(stop) - most - mean;
        boolean never = beyond * beyond >= NEVER * (2 * variance + 2 * beyond * most / 3);
        if (!stop.isEndless() || beyond <= 0 || !never) {
            return Optional.empty();
        }
        Finding found = Queues.plain(stop).orElseThrow();
        return Optional.of(found.with("jobs.power", "mean", "W", mean, "")
                .with("jobs.power", "sd", "W", Math.sqrt(variance), ""));
    }
}
