package headroom.explain;

import headroom.analytic.BirthDeath;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Two models that grow by 20 % a month, and by hand what they ask for and what they draw. */
final class Growing {
    private static final OffsetDateTime START = OffsetDateTime.parse("2026-03-10T00:00:00Z");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    static final int HOURS = 100 * 24;
    static final int WARM_UP = 48;
    /**
     * Seconds of a request on a full replica: 100 steps of 10 ms shared by 10, 20 ms of prefill.
     */
    static final double SECONDS = 0.12;

    static final String TEXT = """
            name: growing
            title: Two models that grow
            start: 2026-03-10T00:00Z
            horizon: 100 d
            warmUp: 2 d
            seed: 1
            cells: 1
            models:
              a: {credits: {input: 1, output: 5},
                  price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $1/Mtoken}}
              b: {credits: {input: 1, output: 5},
                  price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $1/Mtoken}}
            gpus: {G: {idlePower: 100 W, decodePower: 400 W, prefillPower: 700 W, hostPower: 300 W}}
            sites: {s: {powerLimit: 70.4 kW, pue: 1.5, powerPolicy: {margin: 1 %}}}
            pools: {p: {site: s, gpu: G, gpus: 16}, q: {site: s, gpu: G, gpus: 48}}
            deployments:
              - {model: a, pool: p, replicaGpus: 8, loadTime: 0 s, maxSequences: 10,
                 tokenBudget: 1000, kvCapacity: 1 M tokens,
                 stepTime: {c0: 10 ms, c1: 0 s, c2: 0 s, c3: 20 us, c4: 0 s, c5: 0 s}}
              - {model: b, pool: q, replicaGpus: 8, loadTime: 0 s, maxSequences: 10,
                 tokenBudget: 1000, kvCapacity: 1 M tokens,
                 stepTime: {c0: 10 ms, c1: 0 s, c2: 0 s, c3: 20 us, c4: 0 s, c5: 0 s}}
            demand:
              growth: 20 %/month
              streams:
                - {name: x, model: a, rate: 10 /s, input: 1000 tokens, output: 100 tokens}
                - {name: y, model: b, rate: 20 /s, input: 1000 tokens, output: 100 tokens}
            """;

    private Growing() {}

    /** Mean over an hour of 1.2^(t/month): the integral of an exponential. */
    static double growth(int hour) {
        double perHour = Math.log(1.2) / (365.25 / 12 * 24);
        return (Math.exp(perHour * (hour + 1)) - Math.exp(perHour * hour)) / perHour;
    }

    static String date(int hour) {
        return DATE.format(START.plusHours(hour));
    }

    /** The last hour of each month; of the last one that of the run. */
    static final int[] LAST = {
        hours("2026-04-01") - 1, hours("2026-05-01") - 1, hours("2026-06-01") - 1, HOURS - 1
    };

    private static int hours(String day) {
        return (int) Duration.between(START, OffsetDateTime.parse(day + "T00:00:00Z"))
                .toHours();
    }

    static double number(Table table, int row, String column) {
        return (double) table.rows().get(row).get(table.columns().indexOf(column));
    }

    static String word(Table table, int row, String column) {
        return (String) table.rows().get(row).get(table.columns().indexOf(column));
    }

    /** A share of the time in compute and one in memory, of a chain of ten sequences. */
    private static double boardWatts(double rate) {
        double capacity = 1 / SECONDS;
        if (rate >= capacity) {
            return 100 + 600 * 0.02 / SECONDS + 300 * 0.1 / SECONDS;
        }
        BirthDeath law = BirthDeath.stationary(
                n -> rate, n -> Math.min(n, 10) / (1 + Math.min(n, 10) * 0.02), 0);
        double compute = rate * 0.02;
        return 100 + 600 * compute + 300 * (1 - law.probability(0) - compute);
    }

    static double[] watts() {
        double[] watts = new double[HOURS];
        for (int h = 0; h < HOURS; h++) {
            double a = boardWatts(5 * growth(h));
            double b = boardWatts(20 / 6.0 * growth(h));
            watts[h] = 1.5 * (16 * (300 + a) + 48 * (300 + b));
        }
        return watts;
    }

    static int above(double[] watts, double limit, int from, int to) {
        int above = 0;
        for (int h = from; h < to; h++) {
            above += watts[h] > limit ? 1 : 0;
        }
        return above;
    }
}
