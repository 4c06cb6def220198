package headroom.explain;

import static headroom.explain.Growing.HOURS;
import static headroom.explain.Growing.LAST;
import static headroom.explain.Growing.SECONDS;
import static headroom.explain.Growing.WARM_UP;
import static headroom.explain.Growing.above;
import static headroom.explain.Growing.date;
import static headroom.explain.Growing.growth;
import static headroom.explain.Growing.number;
import static headroom.explain.Growing.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Months of a run with a known growth, against what growth, staffing and power come to by hand. */
final class MonthTablesTest {
    private static final Outlook ALL = Explained.text(Growing.TEXT);
    /** The same with power enough for full clocks. */
    private static final Outlook AMPLE = Explained.text(Growing.TEXT, "sites.s.powerLimit", "1 MW");

    private static String said(Outlook of) {
        return String.join("\n", new Words(of, Hours.periods(of.plan, of.whole)).lines());
    }

    /** Replicas of eight GPUs for a rate: as many sequences as are busy and their square root. */
    private static double needed(double rate) {
        double busy = rate * SECONDS * 10;
        return Math.ceil((busy + Math.sqrt(busy)) / 10);
    }

    @Test
    void theLastHourOfAMonthIsItsPeak() {
        Table table = new MonthTables(AMPLE).load();
        double[] rates = {10, 20};
        double[] replicas = {2, 6};
        assertThat(table.rows()).hasSize(8);
        for (int row = 0; row < 8; row++) {
            int model = row / 4;
            double rate = rates[model] * growth(LAST[row % 4]);
            assertThat(word(table, row, "model")).isEqualTo("ab".substring(model, model + 1));
            assertThat(word(table, row, "pool")).isEqualTo("pq".substring(model, model + 1));
            assertThat(word(table, row, "month")).isEqualTo("2026-0" + (3 + row % 4));
            assertThat(word(table, row, "peak at UTC"))
                    .isEqualTo(date(LAST[row % 4]).substring(5));
            assertThat(number(table, row, "requests/s")).isCloseTo(rate, within(1e-6 * rate));
            double load = 100 * rate * SECONDS / replicas[model];
            assertThat(number(table, row, "load %")).isCloseTo(load, within(1e-6 * load));
            assertThat(number(table, row, "replicas")).isEqualTo(replicas[model]);
            assertThat(number(table, row, "needed")).isEqualTo(needed(rate));
            assertThat(number(table, row, "GPUs")).isEqualTo(8 * replicas[model]);
            assertThat(number(table, row, "GPUs needed")).isEqualTo(8 * needed(rate));
        }
    }

    @Test
    void wordsTellWhenAModelIsFullAndHowManyGpusItLacks() {
        int full = 0;
        while (10 * growth(full) < 2 / SECONDS) {
            full++;
        }
        // by the logarithm: the month's fraction at which 0.6 has grown to 1, in whole hours
        double exact = Math.log(1 / 0.6) / Math.log(1.2) * 365.25 / 12 * 24;
        assertThat(full).isBetween((int) exact - 1, (int) exact + 1);
        assertThat(said(AMPLE))
                .contains("more is asked for than can be served in " + (HOURS - full)
                        + " h, first on " + date(full) + " UTC, and replicas are short of");
        int last = HOURS - 1;
        int lacking = 0;
        while (needed(10 * growth(lacking)) <= 2) {
            lacking++;
        }
        double gpus = 8 * needed(10 * growth(last)) - 16;
        assertThat(gpus).isEqualTo(8);
        assertThat(said(AMPLE))
                .contains(
                        "a: at the peak of the run, on " + date(last) + " UTC, 8.00 GPUs more would"
                                + " be needed (p 8.00), the first of them from " + date(lacking)
                                + " UTC on.")
                .doesNotContain("b: at the peak");
    }

    /** Where power is short clocks are lower, loads higher, and the first full hour is earlier. */
    @Test
    void lowerClocksMakeLoadsHigher() {
        Table full = new MonthTables(AMPLE).load();
        Table low = new MonthTables(ALL).load();
        int april = 1;
        assertThat(number(low, 0, "load %")).isEqualTo(number(full, 0, "load %"));
        assertThat(number(low, april, "load %"))
                .isGreaterThan(number(full, april, "load %") * 1.0001);
        assertThat(number(low, 3, "load %")).isLessThan(number(full, 3, "load %") * 1.02);
        assertThat(said(ALL)).contains("with clocks lowered to keep within the power");
        assertThat(said(AMPLE)).doesNotContain("clocks lowered");
    }

    @Test
    void powerByMonthAgainstWhereClocksFall() {
        Table table = new MonthTables(ALL).power();
        double[] watts = Growing.watts();
        double falls = 0.99 * 70_400;
        assertThat(table.rows()).hasSize(4);
        for (int row = 0; row < 4; row++) {
            int from = row == 0 ? WARM_UP : LAST[row - 1] + 1;
            int to = LAST[row] + 1;
            double mean = 0;
            double most = 0;
            for (int h = from; h < to; h++) {
                mean += 1e-6 * watts[h] / (to - from);
                most = Math.max(most, 1e-6 * watts[h]);
            }
            assertThat(number(table, row, "expected MW")).isCloseTo(mean, within(1e-6 * mean));
            assertThat(number(table, row, "peak MW")).isCloseTo(most, within(1e-6 * most));
            assertThat(number(table, row, "clocks fall MW")).isCloseTo(falls / 1e6, within(1e-12));
            assertThat(number(table, row, "limit MW")).isCloseTo(0.0704, within(1e-12));
            assertThat(number(table, row, "hours above")).isEqualTo(above(watts, falls, from, to));
        }
    }

    @Test
    void failuresAndScalesCountInGpus() {
        Outlook failing = Explained.text(
                Growing.TEXT,
                "failures",
                "[{name: f, rate: 0.0125 /h, nodeGpus: 1, repair: {median: 1 h, mean: 1.0001 h}}]");
        Table table = new MonthTables(failing).load();
        // eight GPUs fail every ten hours, for one hour: 10 of 11 replicas are up
        double needed = needed(20 * growth(LAST[3]));
        assertThat(number(table, 7, "replicas")).isCloseTo(6 / 1.1, within(0.001));
        assertThat(number(table, 7, "GPUs")).isEqualTo(48);
        assertThat(number(table, 7, "needed")).isEqualTo(needed);
        assertThat(number(table, 7, "GPUs needed")).isEqualTo(8 * Math.ceil(1.1 * needed));
        Outlook scaled = Explained.text(
                Growing.TEXT,
                "deployments[1].scale",
                "{min: 1, max: 5, target: {metric: utilisation, value: 80 %}}");
        Table may = new MonthTables(scaled).load();
        // load is highest just before 80 % of three is in use, and it may have five
        assertThat(number(may, 4, "replicas")).isEqualTo(3);
        assertThat(inUse(number(may, 4, "requests/s") / 3)).isBetween(0.799, 0.8);
        assertThat(number(may, 4, "GPUs")).isEqualTo(40);
    }

    /** Of ten sequences, where n at once take 1 s/n + 20 ms each. */
    private static double inUse(double rate) {
        double weight = 1;
        double all = 1;
        double used = 0;
        for (int n = 1; n <= 1000; n++) {
            double busy = Math.min(n, 10);
            weight *= rate * (1 / busy + 0.02);
            all += weight;
            used += weight * busy / 10;
        }
        return used / all;
    }

    @Test
    void aModelOfSeveralPoolsHasARowOfEach() {
        Outlook two = Explained.text(
                Growing.TEXT, "deployments[1].model", "a", "demand.streams[1].model", "a");
        Table table = new MonthTables(two).load();
        double rate = 30 * growth(LAST[3]);
        assertThat(word(table, 6, "pool")).isEqualTo("p");
        assertThat(number(table, 6, "requests/s")).isCloseTo(rate * 2 / 8, within(1e-5));
        assertThat(word(table, 7, "pool")).isEqualTo("q");
        assertThat(number(table, 7, "requests/s")).isCloseTo(rate * 6 / 8, within(1e-5));
    }

    @Test
    void aMonthWithoutReplicasSaysSo() {
        String late = "[{at: 60 d, ramp: 0 s, pool: q, gpus: 24},"
                + " {at: 71 d, ramp: 0 s, pool: q, gpus: 24}]";
        Table table = new MonthTables(
                        Explained.text(Growing.TEXT, "pools.q.gpus", "0", "additions", late))
                .load();
        double rate = 20 * growth(LAST[1]);
        assertThat(word(table, 5, "binds")).isEqualTo("GPUs: there are none");
        assertThat(number(table, 5, "requests/s")).isCloseTo(rate, within(1e-5));
        assertThat(number(table, 5, "GPUs")).isZero();
        assertThat(number(table, 5, "GPUs needed")).isNaN();
        // of May the hour before the second half comes
        assertThat(number(table, 6, "GPUs")).isEqualTo(24);
        assertThat(word(table, 6, "peak at UTC")).isEqualTo(date(71 * 24 - 1).substring(5));
    }

    @Test
    void oneMonthIsNoTable() {
        Outlook one = Explained.text(Growing.TEXT, "horizon", "22 d");
        assertThat(new MonthTables(one).load().rows()).isEmpty();
        assertThat(new MonthTables(one).power().rows()).isEmpty();
        Outlook begun = Explained.text(Growing.TEXT, "horizon", "529 h");
        assertThat(new MonthTables(begun).load().rows()).hasSize(4);
    }
}
