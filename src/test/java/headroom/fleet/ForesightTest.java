package headroom.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.Streams;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.ReplicaListener;
import headroom.serving.Requests;
import headroom.serving.StepTime;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** The true work left at a replica, against sums over the requests that are there. */
final class ForesightTest {
    private final SplittableRandom random = new SplittableRandom(31);
    private final Requests requests = new Requests();
    private final List<Integer> present = new ArrayList<>();
    private long generated;
    private long prefilled;
    private int emptied;

    @Test
    void isWhatWasOfferedLessWhatIsDone() {
        ReplicaLimits limits = new ReplicaLimits(4, 300, 20_000);
        StepTime time = new StepTime(0.01, 1e-5, 1e-6, 1e-5, 0, 1e-7);
        DeploymentSpec spec = new DeploymentSpec(0, new Replica.Engine(time, limits), 0, 0, 0);
        ReplicaListener ends = (replica, request, t) -> {
            present.remove((Integer) request);
            generated -= requests.outputTokens(request);
            prefilled -= requests.newTokens(request);
            requests.free(request);
            emptied += present.isEmpty() ? 1 : 0;
        };
        Fleet fleet = new Fleet(List.of(spec), 1, requests, ends, new Streams(1, 0));
        fleet.foresee();
        Foresight foresight = Objects.requireNonNull(fleet.foresight());
        fleet.add(0, 0);
        double arrives = 0;
        for (int offered = 0; offered < 3000; ) {
            if (arrives <= fleet.nextSeconds()) {
                int request = requests.allocate(
                        0, arrives, random.nextInt(50), 1 + random.nextInt(900), length());
                present.add(request);
                fleet.offer(0, request, arrives);
                offered++;
                arrives += -2.2 * Math.log(1 - random.nextDouble());
            } else {
                long decodedBefore = fleet.any(0).decodedTokens();
                long prefilledBefore = fleet.any(0).prefilledTokens();
                fleet.advanceNext();
                generated += fleet.any(0).decodedTokens() - decodedBefore;
                prefilled += fleet.any(0).prefilledTokens() - prefilledBefore;
            }
            assertThat(foresight.outputLeft(0)).isEqualTo(sum(requests::outputTokens) - generated);
            assertThat(foresight.prefillLeft(0)).isEqualTo(sum(requests::newTokens) - prefilled);
            assertThat(foresight.promptTokens(0)).isEqualTo(sum(requests::promptTokens));
        }
        assertThat(emptied).isGreaterThan(50);
    }

    /** What a cancelled request leaves behind is forgotten when the replica is empty. */
    @Test
    void startsAnewAtAnEmptyReplica() {
        ReplicaLimits limits = new ReplicaLimits(4, 300, 20_000);
        StepTime time = new StepTime(0.01, 1e-5, 1e-6, 1e-5, 0, 1e-7);
        DeploymentSpec spec = new DeploymentSpec(0, new Replica.Engine(time, limits), 0, 0, 0);
        Fleet fleet = new Fleet(List.of(spec), 1, requests, new Ignores(), new Streams(1, 0));
        fleet.foresee();
        Foresight foresight = Objects.requireNonNull(fleet.foresight());
        fleet.add(0, 0);
        fleet.offer(0, requests.allocate(0, 0, 0, 700, 50), 0);
        int given = requests.allocate(0, 0, 0, 10, 1000);
        fleet.offer(0, given, 0);
        while (Double.isNaN(requests.firstTokenSeconds(given))) {
            fleet.advanceNext();
        }
        fleet.cancel(0, given, fleet.nextSeconds() - 0.001);
        while (fleet.nextSeconds() < Double.POSITIVE_INFINITY) {
            fleet.advanceNext();
        }
        assertThat(foresight.outputLeft(0)).isZero();
        assertThat(foresight.prefillLeft(0)).isZero();
        fleet.offer(0, requests.allocate(0, 100, 30, 400, 77), 100);
        assertThat(foresight.outputLeft(0)).isEqualTo(77);
        assertThat(foresight.prefillLeft(0)).isEqualTo(400);
        assertThat(foresight.promptTokens(0)).isEqualTo(430);
    }

    /** Does nothing about requests that leave. */
    private static final class Ignores implements ReplicaListener {
        @Override
        public void completed(int replica, int request, double timeSeconds) {}

        @Override
        public void dropped(int replica, int request, double timeSeconds) {}
    }

    private int length() {
        return 1 + random.nextInt(random.nextBoolean() ? 3 : 300);
    }

    private long sum(java.util.function.IntUnaryOperator tokens) {
        return present.stream().mapToLong(r -> tokens.applyAsInt(r)).sum();
    }
}
