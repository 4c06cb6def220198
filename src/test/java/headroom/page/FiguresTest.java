package headroom.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.DoubleStream;

/** How numbers are rounded and written. */
class FiguresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.4237 | 0.031 | 0.42 ± 0.03",
                "2.6 | 0.1 | 2.60 ± 0.10",
                "2.6 | 0.096 | 2.60 ± 0.10",
                "38.2 | 4.1 | 38 ± 4",
                "23412 | 340 | 23,400 ± 300",
                "23412 | 140 | 23,410 ± 140",
                "1 | 0 | 1.00 ± 0",
                "1 | 1e-9 | 1.0000 ± <0.0001",
                "100 | 1.28e-13 | 100 ± 0",
                "-0.0004 | 0.01 | 0.000 ± 0.010",
                "13 | 28 | 13 ± 28",
                "696 | 7015 | 700 ± 7,020",
                "1.04 | 3 | 1.0 ± 3.0",
                "0.001 | 28 | 0 ± 30",
                "0 | 28 | 0 ± 30",
                "0.4237 | NaN | 0.424",
                "23412 | NaN | 23,412",
                "999.6 | NaN | 1,000",
                "0 | NaN | 0",
                "NaN | NaN | no data",
                "NaN | 0.1 | no data",
                "Infinity | 0.1 | no data",
            })
    void aNumberIsAsPreciseAsItsError(double value, double halfWidth, String text) {
        assertThat(Figures.withError(value, halfWidth)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9.36 | 483 | 9.4 ± 500",
                "-0.004 | 13 | -0.0040 ± 13",
                "4321 | 123456 | 4,300 ± 120,000",
                "0 | 28 | 0 ± 30",
                "13 | 28 | 13 ± 28",
                "0.4237 | 0.031 | 0.42 ± 0.03",
                "3 | NaN | 3.00",
                "NaN | 3 | no data",
            })
    void whatIsSwampedByItsErrorMayKeepItsDigits(double value, double halfWidth, String text) {
        assertThat(Figures.withDigits(value, halfWidth)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "s, 38, 1, s",
        "s, 0.05, 1000, ms",
        "s, 0, 1, s",
        "share, 0.2, 100, %",
        "1/s, 40000, 1, /s",
        "token/s, 2.1e9, 1e-9, Gtoken/s",
        "token/s, 800, 1, token/s",
        "$, 1.25e9, 1e-9, B$",
        "$, 20, 1, $",
        "MWh, 31420, 0.001, GWh",
        "MW, 297, 1, MW",
        "W, 999, 1, W",
        "W, 43845, 0.001, kW",
        "W, 229.4e6, 1e-6, MW",
    })
    void unitsAreThoseOfPeople(String unit, double largest, double factor, String shown) {
        assertThat(Figures.Scale.of(unit, largest)).isEqualTo(new Figures.Scale(factor, shown));
    }

    @Test
    void aUnitOfOneIsNotShown() {
        assertThat(Figures.Scale.of("1", 5).unit()).isEmpty();
    }

    @Test
    void whatIsAskedForSideBySideIsSeenInOneUnit() {
        assertThat(Figures.Scale.ofAll("s", DoubleStream.of(1.08, 16_700, 0, Double.NaN))
                        .unit())
                .isEqualTo("s");
        assertThat(Figures.Scale.ofAll("s", DoubleStream.of(3_600, -16_700)).unit())
                .isEqualTo("h");
        assertThat(Figures.Scale.ofAll("s", DoubleStream.of(0.2, 0)).unit()).isEqualTo("ms");
        assertThat(Figures.Scale.ofAll("s", DoubleStream.empty()).unit()).isEqualTo("s");
        assertThat(Figures.Scale.ofAll("token/s", DoubleStream.of(1, 3e9)).unit())
                .isEqualTo("Gtoken/s");
    }
}
