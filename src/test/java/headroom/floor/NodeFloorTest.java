package headroom.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.plant.Scope;
import headroom.plant.Topology;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Placements over random sequences against a list of nodes that is scanned. */
final class NodeFloorTest {
    private static final Topology[] SITES = {
        new Topology(40, 8, 4, 5, 0, 0),
        new Topology(37, 8, 5, 3, 0, 0),
        new Topology(70, 4, 8, 0, 0, 0),
        Topology.flat(25, 8),
        new Topology(150, 1, 10, 4, 0, 0),
    };

    @ParameterizedTest
    @EnumSource(Placement.class)
    void placesAsAScanWould(Placement rule) {
        for (int s = 0; s < SITES.length; s++) {
            for (int seed = 0; seed < 3; seed++) {
                new Walk(SITES[s], rule, 100 * s + seed).go(250);
            }
        }
    }

    /** Gangs come, shrink, grow and go; nodes fail, are drained, closed and sent away. */
    private static final class Walk {
        private final Topology topology;
        private final Placement rule;
        private final Random random;
        private final NodeFloor floor;
        private final NaiveFloor naive;
        private final List<Integer> jobs = new ArrayList<>();
        private int next;

        Walk(Topology topology, Placement rule, int seed) {
            this.topology = topology;
            this.rule = rule;
            random = new Random(seed);
            floor = new NodeFloor(new FloorPlan(topology, rule, new SpanCost(1, 10), List.of()));
            naive = new NaiveFloor(topology);
        }

        void go(int steps) {
            for (int i = 0; i < steps; i++) {
                int dice = random.nextInt(20);
                if (dice < 9) {
                    come();
                } else if (dice < 14 && !jobs.isEmpty()) {
                    int job = jobs.remove(random.nextInt(jobs.size()));
                    floor.release(job, held(job));
                    naive.release(job);
                } else if (dice < 16 && !jobs.isEmpty()) {
                    resize(jobs.get(random.nextInt(jobs.size())));
                } else if (dice < 17) {
                    change(random.nextInt(topology.nodes()));
                } else if (dice < 18) {
                    lend(random.nextInt(topology.nodes()));
                } else if (dice == 18) {
                    makeRoom();
                }
                check();
            }
        }

        private void come() {
            int most = random.nextInt(4) == 0 ? 6 * topology.gpusPerNode() : 6;
            int gpus = 1 + random.nextInt(most);
            boolean fits = naive.fits(gpus);
            assertThat(floor.fits(gpus)).as("%d GPUs", gpus).isEqualTo(fits);
            if (!fits) {
                return;
            }
            int whole = gpus / topology.gpusPerNode();
            int rest = gpus % topology.gpusPerNode();
            int job = next++;
            List<Integer> first = naive.firstWhole(whole);
            int racks = naive.fewestGroups(Scope.RACK, whole);
            int pods = naive.fewestGroups(Scope.POD, whole);
            int mostRacks = naive.mostGroups(Scope.RACK, whole);
            int freeRack = rule == Placement.PACK ? tightestRack(whole) : 0;
            double cost = floor.take(job, gpus);
            List<Integer> taken = new ArrayList<>();
            int part = -1;
            for (int node = 0; node < topology.nodes(); node++) {
                int here = floor.heldOn(job, node);
                if (here == topology.gpusPerNode()) {
                    taken.add(node);
                } else if (here > 0) {
                    assertThat(part).as("one part of a node").isEqualTo(-1);
                    assertThat(here).isEqualTo(rest);
                    part = node;
                }
            }
            assertThat(taken).hasSize(whole);
            taken.forEach(node -> {
                assertThat(naive.isWhole(node)).isTrue();
                naive.hold(job, node, topology.gpusPerNode());
            });
            if (rule == Placement.BEST_FIT || rule == Placement.FIRST) {
                assertThat(taken).isEqualTo(first);
            } else if (rule == Placement.SPREAD) {
                assertThat(groups(taken, Scope.RACK)).isEqualTo(mostRacks);
            } else {
                assertThat(groups(taken, Scope.POD)).isEqualTo(pods);
                if (pods <= 1) {
                    assertThat(groups(taken, Scope.RACK)).isLessThanOrEqualTo(racks + 1);
                }
                if (freeRack >= 0 && whole > 0) {
                    assertThat(groups(taken, Scope.RACK)).isEqualTo(1);
                    int rack = topology.groupOf(taken.get(0), Scope.RACK);
                    assertThat(naive.whole(rack, Scope.RACK)).isEqualTo(freeRack - whole);
                }
            }
            if (rest > 0) {
                if (rule != Placement.PACK) {
                    assertThat(part).isEqualTo(naive.nodeForPart(rule, rest));
                }
                assertThat(naive.isOpen(part)).isTrue();
                naive.hold(job, part, rest);
            }
            assertThat(cost).isEqualTo(cost(job));
            jobs.add(job);
        }

        /** Nodes free in the rack with the fewest that are enough; -1: no rack has enough. */
        private int tightestRack(int whole) {
            int best = -1;
            for (int rack = 0; rack < topology.groups(Scope.RACK); rack++) {
                int free = naive.whole(rack, Scope.RACK);
                best = free >= whole && (best < 0 || free < best) ? free : best;
            }
            return best;
        }

        private int groups(List<Integer> nodes, Scope scope) {
            return (int) nodes.stream()
                    .map(n -> topology.groupOf(n, scope))
                    .distinct()
                    .count();
        }

        private double cost(int job) {
            List<Integer> nodes = new ArrayList<>();
            for (int node = 0; node < topology.nodes(); node++) {
                if (naive.heldOn(job, node) > 0) {
                    nodes.add(node);
                }
            }
            return 1 - 1.0 / groups(nodes, Scope.RACK) + 10 * (1 - 1.0 / groups(nodes, Scope.POD));
        }

        private int held(int job) {
            int held = 0;
            for (int node = 0; node < topology.nodes(); node++) {
                held += naive.heldOn(job, node);
            }
            return held;
        }

        private void resize(int job) {
            int more = random.nextInt(17) - 8;
            int held = held(job);
            if (more > 0 && !floor.fitsMore(job, more) || held + more < 1 || more == 0) {
                return;
            }
            double cost = more > 0 ? floor.take(job, more) : floor.release(job, -more);
            copy();
            assertThat(held(job)).isEqualTo(held + more);
            assertThat(cost).isEqualTo(cost(job));
        }

        private void change(int node) {
            if (naive.failed[node]) {
                floor.repair(node);
                naive.failed[node] = false;
            } else if (random.nextBoolean()) {
                floor.fail(node);
                naive.failed[node] = true;
            } else if (naive.drains[node] > 0) {
                floor.undrain(node);
                naive.drains[node]--;
            } else {
                floor.drain(node);
                naive.drains[node]++;
            }
        }

        /** Nodes are closed, opened, and go away when they are empty. */
        private void lend(int node) {
            boolean canGo = naive.isInService(node) && naive.freeOn(node) == topology.gpusPerNode();
            assertThat(floor.isAway(node)).isEqualTo(naive.away[node]);
            assertThat(floor.isInService(node)).isEqualTo(naive.isInService(node));
            if (naive.away[node]) {
                floor.bringHome(node);
                naive.away[node] = false;
            } else if (canGo && random.nextBoolean()) {
                floor.sendAway(node);
                naive.away[node] = true;
                naive.closed[node] = false;
            } else if (naive.closed[node]) {
                floor.reopen(node);
                naive.closed[node] = false;
            } else {
                floor.close(node);
                naive.closed[node] = true;
            }
            assertThat(floor.isClosed(node)).isEqualTo(naive.closed[node]);
        }

        private void makeRoom() {
            int gpus = 1 + random.nextInt(4 * topology.gpusPerNode());
            boolean fitted = floor.fits(gpus);
            int[][] before = new int[naive.holders.length][];
            Arrays.setAll(before, node -> naive.holders[node].clone());
            int[] moved = floor.makeRoom(gpus);
            copy();
            assertThat(moved.length > 0 && fitted).as("no need to move").isFalse();
            if (moved.length > 0) {
                assertThat(floor.fits(gpus)).isTrue();
            }
            for (int job : jobs) {
                boolean same = true;
                for (int node = 0; node < before.length; node++) {
                    int j = job;
                    long was = Arrays.stream(before[node]).filter(h -> h == j).count();
                    same &= was == naive.heldOn(job, node);
                }
                boolean listed = Arrays.stream(moved).anyMatch(other -> other == job);
                assertThat(same || listed)
                        .as("job %d moved and is not told", job)
                        .isTrue();
            }
        }

        /** Takes over who is where. */
        private void copy() {
            jobs.forEach(naive::release);
            for (int job : jobs) {
                for (int node = 0; node < topology.nodes(); node++) {
                    naive.hold(job, node, floor.heldOn(job, node));
                }
            }
        }

        private void check() {
            assertThat(floor.free()).isEqualTo(naive.free());
            assertThat(floor.failed()).isEqualTo(naive.failed());
            assertThat(floor.draining()).isEqualTo(naive.draining());
            assertThat(floor.closed()).isEqualTo(naive.closed());
            assertThat(floor.away()).isEqualTo(naive.away());
            assertThat(floor.lastFree()).isEqualTo(naive.lastFree());
            int held = jobs.stream().mapToInt(this::held).sum();
            assertThat(floor.held()).isEqualTo(held);
            int unheld = floor.free()
                    + floor.failed()
                    + floor.draining()
                    + floor.closed()
                    + floor.away();
            assertThat(held + unheld).isEqualTo((int) topology.gpus());
            assertThat(floor.capacity()).isEqualTo(held + floor.free());
            for (int node = 0; node < topology.nodes(); node++) {
                int free = naive.freeOn(node);
                int[] sum = {0};
                int at = node;
                floor.forEachOn(node, job -> {
                    assertThat(naive.heldOn(job, at)).isPositive();
                    sum[0]++;
                });
                assertThat(sum[0] > 0).isEqualTo(free < topology.gpusPerNode());
                assertThat(floor.isEmpty(node)).isEqualTo(free == topology.gpusPerNode());
            }
        }
    }

    /** The same small and large gangs at 1k, 8k and 64k nodes: steps a job grow with the log. */
    @ParameterizedTest
    @EnumSource(Placement.class)
    void aJobCostsTheLogOfTheNodes(Placement rule) {
        double[] steps = {
            stepsPerJob(1_000, rule), stepsPerJob(8_000, rule), stepsPerJob(64_000, rule)
        };
        double perLog = steps[0] / Math.log(1_000);
        assertThat(steps[1]).isLessThan(perLog * Math.log(8_000));
        assertThat(steps[2]).isLessThan(perLog * Math.log(64_000));
    }

    private static double stepsPerJob(int nodes, Placement rule) {
        Topology topology = new Topology(nodes, 8, 16, 32, 0, 0);
        NodeFloor floor = new NodeFloor(new FloorPlan(topology, rule, SpanCost.NONE, List.of()));
        Random random = new Random(5);
        int[] held = new int[nodes];
        long before = 0;
        int rounds = nodes;
        for (int i = 0; i < 2 * rounds; i++) {
            if (i == rounds) {
                before = floor.steps();
            }
            int job = random.nextInt(held.length);
            if (held[job] > 0) {
                floor.release(job, held[job]);
                held[job] = 0;
            }
            int gpus = random.nextInt(8) == 0 ? 1 + random.nextInt(100) : 1 + random.nextInt(8);
            if (floor.fits(gpus)) {
                floor.take(job, gpus);
                held[job] = gpus;
            }
        }
        return (double) (floor.steps() - before) / rounds;
    }

    @Test
    void whatIsDrainedTakesNoGangButKeepsThem() {
        NodeFloor floor = new NodeFloor(FloorPlan.of(Topology.flat(2, 8)));
        floor.take(0, 3);
        floor.drain(0);
        assertThat(floor.draining()).isEqualTo(5);
        assertThat(floor.fits(9)).isFalse();
        floor.fail(0);
        assertThat(floor.draining()).isZero();
        assertThat(floor.failed()).isEqualTo(5);
        floor.undrain(0);
        floor.release(0, 3);
        assertThat(floor.failed()).isEqualTo(8);
        floor.repair(0);
        assertThat(floor.free()).isEqualTo(16);
    }

    /** A node that is held, failed or drained cannot go away, and one that is here not come. */
    @Test
    void onlyEmptyNodesInServiceGoAway() {
        NodeFloor floor = new NodeFloor(FloorPlan.of(Topology.flat(4, 8)));
        floor.take(0, 1);
        floor.fail(1);
        floor.drain(2);
        for (int node = 0; node < 3; node++) {
            int at = node;
            assertThatThrownBy(() -> floor.sendAway(at)).hasMessageContaining("node " + at);
            assertThatThrownBy(() -> floor.bringHome(at)).hasMessageContaining("node " + at);
        }
        floor.sendAway(3);
        assertThatThrownBy(() -> floor.sendAway(3)).hasMessageContaining("node 3");
        assertThat(floor.capacity()).isEqualTo(8);
    }

    @Test
    void nodesThatAreLentAreAwayUntilTheyAreBrought() {
        NodeFloor floor = new NodeFloor(FloorPlan.of(Topology.flat(3, 8)).asLent());
        assertThat(floor.away()).isEqualTo(24);
        assertThat(floor.capacity()).isZero();
        floor.bringHome(1);
        assertThat(floor.capacity()).isEqualTo(8);
        floor.take(5, 8);
        assertThat(floor.jobOn(1)).isEqualTo(5);
        assertThat(floor.fits(1)).isFalse();
    }
}
