package headroom.analytic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Delay systems of many servers beyond {@link ErlangC}: other services, arrivals and gangs. */
public final class ManyServers {
    private ManyServers() {}

    /**
     * M/D/c in order of arrival: every service takes the same time D.
     *
     * <p>The number present one service time later is what did not fit plus Poisson(a) arrivals, a
     * = lambda D: N(t + D) = (N(t) - c)+ + A. P(wait) = P(N &gt;= c), mean queue = E(N - c)+, and
     * with q(n) = P(N &lt;= c + n), k = the first whole number with k D &gt; x: P(W &lt;= x) = sum
     * over j = 0..kc-1 of q(kc-1-j) Poisson(j; lambda (k D - x)). Domain: a &lt; c. Source:
     * Crommelin 1932, "Delay probability formulae when the holding times are constant", POEEJ 25;
     * Franx 2001, "A simple solution for the M/D/c waiting time distribution", Operations Research
     * Letters 29. Grade: exact theory, numeric evaluation.
     */
    public static final class FixedService {
        private static final double NEGLIGIBLE = 1e-20;

        private final int servers;
        private final double arrivalRatePerSecond;
        private final double serviceSeconds;
        private final MarkovChain<Integer> present;

        public FixedService(int servers, double arrivalRatePerSecond, double serviceSeconds) {
            double load = arrivalRatePerSecond * serviceSeconds;
            if (!(load > 0.0 && load < servers)) {
                throw new IllegalArgumentException("not stable: load " + load + " servers");
            }
            this.servers = servers;
            this.arrivalRatePerSecond = arrivalRatePerSecond;
            this.serviceSeconds = serviceSeconds;
            double[] arrivals = poisson(load);
            this.present = MarkovChain.truncated(
                    0,
                    limit -> (n, exits) -> {
                        int stay = Math.max(n - servers, 0);
                        for (int i = 0; i < arrivals.length; i++) {
                            exits.to(Math.min(stay + i, limit), arrivals[i]);
                        }
                    },
                    n -> n);
        }

        /** Probability that an arrival waits. */
        public double waitProbability() {
            return present.probability(n -> n >= servers);
        }

        /** Mean number waiting. */
        public double meanQueue() {
            return present.mean(n -> Math.max(n - servers, 0));
        }

        /** Mean wait [s]. */
        public double meanWaitSeconds() {
            return meanQueue() / arrivalRatePerSecond;
        }

        /** Probability that an arrival waits no longer than the time [s]. */
        public double waitAtMost(double seconds) {
            int steps = (int) Math.floor(seconds / serviceSeconds) + 1;
            double[] arrivals = poisson(arrivalRatePerSecond * (steps * serviceSeconds - seconds));
            double sum = 0.0;
            for (int j = 0; j < Math.min(arrivals.length, steps * servers); j++) {
                int most = servers + steps * servers - 1 - j;
                sum += arrivals[j] * present.probability(n -> n <= most);
            }
            return sum;
        }

        private static double[] poisson(double mean) {
            int mode = (int) mean;
            double[] weights = new double[2 * mode + 100 + (int) (20.0 * Math.sqrt(mean))];
            weights[mode] = 1.0;
            for (int n = mode; n > 0; n--) {
                weights[n - 1] = weights[n] * n / mean;
            }
            int end = mode;
            while (weights[end] > NEGLIGIBLE) {
                weights[end + 1] = weights[end] * mean / (end + 1);
                end++;
            }
            double sum = Arrays.stream(weights).sum();
            return Arrays.stream(weights, 0, end + 1).map(w -> w / sum).toArray();
        }
    }

    /**
     * GI/M/c in order of arrival: gaps between arrivals of any law with transform A(s).
     *
     * <p>sigma is the root in (0, 1) of sigma = A(c mu (1 - sigma)); who waits, waits an
     * exponential time of rate c mu (1 - sigma). P(wait) = K / (1 - sigma), 1 / K = 1 / (1 - sigma)
     * + sum over k = 1..c of binomial(c, k) / (C(k) (1 - A(k mu))) (c (1 - A(k mu)) - k) / (c (1 -
     * sigma) - k), C(k) = product over i = 1..k of A(i mu) / (1 - A(i mu)). Domain: lambda &lt; c
     * mu; the sum loses digits as c grows, c of at most {@value #MOST_SERVERS}. Source: Takacs
     * 1962, "Introduction to the Theory of Queues", section 2.3. Grade: exact theory.
     */
    public static final class RenewalArrivals {
        private static final int MOST_SERVERS = 30;
        private static final int BISECTIONS = 200;
        private static final double NEAR = 0.1;

        private final int servers;
        private final double meanGapSeconds;
        private final double serviceSeconds;
        private final double sigma;
        private final double waitProbability;

        public RenewalArrivals(int servers, TimeLaw gap, double serviceSeconds) {
            double load = serviceSeconds / gap.meanSeconds();
            boolean known = servers >= 1 && servers <= MOST_SERVERS;
            if (!(load > 0.0 && load < servers) || !known) {
                throw new IllegalArgumentException("load " + load + " on " + servers + " servers");
            }
            this.servers = servers;
            this.meanGapSeconds = gap.meanSeconds();
            this.serviceSeconds = serviceSeconds;
            this.sigma = root(servers, gap, serviceSeconds);
            this.waitProbability = waiting(gap);
        }

        /** What the number found by an arrival falls by from one waiting to the next. */
        public double sigma() {
            return sigma;
        }

        /** Probability that an arrival waits. */
        public double waitProbability() {
            return waitProbability;
        }

        /** Mean wait [s]. */
        public double meanWaitSeconds() {
            return waitProbability * serviceSeconds / (servers * (1.0 - sigma));
        }

        /** Mean number in the system. */
        public double meanPresent() {
            return (meanWaitSeconds() + serviceSeconds) / meanGapSeconds;
        }

        /** The time in the system that a share p of one server's customers stays below [s]. */
        public double sojournQuantileSeconds(double p) {
            if (servers != 1 || !(p >= 0.0 && p < 1.0)) {
                throw new IllegalArgumentException("quantile " + p + " of " + servers);
            }
            return -StrictMath.log1p(-p) * serviceSeconds / (1.0 - sigma);
        }

        private static double root(int servers, TimeLaw gap, double serviceSeconds) {
            double low = 0.0;
            double high = 1.0;
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = 0.5 * (low + high);
                double rate = servers / serviceSeconds * (1.0 - middle);
                if (gap.transform(rate) > middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private double waiting(TimeLaw gap) {
            double inverse = 1.0 / (1.0 - sigma);
            double weight = 1.0;
            for (int k = 1; k <= servers; k++) {
                double here = gap.transform(k / serviceSeconds);
                weight *= (servers - k + 1.0) / k * (1.0 - here) / here;
                inverse += weight / (1.0 - here) * ratio(gap, k, here);
            }
            return 1.0 / inverse / (1.0 - sigma);
        }

        /** (c (1 - A(k mu)) - k) / (c (1 - sigma) - k), both of which may be zero. */
        private double ratio(TimeLaw gap, int k, double here) {
            double root = servers * (1.0 - sigma);
            if (Math.abs(root - k) > NEAR) {
                return (servers * (1.0 - here) - k) / (root - k);
            }
            // the numerator vanishes at the root too: its mean slope on the way there
            return TimeLaw.Cells.sum(new double[] {0.0, 1.0}, share -> {
                double rate = (k + share * (root - k)) / serviceSeconds;
                double slope = gap.mean(x -> x * StrictMath.exp(-rate * x)) / serviceSeconds;
                return 1.0 - servers * slope;
            });
        }
    }

    /** A class of jobs that need several servers at once for an exponential time. */
    public record Gang(int servers, double probability, double serviceSeconds) {}

    /** Jobs at work by class, the class at the head that does not fit or -1, waiting behind it. */
    private record Line(List<Integer> atWork, int head, int behind) {}

    /**
     * Jobs that need several servers at once, strictly in order of arrival: the first that does not
     * fit holds up all behind it.
     *
     * <p>A Markov chain in the numbers at work by class, the class of the job at the head, and the
     * number behind, whose classes show only as they come to the head. With an endless line the
     * same chain gives the throughput, which is the largest stable rate of arrivals. Domain:
     * exponential times; the number of states grows with the ways to fill the servers. Source:
     * Brill and Green 1984, "Queues in which customers receive simultaneous service from a random
     * number of servers", Management Science 30; Rumyantsev and Morozov 2017, "Stability criterion
     * of a multiserver model with simultaneous service", Annals of Operations Research 252. Grade:
     * exact theory, numeric evaluation.
     */
    public static final class Gangs {
        private static final int ENDLESS = -1;

        private final int servers;
        private final List<Gang> classes;
        private final MarkovChain<Line> chain;

        private Gangs(int servers, List<Gang> classes, double arrivalRatePerSecond) {
            this.servers = servers;
            this.classes = classes;
            for (Gang gang : classes) {
                if (gang.servers() < 1 || gang.servers() > servers) {
                    throw new IllegalArgumentException(gang + " on " + servers + " servers");
                }
            }
            List<Integer> none = classes.stream().map(gang -> 0).toList();
            if (arrivalRatePerSecond > 0.0) {
                IntFunction<MarkovChain.Moves<Line>> moves =
                        limit -> (line, exits) -> moves(line, arrivalRatePerSecond, limit, exits);
                this.chain = MarkovChain.truncated(new Line(none, -1, 0), moves, this::present);
            } else {
                List<Integer> work = new ArrayList<>(none);
                work.set(0, servers / classes.get(0).servers());
                Line full = new Line(List.copyOf(work), 0, ENDLESS);
                this.chain = MarkovChain.<Line>explored(
                                full, (line, exits) -> moves(line, 0.0, 0, exits))
                        .stationary();
            }
        }

        /** In the long run under this rate of arrivals, below the throughput of an endless line. */
        public static Gangs stable(int servers, double arrivalRatePerSecond, List<Gang> classes) {
            double most = saturated(servers, classes).throughputPerSecond();
            if (!(arrivalRatePerSecond > 0.0 && arrivalRatePerSecond < most)) {
                String rates = arrivalRatePerSecond + " of at most " + most;
                throw new IllegalArgumentException("not stable: " + rates + " jobs/s");
            }
            return new Gangs(servers, classes, arrivalRatePerSecond);
        }

        /** With an endless line; the first class must have a positive probability. */
        public static Gangs saturated(int servers, List<Gang> classes) {
            return new Gangs(servers, classes, 0.0);
        }

        /** Jobs finished in a second. */
        public double throughputPerSecond() {
            return chain.mean(line -> {
                double rate = 0.0;
                for (int k = 0; k < classes.size(); k++) {
                    rate += line.atWork.get(k) / classes.get(k).serviceSeconds();
                }
                return rate;
            });
        }

        /** Mean number of jobs in the system; of an endless line, at work or at its head. */
        public double meanPresent() {
            return chain.mean(this::present);
        }

        /** Mean number of servers at work. */
        public double meanBusy() {
            return chain.mean(line -> busy(line.atWork));
        }

        /** Mean number of servers idle while a job waits. */
        public double meanHeldIdle() {
            return chain.mean(line -> line.head < 0 ? 0.0 : servers - busy(line.atWork));
        }

        private double present(Line line) {
            int jobs = line.head < 0 ? 0 : 1 + Math.max(line.behind, 0);
            for (int count : line.atWork) {
                jobs += count;
            }
            return jobs;
        }

        private int busy(List<Integer> atWork) {
            int busy = 0;
            for (int k = 0; k < classes.size(); k++) {
                busy += atWork.get(k) * classes.get(k).servers();
            }
            return busy;
        }

        private void moves(Line line, double arrivals, int limit, MarkovChain.Exits<Line> exits) {
            if (line.head < 0) {
                draw(line.atWork, 0, arrivals, exits);
            } else if (arrivals > 0.0 && present(line) < limit) {
                exits.to(new Line(line.atWork, line.head, line.behind + 1), arrivals);
            }
            for (int k = 0; k < classes.size(); k++) {
                double rate = line.atWork.get(k) / classes.get(k).serviceSeconds();
                if (rate > 0.0) {
                    List<Integer> left = changed(line.atWork, k, -1);
                    place(new Line(left, line.head, line.behind), rate, exits);
                }
            }
        }

        /** A job comes to the head and its class shows. */
        private void draw(
                List<Integer> atWork, int behind, double rate, MarkovChain.Exits<Line> exits) {
            for (int k = 0; k < classes.size(); k++) {
                if (classes.get(k).probability() > 0.0 && rate > 0.0) {
                    double share = rate * classes.get(k).probability();
                    place(new Line(atWork, k, behind), share, exits);
                }
            }
        }

        private void place(Line line, double rate, MarkovChain.Exits<Line> exits) {
            boolean fits = line.head >= 0
                    && busy(line.atWork) + classes.get(line.head).servers() <= servers;
            if (!fits) {
                exits.to(line, rate);
                return;
            }
            List<Integer> atWork = changed(line.atWork, line.head, 1);
            if (line.behind == 0) {
                exits.to(new Line(atWork, -1, 0), rate);
            } else {
                int behind = line.behind == ENDLESS ? ENDLESS : line.behind - 1;
                draw(atWork, behind, rate, exits);
            }
        }

        private static List<Integer> changed(List<Integer> atWork, int which, int by) {
            List<Integer> changed = new ArrayList<>(atWork);
            changed.set(which, changed.get(which) + by);
            return List.copyOf(changed);
        }
    }
}
