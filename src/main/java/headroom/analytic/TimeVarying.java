package headroom.analytic;

import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince853Integrator;

import java.util.function.DoubleUnaryOperator;

/** Queues whose arrival rate changes with the time. */
public final class TimeVarying {
    private TimeVarying() {}

    /**
     * M(t)/G/infinity with a sinusoidal rate lambda (1 + beta sin(g t)), in its periodic state.
     *
     * <p>The number present is Poisson with mean m(t) = lambda E[S] (1 + beta E[sin(g (t - Se))]),
     * Se the stationary excess of S: E[exp(-i g Se)] = (1 - E[exp(-i g S)]) / (i g E[S]). Domain: 0
     * &lt;= beta &lt;= 1. Source: Eick, Massey and Whitt 1993, "Mt/G/infinity queues with
     * sinusoidal arrival rates", Management Science 39. Grade: exact theory.
     */
    public static final class InfiniteServers {
        private final double meanPresent;
        private final double swing;
        private final double frequency;
        /** Parts of E[exp(-i g Se)]: by how much the wave of m is smaller, and its lag. */
        private final double inPhase;

        private final double behind;

        public InfiniteServers(
                double meanRatePerSecond, double swing, double periodSeconds, TimeLaw service) {
            boolean positive = meanRatePerSecond > 0.0 && periodSeconds > 0.0;
            if (!positive || !(swing >= 0.0 && swing <= 1.0)) {
                throw new IllegalArgumentException(meanRatePerSecond + " /s, swing " + swing);
            }
            this.meanPresent = meanRatePerSecond * service.meanSeconds();
            this.swing = swing;
            this.frequency = 2.0 * StrictMath.PI / periodSeconds;
            double turn = frequency * service.meanSeconds();
            this.inPhase = service.sine(frequency) / turn;
            this.behind = (1.0 - service.cosine(frequency)) / turn;
        }

        /** Mean number present at a time [s] at which the rate's sine has the phase g t. */
        public double meanPresent(double seconds) {
            double angle = frequency * seconds;
            double wave = StrictMath.sin(angle) * inPhase - StrictMath.cos(angle) * behind;
            return meanPresent * (1.0 + swing * wave);
        }

        /** The highest mean number present in a period. */
        public double peakMeanPresent() {
            double size = Math.sqrt(inPhase * inPhase + behind * behind);
            return meanPresent * (1.0 + swing * size);
        }

        /** How long after the peak of arrivals the mean number present has its peak [s]. */
        public double lagSeconds() {
            return StrictMath.atan2(behind, inPhase) / frequency;
        }
    }

    /**
     * M(t)/M/c with patience and limited room, by the forward equations of Kolmogorov from an empty
     * start.
     *
     * <p>p'(n) = lambda(t) p(n-1) + d(n+1) p(n+1) - (lambda(t) + d(n)) p(n), d(n) = min(n, c) mu +
     * (n - c)+ theta, by the method of Dormand and Prince of order 8 with its own steps; {@link
     * #advance} stops at what is not smooth, and servers may change there. An endless queue is cut
     * off by the room; {@link #fullProbability} says what was. Source: Kleinrock 1975, vol. 1,
     * section 2.5; Hairer, Norsett and Wanner 1993, "Solving Ordinary Differential Equations I",
     * section II.5. Grade: exact theory, numeric evaluation with a relative error of about 1e-10.
     */
    public static final class ManyServers {
        private static final double ABSOLUTE = 1e-20;
        private static final double RELATIVE = 1e-13;

        private final double serviceSeconds;
        private final double patienceSeconds;
        private int servers;
        private double atSeconds;
        private double[] law;

        /**
         * @param room the largest number present; for an endless queue, one that is hardly reached
         * @param patienceSeconds mean of the exponential patience in the queue; infinite if nobody
         *     leaves
         */
        public ManyServers(int servers, int room, double serviceSeconds, double patienceSeconds) {
            if (servers < 1 || room < 1 || !(serviceSeconds > 0.0) || !(patienceSeconds > 0.0)) {
                throw new IllegalArgumentException(servers + " servers, room for " + room);
            }
            this.servers = servers;
            this.serviceSeconds = serviceSeconds;
            this.patienceSeconds = patienceSeconds;
            this.law = new double[room + 1];
            law[0] = 1.0;
        }

        /** Goes on to the time [s] under a rate [1/s] that is smooth from now until then. */
        public void advance(double toSeconds, DoubleUnaryOperator ratePerSecondAt) {
            if (!(toSeconds >= atSeconds)) {
                throw new IllegalArgumentException("back from " + atSeconds + " to " + toSeconds);
            }
            if (toSeconds > atSeconds) {
                double span = toSeconds - atSeconds;
                DormandPrince853Integrator method =
                        new DormandPrince853Integrator(1e-12 * span, span, ABSOLUTE, RELATIVE);
                double[] end = new double[law.length];
                method.integrate(new Forward(ratePerSecondAt), atSeconds, law, toSeconds, end);
                law = end;
                atSeconds = toSeconds;
            }
        }

        /** From now on there are so many servers. */
        public void resize(int count) {
            servers = count;
        }

        /** Mean number present. */
        public double meanPresent() {
            return moment(0, 1);
        }

        /** Standard deviation of the number present. */
        public double presentDeviation() {
            double mean = meanPresent();
            double sum = 0.0;
            for (int n = 0; n < law.length; n++) {
                sum += (n - mean) * (n - mean) * law[n];
            }
            return Math.sqrt(sum);
        }

        /** Mean number waiting. */
        public double meanQueue() {
            return moment(servers, 1);
        }

        /** Probability that all servers are busy. */
        public double waitProbability() {
            return moment(servers - 1, 0);
        }

        /** Probability that nobody is present. */
        public double emptyProbability() {
            return law[0];
        }

        /** Probability that the room is full. */
        public double fullProbability() {
            return law[law.length - 1];
        }

        /** Sum of (n - above)^power p(n) over n above it, from the small end of the tail. */
        private double moment(int above, int power) {
            double sum = 0.0;
            for (int n = law.length - 1; n > above; n--) {
                sum += power == 0 ? law[n] : (n - above) * law[n];
            }
            return sum;
        }

        /** The right-hand side for the servers of now. */
        private final class Forward implements FirstOrderDifferentialEquations {
            private final DoubleUnaryOperator ratePerSecondAt;

            Forward(DoubleUnaryOperator ratePerSecondAt) {
                this.ratePerSecondAt = ratePerSecondAt;
            }

            @Override
            public int getDimension() {
                return law.length;
            }

            @Override
            public void computeDerivatives(double seconds, double[] p, double[] change) {
                double up = ratePerSecondAt.applyAsDouble(seconds);
                double fromBelow = 0.0;
                for (int n = 0; n < p.length; n++) {
                    double rising = n < p.length - 1 ? up * p[n] : 0.0;
                    double falling = n < p.length - 1 ? down(n + 1) * p[n + 1] : 0.0;
                    change[n] = fromBelow + falling - rising - down(n) * p[n];
                    fromBelow = rising;
                }
            }

            private double down(int n) {
                double impatient = Math.max(n - servers, 0) / patienceSeconds;
                return Math.min(n, servers) / serviceSeconds + impatient;
            }
        }
    }
}
