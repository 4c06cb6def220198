package headroom.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.TimeSeries;
import headroom.stat.RatioEstimate;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Dollars and joules a token by hand, and over replications as a ratio of means. */
class PerTokenTest {
    private static final List<Phase> HOUR = List.of(new Phase("run", 0, 3600));

    private static Measurement number(String name, String statistic, double value, String... of) {
        return new Measurement(name, Column.labels(of), statistic, "", value, Double.NaN, 0.95, 1);
    }

    /** An hour at some tokens a second with two sites of 3 MWh in all, at $50 each and $1,000. */
    private static List<Measurement> hour(double tokensPerSecond) {
        List<Measurement> all = new ArrayList<>(List.of(
                number("tokens", "mean", tokensPerSecond, "phase", "run", "kind", "output"),
                number("tokens", "mean", 99, "phase", "run", "kind", "output", "tier", "max"),
                number("tokens", "mean", 7e6, "phase", "run", "kind", "input"),
                number("tokens", "mean", 1e6, "phase", "run", "kind", "cached"),
                number("energy", "total", 1, "phase", "run", "site", "a"),
                number("energy", "total", 2, "phase", "run", "site", "b"),
                number("cost", "total", 1000, "phase", "run", "kind", "contract"),
                number("cost", "total", 50, "phase", "run", "kind", "energy", "site", "a"),
                number("cost", "total", 50, "phase", "run", "kind", "energy", "site", "b")));
        all.addAll(PerToken.of(all, HOUR));
        return all;
    }

    private static double value(List<Measurement> all, String key) {
        return all.stream()
                .filter(each -> each.key().toString().equals(key))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void anHourByHand() {
        List<Measurement> all = hour(1e6 / 3600);
        assertThat(value(all, "ratio(cost.per.token, phase=run)")).isCloseTo(1100, within(1e-9));
        assertThat(value(all, "ratio(cost.per.token, kind=energy, phase=run)"))
                .isCloseTo(100, within(1e-9));
        double tokens = 1e6 + 8e6 * 3600;
        assertThat(value(all, "ratio(cost.per.token.all, phase=run)"))
                .isCloseTo(1100 / tokens * 1e6, within(1e-12));
        assertThat(value(all, "ratio(energy.per.token, phase=run)"))
                .isCloseTo(3 * 3.6e9 / 1e6, within(1e-6));
    }

    @Test
    void withoutTokensThereIsNoPrice() {
        assertThat(value(hour(0), "ratio(cost.per.token, phase=run)")).isNaN();
        assertThat(PerToken.of(List.of(number("energy", "total", 1, "phase", "run")), HOUR))
                .isEmpty();
    }

    @Test
    void aReplicationWithoutTokensCountsByWhatItSpent() {
        TimeSeries none = new TimeSeries(Instant.EPOCH, 3600, List.of());
        List<Reading> readings = List.of(
                new Reading(0, hour(0), List.of(), none, 0),
                new Reading(1, hour(100), List.of(), none, 0));
        List<Measurement> all = Merged.summary(readings, HOUR);
        // $2,200 and 6 MWh for 360,000 tokens
        assertThat(value(all, "ratio(cost.per.token, phase=run)"))
                .isCloseTo(2200 / 0.36, within(1e-9));
        assertThat(value(all, "ratio(energy.per.token, phase=run)"))
                .isCloseTo(6 * 3.6e9 / 360_000, within(1e-6));
    }

    /** $2,200 for 400 tokens/s: $5.5 a token/s, and residuals 550 and -550 over a mean of 200. */
    @Test
    void whatIsJudgedAndSubtractedIsTheRatioToo() {
        TimeSeries none = new TimeSeries(Instant.EPOCH, 3600, List.of());
        List<Reading> readings = List.of(
                new Reading(0, hour(100), List.of(), none, 0),
                new Reading(1, hour(300), List.of(), none, 0));
        MetricKey key = new MetricKey("cost.per.token", Column.labels("phase", "run"), "ratio");
        double[] each = Merged.values(readings, key, HOUR);
        assertThat(each[0]).isCloseTo((5.5 + 2.75) / 3600 * 1e6, within(1e-9));
        assertThat(each[1]).isCloseTo((5.5 - 2.75) / 3600 * 1e6, within(1e-9));
    }

    @Test
    void overReplicationsItIsTheRatioOfMeans() {
        double[] tokens = {100, 200, 300};
        List<Reading> readings = new ArrayList<>();
        for (int r = 0; r < tokens.length; r++) {
            TimeSeries none = new TimeSeries(Instant.EPOCH, 3600, List.of());
            readings.add(new Reading(r, hour(tokens[r]), List.of(), none, 0));
        }
        Measurement cost = Merged.summary(readings, HOUR).stream()
                .filter(each -> each.key().toString().equals("ratio(cost.per.token, phase=run)"))
                .findFirst()
                .orElseThrow();
        double dollarsPerMtoken = 1100.0 * 3 / (600 * 3600) * 1e6;
        assertThat(cost.value()).isCloseTo(dollarsPerMtoken, within(1e-9));
        Measurement ofAll = Merged.summary(readings, HOUR).stream()
                .filter(each ->
                        each.key().toString().equals("ratio(cost.per.token.all, phase=run)"))
                .findFirst()
                .orElseThrow();
        assertThat(ofAll.value())
                .isCloseTo(1100.0 * 3 / ((600 + 3 * 8e6) * 3600) * 1e6, within(1e-12));
        double[] dollars = {1100, 1100, 1100};
        double[] served = {100 * 3600, 200 * 3600, 300 * 3600};
        assertThat(cost.halfWidth())
                .isCloseTo(
                        1e6 * RatioEstimate.delta(dollars, served, 0.95).halfWidth(), within(1e-9));
    }
}
