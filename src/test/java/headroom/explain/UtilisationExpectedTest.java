package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Measurement;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** The expected share of memory in use, of the replicas that are there. */
final class UtilisationExpectedTest {
    /** Begins with three of six replicas, each of which completes 8.33 requests a second. */
    private static Outlook scaled(String rate, String... more) {
        String text = Explained.PLAIN.replaceAll(
                "(?s)deployments:.*additions: [^\n]*",
                "deployments:\n  - {model: m, pool: p, share: 50 %, replicaGpus: 8, loadTime: 0 s,"
                        + " maxSequences: 10, tokenBudget: 1000, kvCapacity: 1 M tokens,"
                        + " stepTime: {c0: 10 ms, c1: 0 s, c2: 0 s, c3: 20 us, c4: 0 s, c5: 0 s},"
                        + " scale: {min: 1, max: 6, target: {metric: utilisation, value: 50 %}}}");
        String[] all = {"pools.p.gpus", "48", "demand.streams[x].rate", rate};
        String[] values = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, values, all.length, more.length);
        return Explained.text(text, values);
    }

    private static double expected(Outlook outlook) {
        return new Expected(outlook)
                .measurements().stream()
                        .filter(each -> each.name().equals("utilisation.expected"))
                        .mapToDouble(Measurement::value)
                        .sum();
    }

    @Test
    void isThatOfTheReplicasThatScalingGives() {
        assertThat(expected(scaled("100 /s"))).isCloseTo(1, within(1e-9));
        Outlook busy = scaled("24 /s");
        FleetLoad.Part part = busy.fleet.at(0, 0).parts().get(0);
        assertThat(part.replicas()).isCloseTo(6, within(1e-9));
        assertThat(expected(busy)).isCloseTo(part.state().kvShare(), within(1e-12));
    }

    /**
     * A replica of two sequences that shares its time evenly: of a load r (r + r^2)/2 is in use,
     * 37.5 % at r = 1/2. One completes 10 requests a second, so 5 each of the 38 that come.
     */
    @Test
    void scalingHoldsWhatIsInUseNotTheLoad() {
        Outlook shared = scaled(
                "38 /s",
                "pools.p.gpus",
                "96",
                "deployments[0].maxSequences",
                "2",
                "deployments[0].stepTime",
                "{c0: 0.000001 us, c1: 1 ms, c2: 0 s, c3: 0 s, c4: 0 s, c5: 0 s}",
                "deployments[0].scale",
                "{min: 4, max: 12, target: {metric: utilisation, value: 37.5 %}}");
        assertThat(shared.fleet.at(0, 2).parts().get(0).replicas()).isCloseTo(8, within(1e-9));
        assertThat(shared.fleet.at(0, 2).load()).isCloseTo(0.475, within(1e-6));
        double used = (0.475 + 0.475 * 0.475) / 2;
        assertThat(expected(shared)).isCloseTo(used, within(1e-6));
    }

    /** Two of four hours are dark. */
    @Test
    void hoursWithoutAReplicaDoNotCount() {
        String down = "[{from: 1 h, until: 3 h}]";
        assertThat(expected(scaled("100 /s", "sites.s.outages", down))).isCloseTo(1, within(1e-9));
    }

    /** Failures take away memory as they take away replicas. */
    @Test
    void replicasThatFailedHaveNoMemory() {
        String failures =
                "[{name: f, rate: 0.0125 /h, nodeGpus: 1, repair: {median: 1 h, mean: 1.0001 h}}]";
        assertThat(expected(scaled("100 /s", "failures", failures))).isCloseTo(1, within(1e-9));
    }

    /** A quarter of an hour dark: what comes then is shed, and is not served by those of later. */
    @Test
    void replicasServeWhatComesWhileTheyAreThere() {
        String dark = "[{from: 75 min, until: 90 min}]";
        Outlook calm = Explained.text(Explained.PLAIN, "additions", "[]");
        Outlook down = Explained.text(Explained.PLAIN, "additions", "[]", "sites.s.outages", dark);
        assertThat(expected(down)).isCloseTo(expected(calm), within(1e-12));
        assertThat(down.power.watts(0, 1)).isCloseTo(0.75 * calm.power.watts(0, 1), within(1e-9));
        assertThat(down.fleet.at(0, 1).load())
                .isCloseTo(calm.fleet.at(0, 1).load() / 0.75, within(1e-12));
        double up = expected(scaled("24 /s"));
        assertThat(expected(scaled("24 /s", "sites.s.outages", dark))).isCloseTo(up, within(1e-12));
        double watts = scaled("24 /s").power.watts(0, 1);
        assertThat(scaled("24 /s", "sites.s.outages", dark).power.watts(0, 1))
                .isCloseTo(0.75 * watts, within(1e-9));
    }
}
