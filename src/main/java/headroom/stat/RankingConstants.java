package headroom.stat;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;

/**
 * The constants that select the best of k systems with a given probability, whenever it is better
 * than the second by an indifference zone d.
 *
 * <p>Rinott, two stages: system i gets max(n0, ceil((h s_i / d)^2)) replications in all, where h
 * solves
 *
 * <pre>
 * int_0^inf [ int_0^inf Phi(h / sqrt(nu (1/x + 1/y))) f(x) dx ]^(k-1) f(y) dy = P
 *   f   density of chi-squared with nu = n0 - 1 degrees of freedom;  Phi  standard normal
 *   s_i standard deviation of the n0 replications of the first stage
 *   P   probability of a correct selection, in (1/k, 1)
 * </pre>
 *
 * <p>Kim and Nelson, fully sequential, with c = 1:
 *
 * <pre>
 * eta = ((2 (1 - P) / (k - 1))^(-2 / (n0 - 1)) - 1) / 2,   h^2 = 2 eta (n0 - 1)
 * </pre>
 *
 * <p>Domain: normal outputs; Rinott's systems independent of each other, Kim and Nelson's may share
 * random numbers. n0 is at least 3.
 *
 * <p>Source: Rinott (1978), On two-stage selection procedures and related probability-inequalities,
 * Communications in Statistics A 7(8), 799-811; Wilcox (1984), Journal of Statistical Computation
 * and Simulation 18; Kim and Nelson (2001), A fully sequential procedure for indifference-zone
 * selection in simulation, ACM TOMACS 11(3), 251-273.
 */
public final class RankingConstants {
    private static final int NODES = 60;
    /** Probability cut off at either end of the chi-squared law. */
    private static final double TAIL = 1e-13;

    private RankingConstants() {}

    /** Rinott's h for k systems, n0 replications in the first stage and probability P. */
    public static double rinott(int k, int n0, double probability) {
        require(k, n0, probability);
        // in z = sqrt(x), whose density has no pole at 0
        ChiSquaredDistribution law = new ChiSquaredDistribution(null, n0 - 1.0);
        double low = Math.sqrt(law.inverseCumulativeProbability(TAIL));
        double high = Math.sqrt(law.inverseCumulativeProbability(1 - TAIL));
        GaussIntegrator rule = new GaussIntegratorFactory().legendre(NODES, low, high);
        double least = 0;
        double most = 1;
        while (selected(most, k, n0, rule) < probability) {
            most *= 2;
        }
        for (int i = 0; i < 60 && most - least > 1e-12 * most; i++) {
            double h = (least + most) / 2;
            if (selected(h, k, n0, rule) < probability) {
                least = h;
            } else {
                most = h;
            }
        }
        return (least + most) / 2;
    }

    /** Replications that Rinott's second stage brings a system to. */
    public static long rinottReplications(double h, int n0, double deviation, double zone) {
        double needed = h * deviation / zone;
        return Math.max(n0, (long) Math.ceil(needed * needed));
    }

    /** Kim and Nelson's eta. */
    public static double kimNelsonEta(int k, int n0, double probability) {
        require(k, n0, probability);
        double each = 2 * (1 - probability) / (k - 1);
        return (StrictMath.pow(each, -2.0 / (n0 - 1)) - 1) / 2;
    }

    /** Kim and Nelson's h^2. */
    public static double kimNelsonH2(int k, int n0, double probability) {
        return 2 * kimNelsonEta(k, n0, probability) * (n0 - 1);
    }

    private static double selected(double h, int k, int n0, GaussIntegrator rule) {
        double nu = n0 - 1.0;
        // of z = sqrt(x): 2^(1 - nu/2) / Gamma(nu/2) z^(nu-1) exp(-z^2/2)
        double log = (1 - nu / 2) * StrictMath.log(2) - Gamma.logGamma(nu / 2);
        double sum = 0;
        for (int j = 0; j < NODES; j++) {
            double y = rule.getPoint(j);
            double inner = 0;
            for (int i = 0; i < NODES; i++) {
                double x = rule.getPoint(i);
                double apart = h / Math.sqrt(nu * (1 / (x * x) + 1 / (y * y)));
                inner += rule.getWeight(i) * density(x, nu, log) * normal(apart);
            }
            sum += rule.getWeight(j) * density(y, nu, log) * StrictMath.pow(inner, k - 1.0);
        }
        return sum;
    }

    private static double density(double z, double nu, double log) {
        return StrictMath.exp(log + (nu - 1) * StrictMath.log(z) - z * z / 2);
    }

    private static double normal(double x) {
        return 0.5 * Erf.erfc(-x / Math.sqrt(2));
    }

    private static void require(int k, int n0, double probability) {
        if (k < 2 || n0 < 3 || !(probability > 1.0 / k && probability < 1)) {
            throw new IllegalArgumentException(
                    k + " systems, " + n0 + " replications, probability " + probability);
        }
    }
}
