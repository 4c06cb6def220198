package headroom.workload;

import headroom.variates.NormalQuantile;

import umontreal.ssj.rng.RandomStream;

/**
 * How active each user of a group is: lognormal weights with expectation 1.
 *
 * <p>weight = exp(sigma Z - sigma^2 / 2), Z standard normal. Source of the form: spend of
 * developers a day, mean $13 and p90 $30, which a lognormal meets with sigma about 1.28 (fitted);
 * that it also holds between users of chat is assumed.
 *
 * <p>The draw is stratified: of n users one falls into each n-th of the law, in random order, and
 * the weights are rescaled to mean 1. A cell thus holds its share of heavy and of light users, as a
 * provider balances its cells; one cell of hundreds would otherwise misstate the demand of all by
 * the luck of a few very active users.
 */
public final class Activity {
    private final AliasTable chooser;
    private final double[] weights;

    private Activity(double[] weights) {
        this.chooser = new AliasTable(weights);
        this.weights = weights;
    }

    /** Draws the weights of a group: one uniform a user, and one to put them into random order. */
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
            double z = NormalQuantile.of((i + stream.nextDouble()) / users);
            weights[i] = StrictMath.exp(sigma * z);
            sum += weights[i];
        }
        for (int i = users - 1; i > 0; i--) {
            int j = (int) (stream.nextDouble() * (i + 1));
            double weight = weights[i];
            weights[i] = weights[j];
            weights[j] = weight;
        }
        for (int i = 0; i < users; i++) {
            weights[i] *= users / sum;
        }
        return new Activity(weights);
    }

    /** Number of users. */
    public int users() {
        return chooser.size();
    }

    /** How active a user is; the mean over users is 1. */
    public double weight(int user) {
        return weights[user];
    }

    /** Draws the user whose session starts, each as often as the weight says. */
    public AliasTable chooser() {
        return chooser;
    }
}
