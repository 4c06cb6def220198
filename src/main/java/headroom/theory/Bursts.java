package headroom.theory;

import headroom.analytic.MarkovQueue;
import headroom.analytic.SingleServer;
import headroom.demand.ArrivalsSection;
import headroom.demand.ArrivalsSection.BatchSection;
import headroom.demand.ArrivalsSection.Law;
import headroom.demand.ArrivalsSection.PhaseSection;
import headroom.demand.ArrivalsSection.SizeSection;
import headroom.theory.Stop.Visitors;

import java.util.List;
import java.util.Optional;

/**
 * Stations to which one stream of exponential jobs comes in batches or in phases.
 *
 * <p>Batches X at the instants of a Poisson process, one server: the first of a batch alone may
 * find the server idle, so that the share 1 - (1 - rho) / E[X] waits; the numbers are those of
 * {@link SingleServer#meanPresentOfGroups}. Poisson arrivals at a rate that follows phases: {@link
 * MarkovQueue#modulated}.
 */
final class Bursts {
    private static final int MOST_PHASES = 4;
    private static final int MOST_SERVERS = 1000;
    /** Numbers in line beyond which the solver takes more than a fifth of a second. */
    private static final int MOST_WAITING = 8_000;

    /** What the solver leaves out at the end of the line. */
    private static final double EDGE = 1e-15;

    private Bursts() {}

    static Optional<Finding> of(Stop stop) {
        boolean known = stop.visitors().size() == 1 && stop.isExponential();
        if (!known || stop.isEndless() || stop.count() > MOST_SERVERS || !stop.isStable()) {
            return Optional.empty();
        }
        ArrivalsSection arrivals = stop.visitors().get(0).stream().arrivals();
        return switch (String.join(" ", Differences.of(arrivals, Departures.STREAM.arrivals()))) {
            case "batch" -> stop.isOne() ? batches(stop, arrivals) : Optional.empty();
            case "law phases" ->
                arrivals.law() == Law.MMPP ? phases(stop, arrivals) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Finding> batches(Stop stop, ArrivalsSection arrivals) {
        BatchSection batch = arrivals.batch().orElseThrow();
        double first = moment(batch, 1);
        double present = SingleServer.meanPresentOfGroups(
                stop.ratePerSecond(), moment(batch, 2) / first, stop.meanSeconds());
        double wait = present / stop.ratePerSecond() - stop.meanSeconds();
        return Optional.of(Queues.waits(stop, new Finding("M^X/M/1"), wait)
                .share("jobs.waited", 1 - (1 - stop.erlangs()) / first));
    }

    /** First or second moment of a batch; geometric of mean m, the second is m (2m - 1). */
    private static double moment(BatchSection batch, int order) {
        if (batch.mean().isPresent()) {
            double mean = batch.mean().getAsDouble();
            return order == 1 ? mean : mean * (2 * mean - 1);
        }
        double sum = 0;
        for (SizeSection each : batch.sizes()) {
            sum += each.share() * (order == 1 ? each.size() : (double) each.size() * each.size());
        }
        return sum;
    }

    private static Optional<Finding> phases(Stop stop, ArrivalsSection arrivals) {
        List<PhaseSection> phases = arrivals.phases();
        if (phases.size() > MOST_PHASES) {
            return Optional.empty();
        }
        double[][] switches = ArrivalsSection.nextShares(arrivals.phases());
        for (int i = 0; i < switches.length; i++) {
            for (int j = 0; j < switches.length; j++) {
                switches[i][j] /= phases.get(i).staySeconds();
            }
        }
        Visitors visitors = stop.visitors().get(0);
        double[] factors = phases.stream().mapToDouble(PhaseSection::factor).toArray();
        double mean = MarkovQueue.meanOfPhases(factors, switches);
        double[] rates = new double[factors.length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = visitors.ratePerSecond() * factors[i] / mean;
        }
        double served = stop.count() / stop.meanSeconds();
        if (!dies(rates, switches, served)) {
            return Optional.empty();
        }
        MarkovQueue exact =
                MarkovQueue.modulated(stop.count(), rates, switches, stop.meanSeconds());
        Finding found = new Finding("MMPP/M/" + stop.written());
        return Optional.of(Queues.waits(stop, found, exact.meanWaitSeconds())
                .share("jobs.waited", exact.waitProbability()));
    }

    /**
     * Whether the probability of n in line falls below the edge before the most there may be.
     *
     * <pre>
     * it falls like z^-n where M(z) = Q + (z - 1) Lambda + (1/z - 1) mu I has no eigenvalue above 0
     * </pre>
     *
     * Q are the rates of the phases, Lambda those of arrivals, mu that of a full house of servers.
     * -M(z) has no positive numbers off its diagonal, so that holds if it is eliminated with
     * positive pivots. Source: Neuts 1981, sections 1.3 and 6.2 (the caudal characteristic); Berman
     * and Plemmons 1979, "Nonnegative Matrices in the Mathematical Sciences", chapter 6.
     */
    private static boolean dies(double[] rates, double[][] switches, double served) {
        double z = StrictMath.exp(-StrictMath.log(EDGE) / MOST_WAITING);
        int n = rates.length;
        double[][] left = new double[n][n];
        for (int i = 0; i < n; i++) {
            left[i][i] = (1 - 1 / z) * served - (z - 1) * rates[i];
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    left[i][i] += switches[i][j];
                    left[i][j] = -switches[i][j];
                }
            }
        }
        for (int k = 0; k < n; k++) {
            if (!(left[k][k] > 0)) {
                return false;
            }
            for (int i = k + 1; i < n; i++) {
                double times = left[i][k] / left[k][k];
                for (int j = k; j < n; j++) {
                    left[i][j] -= times * left[k][j];
                }
            }
        }
        return true;
    }
}
