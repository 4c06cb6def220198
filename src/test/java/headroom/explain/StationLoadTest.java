package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Stations that jobs leave, or whose servers come and go, against the load by hand. */
final class StationLoadTest {
    private static Outlook outlook(String station, String come) {
        return Explained.text("""
                name: one
                title: One station
                start: 2026-01-01
                horizon: 100 h
                seed: 1
                jobs:
                  stations: {think: {servers: unlimited}, q: {servers: 2MORE}}
                  streams: [{name: a, size: {law: exponential, mean: 1 h}, COME}]
                """.replace("MORE", station).replace("COME", come));
    }

    private static String row(Outlook outlook) {
        return Table.plain(new SiteTables(outlook).stations())
                .lines()
                .filter(line -> line.startsWith("  q "))
                .findFirst()
                .orElseThrow()
                .strip()
                .replaceAll(" +", " ");
    }

    private static String words(Outlook outlook) {
        return outlook.stations.get(0).words() + " " + outlook.stations.get(1).words();
    }

    /** Erlang C of 1 erlang on 2 servers is a third. */
    @Test
    void whoWaitsForAsLongAsItTakes() {
        assertThat(row(outlook("", "at: q, rate: 1 /h")))
                .isEqualTo("q 2.00 1.00 50.0 1.00 1.00 33.3 33.3 all streams");
        assertThat(words(outlook("", "at: q, rate: 3 /h"))).endsWith("150 %: the line only grows.");
    }

    @Test
    void whoGivesUpOrIsRefused() {
        String patient = "at: q, rate: 3 /h, patience: {law: exponential, mean: 1 h}";
        assertThat(row(outlook("", patient)))
                .isEqualTo("q 2.00 3.00 150 3.00 3.00 – – all streams");
        assertThat(words(outlook("", patient))).endsWith("150 %: the rest gives up in line.");
        assertThat(row(outlook(", line: 0", "at: q, rate: 1 /h"))).contains(" – – ");
    }

    /** Two for an hour of a hundred, ten for nine hours, then one: 1.82. */
    @Test
    void serversByPlanAreTheirMean() {
        String plan =
                ", plan: [{at: 1 h, servers: 10}, {at: 10 h, servers: 1}, {at: 200 h, servers: 9}]";
        Outlook outlook = outlook(plan, "at: q, rate: 1 /h");
        assertThat(outlook.stations.get(1).servers()).isCloseTo(1.82, within(1e-12));
        assertThat(row(outlook)).contains(" 54.9 ").contains(" – – ");
    }

    @Test
    void whoCirculatesIsNotCounted() {
        Outlook outlook =
                outlook("", "at: think, population: 5, next: [{to: q}], visits: {q: {size: 1 h}}");
        assertThat(words(outlook))
                .contains("0 jobs at once on average by the streams that have a rate; nobody")
                .endsWith("0 of 2.00 GPUs or servers are asked for by the streams that have a rate,"
                        + " 0 %.");
        assertThat(row(outlook)).contains(" – – ");
    }
}
