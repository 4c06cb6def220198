package headroom.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Textbook values, limits and the staffing searches. */
final class ErlangTest {
    @Test
    void textbookValues() {
        assertThat(ErlangB.blocking(2, 1)).isEqualTo(0.2, within(1e-15));
        assertThat(ErlangB.blocking(0, 3)).isEqualTo(1.0);
        assertThat(ErlangB.blocking(5, 0)).isZero();
        ErlangC two = new ErlangC(2, 1.6, 1.0);
        assertThat(two.waitProbability()).isEqualTo(32.0 / 45.0, within(1e-15));
        assertThat(two.meanWaitSeconds()).isEqualTo(16.0 / 9.0, within(1e-14));
        ErlangC one = new ErlangC(1, 0.5, 1.0);
        assertThat(one.waitProbability()).isEqualTo(0.5);
        assertThat(one.waitExceeds(2.0)).isEqualTo(0.5 * StrictMath.exp(-1.0), within(1e-16));
        assertThat(one.waitQuantileSeconds(0.4)).isZero();
        assertThat(one.waitQuantileSeconds(0.5)).isZero();
        assertThat(one.waitQuantileSeconds(0.75)).isEqualTo(2 * StrictMath.log(2), within(1e-14));
    }

    @Test
    void timesScaleWithTheUnitOfTime() {
        ErlangC seconds = new ErlangC(8, 6.0, 1.0);
        ErlangC slow = new ErlangC(8, 0.1, 60.0);
        assertThat(slow.waitProbability()).isEqualTo(seconds.waitProbability(), within(1e-12));
        assertThat(slow.meanWaitSeconds()).isEqualTo(60 * seconds.meanWaitSeconds(), within(1e-10));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.2", "10, 0.01", "100, 0.2", "10000, 0.5", "219500, 0.2"})
    void smallestServersMeetTheTargetAndOneLessDoesNot(double load, double target) {
        int servers = ErlangC.smallestServersForWaitProbability(load, 1.0, target);
        assertThat(new ErlangC(servers, load, 1.0).waitProbability()).isLessThanOrEqualTo(target);
        int fewer = servers - 1;
        boolean misses = fewer <= load || new ErlangC(fewer, load, 1.0).waitProbability() > target;
        assertThat(misses).isTrue();
        int lossless = ErlangB.smallestServers(load, target);
        assertThat(ErlangB.blocking(lossless, load)).isLessThanOrEqualTo(target);
        assertThat(ErlangB.blocking(lossless - 1, load)).isGreaterThan(target);
    }

    @Test
    void smallestServersForAMeanWait() {
        int servers = ErlangC.smallestServersForMeanWait(20, 0.5, 0.01);
        assertThat(new ErlangC(servers, 20, 0.5).meanWaitSeconds()).isLessThanOrEqualTo(0.01);
        assertThat(new ErlangC(servers - 1, 20, 0.5).meanWaitSeconds()).isGreaterThan(0.01);
    }

    @Test
    void aWholeLoadNeedsOneServerMore() {
        assertThat(ErlangC.smallestServersForWaitProbability(3, 1.0, 1.0)).isEqualTo(4);
    }

    @Test
    void erlangALiesBetweenLossAndDelay() {
        ErlangA hasty = new ErlangA(10, 9, 1.0, 1e-9);
        assertThat(hasty.abandonProbability()).isEqualTo(ErlangB.blocking(10, 9), within(1e-7));
        ErlangA patient = new ErlangA(10, 9, 1.0, 1e9);
        assertThat(patient.meanWaitSeconds())
                .isEqualTo(new ErlangC(10, 9, 1.0).meanWaitSeconds(), within(1e-6));
        // patience as long as service: the number present is Poisson
        ErlangA equal = new ErlangA(7, 9, 1.0, 1.0);
        assertThat(equal.waitProbability()).isEqualTo(1 - poissonBelow(7, 9), within(1e-14));
    }

    @Test
    void erlangAHoldsAtScaleAndDeepOverload() {
        ErlangA overload = new ErlangA(200_000, 400_000, 1.0, 60.0);
        // fluid limit: what exceeds capacity leaves
        assertThat(overload.abandonProbability()).isEqualTo(0.5, within(1e-6));
        assertThat(overload.utilisation()).isEqualTo(1.0, within(1e-9));
    }

    @Test
    void squareRootRule() {
        assertThat(SquareRootStaffing.servers(10_000, 1.6)).isEqualTo(10_160);
        assertThat(SquareRootStaffing.waitProbability(1.0)).isEqualTo(0.2234, within(1e-4));
        double beta = SquareRootStaffing.quality(0.2);
        assertThat(SquareRootStaffing.waitProbability(beta)).isEqualTo(0.2, within(1e-12));
        for (double load : new double[] {5, 50, 500, 50_000}) {
            int exact = ErlangC.smallestServersForWaitProbability(load, 1.0, 0.2);
            assertThat(SquareRootStaffing.servers(load, beta)).isBetween(exact - 1, exact + 1);
        }
    }

    @Test
    void refusesWhatIsOutsideTheDomain() {
        assertThatThrownBy(() -> new ErlangC(2, 2.0, 1.0)).hasMessageContaining("not stable");
        assertThatThrownBy(() -> new ErlangC(2, Double.NaN, 1.0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> ErlangB.blocking(-1, 1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> ErlangB.blocking(1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> ErlangB.smallestServers(1, 0)).hasMessageContaining("target");
        assertThatThrownBy(() -> new ErlangA(1, 1, 1, 0)).hasMessageContaining("patience");
        assertThatThrownBy(() -> SquareRootStaffing.quality(1)).hasMessageContaining("target");
    }

    private static double poissonBelow(int count, double mean) {
        double term = StrictMath.exp(-mean);
        double sum = 0;
        for (int n = 0; n < count; n++) {
            sum += term;
            term *= mean / (n + 1);
        }
        return sum;
    }
}
