package headroom.scenario;

import headroom.scenario.PoolSection.AdditionSection;
import headroom.yaml.Fraction;
import headroom.yaml.Problems;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rules between sections about deployments that follow their load. */
final class ScaleChecks {
    private static final double EPSILON = 1e-9;
    private static final int FEW = 4;

    private final Binder bound;
    private final Problems problems;

    ScaleChecks(Binder bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        bounds();
        room();
    }

    /** Between fewest and most there is a number of whole simulated replicas, some in each cell. */
    private void bounds() {
        Optional<Integer> cells = bound.value("cells", Integer.class);
        Optional<Fraction> sample = bound.value("sample", Fraction.class);
        if (cells.isEmpty() || sample.isEmpty()) {
            return;
        }
        double weight = (double) sample.get().of() / sample.get().taken();
        bound.all(ScaleSection.class).forEach((path, scale) -> {
            if (Math.ceil(scale.min() / weight - EPSILON)
                    > Math.floor(scale.max() / weight + EPSILON)) {
                problems.error(
                        bound.place(path + ".max"),
                        path + ".max: a simulated replica stands for " + weight
                                + "; no whole number of them lies between min and max",
                        "choose multiples of that, or a larger sample");
            } else if (scale.min() < FEW * cells.get()) {
                problems.warning(
                        bound.place(path + ".min"),
                        path + ".min: fewer than " + FEW + " replicas in each of " + cells.get()
                                + " cells",
                        "cells differ by one replica, which is much of so few; fewer cells are"
                                + " evener");
            }
        });
    }

    /** The fewest replicas of all deployments of a pool fit on it, at least in the end. */
    private void room() {
        Optional<Double> scale = bound.value("capacityScale", Double.class);
        Map<String, Double> needed = new TreeMap<>();
        bound.all(DeploymentSection.class).forEach((path, d) -> {
            Optional<PoolSection> pool = bound.value("pools." + d.pool(), PoolSection.class);
            if (pool.isEmpty() || scale.isEmpty()) {
                return;
            }
            double all = pool.get().gpus() + scale.get() * added(d.pool());
            double fewest = d.scale().isPresent()
                    ? (double) d.scale().get().min() * d.replicaGpus()
                    : d.share() * all;
            double sum = needed.merge(d.pool(), fewest, Double::sum);
            if (d.scale().isPresent() && sum > all && sum - fewest <= all) {
                problems.error(
                        bound.place(path + ".scale.min"),
                        path + ".scale.min: with this, the fewest replicas on pool '" + d.pool()
                                + "' need " + (long) sum + " GPUs",
                        "it never has more than " + (long) all);
            }
        });
    }

    private double added(String pool) {
        return bound.all(AdditionSection.class).values().stream()
                .filter(a -> a.pool().equals(pool))
                .mapToDouble(AdditionSection::gpus)
                .sum();
    }
}
