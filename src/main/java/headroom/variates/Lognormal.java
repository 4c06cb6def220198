package headroom.variates;

/**
 * A lognormal law: X = median x exp(sigma x Z), Z standard normal.
 *
 * <p>Fits by two figures that are usually published: mean = median x exp(sigma^2 / 2), and p90 =
 * median x exp(1.2816 sigma). With sigma = 0 it is a constant.
 *
 * @param median the value half the variates exceed, above 0, in any unit
 * @param sigma standard deviation of the natural logarithm [1], at least 0
 */
public record Lognormal(double median, double sigma) implements Law {

    public Lognormal {
        if (!(median > 0 && median <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("median " + median + " must be above 0");
        }
        if (!(sigma >= 0 && sigma <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("sigma " + sigma + " must be at least 0");
        }
    }

    /** The law with this median and mean; the mean of a lognormal is not below its median. */
    public static Lognormal ofMedianAndMean(double median, double mean) {
        if (!(mean >= median)) {
            throw new IllegalArgumentException(
                    "mean " + mean + " below median " + median + ": no lognormal has that");
        }
        return new Lognormal(median, Math.sqrt(2 * StrictMath.log(mean / median)));
    }

    /** The law with this median and 90th percentile. */
    public static Lognormal ofMedianAndP90(double median, double p90) {
        if (!(p90 >= median)) {
            throw new IllegalArgumentException("p90 " + p90 + " below median " + median);
        }
        return new Lognormal(median, StrictMath.log(p90 / median) / NormalQuantile.of(0.9));
    }

    /** The law with this mean and variance over the square of the mean. */
    public static Lognormal ofMeanAndSquaredCv(double mean, double squaredCv) {
        double median = mean / Math.sqrt(1 + squaredCv);
        return new Lognormal(median, Math.sqrt(StrictMath.log1p(squaredCv)));
    }

    /** Mean of the unclipped law. */
    @Override
    public double mean() {
        return median * StrictMath.exp(0.5 * sigma * sigma);
    }

    /** exp(sigma^2) - 1. */
    @Override
    public double squaredCv() {
        return StrictMath.expm1(sigma * sigma);
    }

    /** The value that a variate exceeds with probability 1 - probability. */
    @Override
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
