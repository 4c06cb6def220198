package headroom.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.yaml.Quantity.MalformedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.SplittableRandom;

/** Units: exact values, and errors that say what would be right. */
class QuantityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DURATION | 5 h | 18000
                    DURATION | 5h | 18000
                    DURATION | 9653.7 us | 0.0096537
                    DURATION | 5e-5 us | 5e-11
                    DURATION | 1.33 ns | 1.33e-9
                    DURATION | 22 ms | 0.022
                    DURATION | 1h30m | 5400
                    DURATION | 1 h 30 m | 5400
                    DURATION | 1d 2h 3min 4.5s | 93784.5
                    DURATION | -1h30m | -5400
                    DURATION | 2 weeks | 1209600
                    POWER | 300 MW | 3e8
                    POWER | 145 W | 145
                    POWER | 0.48 kW | 480
                    MONTHLY_PRICE | $1.25 B/month | 1.25e9
                    MONTHLY_PRICE | 1.25 B $/month | 1.25e9
                    MONTHLY_PRICE | $ 20 / month | 20
                    MONTHLY_PRICE | $240/year | 20
                    CREDITS | 0.55 M credits | 550000
                    CREDITS | 1 credit | 1
                    RATE | 4000 /min | 66.66666666666667
                    RATE | 4000/min | 66.66666666666667
                    RATE | 3 k/h | 0.8333333333333334
                    TOKEN_RATE | 30 k tokens/min | 500
                    TOKEN_RATE | 2 M tokens / min | 33333.333333333336
                    TOKENS | 9.6 M tokens | 9600000
                    GROWTH | 35 %/month | 0.35
                    RATIO | 85 % | 0.85
                    RATIO | 0.85 | 0.85
                    RATIO | 1e2% | 1
                    GPU_PRICE | 2.35 $/GPU-h | 6.527777777777777E-4
                    ENERGY_PRICE | 60 $/MWh | 1.6666666666666667E-8
                    TOKEN_PRICE | $5/Mtoken | 0.000005
                    BYTES | 140 GB | 1.4e11
                    BYTES | 320 KiB | 327680
                    BYTES | 2 M bytes | 2e6
                    BANDWIDTH | 50 GB/s | 5e10
                    BANDWIDTH | 400 Gbit/s | 5e10
                    NUMBER | 220_000 | 220000
                    NUMBER | 220000 | 220000
                    NUMBER | 220 k | 220000
                    NUMBER | 1.5 B | 1.5e9
                    NUMBER | -0 | 0
                    """)
    void parsesToTheNearestDouble(Quantity quantity, String text, double value)
            throws MalformedException {
        assertThat(quantity.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    POWER | 300 | '300' has no unit; expects a power, such as '300 MW'
                    POWER | 300 M | '300 M' has no unit
                    POWER | 3 h | '3 h' is a duration; expects a power
                    POWER | 3 mW | unknown unit 'mW'
                    DURATION | 14 | '14' has no unit; expects a duration
                    DURATION | 1h 30 | '30' has no unit
                    DURATION | 30 1h | unknown unit '1h'
                    DURATION | 1h -30m | unknown unit 'h -30m'
                    DURATION | 5 M credits | is a number of credits; expects a duration
                    DURATION | 5 M h | a duration takes no multiplier
                    DURATION | 5 k h | a duration takes no multiplier
                    DURATION | 1 kW | '1 kW' is a power; expects a duration
                    DURATION | 5 tokens/s | is a token rate; expects a duration
                    DURATION | 5 k | '5 k' has no unit
                    POWER | 1h30m | '1h30m' is a duration; expects a power
                    POWER | 1h30q | unknown unit 'h30q'
                    DURATION | 5 tokens | is a number of tokens
                    DURATION | soon | expects a duration, such as '90 s', not 'soon'
                    TOKENS | 5 tokens/min | is a token rate; expects a number of tokens
                    RATIO | 5 %/month | is a growth; expects a share
                    NUMBER | 5 % | is a share; expects a number
                    NUMBER | $5 | is an amount of money
                    NUMBER | 1e999 | too large
                    NUMBER | 1e9999 | unknown unit '9'
                    NUMBER | 0x10 | unknown unit 'x10'
                    NUMBER | 1,000 | '1,000' is not one number; expects a number
                    POWER | 1,000 W | '1,000 W' is not one number; expects a power
                    DURATION | 0,5 h | '0,5 h' is not one number; expects a duration
                    DOLLARS | $1,000,000 | is not one number
                    NUMBER | 1__0 | unknown unit '__0'
                    NUMBER | NaN | expects a number, such as '2', not 'NaN'
                    NUMBER | .5 | expects a number
                    MONTHLY_PRICE | 20/month | is a growth; expects a price per month
                    MONTHLY_PRICE | $20 | is an amount of money
                    RATE | 4000 per min | unknown unit 'per min'
                    """)
    void refusesWithWhatWouldBeRight(Quantity quantity, String text, String message) {
        assertThatThrownBy(() -> quantity.parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void suggestsTheUnitMeant() {
        assertThatThrownBy(() -> Quantity.POWER.parse("3 KW"))
                .isInstanceOfSatisfying(MalformedException.class, e -> assertThat(e.hint())
                        .isEqualTo("did you mean 'kW'?"));
        assertThatThrownBy(() -> Quantity.POWER.parse("3 lightyears"))
                .isInstanceOfSatisfying(MalformedException.class, e -> assertThat(e.hint())
                        .isEqualTo("units: W, kW, MW, GW"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    NUMBER | 12,000 | written '12_000', or with k, M, B or T: 12_000 is 12 k
                    DOLLARS | $1,234,567.5 | thousands are written '$1_234_567.5', or with k
                    NUMBER | 12 000 | thousands are written '12_000'
                    POWER | 1'000'000 W | thousands are written '1_000_000 W'
                    NUMBER | 3 hundred | k, M, B and T multiply
                    DURATION | 90 seconds | did you mean 'sec'?
                    DURATION | 1,000 s | thousands are written '1_000 s'
                    RATIO | 2,5 % | fractions are written with a point: '2.5 %'
                    NUMBER | 1,0000 | fractions are written with a point: '1.0000'
                    DURATION | 1 y | units: s, ns, us, µs, ms, sec, min, m, h, hour, hours, d, day
                    DURATION | 1 mo | units: s, ns, us, µs, ms, sec, min, m, h, hour, hours, d, day
                    DURATION | 1 H | did you mean 'h'?
                    DURATION | 1 hous | did you mean 'hour'?
                    RATIO | 5 x | units: %, or none
                    RATE | 5 /y | units: /s, /min, /h, /d
                    POWER | 3 mW | did you mean 'MW'?
                    COMPUTE | 3 TFLOPS | did you mean 'TFLOP/s'?
                    """)
    void hintsAtWhatIsNear(Quantity quantity, String text, String hint) {
        assertThatThrownBy(() -> quantity.parse(text))
                .isInstanceOfSatisfying(
                        MalformedException.class, e -> assertThat(e.hint()).contains(hint));
    }

    /** Whatever else a unit measures is said, in place of a unit that is not known. */
    @ParameterizedTest
    @EnumSource(Quantity.class)
    void aUnitOfAnotherDimensionIsToldAsThat(Quantity expected) {
        for (Quantity given : Quantity.values()) {
            for (String unit : given.units()) {
                if (!expected.units().contains(unit) && !unit.isEmpty()) {
                    assertThatThrownBy(() -> expected.parse("1 " + unit))
                            .hasMessageContaining("'1 " + unit + "' is " + given.noun())
                            .hasMessageContaining("expects " + expected.noun());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OUTER")
    void everyQuantityReadsItsExampleAndItsOwnText(Quantity quantity) throws MalformedException {
        assertThat(quantity.parse(quantity.example())).isPositive();
        assertThat(quantity.units().iterator().next()).isEqualTo(quantity.canonicalUnit());
        for (String unit : quantity.units()) {
            double one = quantity.parse("1 " + unit);
            assertThat(one).as(unit).isPositive();
            assertThat(quantity.parse(quantity.format(one))).isEqualTo(one);
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(quantity.parse(quantity.format(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void writesTheFewestDigits() {
        assertThat(Quantity.DURATION.format(1_209_600)).isEqualTo("1209600 s");
        assertThat(Quantity.RATIO.format(0.1)).isEqualTo("0.1");
        assertThat(Quantity.RATIO.format(0.1 + 0.2)).isEqualTo("0.30000000000000004");
        assertThat(Quantity.RATIO.format(2e-3)).isEqualTo("0.002");
        assertThat(Quantity.RATIO.format(1.0 / 3)).isEqualTo("0.3333333333333333");
        assertThat(Quantity.MONTHLY_PRICE.format(1.25e9)).isEqualTo("1250000000 $/month");
    }

    @Test
    void rangesKnowOpenAndClosedBounds() {
        Quantity.Range range = Quantity.Range.of("(0 s, 1 d]", Quantity.DURATION);
        assertThat(range.contains(0)).isFalse();
        assertThat(range.contains(Double.MIN_VALUE)).isTrue();
        assertThat(range.contains(86_400)).isTrue();
        assertThat(range.contains(86_400.1)).isFalse();
        assertThat(range.contains(Double.NaN)).isFalse();
        assertThat(Quantity.Range.of("[0, 1)", Quantity.NUMBER).contains(1)).isFalse();
        assertThat(Quantity.Range.of("[0, 1)", Quantity.NUMBER).contains(0)).isTrue();
        assertThat(Quantity.Range.of("", Quantity.NUMBER).contains(-1e300)).isTrue();
    }
}
