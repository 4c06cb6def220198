package headroom.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.page.Figures.Scale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds are read as reports tell numbers. */
final class UnitsTest {
    /** The units of all numbers, at sizes at which reports tell them by other units. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "share",
                "s",
                "h",
                "min per user-week",
                "1/s",
                "token/s",
                "credit/s",
                "W",
                "MW",
                "MWh",
                "GPU-h",
                "$",
                "$/s",
                "$/month",
                "$/Mtoken",
                "J/token"
            })
    void whatAReportPrintsMayBeABound(String unit) throws MetricException {
        for (double value : new double[] {0.5, 40, 40e3, 40e6, 40e9}) {
            Scale scale = Scale.of(unit, value);
            String printed = value * scale.factor() + " " + scale.unit();
            assertThat(Units.parse(printed, unit)).as(printed).isCloseTo(value, within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MWh | 12 GWh | 12000
            MWh | 12 k MWh | 12000
            MWh | 500 kWh | 0.5
            MWh | 12 | 12
            min per user-week | 5 min per user-week | 5
            min per user-week | 1 h | 60
            token/s | 2.5 Mtoken/s | 2500000
            token/s | 2.5 M tokens/s | 2500000
            token/s | 60 k tokens/min | 1000
            $/month | $1.2 M/month | 1200000
            """)
    void boundsInOtherUnits(String unit, String text, double value) throws MetricException {
        assertThat(Units.parse(text, unit)).isCloseTo(value, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            min per user-week | 5 | has no unit | the number is told in min per user-week
            min per user-week | 5 min/week | unknown | ; the number is told in min per user-week
            MWh | 12 MW | is a power | the number is told in MWh
            MWh | 12 GJ | unknown unit 'GJ' | the number is told in MWh
            s | 12 | has no unit | the number is told in s
            share | 12 s | is a duration | units: %, or none
            """)
    void whatIsNoBoundIsToldWithTheUnit(String unit, String text, String message, String hint) {
        assertThatThrownBy(() -> Units.parse(text, unit))
                .isInstanceOfSatisfying(MetricException.class, e -> {
                    assertThat(e.getMessage()).contains(message);
                    assertThat(e.hint()).endsWith(hint);
                });
    }
}
