package headroom.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.StreamCounts;
import headroom.jobs.JobPlane;
import headroom.jobs.Plain;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;

import java.util.List;

final class FirstComeFirstServedTest {
    /** Ten servers, nine erlang, a million jobs: mean wait 0.6687 s, sd between runs some 3 %. */
    @Test
    void waitsAreThoseOfErlang() {
        JobsSpec spec = new JobsSpec(
                List.of(Plain.servers(10, FirstComeFirstServed::new)),
                List.of(Plain.poisson("calls", 9, Plain.exponential(1))));
        JobPlane plane = new JobPlane(spec, new Streams(1, 0));
        plane.advance(1000);
        plane.drain(spec.newCounts());
        plane.advance(111_000);
        JobCounts counts = spec.newCounts();
        plane.drain(counts);
        StreamCounts calls = counts.stations.get(0).streams.get(0);
        double seconds = 110_000;
        assertThat(calls.heldSeconds / seconds).isCloseTo(9, within(0.05));
        double waits = 0.668731524107697;
        assertThat((double) calls.waited / calls.started).isCloseTo(waits, within(0.02));
        assertThat(calls.wait.mean()).isCloseTo(waits, within(0.1));
        assertThat(calls.waitingSeconds / seconds)
                .isCloseTo(calls.wait.mean() * calls.started / seconds, within(1e-2));
        assertThat(calls.numberSeconds)
                .isCloseTo(calls.waitingSeconds + calls.heldSeconds, within(1e-3));
    }
}
