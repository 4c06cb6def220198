package headroom.variates;

import umontreal.ssj.rng.RandomStream;

/** The law of a random time or size that is not negative, such as a service time [s]. */
public interface Law {
    /** The value at which the distribution function reaches u, in (0, 1). */
    double quantile(double u);

    /** The mean. */
    double mean();

    /** Variance over the square of the mean; infinite where there is none. */
    double squaredCv();

    /** A value by inversion: one uniform a value, so that common random numbers stay aligned. */
    default double draw(RandomStream random) {
        return quantile(random.nextDouble());
    }

    /** Fills a block with values, as {@link #draw} gives them one after the other. */
    default void fill(double[] values, RandomStream random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = draw(random);
        }
    }
}
