package headroom.variates;

import umontreal.ssj.rng.RandomStream;

/**
 * Work that all who do it share: what is drawn is for all together, and whoever draws divides it.
 *
 * @param work of all together
 */
public record SharedWork(Law work) implements Law {
    @Override
    public double quantile(double u) {
        return work.quantile(u);
    }

    @Override
    public double mean() {
        return work.mean();
    }

    @Override
    public double squaredCv() {
        return work.squaredCv();
    }

    @Override
    public double draw(RandomStream random) {
        return work.draw(random);
    }
}
