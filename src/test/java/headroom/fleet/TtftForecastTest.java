package headroom.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.Streams;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.ReplicaListener;
import headroom.serving.Requests;
import headroom.serving.StepTime;

import org.junit.jupiter.api.Test;

import java.util.List;

/** When a first token is expected, by hand. */
final class TtftForecastTest {
    private static final ReplicaListener NOBODY = new ReplicaListener() {
        @Override
        public void completed(int replica, int request, double timeSeconds) {}

        @Override
        public void dropped(int replica, int request, double timeSeconds) {}
    };

    /**
     * Steps of a second and ten tokens; a prompt of 100 takes ten of them. Another of ten tokens
     * takes one more after what is left of the first.
     */
    @Test
    void whatIsPrefilledOfALongPromptDelaysNobody() {
        Requests requests = new Requests();
        DeploymentSpec spec = new DeploymentSpec(
                0,
                new Replica.Engine(new StepTime(1, 0, 0, 0, 0, 0), new ReplicaLimits(2, 10, 1000)),
                0,
                0,
                0);
        Fleet fleet = new Fleet(List.of(spec), 1, requests, NOBODY, new Streams(1, 0));
        fleet.add(0, 0);
        TtftForecast forecast = new TtftForecast(fleet, requests, 1);
        fleet.offer(0, requests.allocate(0, 0, 0, 100, 5), 0);
        fleet.advanceNext();
        int other = requests.allocate(1, 0, 0, 10, 5);
        assertThat(forecast.ttftSeconds(0, other, 0, 0.5)).isCloseTo(11, within(1e-12));
        assertThat(forecast.ttftSeconds(0, other, 0, 8.5)).isCloseTo(3, within(1e-12));
        while (fleet.nextSeconds() <= 9.5) {
            fleet.advanceNext();
        }
        // the last step, which takes the last ten tokens of the first
        assertThat(forecast.ttftSeconds(0, other, 0, 9.5)).isCloseTo(2, within(1e-12));
    }
}
