package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.experiment.Simulation.Progress;
import headroom.measure.Measurement;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;

/** Mean bounded slowdown, job by job by hand, and of an M/M/1 queue by an integral. */
final class BoundedSlowdownTest {
    private static final String TEXT = """
            name: slow
            title: How much longer than alone?
            start: 2026-01-01
            horizon: HORIZON
            warmUp: WARM
            seed: 5
            gpus: {g: {idlePower: 1 W, decodePower: 1 W, prefillPower: 1 W, hostPower: 1 W}}
            sites: {s: {powerLimit: 1 MW, pue: 1}}
            pools: {p: {site: s, gpu: g, gpus: 4}}
            jobs:
              stations: {desk: STATION}
              streams: [STREAMS]
            """;

    @TempDir
    private Path folder;

    private RunResult run(String text) {
        return Simulation.of(ScenarioFile.parse("slow.yaml", text).orThrow(), folder)
                .run("test", 1, Progress.NONE);
    }

    /** One day, with jobs of arrival, GPUs and duration each. */
    private RunResult recorded(String station, String more, String... streams) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < streams.length; i++) {
            String rows = streams[i].replace(" ", ",\n").replace("/", ",");
            Files.writeString(
                    folder.resolve(i + ".csv"), "arrival,gpus,duration,group\n" + rows + ",\n");
            all.append(String.format(
                    "{name: s%d, at: desk, priority: %d, trace: {file: %d.csv, format: csv}%s},",
                    i, i, i, more));
        }
        return run(TEXT.replace("STATION", station)
                .replace("STREAMS", all)
                .replace("HORIZON", "1 d")
                .replace("WARM", "0 s"));
    }

    private static Measurement number(RunResult run, String stream) {
        return run.number("mean(jobs.slowdown.bounded" + stream + ")");
    }

    /**
     * Four jobs on four GPUs, none overtakes: alone 100, 5, 60 and 20 s, they end 100, 95, 145 and
     * 155 s after they came. So they do with twice the work at twice the speed.
     */
    @ParameterizedTest
    @CsvSource({
        "'0/4/100 10/2/5 20/4/60 30/1/20', ''",
        "'0/4/200 10/2/10 20/4/120 30/1/40', ', speeds: {p: 2}'"
    })
    void jobsThatWait(String jobs, String more) throws IOException {
        double mean = (1 + 95.0 / 10 + 145.0 / 60 + 155.0 / 20) / 4;
        assertThat(number(recorded("{pools: [p]}", more, jobs), "").value())
                .isCloseTo(mean, within(1e-12));
    }

    /** Whoever is put back after half of 100 s for 20 s ends after 120 s, or 170 from anew. */
    @ParameterizedTest
    @CsvSource({"resume, 1.2", "restart, 1.7"})
    void jobsThatGiveWay(String preemption, double slowdown) throws IOException {
        String station = "{pools: [p], policy: {law: priority, preemption: " + preemption + "}}";
        RunResult run = recorded(station, "", "0/4/100", "50/4/20");
        assertThat(number(run, ", stream=s0").value()).isCloseTo(slowdown, within(1e-12));
        assertThat(number(run, ", stream=s1").value()).isEqualTo(1);
        assertThat(number(run, ", station=desk").value())
                .isCloseTo((slowdown + 1) / 2, within(1e-12));
    }

    /**
     * Jobs of 20 and 40 s from the same instant end after 40 and 60 s; at a speed of 2 alone after
     * 20 and 30 s for 10 and 20; at a speed of 2 together before they would alone.
     */
    @ParameterizedTest
    @CsvSource({"'', 1.75", "'speeds: [2, 1]', 1.75", "'speeds: [1, 2]', 1.0"})
    void jobsThatShare(String speeds, double mean) throws IOException {
        String station = "{servers: 1, sharing: {" + speeds + "}}";
        assertThat(number(recorded(station, "", "0/1/20 0/1/40"), "").value())
                .isCloseTo(mean, within(1e-12));
    }

    /**
     * M/M/1 with mean service m = 20 s at a load of r = 0.7: the wait W is independent of the
     * service S, and beyond 0 with probability r exponential with rate b = (1 - r) / m.
     *
     * <pre>
     * E = 1 + integral of f(s) g(s),  f(s) = exp(-s/m) / m
     *   g(s) = r exp(-b (10 - s)) / (10 b)  below 10 s,  r / (b s)  from 10 s on
     * </pre>
     */
    @Test
    void aQueueOfOneServer() {
        double m = 20;
        double r = 0.7;
        double b = (1 - r) / m;
        double below = integral(0, 10, s -> StrictMath.exp(-s / m - b * (10 - s)) / m / 10);
        double above = integral(10, 1000, s -> StrictMath.exp(-s / m) / m / s);
        double exact = 1 + r / b * (below + above);
        Measurement told = number(
                run(TEXT.replace("STATION", "{servers: 1}")
                        .replace("HORIZON", "2000000 s")
                        .replace("WARM", "2000 s\nreplications: 10")
                        .replace(
                                "STREAMS",
                                "{name: a, at: desk, rate: 0.035 /s, size: {law: exponential,"
                                        + " mean: 20 s}}")),
                "");
        assertThat(told.halfWidth()).isLessThan(0.02 * exact);
        assertThat(told.value()).isCloseTo(exact, within(2.5 * told.halfWidth()));
    }

    /** By Simpson's rule. */
    private static double integral(double from, double to, DoubleUnaryOperator f) {
        int steps = 100_000;
        double width = (to - from) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * f.applyAsDouble(from + i * width);
        }
        return sum * width / 3;
    }
}
