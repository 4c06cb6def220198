package headroom.variates;

import umontreal.ssj.rng.RandomStream;

/**
 * Another law times a factor: of the same shape, in another unit or of another mean.
 *
 * @param factor above 0
 */
public record Scaled(Law law, double factor) implements Law {
    public Scaled {
        Checked.positive("factor", factor);
    }

    /** A law of the same shape with this mean. */
    public static Scaled toMean(Law law, double mean) {
        return new Scaled(law, mean / law.mean());
    }

    @Override
    public double quantile(double u) {
        return factor * law.quantile(u);
    }

    @Override
    public double mean() {
        return factor * law.mean();
    }

    @Override
    public double squaredCv() {
        return law.squaredCv();
    }

    @Override
    public double draw(RandomStream random) {
        return factor * law.draw(random);
    }
}
