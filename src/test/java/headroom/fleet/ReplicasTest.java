package headroom.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.Streams;
import headroom.serving.EngineRules;
import headroom.serving.EngineRules.Memory;
import headroom.serving.EngineRules.Noise;
import headroom.serving.EngineRules.Order;
import headroom.serving.EngineRules.Role;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.ReplicaListener;
import headroom.serving.Requests;
import headroom.serving.StepTime;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A fleet that leaves out what nobody has to hear of tells the same, in the same order. */
final class ReplicasTest {
    private static final int REPLICAS = 4;
    private static final int ARRIVALS = 120;
    private static final int SCENARIOS = 1000;

    /** One run: every instant is a multiple of 1/64 s in some scenarios, so that there are ties. */
    private static final class Run implements ReplicaListener {
        private final List<String> told = new ArrayList<>();
        private final Requests requests = new Requests();
        private final FleetUse use = new FleetUse(1);
        private final SplittableRandom random;
        private final Fleet fleet;
        private int toCome = ARRIVALS;
        private double nowSeconds;

        Run(long seed, boolean followed) {
            random = new SplittableRandom(seed);
            DeploymentSpec spec = new DeploymentSpec(
                    0, engine(random), 0, 0, 0, DeploymentSpec.Link.INSTANT, null);
            fleet = new Fleet(List.of(spec), 1, requests, this, new Streams(1, 0));
            if (followed) {
                fleet.meterOccupancy(List.of());
            }
            for (int r = 0; r < REPLICAS; r++) {
                fleet.add(0, 0);
            }
        }

        private static Replica.Engine engine(SplittableRandom random) {
            double unit = random.nextBoolean() ? 0x1p-6 : 0.01 * random.nextDouble() + 0.005;
            boolean even = unit == 0x1p-6;
            StepTime step = even
                    ? new StepTime(unit, unit, 0, random.nextInt(2) * unit / 4, 0, 0)
                    : new StepTime(unit, 1e-5, 1e-6, 3e-5, 1e-8, 3e-7);
            Order order = random.nextBoolean() ? Order.DECODE_FIRST : Order.PREFILL_FIRST;
            Memory memory = random.nextBoolean() ? Memory.PAGED : Memory.RESERVED;
            EngineRules rules = new EngineRules(order, memory, 4, 0, Role.WHOLE, Noise.NONE);
            return new Replica.Engine(
                    step, new ReplicaLimits(4, 9, 90 + random.nextInt(200)), rules);
        }

        List<String> run() {
            double arrives = 0;
            while (toCome > 0 || fleet.nextSeconds() < Double.POSITIVE_INFINITY) {
                if (toCome > 0 && arrives <= fleet.nextSeconds()) {
                    nowSeconds = arrives;
                    outside();
                    arrives += random.nextInt(12) * 0x1p-5;
                } else {
                    nowSeconds = fleet.nextSeconds();
                    fleet.advanceNext();
                }
            }
            told.add(nowSeconds + " " + fleet.changes());
            look();
            return told;
        }

        private void outside() {
            int r = random.nextInt(REPLICAS);
            int what = random.nextInt(12);
            if (what == 0) {
                fleet.clock(0, 0.25 * (1 + random.nextInt(4)), nowSeconds);
            } else if (what == 1) {
                look();
            } else if (what == 2) {
                double kv = fleet.replica(r, nowSeconds).kvLoad(0);
                told.add(
                        r + " holds " + kv + ", " + fleet.replica(r, nowSeconds).waiting());
            } else {
                offer(r, what == 3);
            }
        }

        private void offer(int r, boolean cancels) {
            toCome--;
            int output = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(30);
            int request = requests.allocate(toCome, nowSeconds, 0, 1 + random.nextInt(25), output);
            requests.mark(request, random.nextInt(2), 0);
            fleet.offer(r, request, nowSeconds);
            if (cancels) {
                fleet.cancel(r, request, nowSeconds);
            }
        }

        private void look() {
            fleet.settle(nowSeconds, use);
            told.add(nowSeconds + " used " + use.busySeconds[0] + " " + use.computeSeconds[0]);
            told.add(use.occupiedSeconds[0] + " " + use.prefilledTokens[0]);
            told.add(use.decodedTokens[0] + " " + use.steps[0] + " " + use.waiting[0]);
            for (int r = 0; r < REPLICAS; r++) {
                Replica replica = fleet.replica(r, nowSeconds);
                assertThat(requests.there(r))
                        .as("requests at " + r)
                        .isEqualTo(replica.waiting() + replica.inService());
            }
        }

        @Override
        public void completed(int replica, int request, double timeSeconds) {
            end(replica + " completed ", request, timeSeconds);
            // clients that come back at once, here or elsewhere
            nowSeconds = timeSeconds;
            for (int i = random.nextInt(4); i > 1 && toCome > 0; i--) {
                offer(random.nextInt(REPLICAS), false);
            }
        }

        @Override
        public void dropped(int replica, int request, double timeSeconds) {
            end(replica + " dropped ", request, timeSeconds);
        }

        private void end(String what, int request, double timeSeconds) {
            double first = requests.firstTokenSeconds(request);
            told.add(what + requests.owner(request) + " at " + timeSeconds + " after " + first);
            requests.free(request);
        }
    }

    @Test
    void whoFollowsEveryChangeHearsTheSame() {
        for (long seed = 1; seed <= SCENARIOS; seed++) {
            assertThat(new Run(seed, false).run())
                    .as("seed " + seed)
                    .isEqualTo(new Run(seed, true).run());
        }
    }
}
