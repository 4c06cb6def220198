package headroom.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.gangs.JobsSpec;
import headroom.gangs.Orders.Preemption;
import headroom.gangs.SchedulingPolicy;
import headroom.jobbook.JobCounts;
import headroom.jobbook.StreamCounts;
import headroom.jobs.JobPlane;
import headroom.jobs.Plain;
import headroom.kernel.Streams;
import headroom.variates.Law;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Means of theory from the validation cases: |mean - exact| below 5.4 standard errors of 64 runs
 * (1 in a million by chance), which themselves are below a bound.
 */
final class TheoryTest {
    private static final int RUNS = 64;
    private static final Law UNIT = Plain.exponential(1);

    @Test
    void sizeBased() {
        Preemption how = Preemption.RESUME;
        sizes(0.5, () -> new ShortestRemainingFirst(how), 1.4253726638777853);
        sizes(0.5, () -> new ShortestFirst(how), 1.5313832832963288);
        sizes(0.5, () -> new ShortestFirst(null), 1.712686331938893);
        sizes(0.9, () -> new ShortestRemainingFirst(how), 3.552125099626788);
        sizes(0.9, () -> new ShortestFirst(how), 4.051773203338513);
        sizes(0.9, () -> new ShortestFirst(null), 4.196912589664108);
    }

    private static void sizes(double rate, Supplier<SchedulingPolicy> policy, double exact) {
        JobsSpec spec = spec(1, Integer.MAX_VALUE, policy, stream("jobs", rate, 1, UNIT, 0));
        check(spec, 10_000, counts -> counts.get(0).sojourn.mean(), exact, 0.02);
    }

    @Test
    void priorities() {
        Supplier<SchedulingPolicy> waits = () -> new PriorityFirst(null);
        JobsSpec first = two(waits, 0.3, UNIT, 0.4, UNIT);
        check(first, 10_000, counts -> counts.get(0).sojourn.mean(), 2.0, 0.02);
        check(first, 10_000, counts -> counts.get(1).sojourn.mean(), 4.333333333333334, 0.02);
        Supplier<SchedulingPolicy> displaces = () -> new PriorityFirst(Preemption.RESUME);
        JobsSpec second =
                two(displaces, 0.3, Plain.exponential(1 / 2.0), 0.3, Plain.exponential(1 / 0.6));
        check(second, 10_000, counts -> counts.get(0).sojourn.mean(), 0.5882352941176471, 0.02);
        check(second, 10_000, counts -> counts.get(1).sojourn.mean(), 5.014005602240896, 0.02);
        JobsSpec third = two(waits, 0.3, Plain.fixed(1), 0.25, hyper());
        check(third, 20_000, counts -> counts.get(0).wait.mean(), 3.785714285714286, 0.02);
        check(third, 20_000, counts -> counts.get(1).wait.mean(), 18.928571428571434, 0.05);
        JobsSpec fourth = two(displaces, 0.3, Plain.fixed(1), 0.25, hyper());
        check(fourth, 20_000, counts -> counts.get(0).sojourn.mean(), 1.2142857142857144, 0.02);
        check(fourth, 20_000, counts -> counts.get(1).sojourn.mean(), 21.785714285714292, 0.05);
    }

    /** Two exponentials with balanced means: mean 2, squared coefficient of variation 4. */
    private static Law hyper() {
        double p = (1 + StrictMath.sqrt(3.0 / 5)) / 2;
        return Plain.law(
                2,
                4,
                u -> u < p
                        ? -StrictMath.log(u / p) / p
                        : -StrictMath.log((u - p) / (1 - p)) / (1 - p));
    }

    private static JobsSpec two(
            Supplier<SchedulingPolicy> policy, double rate, Law size, double more, Law other) {
        return spec(
                1,
                Integer.MAX_VALUE,
                policy,
                stream("high", rate, 1, size, 1),
                stream("low", more, 1, other, 0));
    }

    @Test
    void trunkReservation() {
        JobsSpec spec = spec(
                50,
                50,
                () -> new TrunkReservation(5, 1, true),
                stream("high", 20, 1, UNIT, 1),
                stream("low", 28, 1, UNIT, 0));
        check(spec, 1000, counts -> refused(counts.get(0)), 0.001668010676417562, 0.1);
        check(spec, 1000, counts -> refused(counts.get(1)), 0.23072507479944385, 0.02);
    }

    private static double refused(StreamCounts counts) {
        return (double) counts.refused / counts.arrived;
    }

    @Test
    void multiserverJobs() {
        JobsSpec spec = spec(
                2,
                Integer.MAX_VALUE,
                FirstComeFirstServed::new,
                stream("one", 0.3, 1, UNIT, 0),
                stream("both", 0.3, 2, UNIT, 0));
        check(
                spec,
                10_000,
                counts -> (counts.get(0).sojourn.sum() + counts.get(1).sojourn.sum())
                        / (counts.get(0).completed + counts.get(1).completed),
                2.0040024074075777,
                0.02);
    }

    /** At 0.95 of the GPUs in order of arrival is past its limit of 0.857; ServerFilling is not. */
    @Test
    void serverFillingIsStableBelowFullLoad() {
        double rate = 0.95 * 2 / 1.5;
        assertThat(present(() -> new ServerFilling(Preemption.RESUME), rate)).isLessThan(400);
        assertThat(present(FirstComeFirstServed::new, rate)).isGreaterThan(5000);
    }

    private static int present(Supplier<SchedulingPolicy> policy, double rate) {
        JobsSpec spec = spec(
                2,
                Integer.MAX_VALUE,
                policy,
                stream("one", rate / 2, 1, UNIT, 0),
                stream("both", rate / 2, 2, UNIT, 0));
        JobPlane plane = new JobPlane(spec, new Streams(3, 0));
        plane.advance(100_000);
        return plane.present();
    }

    private static JobsSpec spec(
            int servers,
            int places,
            Supplier<SchedulingPolicy> policy,
            JobsSpec.StreamSpec... streams) {
        return new JobsSpec(
                List.of(new JobsSpec.StationSpec(
                        "station",
                        List.of(new JobsSpec.FloorSpec("all", servers)),
                        policy,
                        places,
                        0)),
                List.of(streams));
    }

    private static JobsSpec.StreamSpec stream(
            String name, double rate, int gang, Law size, int priority) {
        JobsSpec.StreamSpec plain = Plain.poisson(name, rate, size);
        return new JobsSpec.StreamSpec(
                name,
                plain.arrivals(),
                Plain.fixed(gang),
                0,
                plain.visits(),
                new JobsSpec.Traits(priority, 0, Plain.fixed(1)));
    }

    private static void check(
            JobsSpec spec,
            double seconds,
            ToDoubleFunction<List<StreamCounts>> of,
            double exact,
            double relativeError) {
        List<Double> means = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            JobPlane plane = new JobPlane(spec, new Streams(7, run));
            plane.advance(seconds / 10);
            plane.drain(spec.newCounts());
            plane.advance(seconds);
            JobCounts counts = spec.newCounts();
            plane.drain(counts);
            means.add(of.applyAsDouble(counts.stations.get(0).streams));
        }
        double mean = means.stream().mapToDouble(x -> x).average().orElseThrow();
        double squares =
                means.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
        double error = StrictMath.sqrt(squares / (RUNS - 1) / RUNS);
        assertThat(error).isLessThan(relativeError * exact);
        assertThat(StrictMath.abs(mean - exact))
                .as("%s, exactly %s, error %s", mean, exact, error)
                .isLessThan(5.42 * error);
    }
}
