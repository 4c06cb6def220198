package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

/** Leases and outages as explained, against a calculation by hand: pool p has two replicas. */
final class LeaseSupplyTest {
    private static void assertReplicas(Outlook of, double... expected) {
        for (int h = 0; h < expected.length; h++) {
            assertThat(of.supply.replicas(0, h))
                    .as("hour %d", h)
                    .isCloseTo(expected[h], within(1e-9));
        }
    }

    private static String said(Outlook of) {
        return String.join("\n", new Words(of, List.of(of.whole)).lines());
    }

    private static Outlook leased(String additions, String... more) {
        return Explained.text(
                Explained.PLAIN,
                Stream.concat(Stream.of("additions", additions), Stream.of(more))
                        .toArray(String[]::new));
    }

    /** Own 16 GPUs and twice 12 more: a replica more each time, as 28 make three. */
    @Test
    void leasesThatFollowEachOtherAreCountedOnWhatIsThere() {
        Outlook all = leased("[{at: 1 h, pool: p, gpus: 12, until: 90 min},"
                + " {at: 150 min, pool: p, gpus: 12, until: 3 h}]");
        assertReplicas(all, 2, 2.5, 2.5, 2);
    }

    /** Four GPUs twice make no replica, in whatever order they are named. */
    @Test
    void theOrderInWhichLeasesAreNamedIsNoMatter() {
        Outlook all = leased("[{at: 2 h, pool: p, gpus: 4, until: 3 h},"
                + " {at: 1 h, pool: p, gpus: 4, until: 2 h}]");
        assertReplicas(all, 2, 2, 2, 2);
    }

    /** A lease of an hour whose weights load for three never serves, and takes nothing away. */
    @Test
    void whatHasNotComeIsNotTakenAway() {
        Outlook all = leased(
                "[{at: 1 h, pool: p, gpus: 8, until: 2 h}]", "deployments[0].loadTime", "3 h");
        assertReplicas(all, 2, 2, 2, 2);
        assertThat(all.load(all.whole, 0)).isCloseTo(0.24, within(1e-12));
        assertThat(said(all)).contains("load 24.0 % throughout").doesNotContain("no replica");
    }

    /** Loaded at half past one, gone at a quarter past two. */
    @Test
    void aLeaseServesOnceItsWeightsAreLoaded() {
        Outlook all = leased(
                "[{at: 1 h, pool: p, gpus: 8, until: 135 min}]",
                "deployments[0].loadTime",
                "30 min");
        assertReplicas(all, 2, 2.5, 2.25, 2);
    }

    /** Down from one to three, loading for ten minutes more: one replica is needed of two. */
    @Test
    void whatIsDownIsNotMissing() {
        Outlook dark = leased(
                "[]",
                "deployments[0].loadTime",
                "10 min",
                "sites.s.outages",
                "[{from: 1 h, until: 3 h}]",
                "demand.streams[x].rate",
                "1 /s");
        assertReplicas(dark, 2, 0, 0, 2 - 2 / 6.0);
        for (int h = 0; h < 4; h++) {
            assertThat(dark.fleet.missingGpus(0, h)).as("hour %d", h).isZero();
        }
        Table replicas = new LoadTables(dark).replicas(List.of(dark.whole));
        assertThat(Growing.number(replicas, 0, "load %")).isCloseTo(7.2, within(1e-9));
        FleetLoad.Part part = dark.fleet.at(0, 3).parts().get(0);
        assertThat(dark.fleet.gpus(part, 3)).isCloseTo(16, within(1e-9));
        assertThat(said(dark))
                .contains("m, whole run: asked for in 2.00 h, first on 2026-03-02 01:00 UTC, in"
                        + " which no replica serves it; in the others load is 7.20 % at its"
                        + " peak.")
                .contains("s: down for 2.00 h, first from 2026-03-02 01:00 UTC on.")
                .doesNotContain("more would be needed");
    }

    /** Down for half an hour, where two replicas are needed of the two that are there. */
    @Test
    void whatIsDownForPartOfAnHourIsNotMissing() {
        Outlook dim = leased(
                "[]",
                "sites.s.outages",
                "[{from: 90 min, until: 2 h}]",
                "demand.streams[x].rate",
                "8 /s");
        assertReplicas(dim, 2, 1, 2, 2);
        assertThat(dim.fleet.at(0, 1).load()).isCloseTo(8 * 0.12, within(1e-9));
        assertThat(dim.fleet.missingGpus(0, 1)).isZero();
        assertThat(said(dim)).contains("s: down for 0.500 h, first from 2026-03-02 01:30 UTC on.");
        // three would be needed at 16 a second, at any hour
        Outlook full = leased(
                "[]",
                "sites.s.outages",
                "[{from: 90 min, until: 2 h}]",
                "demand.streams[x].rate",
                "16 /s");
        for (int h = 0; h < 4; h++) {
            assertThat(full.fleet.missingGpus(0, h)).as("hour %d", h).isEqualTo(8);
        }
        assertThat(said(full)).contains("8.00 GPUs more would be needed");
    }

    /** A scaled deployment may have all of its pool, also while that is down. */
    @Test
    void whatIsDownIsNotMissingWhereItScales() {
        Outlook dim = leased(
                "[]",
                "deployments[0].scale",
                "{min: 1, max: 2, target: {metric: utilisation, value: 50 %}}",
                "sites.s.outages",
                "[{from: 90 min, until: 2 h}]",
                "demand.streams[x].rate",
                "8 /s");
        assertThat(dim.fleet.at(0, 1).parts().get(0).replicas()).isCloseTo(1, within(1e-9));
        assertThat(dim.fleet.missingGpus(0, 1)).isZero();
    }

    private static Outlook training(String additions, String outages, String rate) {
        return leased(
                additions,
                "deployments[0].share",
                "50 %",
                "sites.s.outages",
                outages,
                "jobs",
                "{stations: {j: {pools: [p]}}," + " streams: [{name: a, at: j, rate: " + rate
                        + ", size: 1 h}]}");
    }

    /** Jobs have half of 16 GPUs, of 24 more for an hour, and nothing in another, of four. */
    @Test
    void stationsHaveWhatIsThereOnAverage() {
        StationLoad station = training(
                        "[{at: 1 h, pool: p, gpus: 24, until: 2 h}]",
                        "[{from: 2 h, until: 3 h}]",
                        "6 /h")
                .stations
                .get(0);
        assertThat(station.servers()).isCloseTo(0.5 * (16 + 40 + 0 + 16) / 4, within(1e-9));
        assertThat(station.load()).isCloseTo(6 / 9.0, within(1e-9));
    }

    /** Ten are asked for: eight train at first, ten while there are more, none in the dark. */
    @Test
    void jobsTrainOnWhatIsThere() {
        String lease = "[{at: 1 h, pool: p, gpus: 24, until: 2 h}]";
        String dark = "[{from: 2 h, until: 3 h}]";
        PowerExpected busy = training(lease, dark, "10 /h").power;
        PowerExpected idle = training(lease, dark, "1e-9 /h").power;
        double[] trained = {8, 10, 0, 8};
        for (int h = 0; h < 4; h++) {
            double watts = busy.watts(0, h) - idle.watts(0, h);
            assertThat(watts)
                    .as("hour %d", h)
                    .isCloseTo(1.5 * trained[h] * 0.815 * 600, within(1e-3));
        }
    }
}
