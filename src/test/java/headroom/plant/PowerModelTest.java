package headroom.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.List;

class PowerModelTest {
    private static final GpuModel H100 = new GpuModel("H100", 145, 480, 690, 420, 3, 0.5);
    private static final GpuModel ODD = new GpuModel("odd", 100, 300, 900, 50, 1.4, 0.7);

    @Test
    void phasesAddUpByTheirShareOfTime() {
        assertThat(PowerModel.watts(H100, 0, 0, 1)).isEqualTo(420 + 145);
        assertThat(PowerModel.watts(H100, 1, 0, 1)).isEqualTo(420 + 690);
        assertThat(PowerModel.watts(H100, 0, 1, 1)).isEqualTo(420 + 480);
        assertThat(PowerModel.watts(H100, 0.2, 0.5, 1))
                .isCloseTo(420 + 0.2 * 690 + 0.5 * 480 + 0.3 * 145, within(1e-9));
    }

    @Test
    void theClockActsOnActivePowerOnly() {
        assertThat(PowerModel.watts(H100, 0, 0, 0.5)).isEqualTo(565);
        assertThat(PowerModel.watts(H100, 1, 0, 0.5))
                .isCloseTo(565 + (690 - 145) / 8.0, within(1e-9));
        assertThat(PowerModel.clockFactor(ODD, 0.8))
                .isCloseTo(StrictMath.exp(1.4 * StrictMath.log(0.8)), within(1e-15));
        for (double k : new double[] {1, 2, 3}) {
            GpuModel gpu = new GpuModel("g", 1, 2, 3, 4, k, 0.1);
            assertThat(PowerModel.clockFactor(gpu, 0.37))
                    .isCloseTo(StrictMath.pow(0.37, k), within(1e-16));
        }
    }

    @Test
    void theReferenceFleetFillsItsSite() {
        // 220,000 GPUs at decode and prefill power are near 300 MW with PUE 1.2: the limit matters
        Site site = new Site("memphis", 300e6, 1.2);
        PowerLoad busy = new PowerLoad(H100, 220_000, 0.5, 0.5);
        double facilityWatts = site.facilityWatts(PowerModel.totalWatts(List.of(busy), 1));
        assertThat(facilityWatts).isCloseTo(220_000 * (420 + 585) * 1.2, within(1.0));
        assertThat(site.itLimitWatts()).isCloseTo(250e6, within(1e-6));
    }

    @Test
    void refusesWhatIsImpossible() {
        assertThatIllegalArgumentException().isThrownBy(() -> PowerModel.watts(H100, 0.6, 0.5, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> PowerModel.watts(H100, -0.1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> PowerModel.watts(H100, 1, 0, 0.4));
        assertThatIllegalArgumentException().isThrownBy(() -> PowerModel.watts(H100, 1, 0, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Site("s", 1e6, 0.9));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GpuModel("g", 100, 90, 200, 0, 3, 0.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GpuModel("g", 100, 200, 200, 0, 3, 0));
    }

    @Test
    void secondsInPhasesBecomeShares() {
        assertThat(PowerLoad.ofSeconds(H100, 8, 2, 5, 10))
                .isEqualTo(new PowerLoad(H100, 8, 0.2, 0.5));
        assertThat(PowerLoad.ofSeconds(H100, 8, 0, 0, 0)).isEqualTo(new PowerLoad(H100, 8, 0, 0));
    }
}
