package headroom.analytic;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;

import java.util.Arrays;

/** Several stations: open and closed networks, and queues side by side. */
public final class Networks {
    private Networks() {}

    /**
     * The open network of Jackson: exponential stations of several servers, random routing.
     *
     * <p>Total arrivals solve lambda = gamma + lambda P; then every station is M/M/c by itself.
     * Domain: every station stable. Source: Jackson 1957, "Networks of waiting lines", Operations
     * Research 5; Kleinrock 1975, vol. 1, section 4.8. Grade: exact theory.
     */
    public static final class Open {
        private final double[] rates;
        private final double[] present;
        private final double entering;

        /**
         * @param outsideRatesPerSecond arrivals from outside by station
         * @param routing probability of going from a station (row) to another (column)
         */
        public Open(
                double[] outsideRatesPerSecond,
                double[][] routing,
                double[] serviceSeconds,
                int[] servers) {
            int n = outsideRatesPerSecond.length;
            Array2DRowRealMatrix flow = new Array2DRowRealMatrix(n, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    flow.setEntry(j, i, (i == j ? 1.0 : 0.0) - routing[i][j]);
                }
            }
            this.rates = new LUDecomposition(flow)
                    .getSolver()
                    .solve(new Array2DRowRealMatrix(outsideRatesPerSecond))
                    .getColumn(0);
            this.entering = Arrays.stream(outsideRatesPerSecond).sum();
            this.present = new double[n];
            for (int i = 0; i < n; i++) {
                present[i] = new ErlangC(servers[i], rates[i], serviceSeconds[i]).meanPresent();
            }
        }

        /** All arrivals at the station [1/s]. */
        public double ratePerSecond(int station) {
            return rates[station];
        }

        /** Mean number at the station. */
        public double meanPresent(int station) {
            return present[station];
        }

        /** Mean number in the network. */
        public double meanPresent() {
            return Arrays.stream(present).sum();
        }

        /** Mean time from entering to leaving the network [s]. */
        public double meanSojournSeconds() {
            return meanPresent() / entering;
        }
    }

    /**
     * The closed network with several classes and single-server stations, by mean values.
     *
     * <p>With D(k, i) the work of class k at station i in a cycle and Z(k) the time it thinks: R(k,
     * i; N) = D(k, i) (1 + Q(i; N - one of k)), X(k; N) = N(k) / (Z(k) + sum of R), Q(i; N) = sum
     * of X R, from the empty network up through all populations. Exact for processor sharing with
     * any law, and in order of arrival for exponential service that is the same for all classes.
     * Source: Reiser and Lavenberg 1980, "Mean-value analysis of closed multichain queueing
     * networks", J. ACM 27. Grade: exact theory.
     */
    public static final class Closed {
        private final int[] population;
        private final double[][] work;
        private final double[] think;
        /** Q by population number and station, and X by class at the full population. */
        private final double[][] queues;

        private final double[] throughput;

        public Closed(int[] population, double[][] workSeconds, double[] thinkSeconds) {
            this.population = population.clone();
            this.work = Arrays.stream(workSeconds).map(double[]::clone).toArray(double[][]::new);
            this.think = thinkSeconds.clone();
            this.throughput = new double[population.length];
            int states = 1;
            for (int jobs : population) {
                states = Math.multiplyExact(states, jobs + 1);
            }
            this.queues = new double[states][work[0].length];
            for (int state = 1; state < states; state++) {
                grow(state);
            }
        }

        /** Cycles of a class finished in a second. */
        public double throughputPerSecond(int which) {
            return throughput[which];
        }

        /** Mean time of a cycle of the class without thinking [s]. */
        public double meanCycleSeconds(int which) {
            return population[which] / throughput[which] - think[which];
        }

        /** Mean number at the station, of all classes. */
        public double meanPresent(int station) {
            return queues[queues.length - 1][station];
        }

        private void grow(int state) {
            int step = 1;
            for (int k = 0; k < population.length; k++) {
                int jobs = state / step % (population[k] + 1);
                throughput[k] = 0.0;
                if (jobs > 0) {
                    double[] before = queues[state - step];
                    double cycle = think[k];
                    for (int i = 0; i < before.length; i++) {
                        cycle += work[k][i] * (1.0 + before[i]);
                    }
                    throughput[k] = jobs / cycle;
                    for (int i = 0; i < before.length; i++) {
                        queues[state][i] += throughput[k] * work[k][i] * (1.0 + before[i]);
                    }
                }
                step *= population[k] + 1;
            }
        }
    }

    /**
     * Users who think for an exponential time and then ask one of c servers, M/M/c//n.
     *
     * <p>Birth-death chain with births (n - i) / think and deaths min(i, c) / service. Source:
     * Kleinrock 1975, vol. 1, section 3.8. Grade: exact theory.
     */
    public static final class FiniteSource {
        private final int servers;
        private final double serviceSeconds;
        private final BirthDeath present;

        public FiniteSource(int users, int servers, double thinkSeconds, double serviceSeconds) {
            boolean times = thinkSeconds > 0.0 && serviceSeconds > 0.0;
            if (users < 1 || servers < 1 || !times) {
                throw new IllegalArgumentException(users + " users, " + servers + " servers");
            }
            this.servers = servers;
            this.serviceSeconds = serviceSeconds;
            this.present = BirthDeath.stationary(
                    i -> (users - i) / thinkSeconds, i -> Math.min(i, servers) / serviceSeconds, 0);
        }

        /** Requests finished in a second. */
        public double throughputPerSecond() {
            return present.mean(i -> Math.min(i, servers)) / serviceSeconds;
        }

        /** Mean number waiting or in service. */
        public double meanPresent() {
            return present.mean(i -> i);
        }

        /** Mean time from asking to the answer [s]. */
        public double meanSojournSeconds() {
            return meanPresent() / throughputPerSecond();
        }
    }

    /**
     * Mean time until both halves of a job are done [s], each at its own M/M/1: (12 - rho) / 8 /
     * (mu - lambda). Source: Flatto and Hahn 1984, SIAM J. Applied Mathematics 44; Nelson and
     * Tantawi 1988, IEEE Transactions on Computers 37. Grade: exact theory.
     */
    public static double forkJoinSojournSeconds(
            double arrivalRatePerSecond, double serviceSeconds) {
        double alone = new ErlangC(1, arrivalRatePerSecond, serviceSeconds).meanSojournSeconds();
        return (12.0 - arrivalRatePerSecond * serviceSeconds) / 8.0 * alone;
    }

    /**
     * Share of many servers with so many present or more, if each arrival looks at d at random and
     * joins the shortest: rho^((d^k - 1) / (d - 1)), d of 2 or more. Source: Mitzenmacher 1996;
     * Vvedenskaya, Dobrushin and Karpelevich 1996, Problems of Information Transmission 32. Grade:
     * asymptotic theory, the error falls as one over the number of servers.
     */
    public static double choicesPresentAtLeast(int choices, double utilisation, int count) {
        if (choices < 2 || !(utilisation > 0.0 && utilisation < 1.0)) {
            throw new IllegalArgumentException(choices + " choices, load " + utilisation);
        }
        double exponent = (StrictMath.pow(choices, count) - 1.0) / (choices - 1.0);
        return StrictMath.pow(utilisation, exponent);
    }

    /** Mean time in the system [s] in the same limit, by Little's law. */
    public static double choicesSojournSeconds(
            int choices, double utilisation, double serviceSeconds) {
        double present = 0.0;
        double term = utilisation;
        for (int k = 1; term > 0.0; k++) {
            term = choicesPresentAtLeast(choices, utilisation, k);
            present += term;
        }
        return present / utilisation * serviceSeconds;
    }
}
