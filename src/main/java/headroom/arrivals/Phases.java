package headroom.arrivals;

import umontreal.ssj.rng.RandomStream;

/**
 * Phases that a rate passes through: a Markov chain in time, each phase with its factor.
 *
 * <pre>
 * f(t) = factor of the phase at t / mean     mean = sum over phases of pi_i factor_i
 * stay in phase i: exponential, of mean stay_i [s]; then phase j with probability p_ij
 * pi: stationary law of the rates p_ij / stay_i, by elimination without subtraction (Grassmann,
 *     Taksar and Heyman 1985, Oper. Res. 33(5))
 * </pre>
 *
 * <p>Poisson arrivals at such a rate are a Markov-modulated Poisson process. For two phases with
 * switching rates s0 and s1 and arrival rates l0 and l1 of mean l, the variance of the count in a
 * window w is mean times 1 + 2 pi0 pi1 (l0 - l1)^2 / (l s) x (1 - (1 - e^(-s w)) / (s w)), s = s0 +
 * s1 (Fischer and Meier-Hellstern 1993, Performance Evaluation 18(2)). A path starts in the
 * stationary law.
 */
public final class Phases {
    private final double[] factors;
    private final double[] staySeconds;
    /** Probability of going to a phase up to this one, by the phase that is left. */
    private final double[][] sums;

    private final double[] stationarySums;

    /**
     * Phases of which each can be reached from each.
     *
     * @param factors factor of each on the rate, at least 0, one above 0; only ratios matter
     * @param staySeconds mean stay in each [s]
     * @param next probability of each as the next, by the phase that is left; 0 for itself
     */
    public Phases(double[] factors, double[] staySeconds, double[][] next) {
        int n = factors.length;
        double[][] rates = new double[n][n];
        sums = new double[n][];
        for (int i = 0; i < n; i++) {
            if (!(staySeconds[i] > 0 && staySeconds[i] <= Double.MAX_VALUE)
                    || !(factors[i] >= 0 && factors[i] <= Double.MAX_VALUE)
                    || next[i][i] != 0) {
                throw new IllegalArgumentException("phase " + i + ": factor " + factors[i]
                        + ", stay of " + staySeconds[i] + " s");
            }
            sums[i] = sums(next[i]);
            for (int j = 0; j < n; j++) {
                rates[i][j] = next[i][j] / staySeconds[i];
            }
        }
        double[] stationary = stationary(rates);
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += stationary[i] * factors[i];
        }
        if (!(mean > 0)) {
            throw new IllegalArgumentException("mean factor " + mean);
        }
        this.factors = new double[n];
        for (int i = 0; i < n; i++) {
            this.factors[i] = factors[i] / mean;
        }
        this.staySeconds = staySeconds.clone();
        stationarySums = sums(stationary);
    }

    private static double[] sums(double[] shares) {
        double[] sums = shares.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        if (!(Math.abs(sums[sums.length - 1] - 1) < 1e-9)) {
            throw new IllegalArgumentException("shares sum to " + sums[sums.length - 1]);
        }
        return sums;
    }

    private static double[] stationary(double[][] rates) {
        int n = rates.length;
        double[][] q = new double[n][];
        for (int i = 0; i < n; i++) {
            q[i] = rates[i].clone();
        }
        double[] out = new double[n];
        for (int k = n - 1; k > 0; k--) {
            for (int j = 0; j < k; j++) {
                out[k] += q[k][j];
            }
            if (!(out[k] > 0)) {
                throw new IllegalArgumentException("phases do not all reach each other");
            }
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    q[i][j] += i == j ? 0 : q[i][k] * q[k][j] / out[k];
                }
            }
        }
        double[] law = new double[n];
        law[0] = 1;
        double sum = 1;
        for (int k = 1; k < n; k++) {
            for (int i = 0; i < k; i++) {
                law[k] += law[i] * q[i][k] / out[k];
            }
            sum += law[k];
        }
        for (int k = 0; k < n; k++) {
            law[k] /= sum;
            if (!(law[k] > 0)) {
                throw new IllegalArgumentException("phase " + k + " is never reached");
            }
        }
        return law;
    }

    /** A path of its own: the same stream gives the same path. */
    RatePath open(RandomStream random) {
        return new Path(random);
    }

    private final class Path implements RatePath {
        private final RandomStream random;
        private int phase;
        private double endSeconds;

        Path(RandomStream random) {
            this.random = random;
            phase = choose(stationarySums);
            stay();
        }

        private int choose(double[] upTo) {
            double u = random.nextDouble();
            int i = 0;
            while (i < upTo.length - 1 && u >= upTo[i]) {
                i++;
            }
            return i;
        }

        private void stay() {
            endSeconds -= staySeconds[phase] * StrictMath.log(random.nextDouble());
        }

        @Override
        public double factor() {
            return factors[phase];
        }

        @Override
        public double endSeconds() {
            return endSeconds;
        }

        @Override
        public void advance() {
            phase = choose(sums[phase]);
            stay();
        }
    }
}
