package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import headroom.analytic.BirthDeath;
import headroom.explain.ReplicaLoad.State;
import headroom.explain.SessionShape.Count;
import headroom.measure.Phase;
import headroom.serving.NominalCapacity;
import headroom.serving.Replica;
import headroom.serving.RequestMix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is explained of a scenario of round numbers, against a calculation by hand. */
final class ByHandTest {
    private static final Outlook PLAIN = Explained.text(Explained.PLAIN);

    @Test
    void capacityAndLoad() {
        // 10 at once: 100 steps of 10 ms shared by 10, and 20 ms of prefill: 0.12 s each
        assertThat(PLAIN.fleet.at(0, 0).capacity()).isCloseTo(2 / 0.12, within(1e-12));
        assertThat(PLAIN.fleet.at(0, 0).load()).isCloseTo(0.24, within(1e-12));
        assertThat(PLAIN.demand.perSecond(Count.PROMPT_TOKENS, 0, 3)).isCloseTo(4000, within(1e-9));
        assertThat(PLAIN.demand.perSecond(Count.NEW_TOKENS, 0, 3)).isCloseTo(4000, within(1e-9));
        assertThat(PLAIN.demand.perSecond(Count.OUTPUT_TOKENS, 0, 3)).isCloseTo(400, within(1e-9));
        assertThat(PLAIN.demand.requests()).isCloseTo(4 * 14_400, within(1e-6));
        assertThat(Binding.of(PLAIN.fleet.at(0, 0).parts().get(0).each()))
                .isEqualTo(Binding.SEQUENCES);
    }

    @Test
    void additionsComeAlongTheirRamps() {
        // four replicas at 1:15, 1:45, 2:15, 2:45, serving half an hour later
        double[] replicas = {0, 0.25, 1 + 0.75 + 0.25, 3 + 0.75};
        // GPUs of a ramp of two hours in two steps, at 1:00 and 2:00
        double[] gpus = {0, 16, 32, 32};
        for (int h = 0; h < replicas.length; h++) {
            assertThat(PLAIN.supply.replicas(1, h))
                    .as("hour %d", h)
                    .isCloseTo(replicas[h], within(1e-9));
            assertThat(PLAIN.supply.gpus(1, h)).as("hour %d", h).isCloseTo(gpus[h], within(1e-9));
        }
    }

    @Test
    void powerOfNameplateAndOfIdleGpus() {
        assertThat(PLAIN.power.nameplateWatts(0, 0))
                .isCloseTo(1.5 * 16 * (300 + 700), within(1e-6));
        assertThat(PLAIN.power.nameplateWatts(0, 2)).isCloseTo(1.5 * 48 * 1000, within(1e-6));
        assertThat(PLAIN.power.watts(0, 0, 0)).isCloseTo(1.5 * 16 * (300 + 100), within(1e-6));
        // never without work: 12 of 120 ms of a request are prefill, shared by its two replicas
        State full = PLAIN.fleet
                .models(0, 100, new double[] {1})
                .get(0)
                .parts()
                .get(0)
                .state();
        assertThat(full.computeShare()).isCloseTo(0.02 / 0.12, within(1e-12));
        double board = 700 * (0.02 / 0.12) + 400 * (0.1 / 0.12);
        assertThat(PLAIN.power.watts(0, 0, 100)).isCloseTo(1.5 * 16 * (300 + board), within(1e-6));
    }

    @Test
    void wherePowerMeetsItsLimit() {
        Outlook tight = Explained.text(Explained.PLAIN, "sites.s.powerLimit", "12 kW");
        double times = tight.power.timesToLimit(0, 0, 1 / 0.24);
        assertThat(times).isBetween(0.0, 1 / 0.24);
        assertThat(tight.power.watts(0, 0, times)).isCloseTo(0.98 * 12_000, within(0.01));
        assertThat(Binding.of(tight, 0, 0)).isEqualTo(Binding.POWER);
        assertThat(PLAIN.power.timesToLimit(0, 0, 1 / 0.24)).isInfinite();
    }

    /** Full replicas draw 18 kW: within a limit of 18.2 kW, not within 98 % of it. */
    @Test
    void powerBindsWhereClocksFall() {
        String limit = "sites.s.powerLimit";
        Outlook near = Explained.text(Explained.PLAIN, limit, "18.2 kW");
        assertThat(near.power.watts(0, 0, 1 / 0.24)).isCloseTo(18_000, within(1e-6));
        assertThat(Binding.of(near, 0, 0)).isEqualTo(Binding.POWER);
        assertThat(near.power.timesToLimit(0, 0, 1 / 0.24)).isFinite();
        Outlook free = Explained.text(
                Explained.PLAIN, limit, "18.2 kW", "sites.s.powerPolicy.margin", "0 %");
        assertThat(Binding.of(free, 0, 0)).isEqualTo(Binding.SEQUENCES);
        assertThat(free.power.timesToLimit(0, 0, 1 / 0.24)).isInfinite();
    }

    /** Overloaded replicas at a limit of 17 kW: a clock, a capacity and words that say so. */
    @Test
    void clocksThatKeepTheLimit() {
        Outlook slowed = Explained.text(
                Explained.PLAIN,
                "sites.s.powerLimit",
                "17 kW",
                "demand.streams[x].rate",
                "20 /s",
                "additions",
                "[]");
        double clock = slowed.power.clock(0, 0);
        // a request takes 100 ms of decoding in a full batch, and 20 ms of prefill at full clock
        double seconds = 0.1 + 0.02 / clock;
        double active = 600 * 0.02 / clock / seconds + 300 * 0.1 / seconds;
        double watts = 1.5 * 16 * (400 + active * Math.pow(clock, 3));
        assertThat(watts).isCloseTo(0.98 * 17_000, within(1.0));
        assertThat(clock).isLessThan(0.98);
        FleetLoad.Hour hour = slowed.fleet.at(0, 0);
        assertThat(hour.capacity()).isCloseTo(2 / seconds, within(1e-9));
        assertThat(hour.load()).isCloseTo(20 * seconds / 2, within(1e-9));
        assertThat(slowed.binding(0, 0)).isEqualTo(Binding.POWER);
        String percent = Table.number(100 * clock) + " %";
        assertThat(String.join("\n", new Words(slowed, List.of(slowed.whole)).lines()))
                .contains("with clocks lowered to keep within the power (" + percent + " at s)")
                .contains("replicas are short of power.")
                .contains("more GPUs lower them further")
                .contains("slowed to " + percent + " of full clock at the lowest");
        Table power = new SiteTables(slowed).power(List.of(slowed.whole));
        assertThat(Growing.number(power, 0, "clock %")).isCloseTo(100 * clock, within(1e-9));
        // four hours at what the limit leaves, 2 % below it
        assertThat(Growing.number(power, 0, "energy MWh"))
                .isCloseTo(4 * 0.98 * 0.017, within(1e-3 * 0.068));
    }

    /** Half of what full replicas do: they would be full at a lower clock than they have now. */
    @Test
    void growthUnderLoweredClocks() {
        String[] values = {
            "sites.s.powerLimit", "14 kW", "demand.streams[x].rate", "8 /s", "additions", "[]"
        };
        Outlook now = Explained.text(Explained.PLAIN, values);
        double times = now.power.timesToFull(0, 0);
        assertThat(times).isBetween(1.2, 2 / 0.12 / 8);
        values[3] = 8 * times * 1.0001 + " /s";
        Outlook full = Explained.text(Explained.PLAIN, values);
        assertThat(full.fleet.at(0, 0).load()).isCloseTo(1, within(1e-3));
        assertThat(full.power.clock(0, 0)).isLessThan(now.power.clock(0, 0));
        assertThat(now.power.clock(0, 0)).isLessThan(1);
        assertThat(String.join("\n", new Words(now, List.of(now.whole)).lines()))
                .contains("clocks fall further as more is asked for, and at " + Table.number(times)
                        + " times that peak, " + Table.number(8 * times) + " requests/s");
    }

    @Test
    void energyAndContract() {
        SiteTables sites = new SiteTables(PLAIN);
        Phase last = new Phase("last", 3 * 3600, 4 * 3600);
        Table power = sites.power(List.of(last));
        List<Object> row = power.rows().get(0);
        double megawatts = PLAIN.power.watts(0, 3) / 1e6;
        assertThat((double) row.get(power.columns().indexOf("energy MWh")))
                .as("MWh")
                .isCloseTo(megawatts, within(1e-12));
        assertThat((double) row.get(power.columns().indexOf("energy $")))
                .as("$")
                .isCloseTo(100 * megawatts, within(1e-9));
    }

    @Test
    void percentStaysWithItsNumber() {
        String words = "x".repeat(92) + " 54.2 % of";
        assertThat(Table.wrapped(words)).isEqualTo("  " + "x".repeat(92) + "\n    54.2 % of\n");
    }

    /** Half an hour of the contract in the first period of two hours; the pool has a price. */
    @Test
    void moneyAMonth() {
        Outlook priced = Explained.text(
                Explained.PLAIN,
                "pools.p.price",
                "2 $/GPU-h",
                "contract.start",
                "90 min",
                "additions[0].at",
                "2 h",
                "additions[0].ramp",
                "0 s");
        SiteTables sites = new SiteTables(priced);
        Phase first = new Phase("first", 0, 2 * 3600);
        List<Object> row = sites.money(List.of(first)).rows().get(0);
        double month = 365.25 / 12 * 24;
        assertThat((double) row.get(1)).as("GPUs").isCloseTo(16 * 2 * month, within(1e-6));
        assertThat((double) row.get(2)).as("contract").isCloseTo(730_500 / 4.0, within(1e-6));
        double megawatts = (priced.power.watts(0, 0) + priced.power.watts(0, 1)) / 2 / 1e6;
        assertThat((double) row.get(3))
                .as("energy")
                .isCloseTo(100 * megawatts * month, within(1e-6));
        double all = (double) row.get(1) + (double) row.get(2) + (double) row.get(3);
        assertThat((double) row.get(4)).as("all together").isCloseTo(all, within(1e-6));
    }

    /** Energy has a price without a contract; an addition has one of its own. */
    @Test
    void moneyWithoutAContract() {
        Outlook priced = Explained.text(
                Explained.PLAIN,
                "contract",
                "null",
                "sites.s.energyPrice",
                "50 $/MWh",
                "additions[0].price",
                "3 $/GPU-h",
                "additions[0].ramp",
                "0 s");
        SiteTables sites = new SiteTables(priced);
        List<Object> row =
                sites.money(List.of(new Phase("", 0, 2 * 3600))).rows().get(0);
        double month = 365.25 / 12 * 24;
        assertThat((double) row.get(1)).as("GPUs").isCloseTo(32 * 3 * month / 2, within(1e-6));
        assertThat((double) row.get(2)).as("contract").isZero();
        double megawatts = (priced.power.watts(0, 0) + priced.power.watts(0, 1)) / 2 / 1e6;
        assertThat((double) row.get(3))
                .as("energy")
                .isCloseTo(50 * megawatts * month, within(1e-6));
    }

    private static Replica.Engine engine() {
        return PLAIN.plan.cell().deployments().get(0).engine();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1, 4, 7, 8.2})
    void aReplicaIsABirthDeathChain(double rate) {
        ReplicaLoad each = new ReplicaLoad(engine(), RequestMix.alike(1000, 1000, 100), 1);
        assertThat(each.capacityPerSecond())
                .isCloseTo(
                        NominalCapacity.requestsPerSecond(
                                engine(), RequestMix.alike(1000, 1000, 100), 1),
                        within(1e-12));
        BirthDeath law = BirthDeath.stationary(
                n -> rate, n -> Math.min(n, 10) / (100 * 0.01 + Math.min(n, 10) * 0.02), 0);
        State state = each.at(rate);
        assertThat(state.present()).isCloseTo(law.mean(n -> n), within(1e-9));
        assertThat(state.waiting()).isCloseTo(law.mean(n -> Math.max(0, n - 10)), within(1e-9));
        assertThat(state.waits()).isCloseTo(law.atLeast(10), within(1e-12));
        assertThat(state.kvShare()).isCloseTo(law.mean(n -> Math.min(n, 10) / 10.0), within(1e-12));
        assertThat(state.computeShare() + state.memoryShare())
                .isCloseTo(1 - law.probability(0), within(1e-12));
        assertThat(state.computeShare()).isCloseTo(rate * 0.02, within(1e-12));
    }

    @Test
    void whatAFullReplicaIsShortOf() {
        RequestMix chat = RequestMix.alike(1000, 1000, 100);
        assertThat(Binding.of(new ReplicaLoad(engine(), chat, 1))).isEqualTo(Binding.SEQUENCES);
        RequestMix books = RequestMix.alike(200_000, 1000, 1000);
        assertThat(Binding.of(new ReplicaLoad(engine(), books, 1))).isEqualTo(Binding.KV_MEMORY);
        assertThat(Binding.of(new ReplicaLoad(engine(), RequestMix.alike(9000, 9000, 10), 1)))
                .isEqualTo(Binding.COMPUTE);
    }

    /** Two deployments that scale share the six replicas for which their pool has GPUs. */
    @Test
    void aPoolIsSharedByThoseScaledThere() {
        String scaled = "replicaGpus: 8, loadTime: 0 s, maxSequences: 10, tokenBudget: 1000,"
                + " kvCapacity: 1 M tokens, stepTime: {c0: 10 ms, c1: 0 s, c2: 0 s, c3: 20 us,"
                + " c4: 0 s, c5: 0 s}, scale: {min: 1, max: 6, target: {metric: utilisation,"
                + " value: 50 %}}}";
        String other = "  n: {credits: {input: 1, output: 5}, price: {input: $1/Mtoken,"
                + " cachedInput: $1/Mtoken, output: $1/Mtoken}}\n";
        String text = Explained.PLAIN
                        .replace("  m: {credits", other + "  m: {credits")
                        .replaceAll(
                                "(?s)deployments:.*additions: [^\n]*",
                                "deployments:\n"
                                        + "  - {model: n, pool: p, share: 50 %, " + scaled + "\n"
                                        + "  - {model: m, pool: p, share: 50 %, " + scaled)
                + "    - {name: y, model: n, rate: 30 /s, input: 1000 tokens,"
                + " output: 100 tokens}\n";
        // a replica completes 8.33 a second: 4.17 at its target
        Outlook both =
                Explained.text(text, "pools.p.gpus", "48", "demand.streams[x].rate", "24 /s");
        assertThat(both.fleet.at(0, 0).parts().get(0).replicas()).isCloseTo(3, within(1e-9));
        assertThat(both.fleet.at(1, 0).parts().get(0).replicas()).isCloseTo(3, within(1e-9));
        assertThat(both.fleet.at(0, 0).load()).isCloseTo(30 * 0.12 / 3, within(1e-9));
        // the chances of square-root staffing: 36 + 6 and 28.8 + 5.4 sequences of ten a replica
        assertThat(both.fleet.at(0, 0).parts().get(0).needed()).isEqualTo(5);
        assertThat(both.fleet.at(1, 0).parts().get(0).needed()).isEqualTo(4);
        double missing = both.fleet.missingGpus(0, 0) + both.fleet.missingGpus(1, 0);
        assertThat(missing).as("nine replicas, six are there").isCloseTo(3 * 8, within(1e-6));
        assertThat(String.join("\n", new Words(both, List.of(both.whole)).lines()))
                .contains("n, whole run: load 120 % throughout; more is asked")
                .contains("GPUs more would be needed");
        // one that wants a single replica leaves five
        Outlook quiet =
                Explained.text(text, "pools.p.gpus", "48", "demand.streams[x].rate", "4 /s");
        assertThat(quiet.fleet.at(0, 0).parts().get(0).replicas()).isCloseTo(5, within(1e-9));
        assertThat(quiet.fleet.at(1, 0).parts().get(0).replicas()).isCloseTo(1, within(1e-9));
        assertThat(quiet.fleet.missingGpus(0, 0)).isZero();
    }

    /** Jobs that live on what serving lends have no servers of which a load could be told. */
    @Test
    void jobsOnLentGpusAloneAreNotSaidToPileUp() {
        Outlook lent = Explained.text(
                Explained.PLAIN,
                "pools.p.lending",
                "{law: free}",
                "deployments[0].scale",
                "{min: 1, max: 2, target: {metric: utilisation, value: 60 %}}",
                "jobs.stations.train",
                "{pools: [p]}",
                "jobs.streams",
                "[{name: tune, at: train, rate: 2 /h, size: 30 min, gangs: [{gpus: 2}]}]");
        assertThat(lent.stations.get(0).erlangs()).isCloseTo(2, within(1e-9));
        assertThat(new Words(lent, List.of()).lines())
                .contains("train: 2.00 GPUs are asked for, all of what serving lends.");
        Table stations = new SiteTables(lent).stations();
        assertThat(Table.plain(stations)).doesNotContain("∞").doesNotContain("Infinity");
    }

    /**
     * Three gangs of four GPUs that take 5 h of a run of 10 h hold 6 GPUs on average and 12 at
     * first; ten that come in a run, of one GPU and 1 h each, hold one more.
     */
    @Test
    void jobsOfTheStartAreLoadTillTheyEnd() {
        Outlook outlook = jobs("{servers: 16}", true);
        assertThat(outlook.stations.get(0).erlangs()).isCloseTo(7, within(1e-9));
        assertThat(outlook.stations.get(0).mol()).isCloseTo(13, within(1e-9));
        assertThat(outlook.stations.get(0).complete()).isTrue();
        assertThat(said(jobs("{servers: 6}", true))).contains("117 %: the line only grows.");
        assertThat(said(jobs("{servers: 6, places: 6}", true))).contains("the rest is refused.");
        assertThat(said(jobs("{servers: 4}", false))).contains("150 %: the rest waits");
    }

    /**
     * Where all starts anew every swing or so, each start has its own: as many jobs as swings tell,
     * at most 20 (1 + 0.4 / sqrt(1 + (2 pi / 24)^2)) at once (Eick, Massey and Whitt 1993), also
     * over more swings than a curve may have.
     */
    @Test
    void whatStartsAnewFollowsItsCurveAnew() throws IOException {
        Path file = Path.of("scenarios/queueing/tide-servers.yaml");
        Outlook many = Explained.shipped(file, "horizon", "2401000 s");
        assertThat(many.stations.get(0).erlangs()).isCloseTo(20, within(0.01));
        assertThat(many.stations.get(0).mol()).isCloseTo(27.739, within(0.03));
        assertThat(many.jobs()).isCloseTo(100_000 * 480.2, withinPercentage(0.01));
        Outlook begun = Explained.shipped(file, "horizon", "36.01 s");
        assertThat(begun.jobs() - 480.2).isCloseTo(20 * 12 + 61.1, within(0.1));
    }

    private static String said(Outlook outlook) {
        return String.join("\n", new Words(outlook, List.of()).lines());
    }

    private static Outlook jobs(String station, boolean arrive) {
        return Explained.text(
                Explained.PLAIN,
                "horizon",
                "10 h",
                "jobs.stations.train",
                station,
                "jobs.streams",
                "[{name: old, at: train, present: 3, size: 5 h,"
                        + " gangs: [{gpus: 4}]}"
                        + (arrive ? ", {name: new, at: train, rate: 1 /h, size: 1 h}]" : "]"));
    }
}
