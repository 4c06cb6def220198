package headroom.analytic;

/** What failures cost: nodes that are up, and jobs that write checkpoints. */
public final class Reliability {
    private Reliability() {}

    /**
     * Alike nodes that fail independently, all powered, and crews that repair one node each.
     *
     * <p>The number down is a birth-death chain: up at (n - d) / uptime, down at min(d, crews) /
     * repair time. The mean time to the first moment with fewer than k up, from all up, is one over
     * the rate of such moments in the chain that starts again at each. Source: Trivedi 2002,
     * "Probability and Statistics with Reliability, Queuing, and Computer Science Applications",
     * 2nd ed., section 8.2. Grade: exact theory, exponential times.
     */
    public static final class Group {
        private final int nodes;
        private final MarkovQueue.Repairs repairs;
        private final BirthDeath down;

        public Group(int nodes, MarkovQueue.Repairs repairs) {
            boolean times = repairs.meanUptimeSeconds() > 0.0 && repairs.meanRepairSeconds() > 0.0;
            if (nodes < 1 || repairs.crews() < 1 || !times) {
                throw new IllegalArgumentException(nodes + " nodes, " + repairs);
            }
            this.nodes = nodes;
            this.repairs = repairs;
            double share = repairs.meanRepairSeconds()
                    / (repairs.meanUptimeSeconds() + repairs.meanRepairSeconds());
            this.down =
                    BirthDeath.stationary(this::failures, this::repaired, (int) (nodes * share));
        }

        /** Mean number of nodes up. */
        public double meanUp() {
            return nodes - down.mean(d -> d);
        }

        /** Share of the time with at least so many nodes up. */
        public double availability(int needed) {
            return down.mean(d -> nodes - d >= needed ? 1.0 : 0.0);
        }

        /** Share of the time with fewer nodes up. */
        public double unavailability(int needed) {
            return down.atLeast(nodes - needed + 1);
        }

        /** Mean time from all nodes up until fewer are up [s]. */
        public double meanTimeToFewerSeconds(int needed) {
            int last = nodes - needed;
            MarkovChain<Integer> cycle = MarkovChain.<Integer>explored(0, (d, exits) -> {
                        exits.to(d == last ? 0 : d + 1, failures(d));
                        exits.to(d - 1, repaired(d));
                    })
                    .stationary();
            return 1.0 / cycle.mean(d -> d == last ? failures(d) : 0.0);
        }

        private double failures(int down) {
            return (nodes - down) / repairs.meanUptimeSeconds();
        }

        private double repaired(int down) {
            return Math.min(down, repairs.crews()) / repairs.meanRepairSeconds();
        }
    }

    /**
     * A job of fixed work that writes a checkpoint after every interval and after its end.
     *
     * <p>Failures come at rate 1 / M at any time; each loses the segment since the last checkpoint
     * and costs a restart R. A segment of work and checkpoint w takes w plus, for each of its N
     * failures, the time to the failure and the restart; N is geometric with P(none) = exp(-w / M).
     * If failures hit restarts too: E[T] = segments exp(R / M) M (exp(w / M) - 1), else segments (M
     * + R) (exp(w / M) - 1). The best interval t solves exp((t + delta) / M) (1 - t / M) = 1.
     * Symbols in seconds: M mean time between failures, delta cost of a checkpoint, R restart.
     * Source: Daly 2006, "A higher order estimate of the optimum checkpoint interval for restart
     * dumps", Future Generation Computer Systems 22, equations 20 and 37; Young 1974,
     * Communications of the ACM 17. Grade: exact theory for exponential failures.
     *
     * @param workSeconds useful work
     * @param intervalSeconds work between checkpoints
     * @param checkpointSeconds to write one
     * @param restartSeconds from a failure to work again
     * @param meanTimeBetweenFailuresSeconds of the whole job
     * @param failuresInRestart whether failures hit restarts, which then begin again
     */
    public record Checkpoints(
            double workSeconds,
            double intervalSeconds,
            double checkpointSeconds,
            double restartSeconds,
            double meanTimeBetweenFailuresSeconds,
            boolean failuresInRestart) {

        public Checkpoints {
            boolean costs = checkpointSeconds >= 0.0 && restartSeconds >= 0.0;
            boolean times = workSeconds > 0.0 && intervalSeconds > 0.0;
            if (!costs || !times || !(meanTimeBetweenFailuresSeconds > 0.0)) {
                throw new IllegalArgumentException("times must be positive");
            }
        }

        /** Mean time to completion [s]. */
        public double meanCompletionSeconds() {
            double rest = rest();
            return whole() * meanOf(intervalSeconds) + (rest > 0.0 ? meanOf(rest) : 0.0);
        }

        /** Standard deviation of the time to completion [s]. */
        public double completionDeviationSeconds() {
            double rest = rest();
            return Math.sqrt(
                    whole() * varianceOf(intervalSeconds) + (rest > 0.0 ? varianceOf(rest) : 0.0));
        }

        /** Useful work as a share of the mean time to completion. */
        public double goodput() {
            return workSeconds / meanCompletionSeconds();
        }

        /** Mean number of failures until completion. */
        public double meanFailures() {
            if (failuresInRestart) {
                return meanCompletionSeconds() / meanTimeBetweenFailuresSeconds;
            }
            double rest = rest();
            return whole() * failures(intervalSeconds) + (rest > 0.0 ? failures(rest) : 0.0);
        }

        /** The interval with the highest goodput [s]; a checkpoint must cost something. */
        public static double bestIntervalSeconds(
                double checkpointSeconds, double meanTimeBetweenFailuresSeconds) {
            double cost = checkpointSeconds / meanTimeBetweenFailuresSeconds;
            if (!(cost > 0.0) || Double.isInfinite(cost)) {
                throw new IllegalArgumentException("a checkpoint costs " + checkpointSeconds);
            }
            double low = 0.0;
            double high = 1.0;
            // log(1 - x) + x + cost falls from cost to minus infinity
            while (low < 0.5 * (low + high) && 0.5 * (low + high) < high) {
                double middle = 0.5 * (low + high);
                if (StrictMath.log1p(-middle) + middle + cost > 0.0) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return low * meanTimeBetweenFailuresSeconds;
        }

        /** Young's first-order interval, sqrt(2 delta M) [s]. */
        public static double youngIntervalSeconds(
                double checkpointSeconds, double meanTimeBetweenFailuresSeconds) {
            return Math.sqrt(2.0 * checkpointSeconds * meanTimeBetweenFailuresSeconds);
        }

        /** Daly's estimate for delta &lt; 2 M, else M [s]. */
        public static double dalyIntervalSeconds(
                double checkpointSeconds, double meanTimeBetweenFailuresSeconds) {
            double half = 0.5 * checkpointSeconds / meanTimeBetweenFailuresSeconds;
            if (half >= 1.0) {
                return meanTimeBetweenFailuresSeconds;
            }
            double young = youngIntervalSeconds(checkpointSeconds, meanTimeBetweenFailuresSeconds);
            return young * (1.0 + Math.sqrt(half) / 3.0 + half / 9.0) - checkpointSeconds;
        }

        private double whole() {
            return Math.floor(workSeconds / intervalSeconds * (1.0 + 1e-12));
        }

        /** Work of a last segment shorter than the others [s]. */
        private double rest() {
            double rest = workSeconds - whole() * intervalSeconds;
            return rest > 1e-9 * intervalSeconds ? rest : 0.0;
        }

        /** Mean failures in segments of such work while it is done, restarts apart. */
        private double failures(double work) {
            return StrictMath.expm1((work + checkpointSeconds) / meanTimeBetweenFailuresSeconds);
        }

        private double meanOf(double work) {
            double mean = meanTimeBetweenFailuresSeconds;
            return failuresInRestart
                    ? failures(work) * mean * StrictMath.exp(restartSeconds / mean)
                    : failures(work) * (mean + restartSeconds);
        }

        private double varianceOf(double work) {
            double mean = meanTimeBetweenFailuresSeconds;
            double segment = work + checkpointSeconds;
            double restart = failuresInRestart
                    ? mean * StrictMath.expm1(restartSeconds / mean)
                    : restartSeconds;
            double restartVariance = failuresInRestart ? again(restartSeconds) : 0.0;
            double failures = failures(work);
            // without restarts; then each of the N failures adds a restart of its own
            double toFailure = mean - segment / failures;
            double numberVariance = failures * (1.0 + failures);
            return again(segment)
                    + failures * restartVariance
                    + numberVariance * restart * (restart + 2.0 * toFailure);
        }

        /** Variance of the time until so long passes without a failure [s^2]. */
        private double again(double seconds) {
            double mean = meanTimeBetweenFailuresSeconds;
            double x = seconds / mean;
            // exp(2x) - 2x exp(x) - 1 = 2 exp(x) (sinh(x) - x), which cancels for small x
            double excess = x < 0.1
                    ? x * x * x / 6.0 * (1.0 + x * x / 20.0 * (1.0 + x * x / 42.0))
                    : StrictMath.sinh(x) - x;
            return 2.0 * mean * mean * StrictMath.exp(x) * excess;
        }
    }
}
