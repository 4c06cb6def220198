package headroom.workload;

import umontreal.ssj.rng.RandomStream;

/**
 * How active each user of a group is: lognormal weights with expectation 1.
 *
 * <p>weight = exp(sigma Z - sigma^2 / 2), Z standard normal. Source of the form: spend of
 * developers a day, mean $13 and p90 $30, which a lognormal meets with sigma about 1.28 (fitted);
 * that it also holds between users of chat is assumed.
 *
 * <p>The weights are not rescaled to mean exactly 1: a small group that happens to hold a very
 * active user really asks for more, and this belongs to the variance between cells. The sessions of
 * a group therefore come at users x {@link #meanWeight()} x the rate of a user.
 */
public final class Activity {
    private final AliasTable chooser;
    private final double meanWeight;

    private Activity(double[] weights, double meanWeight) {
        this.chooser = new AliasTable(weights);
        this.meanWeight = meanWeight;
    }

    /** Draws the weights of a group, one uniform a user in the order of their numbers. */
    public static Activity draw(int users, double sigma, RandomStream stream) {
        if (users < 1) {
            throw new IllegalArgumentException(users + " users");
        }
        if (!(sigma >= 0 && sigma <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("sigma " + sigma + " must be at least 0");
        }
        double[] weights = new double[users];
        double sum = 0;
        for (int i = 0; i < users; i++) {
            double z = NormalQuantile.of(stream.nextDouble());
            weights[i] = StrictMath.exp(sigma * z - 0.5 * sigma * sigma);
            sum += weights[i];
        }
        return new Activity(weights, sum / users);
    }

    /** Number of users. */
    public int users() {
        return chooser.size();
    }

    /** Mean of the weights drawn; 1 in expectation. */
    public double meanWeight() {
        return meanWeight;
    }

    /** The user whose session starts, for a uniform: each as often as the weight says. */
    public int choose(double u) {
        return chooser.sample(u);
    }
}
