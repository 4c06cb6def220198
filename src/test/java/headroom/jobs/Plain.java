package headroom.jobs;

import headroom.gangs.JobsSpec;
import headroom.gangs.SchedulingPolicy;
import headroom.variates.Law;

import umontreal.ssj.rng.RandomStream;

import java.util.List;
import java.util.function.Supplier;

/** Plain jobs and servers for tests. */
public final class Plain {
    private Plain() {}

    /** Exponential with a mean. */
    public static Law exponential(double mean) {
        return law(mean, 1, u -> -mean * StrictMath.log(u));
    }

    /** Always the same. */
    public static Law fixed(double value) {
        return law(value, 0, u -> value);
    }

    /** A law by its quantile function. */
    public static Law law(
            double mean, double squaredCv, java.util.function.DoubleUnaryOperator quantile) {
        return new Law() {
            @Override
            public double quantile(double u) {
                return quantile.applyAsDouble(u);
            }

            @Override
            public double mean() {
                return mean;
            }

            @Override
            public double squaredCv() {
                return squaredCv;
            }
        };
    }

    /** A station of servers that are all alike. */
    public static JobsSpec.StationSpec servers(int count, Supplier<SchedulingPolicy> policy) {
        return new JobsSpec.StationSpec(
                "servers",
                List.of(new JobsSpec.FloorSpec("all", count)),
                policy,
                Integer.MAX_VALUE,
                0);
    }

    /** Poisson arrivals at one station, each for one server. */
    public static JobsSpec.StreamSpec poisson(String name, double ratePerSecond, Law size) {
        return new JobsSpec.StreamSpec(
                name,
                streams -> {
                    RandomStream random = streams.of("arrivals");
                    Law gaps = exponential(1 / ratePerSecond);
                    double[] at = {0};
                    return () -> at[0] += gaps.draw(random);
                },
                fixed(1),
                0,
                List.of(visit(size)),
                new JobsSpec.Traits(0, 0, fixed(1)));
    }

    /** A visit to a station with one pool, after which a job leaves. */
    public static JobsSpec.Visit visit(Law size) {
        return new JobsSpec.Visit(size, new double[] {1}, new int[0], new double[0]);
    }
}
