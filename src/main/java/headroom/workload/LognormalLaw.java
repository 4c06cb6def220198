package headroom.workload;

/**
 * A lognormal law: X = median x exp(sigma x Z), Z standard normal.
 *
 * <p>Fits by two figures that are usually published: mean = median x exp(sigma^2 / 2), and p90 =
 * median x exp(1.2816 sigma). With sigma = 0 it is a constant.
 *
 * @param median the value half the variates exceed, above 0, in any unit
 * @param sigma standard deviation of the natural logarithm [1], at least 0
 */
public record LognormalLaw(double median, double sigma) {

    public LognormalLaw {
        if (!(median > 0 && median <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("median " + median + " must be above 0");
        }
        if (!(sigma >= 0 && sigma <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("sigma " + sigma + " must be at least 0");
        }
    }

    /** The law with this median and mean; the mean of a lognormal is not below its median. */
    public static LognormalLaw ofMedianAndMean(double median, double mean) {
        if (!(mean >= median)) {
            throw new IllegalArgumentException(
                    "mean " + mean + " below median " + median + ": no lognormal has that");
        }
        return new LognormalLaw(median, Math.sqrt(2 * StrictMath.log(mean / median)));
    }

    /** The law with this median and 90th percentile. */
    public static LognormalLaw ofMedianAndP90(double median, double p90) {
        if (!(p90 >= median)) {
            throw new IllegalArgumentException("p90 " + p90 + " below median " + median);
        }
        return new LognormalLaw(median, StrictMath.log(p90 / median) / NormalQuantile.of(0.9));
    }

    /** Mean of the unclipped law. */
    public double mean() {
        return median * StrictMath.exp(0.5 * sigma * sigma);
    }

    /** The value that a variate exceeds with probability 1 - probability. */
    public double quantile(double probability) {
        return at(NormalQuantile.of(probability));
    }

    /** The value that a variate exceeds with this probability; accurate however small it is. */
    public double upperQuantile(double tail) {
        return at(NormalQuantile.ofUpperTail(tail));
    }

    private double at(double z) {
        // 0 x infinity: without spread even the ends of the normal law give the median
        return sigma == 0 ? median : median * StrictMath.exp(sigma * z);
    }
}
