package headroom.response;

import headroom.assembly.Prices;
import headroom.economics.Contract;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.Series;
import headroom.scenario.Scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One replication of one point, and what it says of each measure.
 *
 * @param scenario what was simulated
 * @param phase the stretch that is read: all of the addition is there
 * @param arrivalSeconds when the first of the addition arrives [s]
 * @param reading what the replication says
 */
record Sample(Scenario scenario, Phase phase, double arrivalSeconds, Reading reading) {
    private static final double HOUR_SECONDS = 3600;
    private static final double WEEK_HOURS = 168;
    /** A multiplier of so little is none. */
    private static final double ABOVE_ONE = 1.02;
    /** Outcomes of a request that nobody served, because a limit or the load forbade it. */
    private static final List<String> REFUSALS =
            List.of("capped", "rate_limited", "overloaded", "too_large");

    /** The number of this replication; NaN where there was nothing to observe. */
    double of(Measure measure) {
        return switch (measure) {
            case CAP_SCALE -> number("caps.scale", "mean", Map.of());
            case LOWEST_CAP ->
                hours("caps.scale", h -> h >= arrivalSeconds).min().orElse(Double.NaN);
            case MULTIPLIER -> number("peak.multiplier", "mean", Map.of());
            case PEAK_HOURS -> peakHours();
            case TTFT -> number("ttft", "p99", Map.of());
            case REFUSED ->
                REFUSALS.stream().mapToDouble(this::requests).sum() / requests("offered");
            case DEFERRED -> requests("deferred") / requests("offered");
            case POWER -> megawatts(each -> true);
            case COST -> dollarsPerMonth();
        };
    }

    private double requests(String outcome) {
        double rate = number("requests", "mean", Map.of("outcome", outcome));
        return Double.isNaN(rate) && !outcome.equals("offered") ? 0 : rate;
    }

    /** A number of all tiers together in the phase. */
    private double number(String name, String statistic, Map<String, String> labels) {
        for (Measurement each : reading.summary()) {
            if (each.name().equals(name)
                    && each.statistic().equals(statistic)
                    && each.labels().size() == labels.size() + 1
                    && phase.name().equals(each.labels().get("phase"))
                    && each.labels().entrySet().containsAll(labels.entrySet())) {
                return each.value();
            }
        }
        return Double.NaN;
    }

    /**
     * Hours with peak rules in a week, times the share of those of the phase in which the
     * multiplier was above 1; NaN where the phase has no peak hours.
     */
    private double peakHours() {
        double[] share = column("peak.hours").values();
        double[] multiplier = column("peak.multiplier").values();
        double all = 0;
        double on = 0;
        for (int h = 0; h < share.length; h++) {
            if (phase.holds(h * HOUR_SECONDS)) {
                all += share[h];
                on += multiplier[h] > ABOVE_ONE ? share[h] : 0;
            }
        }
        return on / all * weekly();
    }

    /** Peak hours in a week, as the scenario's rule says [h]. */
    private double weekly() {
        return scenario.peakHours()
                .map(p -> p.weekSeconds() / HOUR_SECONDS)
                .filter(hours -> hours <= WEEK_HOURS)
                .orElse(Double.NaN);
    }

    private double megawatts(Predicate<Measurement> which) {
        return reading.summary().stream()
                .filter(which)
                .filter(each -> each.name().equals("power")
                        && each.statistic().equals("mean")
                        && phase.name().equals(each.labels().get("phase")))
                .mapToDouble(Measurement::value)
                .sum();
    }

    private double dollarsPerMonth() {
        Prices prices = Prices.of(scenario);
        double dollars = prices.addedDollarsPerMonth(phase.fromSeconds());
        for (String site : scenario.sites().keySet()) {
            dollars += prices.tariff(site)
                    .map(tariff -> tariff.dollars(watts(site) * Contract.MONTH_SECONDS))
                    .orElse(0.0);
        }
        return dollars;
    }

    private double watts(String site) {
        return 1e6 * megawatts(each -> site.equals(each.labels().get("site")));
    }

    /** Mean nominal capacity for the mix of requests there was [1/s]. */
    double capacityPerSecond() {
        return hours("capacity", phase::holds).average().orElse(Double.NaN);
    }

    private java.util.stream.DoubleStream hours(String name, DoublePredicate begun) {
        double[] values = column(name).values();
        return IntStream.range(0, values.length)
                .filter(h -> begun.test(h * HOUR_SECONDS))
                .mapToDouble(h -> values[h])
                .filter(value -> !Double.isNaN(value));
    }

    private Series column(String name) {
        return reading.series().columns().stream()
                .filter(each -> each.name().equals(name) && each.labels().isEmpty())
                .findFirst()
                .orElseGet(() -> none(name));
    }

    private Series none(String name) {
        double[] unknown = new double[reading.series().columns().get(0).values().length];
        Arrays.fill(unknown, Double.NaN);
        return new Series(name, new java.util.TreeMap<>(), "1", unknown, unknown);
    }
}
