package headroom.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.Streams;
import headroom.serving.EngineRules;
import headroom.serving.EngineRules.Role;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.ReplicaListener;
import headroom.serving.ReplicaView;
import headroom.serving.Requests;
import headroom.serving.Router;
import headroom.serving.StepTime;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Replicas come, drain, fail and come back, held against a list of them. */
final class FleetTest {
    private static final long[] KV_TOKENS = {1000, 4000, 300, 4000, 60};
    private static final int[] MODEL = {0, 0, 0, 1, 1};

    private final Requests requests = new Requests();
    private final List<Integer> dropped = new ArrayList<>();
    private final Seen seen = new Seen();
    private final Fleet.Routing routing = new Fleet.Routing(seen, new Streams(1, 0).of("routing"));
    private final Fleet fleet =
            new Fleet(deployments(Role.WHOLE), 2, requests, new Listener(), new Streams(1, 0));

    /** A replica as the test keeps it: in the order of adding. */
    private record Member(int deployment, int place, int serial) {}

    private final List<Member> members = new ArrayList<>();

    private static List<DeploymentSpec> deployments(Role first) {
        List<DeploymentSpec> all = new ArrayList<>();
        for (int d = 0; d < KV_TOKENS.length; d++) {
            EngineRules p = EngineRules.PLAIN;
            EngineRules rules = new EngineRules(
                    p.order(),
                    p.memory(),
                    p.blockTokens(),
                    p.watermark(),
                    d == 0 ? first : Role.WHOLE,
                    p.noise());
            Replica.Engine engine = new Replica.Engine(
                    new StepTime(1, 0, 0, 0, 0, 0), new ReplicaLimits(4, 100, KV_TOKENS[d]), rules);
            all.add(new DeploymentSpec(MODEL[d], engine, 0, 0, 0));
        }
        return all;
    }

    /** Writes down the replica of every ticket. */
    private static final class Seen implements Router {
        final List<Integer> tickets = new ArrayList<>();

        @Override
        public int route(ReplicaView view, umontreal.ssj.rng.RandomStream random) {
            tickets.clear();
            for (int t = 0; t < view.tickets(); t++) {
                tickets.add(view.replica(t));
            }
            return tickets.get(0);
        }
    }

    private final class Listener implements ReplicaListener {
        @Override
        public void completed(int replica, int request, double timeSeconds) {
            requests.free(request);
        }

        @Override
        public void dropped(int replica, int request, double timeSeconds) {
            dropped.add(request);
            requests.free(request);
        }
    }

    private List<Integer> tickets(int model) {
        seen.tickets.clear();
        int request = requests.allocate(0, 0, 0, 1, 1);
        fleet.route(model, request, Fleet.NO_REPLICA, 0, routing);
        requests.free(request);
        return seen.tickets;
    }

    private int add(int deployment, double now) {
        Set<Integer> before = new HashSet<>(tickets(MODEL[deployment]));
        fleet.add(deployment, now);
        List<Integer> after = new ArrayList<>(tickets(MODEL[deployment]));
        after.removeAll(before);
        int place = after.get(0);
        assertThat(after).as("one replica more").containsOnly(place);
        members.add(new Member(deployment, place, fleet.serial(place)));
        return place;
    }

    private static int share(long kvTokens, long largest) {
        return Math.max(1, (int) Math.rint(16 * ((double) kvTokens / largest)));
    }

    /** The tickets of a model as they are dealt when replicas are only added. */
    private List<Integer> dealt(int model, long largest) {
        List<Integer> all = new ArrayList<>();
        for (Member m : members) {
            if (MODEL[m.deployment] == model) {
                for (int i = share(KV_TOKENS[m.deployment], largest); i > 0; i--) {
                    all.add(m.place);
                }
            }
        }
        return all;
    }

    @Test
    void replicasThatAreOnlyAddedHoldTicketsInOrder() {
        SplittableRandom random = new SplittableRandom(3);
        long[] largest = new long[2];
        for (int i = 0; i < 200; i++) {
            int d = random.nextInt(i < 50 ? 1 : KV_TOKENS.length);
            largest[MODEL[d]] = Math.max(largest[MODEL[d]], KV_TOKENS[d]);
            assertThat(add(d, i)).as("places in order").isEqualTo(i);
            assertThat(tickets(MODEL[d])).isEqualTo(dealt(MODEL[d], largest[MODEL[d]]));
        }
    }

    @Test
    void theRouterSeesThoseThatServeByTheirShareAndNoOther() {
        SplittableRandom random = new SplittableRandom(4);
        long[] largest = new long[2];
        Set<Integer> serials = new HashSet<>();
        int most = 0;
        for (int i = 0; i < 4000; i++) {
            int d = random.nextInt(KV_TOKENS.length);
            List<Member> of = members.stream().filter(m -> m.deployment == d).toList();
            int what = random.nextInt(i % 1000 < 500 ? 3 : 5);
            if (what < 2) {
                largest[MODEL[d]] = Math.max(largest[MODEL[d]], KV_TOKENS[d]);
                int place = add(d, i);
                assertThat(serials.add(fleet.serial(place)))
                        .as("serial used once")
                        .isTrue();
            } else if (what < 4) {
                fleet.drain(d, i);
                members.removeAll(of.isEmpty() ? List.of() : List.of(of.get(of.size() - 1)));
            } else {
                int k = random.nextInt(100);
                int failed = fleet.fail(d, k, i);
                Member victim = of.isEmpty() ? null : of.get(k % of.size());
                assertThat(failed).isEqualTo(victim == null ? Fleet.NO_REPLICA : victim.place);
                members.remove(victim);
            }
            most = Math.max(most, members.size());
            for (Member m : members) {
                assertThat(fleet.isServing(m.place, m.serial)).isTrue();
                assertThat(m.place).as("places are used again").isLessThan(most);
            }
            List<Integer> sorted = new ArrayList<>(tickets(MODEL[d]));
            List<Integer> expected = dealt(MODEL[d], largest[MODEL[d]]);
            sorted.sort(null);
            expected.sort(null);
            assertThat(sorted).isEqualTo(expected);
        }
        assertThat(most).isGreaterThan(100);
    }

    private int offer(int place, int outputTokens, double now) {
        int request = requests.allocate(0, now, 0, 1, outputTokens);
        fleet.offer(place, request, now);
        return request;
    }

    private void advance(double untilSeconds) {
        while (fleet.nextSeconds() < untilSeconds) {
            fleet.advanceNext();
        }
    }

    private FleetUse use(double now) {
        FleetUse use = new FleetUse(KV_TOKENS.length);
        fleet.settle(now, use);
        return use;
    }

    @Test
    void aDrainedReplicaFinishesWhatItHasAndThenItsTimeEnds() {
        fleet.add(0, 0);
        fleet.add(0, 1);
        offer(1, 10, 2);
        fleet.drain(0, 3);
        assertThat(tickets(0)).doesNotContain(1).contains(0);
        advance(8);
        assertThat(use(8).draining).containsExactly(1, 0, 0, 0, 0);
        assertThat(use(8).servingSeconds[0]).isEqualTo(8 + 7);
        advance(100);
        // ten steps of a second from 2: gone at 12
        FleetUse use = use(100);
        assertThat(use.draining).containsOnly(0);
        assertThat(use.replicas).containsExactly(1, 0, 0, 0, 0);
        assertThat(use.servingSeconds[0]).isEqualTo(100 + 11);
        assertThat(use.busySeconds[0]).isEqualTo(10);
        assertThat(use.completed[0]).isEqualTo(1);
        assertThat(dropped).isEmpty();
    }

    @Test
    void aDrainedReplicaWaitsForWhatIsOnTheWayToIt() {
        fleet.add(0, 0);
        fleet.hold(0);
        int serial = fleet.serial(0);
        fleet.drain(0, 1);
        assertThat(fleet.isPresent(0, serial)).isTrue();
        offer(0, 2, 5);
        fleet.release(0, serial, 5);
        assertThat(fleet.isPresent(0, serial)).isTrue();
        advance(100);
        assertThat(fleet.isPresent(0, serial)).isFalse();
        assertThat(use(100).servingSeconds[0]).isEqualTo(7);
    }

    @Test
    void aFailureDropsEverythingAndThePlaceIsNotTheSameAgain() {
        fleet.add(0, 0);
        int serial = fleet.serial(0);
        fleet.hold(0);
        int first = offer(0, 10, 0);
        advance(4);
        int second = offer(0, 10, 4);
        advance(4.5);
        assertThat(fleet.fail(0, 7, 4.5)).isZero();
        assertThat(dropped).containsExactly(first, second);
        assertThat(tickets(0)).isEmpty();
        fleet.add(1, 6);
        assertThat(fleet.isPresent(0, serial)).isFalse();
        assertThat(fleet.deployment(0)).isEqualTo(1);
        // what the failed one was held for is over: it does not concern its successor
        fleet.release(0, serial, 7);
        fleet.drain(1, 8);
        FleetUse use = use(20);
        assertThat(use.failures).containsExactly(1, 0, 0, 0, 0);
        assertThat(use.dropped).containsExactly(2, 0, 0, 0, 0);
        assertThat(use.servingSeconds).containsExactly(4.5, 2, 0, 0, 0);
        assertThat(use.wastedTokens[0]).as("a prompt and four tokens").isEqualTo(5);
        assertThat(use.replicas).containsOnly(0);
    }

    @Test
    void drainedReplicasFailAfterThoseThatServe() {
        fleet.add(0, 0);
        fleet.add(0, 0);
        fleet.add(0, 0);
        offer(2, 50, 0);
        fleet.drain(0, 1);
        assertThat(fleet.fail(0, 2, 2)).isEqualTo(2);
        assertThat(fleet.fail(0, 2, 3)).isZero();
        assertThat(fleet.fail(0, 2, 4)).isEqualTo(1);
        assertThat(fleet.fail(0, 2, 5)).isEqualTo(Fleet.NO_REPLICA);
    }

    @Test
    void theLinkSendsOneKvAfterTheOther() {
        DeploymentSpec.Link link = new DeploymentSpec.Link(1024, 0x1p20, 0.25);
        DeploymentSpec whole = deployments(Role.PREFILL).get(0);
        DeploymentSpec linked = new DeploymentSpec(0, whole.engine(), 0, 0, 0, link, null);
        Fleet one = new Fleet(List.of(linked), 1, requests, new Listener(), new Streams(1, 0));
        one.add(0, 0);
        int request = requests.allocate(0, 0, 512, 512, 5);
        assertThat(one.send(0, request, 10)).isEqualTo(11.25);
        assertThat(one.send(0, request, 10.5)).isEqualTo(12.25);
        assertThat(one.send(0, request, 20)).isEqualTo(21.25);
        FleetUse use = new FleetUse(1);
        one.settle(25, use);
        assertThat(use.linkWaitSeconds[0]).as("the second waits half a second").isEqualTo(0.5);
    }

    @Test
    void whatCannotBeDecodedIsNotPrefilled() {
        List<DeploymentSpec> apart = new ArrayList<>(deployments(Role.PREFILL));
        DeploymentSpec decode = deployments(Role.DECODE).get(0);
        apart.add(decode);
        Fleet split = new Fleet(apart, 2, requests, new Listener(), new Streams(1, 0));
        split.add(0, 0);
        int small = requests.allocate(0, 0, 0, 100, 900);
        int large = requests.allocate(0, 0, 0, 100, 901);
        int huge = requests.allocate(0, 0, 0, 100, 1_000_000);
        assertThat(split.route(0, huge, -1, 0, routing)).isEqualTo(Fleet.TOO_LARGE);
        // who could decode it is not up: that is a shortage
        assertThat(split.route(0, small, -1, 0, routing)).isEqualTo(Fleet.NO_REPLICA);
        split.add(apart.size() - 1, 1);
        assertThat(split.route(0, small, -1, 0, routing)).isZero();
        assertThat(split.routePrefilled(0, small, 0, routing)).isEqualTo(1);
        assertThat(split.route(0, large, -1, 0, routing)).isEqualTo(Fleet.NO_REPLICA);
        assertThat(split.route(0, huge, -1, 0, routing)).isEqualTo(Fleet.TOO_LARGE);
        // a whole replica that is large enough takes it
        split.add(1, 2);
        assertThat(split.route(0, large, -1, 0, routing)).isEqualTo(2);
        split.drain(apart.size() - 1, 3);
        assertThat(split.routePrefilled(0, small, 0, routing)).isEqualTo(Fleet.NO_REPLICA);
        assertThat(split.route(0, small, -1, 0, routing)).isEqualTo(2);
    }
}
