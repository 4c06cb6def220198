package headroom.analytic;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;

/** Systems without a queue beyond {@link ErlangB}: who does not fit is lost. */
public final class LossSystems {
    private LossSystems() {}

    /**
     * M/M/c/K: c servers and room for K in the system, those in service included.
     *
     * <p>Birth-death chain with births lambda below K and deaths min(n, c) mu. Source: Kleinrock
     * 1975, vol. 1, section 3.6. Grade: exact theory.
     */
    public static final class FiniteRoom {
        private final double arrivalRatePerSecond;
        private final int room;
        private final BirthDeath present;

        public FiniteRoom(
                int servers, int room, double arrivalRatePerSecond, double serviceSeconds) {
            boolean rates = arrivalRatePerSecond > 0.0 && serviceSeconds > 0.0;
            if (servers < 1 || room < servers || !rates) {
                throw new IllegalArgumentException(servers + " servers, room for " + room);
            }
            this.arrivalRatePerSecond = arrivalRatePerSecond;
            this.room = room;
            this.present = BirthDeath.stationary(
                    n -> n < room ? arrivalRatePerSecond : 0.0,
                    n -> Math.min(n, servers) / serviceSeconds,
                    (int) Math.min(room, arrivalRatePerSecond * serviceSeconds));
        }

        /** Probability that an arrival is lost. */
        public double blocking() {
            return present.probability(room);
        }

        /** Mean number in the system. */
        public double meanPresent() {
            return present.mean(n -> n);
        }

        /** Mean time in the system of those accepted [s]. */
        public double meanSojournSeconds() {
            return meanPresent() / (arrivalRatePerSecond * (1.0 - blocking()));
        }
    }

    /**
     * Two classes with the same service on c servers, some of which are kept for the first: the
     * second is accepted only while more than the reserve is free.
     *
     * <p>Birth-death chain with births lambda_1 + lambda_2 below c - r, then lambda_1. Source:
     * Miller 1969, "A queueing reward system with several customer classes", Management Science 16.
     * Grade: exact theory for exponential service.
     */
    public static final class Reserved {
        private final int servers;
        private final int reserve;
        private final BirthDeath busy;

        public Reserved(
                int servers,
                int reserve,
                double firstRatePerSecond,
                double secondRatePerSecond,
                double serviceSeconds) {
            boolean rates = firstRatePerSecond > 0.0 && secondRatePerSecond >= 0.0;
            if (reserve < 0 || reserve > servers || !rates || !(serviceSeconds > 0.0)) {
                throw new IllegalArgumentException(reserve + " of " + servers + " reserved");
            }
            this.servers = servers;
            this.reserve = reserve;
            double all = firstRatePerSecond + secondRatePerSecond;
            this.busy = BirthDeath.stationary(
                    n -> n < servers - reserve ? all : n < servers ? firstRatePerSecond : 0.0,
                    n -> n / serviceSeconds,
                    0);
        }

        /** Probability that an arrival of the first class is lost. */
        public double firstBlocking() {
            return busy.probability(servers);
        }

        /** Probability that an arrival of the second class is lost. */
        public double secondBlocking() {
            return busy.atLeast(servers - reserve);
        }

        /** Mean number of servers at work. */
        public double meanBusy() {
            return busy.mean(n -> n);
        }
    }

    /**
     * Jobs that take several servers each and are lost if they do not fit; any law of service.
     *
     * <p>With b(k) servers and a(k) erlangs of class k, the weights of j busy servers: j q(j) = sum
     * over k of a(k) b(k) q(j - b(k)); blocking of k is the share of j above C - b(k). Source:
     * Kaufman 1981, "Blocking in a shared resource environment", IEEE Transactions on
     * Communications 29; Roberts 1981. Grade: exact theory.
     */
    public static final class MultiRate {
        private static final double LARGE = 1e250;

        private final int servers;
        private final double[] law;

        public MultiRate(int servers, int[] serversByClass, double[] erlangsByClass) {
            this.servers = servers;
            this.law = new double[servers + 1];
            law[0] = 1.0;
            for (int j = 1; j <= servers; j++) {
                for (int k = 0; k < serversByClass.length; k++) {
                    int size = serversByClass[k];
                    if (size < 1 || size > servers || !(erlangsByClass[k] >= 0.0)) {
                        throw new IllegalArgumentException("class of " + size + " servers");
                    }
                    law[j] += j < size ? 0.0 : erlangsByClass[k] * size / j * law[j - size];
                }
                if (law[j] > LARGE) {
                    scale(1.0 / LARGE);
                }
            }
            scale(1.0 / Arrays.stream(law).sum());
        }

        /** Probability that a job of so many servers is lost. */
        public double blocking(int size) {
            return Arrays.stream(law, servers - size + 1, servers + 1).sum();
        }

        /** Mean number of servers at work. */
        public double meanBusy() {
            double sum = 0.0;
            for (int j = 0; j <= servers; j++) {
                sum += j * law[j];
            }
            return sum;
        }

        private void scale(double factor) {
            for (int j = 0; j < law.length; j++) {
                law[j] *= factor;
            }
        }
    }

    /** A class of jobs by what each takes and the load offered. */
    public record Demand(int gpus, double powerWatts, double erlangs) {}

    /**
     * Jobs that take GPUs and power, lost if either would be exceeded; any law of service.
     *
     * <p>The numbers n(k) at work have weights product of a(k)^n(k) / n(k)! over all that fit.
     * Domain: all combinations are visited, so few classes. Source: Kaufman 1981, section II; Ross
     * 1995, "Multiservice Loss Models for Broadband Telecommunication Networks", section 2.2.
     * Grade: exact theory.
     */
    public static final class PowerLimited {
        /** Sums of powers are compared with the limit within this share of it. */
        private static final double ROUNDING = 1e-9;

        private final int gpus;
        private final double limitWatts;
        private final List<Demand> demands;

        public PowerLimited(int gpus, double limitWatts, List<Demand> demands) {
            if (gpus < 1 || !(limitWatts > 0.0)) {
                throw new IllegalArgumentException(gpus + " GPUs, " + limitWatts + " W");
            }
            this.gpus = gpus;
            this.limitWatts = limitWatts;
            this.demands = List.copyOf(demands);
        }

        /** Probability that a job of the class is lost. */
        public double blocking(int which) {
            Demand one = demands.get(which);
            return mean(
                    (used, watts) -> fits(used + one.gpus(), watts + one.powerWatts()) ? 0.0 : 1.0);
        }

        /** Mean power of what is at work [W]. */
        public double meanPowerWatts() {
            return mean((used, watts) -> watts);
        }

        /** Share of the time with so much power or more. */
        public double powerAtLeast(double watts) {
            double bound = watts - ROUNDING * limitWatts;
            return mean((used, drawn) -> drawn >= bound ? 1.0 : 0.0);
        }

        /** A quantity of a state that is known by what it uses. */
        @FunctionalInterface
        private interface Use {
            double value(int gpus, double watts);
        }

        private double mean(Use use) {
            double[] sums = new double[2];
            visit(0, 1.0, new double[] {0.0, 0.0}, use, sums);
            return sums[1] / sums[0];
        }

        private void visit(int k, double weight, double[] used, Use use, double[] sums) {
            if (k == demands.size()) {
                sums[0] += weight;
                sums[1] += weight * use.value((int) used[0], used[1]);
                return;
            }
            Demand demand = demands.get(k);
            double here = weight;
            for (int n = 0; ; n++) {
                double gpusUsed = used[0] + (double) n * demand.gpus();
                double watts = used[1] + n * demand.powerWatts();
                if (!fits((int) gpusUsed, watts)) {
                    return;
                }
                visit(k + 1, here, new double[] {gpusUsed, watts}, use, sums);
                here *= demand.erlangs() / (n + 1);
            }
        }

        private boolean fits(int used, double watts) {
            return used <= gpus && watts <= limitWatts * (1.0 + ROUNDING);
        }
    }

    /**
     * Power of jobs that are never lost: the sum over classes of a Poisson number of jobs times
     * what each draws in whole units; any law of service.
     *
     * <p>Panjer's recursion: j p(j) = sum over k of a(k) w(k) p(j - w(k)). Source: Panjer 1981,
     * "Recursive evaluation of a family of compound distributions", ASTIN Bulletin 12. Grade: exact
     * theory.
     */
    public static final class CompoundPower {
        private final double[] law;

        public CompoundPower(int[] unitsByClass, double[] erlangsByClass) {
            double mean = 0.0;
            double variance = 0.0;
            double none = 0.0;
            for (int k = 0; k < unitsByClass.length; k++) {
                mean += erlangsByClass[k] * unitsByClass[k];
                variance += erlangsByClass[k] * unitsByClass[k] * unitsByClass[k];
                none += erlangsByClass[k];
            }
            if (!(none > 0.0 && none < 700.0)) {
                throw new IllegalArgumentException(none + " erlangs, more than 0 to 700 known");
            }
            int largest = Arrays.stream(unitsByClass).max().orElseThrow();
            int end = (int) (mean + 12.0 * Math.sqrt(variance)) + 40 * largest;
            this.law = new double[end + 1];
            law[0] = StrictMath.exp(-none);
            for (int j = 1; j <= end; j++) {
                for (int k = 0; k < unitsByClass.length; k++) {
                    int units = unitsByClass[k];
                    law[j] += j < units ? 0.0 : erlangsByClass[k] * units / j * law[j - units];
                }
            }
        }

        /** Mean [units]. */
        public double mean() {
            double sum = 0.0;
            for (int j = 0; j < law.length; j++) {
                sum += j * law[j];
            }
            return sum;
        }

        /** Standard deviation [units]. */
        public double deviation() {
            double mean = mean();
            double sum = 0.0;
            for (int j = 0; j < law.length; j++) {
                sum += (j - mean) * (j - mean) * law[j];
            }
            return Math.sqrt(sum);
        }

        /** Probability of units for which this holds. */
        public double probability(DoublePredicate units) {
            double sum = 0.0;
            for (int j = 0; j < law.length; j++) {
                sum += units.test(j) ? law[j] : 0.0;
            }
            return sum;
        }

        /** The least units that a share p of the time does not exceed. */
        public int quantile(double p) {
            double sum = 0.0;
            int j = -1;
            while (sum < p && j < law.length - 1) {
                sum += law[++j];
            }
            return Math.max(j, 0);
        }
    }
}
