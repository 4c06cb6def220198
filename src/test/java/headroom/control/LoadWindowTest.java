package headroom.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.fleet.FleetUse;

import org.junit.jupiter.api.Test;

/** What an autoscaler measures, by hand. */
final class LoadWindowTest {
    private static final double EPOCH_SECONDS = 10;

    private final FleetUse use = new FleetUse(1);
    private final LoadWindow window = new LoadWindow(0, 60, EPOCH_SECONDS);
    private double nowSeconds;

    /** Epochs in which so many replicas serve, half of them in use, and as many requests wait. */
    private void pass(int epochs, int replicas) {
        for (int i = 0; i < epochs; i++) {
            nowSeconds += EPOCH_SECONDS;
            use.servingSeconds[0] += replicas * EPOCH_SECONDS;
            use.occupiedSeconds[0] += 0.5 * replicas * EPOCH_SECONDS;
            use.completed[0] += 2L * replicas;
            use.waiting[0] = replicas;
            window.add(nowSeconds, use);
        }
    }

    /** Five replicas are five, though their site was down half of the time. */
    @Test
    void meansAreOfTheTimeInWhichReplicasServe() {
        pass(3, 5);
        pass(3, 0);
        assertThat(window.meanServing()).isCloseTo(5, within(1e-12));
        assertThat(window.utilisation()).isCloseTo(0.5, within(1e-12));
        // five wait for 30 s, and a request is done every second
        assertThat(window.queueDelaySeconds()).isCloseTo(5, within(1e-12));
        pass(3, 3);
        assertThat(window.meanServing()).isCloseTo(3, within(1e-12));
        pass(3, 1);
        assertThat(window.meanServing()).isCloseTo(2, within(1e-12));
    }

    /** Two requests end every ten seconds, and each has waited a second more for the link. */
    @Test
    void whoWaitsForTheLinkWaits() {
        pass(3, 1);
        double before = window.queueDelaySeconds();
        use.linkWaitSeconds[0] += 2 * 3;
        pass(3, 1);
        // of those who end in 60 s half came before
        assertThat(window.queueDelaySeconds()).isCloseTo(before + 0.5, within(1e-12));
    }

    /** Nobody waits where nothing serves, which says nothing of how many should. */
    @Test
    void nothingIsMeasuredWhereNoneServes() {
        pass(3, 5);
        pass(6, 0);
        assertThat(window.meanServing()).isNaN();
        assertThat(window.utilisation()).isNaN();
        assertThat(window.queueDelaySeconds()).isNaN();
    }
}
