package headroom.sweeps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.study.StudyException;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What varies, as people write it. */
final class VariationTest {
    private static List<String> values(String text) throws StudyException {
        return Variation.parse("a.b=" + text).values();
    }

    @Test
    void stepsAreDecimalAndDoNotDrift() throws StudyException {
        assertThat(values("0.1:0.5:0.1")).containsExactly("0.1", "0.2", "0.3", "0.4", "0.5");
        assertThat(values("0:1:0.1")).hasSize(11).endsWith("0.9", "1");
        assertThat(values("1:2:0.3")).containsExactly("1", "1.3", "1.6", "1.9");
        assertThat(values("5:1:-2")).containsExactly("5", "3", "1");
        assertThat(values("-1:1:1")).containsExactly("-1", "0", "1");
        assertThat(values("1e3:3e3:1e3")).containsExactly("1000", "2000", "3000");
    }

    @Test
    void aUnitStandsWithEveryValue() throws StudyException {
        assertThat(values("1 MW:5 MW:2 MW")).containsExactly("1 MW", "3 MW", "5 MW");
        assertThat(values("1:5:2 MW")).containsExactly("1 MW", "3 MW", "5 MW");
        assertThat(values("$20/month:$40/month:$10/month"))
                .containsExactly("$20/month", "$30/month", "$40/month");
        assertThat(values("0 %:20 %:10 %")).containsExactly("0 %", "10 %", "20 %");
        assertThat(values("10 k tokens:30 k tokens:10 k tokens"))
                .containsExactly("10 k tokens", "20 k tokens", "30 k tokens");
    }

    @Test
    void ratiosAreEqual() throws StudyException {
        assertThat(values("log:0.01:100:5")).containsExactly("0.01", "0.1", "1", "10", "100");
        assertThat(values("log:1 s:8 s:4")).containsExactly("1 s", "2 s", "4 s", "8 s");
        assertThat(Variation.parse("a=log:1:8:4").log()).isTrue();
    }

    @Test
    void listsKeepTheirText() throws StudyException {
        assertThat(values("fifo, sjf,'a,b'")).containsExactly("fifo", "sjf", "'a,b'");
        assertThat(values("{law: fixed, value: 1 s},{law: exponential, mean: 1 s}"))
                .containsExactly("{law: fixed, value: 1 s}", "{law: exponential, mean: 1 s}");
        assertThat(values("2026-04-30T06:00Z")).containsExactly("2026-04-30T06:00Z");
        assertThat(values("08:00,09:00")).containsExactly("08:00", "09:00");
    }

    @Test
    void aRangeWithoutAStepHasItsEnds() throws StudyException {
        Variation between = Variation.parse("a=1 MW:5 MW");
        assertThat(between.values()).containsExactly("1 MW", "5 MW");
        assertThat(between.range()).isPresent();
        assertThat(Variation.parse("a=1:5:1").range()).isEmpty();
    }

    @Test
    void whatCannotBeIsToldWithWhatWould() {
        for (String[] each : new String[][] {
            {"a", "write path=a,b,c"},
            {"=1", "write path=a,b,c"},
            {"a=", "write path=a,b,c"},
            {"a=1,,2", "a value without text"},
            {"a=1,2,1", "a value twice"},
            {"a=1:5:0", "does not end; the step is 0"},
            {"a=1:5:-1", "does not end; the step leads away"},
            {"a=5:1:1", "does not end; the step leads away"},
            {"a=1:1:1", "begins where it ends"},
            {"a=1:2:3", "one value only, as the step is longer than the way from 1 to 2"},
            {"a=2:1:-3 MW", "path=2 MW,1 MW,-3 MW for these values"},
            {"a=1 MW:5 kW:1 MW", "several units"},
            {"a=1:5:x", "is no range"},
            {"a=log:0:5:3", "not above 0"},
            {"a=log:1:5:1", "how many values"},
            {"a=log:1:5:2.5", "how many values"},
            {"a=log:1:1.000001:40", "less than six digits"},
            {"a=0:1:1e-9", "1000000001 values; at most 10000"}
        }) {
            assertThatThrownBy(() -> Variation.parse(each[0]))
                    .as(each[0])
                    .isInstanceOf(StudyException.class)
                    .hasMessageStartingWith("--vary " + each[0] + ": ")
                    .hasMessageContaining(each[1]);
        }
    }

    @Test
    void numbersHaveOneUnit() {
        assertThat(Variation.numbers(List.of("1 MW", "2.5 MW")).orElseThrow())
                .isEqualTo(new Variation.Numbers(List.of(1.0, 2.5), "MW"));
        assertThat(Variation.numbers(List.of("1 MW", "2 kW"))).isEmpty();
        assertThat(Variation.numbers(List.of("1", "fifo"))).isEmpty();
    }
}
