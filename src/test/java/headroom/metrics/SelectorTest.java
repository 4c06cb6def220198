package headroom.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.measure.Measurement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What people write of a number is the number they mean, or they are told what would be. */
class SelectorTest {
    private static final Catalogue NUMBERS = Catalogue.of(List.of(
            number("ttft", "p99", "s", "phase=normal"),
            number("ttft", "p99", "s", "phase=after"),
            number("ttft", "mean", "s", "phase=after"),
            number("ttft", "p99", "s", "phase=after tier=max"),
            number("ttft", "p99", "s", "phase=after tier=max-5x"),
            number("cost", "total", "$", "phase=after kind=contract"),
            number("cost", "total", "$", "phase=after site=memphis kind=energy"),
            number("energy", "total", "MWh", "phase=after site=memphis"),
            number("power", "max", "MW", "phase=after site=memphis"),
            number("tokens", "mean", "token/s", "kind=output phase=after"),
            number("jobs.waited", "share", "share", "phase=after"),
            number("held", "mean", "1", "phase=normal tier=pro"),
            number("held", "mean", "1", "phase=normal tier=max"),
            number("held", "mean", "1", "phase=after tier=pro"),
            number("held", "mean", "1", "phase=after tier=max"),
            number("steps", "mean", "1/s", "phase=after"),
            number("locked.users", "mean", "users", "phase=after")));

    private static Measurement number(String name, String statistic, String unit, String labels) {
        TreeMap<String, String> map = new TreeMap<>();
        for (String label : labels.split(" ")) {
            map.put(label.split("=")[0], label.split("=")[1]);
        }
        return new Measurement(name, map, statistic, unit, 1, 0.1, 0.95, 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "p99(ttft, phase=after); p99(ttft, phase=after)",
                " p99( ttft ,phase = normal ) ; p99(ttft, phase=normal)",
                "p99(ttft, tier=max); p99(ttft, phase=after, tier=max)",
                "mean(ttft); mean(ttft, phase=after)",
                "energy; total(energy, phase=after, site=memphis)",
                "energy(site=memphis); total(energy, phase=after, site=memphis)",
                "total(energy); total(energy, phase=after, site=memphis)",
                "tokens(kind=output); mean(tokens, kind=output, phase=after)",
                "share(jobs.waited); share(jobs.waited, phase=after)"
            })
    void aSelectorMeansOneNumber(String text, String key) throws MetricException {
        assertThat(NUMBERS.key(Selector.parse(text)).toString()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "p99(tfft); unknown metric 'tfft' in p99(tfft); did you mean 'ttft'?",
                "p98(ttft); unknown statistic 'p98' in p98(ttft); did you mean 'p99'?",
                "p50(ttft, phase=normal); unknown statistic 'p50' in p50(ttft, phase=normal); "
                        + "did you mean 'p99'?",
                "p99(ttft, teir=max); unknown label 'teir' in p99(ttft, teir=max); did you mean"
                        + " 'tier'?",
                "p99(ttft, tier=mex); no tier 'mex' in p99(ttft, tier=mex); did you mean 'max'?",
                "p99(ttft, phase=normal, tier=max); no number has all labels of p99(ttft,"
                        + " phase=normal, tier=max); there are",
                "p99(ttft); p99(ttft) may mean 2 numbers; there are p99(ttft, phase=normal);"
                        + " p99(ttft, phase=after)",
                "cost(phase=after); cost(phase=after) may mean 2 numbers; there are total(cost,"
                        + " kind=contract, phase=after)",
                "ttft(phase=after); ttft(phase=after) does not say which statistic; known: mean,"
                        + " p99"
            })
    void whatMeansNothingIsToldWithWhatWould(String text, String begin) {
        assertThatThrownBy(() -> NUMBERS.find(Selector.parse(text)))
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.line()).startsWith(begin));
    }

    /** Ready to be copied, by their labels first. */
    @Test
    void whatMayBeMeantIsListed() {
        assertThatThrownBy(() -> NUMBERS.find(Selector.parse("mean(held)")))
                .isInstanceOfSatisfying(MetricException.class, e -> assertThat(e.line())
                        .isEqualTo("mean(held) may mean 4 numbers; there are mean(held, tier=pro);"
                                + " mean(held, tier=max); each with phase=after or phase=normal"));
        assertThatThrownBy(() -> NUMBERS.find(Selector.parse("held(tier=max)")))
                .isInstanceOfSatisfying(MetricException.class, e -> assertThat(e.line())
                        .isEqualTo("held(tier=max) may mean 2 numbers; there are"
                                + " mean(held, phase=normal, tier=max);"
                                + " mean(held, phase=after, tier=max)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p99(",
                "p99)ttft(",
                "p99(ttft, )",
                "p99(ttft, tier=)",
                "p99(ttft max)",
                "p99(ttft, tier=a, tier=b)",
                "3x",
                "p99(ttft, =max)",
                "p99(ttft,, tier=max)"
            })
    void whatIsNoSelectorIsRefused(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(MetricException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mean(ttft) < 2 s; 2",
                "mean(ttft) <= 1500 ms; 1.5",
                "mean(ttft)>1h30m; 5400",
                "max(power) < 300 MW; 300",
                "max(power) < 0.3 GW; 300",
                "share(jobs.waited) <= 20 %; 0.2",
                "share(jobs.waited) >= 0.2; 0.2",
                "mean(steps) > 120 /min; 2",
                "mean(tokens, kind=output) >= 60 k tokens/min; 1000",
                "total(energy) < 12 MWh; 12",
                "mean(locked.users) < 3; 3",
                "mean(locked.users) < 3 users; 3"
            })
    void boundsAreReadInTheUnitOfTheNumber(String text, double bound) throws MetricException {
        Objective objective = Objective.parse(text);
        assertThat(objective.bound(NUMBERS.find(objective.metric()))).isEqualTo(bound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mean(ttft) < 2", "mean(ttft) < 2 MW", "max(power) < 3 s", "mean(ttft) < x"})
    void boundsOfAnotherUnitAreRefused(String text) throws MetricException {
        Objective objective = Objective.parse(text);
        Measurement of = NUMBERS.find(objective.metric());
        assertThatThrownBy(() -> objective.bound(of)).isInstanceOf(MetricException.class);
    }

    @Test
    void relationsHoldAsWritten() throws MetricException {
        Map<String, List<Boolean>> expected = Map.of(
                "<", List.of(true, false, false),
                "<=", List.of(true, true, false),
                ">", List.of(false, false, true),
                ">=", List.of(false, true, true));
        for (Map.Entry<String, List<Boolean>> each : expected.entrySet()) {
            Objective objective = Objective.parse("mean(ttft) " + each.getKey() + " 2 s");
            assertThat(List.of(
                            objective.relation().holds(1, 2),
                            objective.relation().holds(2, 2),
                            objective.relation().holds(3, 2)))
                    .isEqualTo(each.getValue());
            assertThat(objective.relation().holds(Double.NaN, 2)).isFalse();
        }
        for (String nothing : List.of("mean(ttft)", "mean(ttft) = 2 s", "< 2 s", "mean(ttft) <")) {
            assertThatThrownBy(() -> Objective.parse(nothing)).isInstanceOf(MetricException.class);
        }
    }

    /** It is read off the course of a run: whoever has numbers of the summary alone says so. */
    @Test
    void aShareOfHoursIsNoNumberOfTheSummary() throws MetricException {
        Selector hours = Selector.parse("hours(ttft.p99, below=2 s)");
        assertThatThrownBy(() -> NUMBERS.find(hours))
                .isInstanceOf(MetricException.class)
                .hasMessage(
                        "hours(ttft.p99, below=2 s) is a share of hours, which slo may ask for");
    }
}
