package headroom.economics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EconomicsTest {
    private static final double DAY = 86_400;

    @Test
    void twelveMonthsMakeAMeanYear() {
        Contract contract = new Contract(1.25e9, 0, 0, 0);
        assertThat(contract.dollars(0, 365.25 * DAY)).isCloseTo(15e9, within(1.0));
        assertThat(Contract.MONTH_SECONDS).isEqualTo(2_629_800);
    }

    @Test
    void theReferenceContractCostsWhatIsPublishedPerGpuHour() {
        // $1.25 B a month over 220,000 GPUs is quoted as $7.78 per GPU-hour
        double hourDollars = new Contract(1.25e9, 0, 0, 0).dollars(0, 3600);
        assertThat(hourDollars / 220_000).isCloseTo(7.78, within(0.005));
    }

    @Test
    void nothingBeforeTheStartAndLessDuringTheRamp() {
        Contract contract = new Contract(2_629_800, 100, 50, 0.4);
        assertThat(contract.dollars(0, 100)).isZero();
        assertThat(contract.dollars(100, 110)).isCloseTo(6, within(1e-9));
        assertThat(contract.dollars(140, 160)).isCloseTo(6 + 10, within(1e-9));
        assertThat(contract.dollars(150, 160)).isCloseTo(10, within(1e-9));
        assertThat(contract.dollars(0, 1_000)).isCloseTo(30 + 850, within(1e-9));
    }

    @Test
    void theCostOfPartsIsTheCostOfTheWhole() {
        Contract contract = new Contract(1e9, 3.3 * DAY, 7.7 * DAY, 0.25);
        double sum = 0;
        for (int hour = 0; hour < 30 * 24; hour++) {
            sum += contract.dollars(hour * 3600.0, (hour + 1) * 3600.0);
        }
        assertThat(sum).isCloseTo(contract.dollars(0, 30 * DAY), within(1e-3));
    }

    @Test
    void energyIsPricedByTheMegawattHour() {
        assertThat(Tariff.ofDollarsPerMwh(60).dollars(3.6e9)).isCloseTo(60, within(1e-9));
        // 300 MW for an hour
        assertThat(Tariff.ofDollarsPerMwh(60).dollars(300e6 * 3600)).isCloseTo(18e3, within(1e-6));
        assertThat(Tariff.ofDollarsPerMwh(-5).dollars(3.6e9)).isCloseTo(-5, within(1e-9));
    }

    @Test
    void refusesWhatIsNoAmount() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Contract(-1, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Contract(1, 0, 0, 1.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Contract(1, 0, 0, 0).dollars(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tariff(Double.NaN));
    }
}
