package headroom.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

class PoolTest {
    private static final GpuModel GPU = new GpuModel("H100", 145, 480, 690, 420, 3, 0.5);
    private static final Site SITE = new Site("memphis", 300e6, 1.2);

    @Test
    void racksArriveEvenlyOverTheRamp() {
        Pool pool = pool(10, new Delivery(100, 50, 1_000));
        assertThat(pool.gpusAt(0)).isEqualTo(10);
        assertThat(pool.gpusAt(100)).isEqualTo(10);
        assertThat(pool.gpusAt(125)).isEqualTo(510);
        assertThat(pool.gpusAt(150)).isEqualTo(1_010);
        assertThat(pool.gpusAt(1e9)).isEqualTo(1_010);
        assertThat(pool.finalGpus()).isEqualTo(1_010);
    }

    @Test
    void withoutARampAllComeAtOnce() {
        Pool pool = pool(0, new Delivery(7, 0, 5));
        assertThat(pool.gpusAt(Math.nextDown(7.0))).isZero();
        assertThat(pool.gpusAt(7)).isEqualTo(5);
        assertThat(pool.secondsWhenPresent(1)).isEqualTo(7);
        assertThat(pool.secondsWhenPresent(5)).isEqualTo(7);
    }

    @Test
    void theEndOfARampThatRoundsBadlyIsComplete() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            Delivery delivery =
                    new Delivery(1e6 * random.nextDouble(), random.nextDouble(), 150_000);
            assertThat(delivery.arrived(delivery.endSeconds())).isEqualTo(150_000);
        }
    }

    @Test
    void tellsTheFirstMomentAtWhichEnoughArePresent() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 200; trial++) {
            Pool pool = pool(
                    random.nextInt(100),
                    new Delivery(1e5 * random.nextDouble(), 1e5 * random.nextDouble(), 777),
                    new Delivery(1e5 * random.nextDouble(), 0, 50),
                    new Delivery(1e5 * random.nextDouble(), 10, random.nextInt(5_000)));
            long wanted = random.nextLong(pool.initialGpus() + 1, pool.finalGpus() + 1);
            double when = pool.secondsWhenPresent(wanted);
            assertThat(pool.gpusAt(when)).isGreaterThanOrEqualTo(wanted);
            assertThat(pool.gpusAt(Math.nextDown(when))).isLessThan(wanted);
        }
    }

    @Test
    void whatIsThereNeedsNoWaitAndWhatNeverComesWaitsForever() {
        Pool pool = pool(10, new Delivery(100, 50, 5));
        assertThat(pool.secondsWhenPresent(10)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(pool.secondsWhenPresent(16)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(pool(3).secondsWhenPresent(4)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void refusesNegativeCounts() {
        assertThatIllegalArgumentException().isThrownBy(() -> pool(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Delivery(0, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Delivery(0, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Delivery(Double.NaN, 1, 1));
    }

    private static Pool pool(long initial, Delivery... deliveries) {
        return new Pool("colossus", GPU, SITE, initial, List.of(deliveries));
    }
}
