package headroom.explain;

import static headroom.explain.Growing.HOURS;
import static headroom.explain.Growing.WARM_UP;
import static headroom.explain.Growing.above;
import static headroom.explain.Growing.date;
import static headroom.explain.Growing.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.control.PowerView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Locale;

/** Expected power against the limit of a site, and against the power at which clocks fall. */
final class PowerLimitTest {
    private static final Outlook ALL = Explained.text(Growing.TEXT);

    @Test
    void wordsAndTablesCountHoursOfPowerAlike() {
        double[] watts = Growing.watts();
        double above = above(watts, 0.99 * 70_400, WARM_UP, HOURS);
        double over = above(watts, 70_400, WARM_UP, HOURS);
        // power only rises, so what is above comes last
        String said = "in %s h, first on %s UTC";
        assertThat(String.join("\n", new Words(ALL, List.of()).lines()))
                .contains(String.format(
                        Locale.ROOT,
                        "It is above 0.070 MW, where clocks begin to fall, " + said,
                        Table.number(above),
                        date(HOURS - (int) above)))
                .contains(String.format(
                        Locale.ROOT,
                        "and above the limit of 0.070 MW " + said + ".",
                        Table.number(over),
                        date(HOURS - (int) over)));
        assertThat(over).isBetween(1.0, above - 1);
        Table run = new SiteTables(ALL).power(List.of(ALL.whole));
        assertThat(number(run, 0, "hours above")).isEqualTo(above);
        assertThat(number(run, 0, "limit MW")).isCloseTo(0.0704, within(1e-12));
        // always above: all but the warm-up, in words as in the table
        Outlook always = Explained.text(Growing.TEXT, "sites.s.powerLimit", "40 kW");
        Table all = new SiteTables(always).power(List.of(always.whole));
        assertThat(number(all, 0, "hours above")).isEqualTo(HOURS - WARM_UP);
        assertThat(String.join("\n", new Words(always, List.of()).lines()))
                .contains("in 2,352 h, first on 2026-03-12 00:00 UTC, and above the limit of 0.040"
                        + " MW in 2,352 h, first on 2026-03-12 00:00 UTC.");
    }

    /** The policy of the run itself lowers clocks above that power and not below. */
    @Test
    void clocksFallWhereThePolicyLowersThem() {
        var policy = ALL.plan.cluster().sites().get(0).power();
        double falls = ALL.power.highestWatts(0);
        assertThat(policy.clock(drawing(falls * (1 - 1e-9)))).isEqualTo(1);
        assertThat(policy.clock(drawing(falls * (1 + 1e-9)))).isLessThan(1);
    }

    private static PowerView drawing(double watts) {
        return new PowerView() {
            @Override
            public double limitWatts() {
                return 70_400;
            }

            @Override
            public double facilityWatts() {
                return watts;
            }

            @Override
            public double clock() {
                return 1;
            }

            @Override
            public double facilityWattsAt(double clock) {
                return watts * clock;
            }
        };
    }

    private static final String JOBS = """
            name: jobs
            title: Jobs on a pool
            start: 2026-05-04
            horizon: 4 h
            seed: 1
            gpus:
              g:
                idlePower: 100 W
                decodePower: 300 W
                prefillPower: 500 W
                hostPower: 200 W
                trainingPower: 100 %
            sites: {s: {powerLimit: 1 MW, pue: 1, powerPolicy: {margin: 0 %}}}
            pools: {p: {site: s, gpu: g, gpus: 1000}}
            jobs:
              stations: {all: {pools: [p]}}
              streams: [{name: j, at: all, rate: 600 /h, size: 1 h}]
            """;

    /** At clock f 600 GPU-hours an hour take 600/f GPUs: 1000 x 300 + 600 x 400 f^2 [W]. */
    @ParameterizedTest
    @CsvSource({"444 kW, 1, 0.774597", "408 kW, 1, 0.670820", "444 kW, 0, 0.843433"})
    void jobsHoldGpusLongerAtALowerClock(String limit, String exponent, double clock) {
        Outlook outlook = Explained.text(
                JOBS, "sites.s.powerLimit", limit, "gpus.g.trainingExponent", exponent);
        assertThat(outlook.power.watts(0, 2)).isCloseTo(540e3, within(1e-6));
        assertThat(outlook.power.clock(0, 2)).isCloseTo(clock, within(2e-5));
        // all GPUs are held from a clock of 0.6 on
        Outlook low = Explained.text(JOBS, "sites.s.powerLimit", "350 kW");
        assertThat(low.power.clock(0, 2)).isCloseTo(0.5, within(2e-5));
        assertThat(low.power.limitedWatts(0, 2)).isCloseTo(350e3, within(100.0));
    }

    /** The clock that is told is that of jobs where nothing is served, as a run tells it. */
    @ParameterizedTest
    @ValueSource(strings = {"together", "jobs", "serving"})
    void theClockIsThatOfJobsWhereNothingIsServed(String yields) {
        Outlook outlook = Explained.text(
                JOBS, "sites.s.powerLimit", "444 kW", "sites.s.powerPolicy.yields", yields);
        assertThat(outlook.power.clock(0, 2)).isCloseTo(0.774597, within(4e-5));
        assertThat(String.join("\n", new Words(outlook, List.of()).lines()))
                .contains("Jobs there are slowed to 77.5 % of full clock");
    }

    /** Serving needs one of eight replicas; 1000 GPUs have two for the reserve, five for jobs. */
    @ParameterizedTest
    @CsvSource({
        "600 /h, quiet, 600",
        "700 /h, quiet, 625",
        "600 /h, free, 600",
        "60 /h, quiet, 60",
        "900 /h, free, 875"
    })
    void jobsDrawPowerOnGpusThatServingLends(String rate, String law, double held) {
        String serving = "models: {m: {credits: {input: 1, output: 5}, price: {input: $1/Mtoken,"
                + " cachedInput: $1/Mtoken, output: $1/Mtoken}}}\ncells: 1\n"
                + "deployments:\n"
                + "  - {model: m, pool: p, replicaGpus: 125, loadTime: 0 s, maxSequences: 10,"
                + " tokenBudget: 1000, kvCapacity: 1 M tokens,"
                + " stepTime: {c0: 10 ms, c1: 0 s, c2: 0 s, c3: 0 s, c4: 0 s, c5: 0 s},"
                + " scale: {min: 1, max: 8, target: {metric: utilisation, value: 50 %}}}\n"
                + "demand: {streams: [{name: x, model: m, rate: 1e-9 /s, input: 10 tokens,"
                + " output: 10 tokens}]}\n";
        Outlook outlook = Explained.text(
                JOBS + serving,
                "pools.p.lending",
                law.equals("free") ? "{law: free}" : "{law: quiet, reserve: 25 %}",
                "jobs.streams[j].rate",
                rate);
        assertThat(outlook.power.watts(0, 2)).isCloseTo(1000 * 300 + held * 400, within(1e-3));
    }
}
