package headroom.floor;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset;
import headroom.kernel.Streams;
import headroom.plant.Topology;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Which nodes go when some are asked back: by hand, and against what a scan of jobs says. */
final class NodeRecallTest {
    private static final int NODE = 4;

    /** Jobs by number: the lower one leaves before the others, after it was told to write. */
    private static final class Gangs implements NodeRecall.Jobs, NodeEvents.Gangs {
        final NodeFloor floor;
        final List<Integer> told = new ArrayList<>();
        final List<Integer> staying = new ArrayList<>();
        final TreeMap<Integer, Integer> held = new TreeMap<>();
        boolean isQuick;
        Runnable left = () -> {};

        Gangs(NodeFloor floor) {
            this.floor = floor;
        }

        void come(int job, int gpus) {
            floor.take(job, gpus);
            held.put(job, gpus);
        }

        void end(int job) {
            floor.release(job, held.remove(job));
            left.run();
        }

        @Override
        public boolean leaves(int job) {
            return told.contains(job);
        }

        @Override
        public boolean stays(int job) {
            return staying.contains(job);
        }

        @Override
        public boolean leavesBefore(int job, int other) {
            return job < other;
        }

        @Override
        public void leave(int job) {
            assertThat(told).doesNotContain(job);
            assertThat(staying).doesNotContain(job);
            told.add(job);
            if (isQuick) {
                end(job);
            }
        }

        @Override
        public void stall(int job, int cause) {}

        @Override
        public void kill(int job, int cause) {
            floor.release(job, held.remove(job));
        }
    }

    private final NodeFloor floor = new NodeFloor(FloorPlan.of(Topology.flat(6, NODE)));
    private final Gangs gangs = new Gangs(floor);
    private final NodeRecall recall = recall(floor, gangs, events(floor, gangs, null));

    private static NodeEvents events(NodeFloor floor, Gangs gangs, @Nullable FaultPlan faults) {
        return new NodeEvents(floor, List.of(), faults, new Streams(1, 0), gangs);
    }

    private static NodeRecall recall(NodeFloor floor, Gangs gangs, NodeEvents events) {
        NodeRecall recall = new NodeRecall(floor, events, gangs);
        gangs.left = recall::settle;
        return recall;
    }

    private List<Integer> closed() {
        List<Integer> nodes = new ArrayList<>();
        for (int node = 0; node < floor.nodes(); node++) {
            if (floor.isClosed(node)) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /** Four of six nodes are held; two empty ones go at once, the last first; then jobs leave. */
    @Test
    void emptyNodesGoFirstThenThoseOfTheFirstJobs() {
        gangs.come(9, 2 * NODE);
        gangs.come(3, NODE);
        gangs.come(5, NODE);
        recall.ask(1);
        assertThat(closed()).containsExactly(5);
        recall.ask(2);
        assertThat(closed()).containsExactly(2, 4, 5);
        assertThat(gangs.told).containsExactly(3);
        assertThat(recall.collect()).isEqualTo(2);
        assertThat(recall.owed()).isEqualTo(1);
        assertThat(floor.away()).isEqualTo(2 * NODE);
        gangs.end(3);
        assertThat(recall.collect()).isEqualTo(1);
        assertThat(recall.collect()).isZero();
        // the lowest number comes home first
        assertThat(recall.bringHome(1)).isEqualTo(1);
        assertThat(floor.isAway(2)).isFalse();
        assertThat(recall.bringHome(5)).isEqualTo(2);
    }

    /** A node counts by the last of its jobs: 7 and 1 on one are spared for 5 and 4. */
    @Test
    void aNodeGoesWithTheLastOfItsJobs() {
        gangs.come(7, 2);
        gangs.come(1, 2);
        gangs.come(5, 2);
        gangs.come(4, 2);
        gangs.come(20, 4 * NODE);
        recall.ask(1);
        assertThat(closed()).containsExactly(1);
        assertThat(gangs.told).containsExactlyInAnyOrder(5, 4);
        // a node that is closed takes nobody in the place of who has left
        gangs.end(4);
        assertThat(floor.fits(1)).isFalse();
        gangs.end(5);
        assertThat(recall.collect()).isEqualTo(1);
    }

    /** Of a gang of five nodes that leaves, one goes; the rest stays with jobs. */
    @Test
    void whatAGangLeavesBeyondStays() {
        gangs.come(1, 5 * NODE);
        gangs.come(2, NODE);
        gangs.isQuick = true;
        recall.ask(1);
        assertThat(gangs.told).containsExactly(1);
        assertThat(recall.collect()).isEqualTo(1);
        assertThat(floor.free()).isEqualTo(4 * NODE);
        assertThat(closed()).isEmpty();
    }

    /** Where a job stays nobody is told: first the node with the fewest GPUs held closes. */
    @Test
    void nodesWithWhoStaysGoLast() {
        gangs.come(1, 2);
        gangs.come(2, NODE);
        gangs.come(3, 4 * NODE);
        gangs.come(4, 1);
        gangs.staying.addAll(List.of(1, 2));
        recall.ask(5);
        assertThat(closed()).containsExactly(0, 2, 3, 4, 5);
        assertThat(gangs.told).containsExactly(3);
        gangs.end(3);
        assertThat(recall.collect()).isEqualTo(4);
        gangs.end(1);
        assertThat(recall.collect()).isZero();
        gangs.end(4);
        assertThat(recall.collect()).isEqualTo(1);
    }

    /** Somebody else's node is empty first: it goes, and the one that was picked opens again. */
    @Test
    void aNodeThatIsEmptyFirstGoesInstead() {
        gangs.come(1, 2);
        for (int job = 2; job < 7; job++) {
            gangs.come(job, NODE);
        }
        recall.ask(1);
        assertThat(closed()).containsExactly(0);
        gangs.end(6);
        assertThat(closed()).containsExactly(5);
        assertThat(floor.fits(2)).isTrue();
        assertThat(recall.collect()).isEqualTo(1);
    }

    @Test
    void whatIsForgivenOpensAgain() {
        for (int job = 1; job < 6; job++) {
            gangs.come(job, NODE);
        }
        recall.ask(3);
        assertThat(closed()).containsExactly(0, 1, 5);
        assertThat(recall.forgive(2)).isEqualTo(2);
        assertThat(closed()).containsExactly(5);
        assertThat(recall.forgive(2)).isEqualTo(1);
        assertThat(closed()).isEmpty();
        assertThat(recall.owed()).isZero();
    }

    /** The node of job 1 is picked and fails: another is picked, and it stays to be repaired. */
    @Test
    void anotherGoesInThePlaceOfOneThatFails() {
        FaultPlan plan = FaultPlan.of(
                Topology.flat(6, NODE),
                FaultClass.recorded("f", List.of(new Onset.Outage(0, 10, 20))));
        NodeEvents events = events(floor, gangs, plan);
        NodeRecall of = recall(floor, gangs, events);
        for (int job = 1; job < 7; job++) {
            gangs.come(job, NODE);
        }
        of.ask(1);
        assertThat(closed()).containsExactly(0);
        events.fire();
        of.nodesChanged();
        assertThat(gangs.held).doesNotContainKey(1);
        assertThat(closed()).containsExactly(1);
        assertThat(gangs.told).containsExactly(1, 2);
        assertThat(of.collect()).isZero();
        // repaired and empty, it goes after all
        events.fire();
        of.nodesChanged();
        assertThat(closed()).containsExactly(0);
        assertThat(of.collect()).isEqualTo(1);
        assertThat(floor.isAway(0)).isTrue();
    }

    /** Whoever leaves: told are the first that, together, leave as many nodes as are asked for. */
    @Test
    void gangsOfWholeNodesLeaveInTheirOrder() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            NodeFloor many = new NodeFloor(FloorPlan.of(Topology.flat(40, NODE)));
            Gangs on = new Gangs(many);
            NodeRecall of = recall(many, on, events(many, on, null));
            on.isQuick = random.nextBoolean();
            int job = 0;
            while (many.fits(9 * NODE)) {
                on.come(job++, NODE * (1 + random.nextInt(9)));
            }
            for (int each = 0; each < job; each++) {
                if (random.nextInt(4) == 0) {
                    on.end(each);
                }
            }
            int asked = 1 + random.nextInt(20);
            int idle = many.free() / NODE;
            List<Integer> expected = new ArrayList<>();
            int nodes = Math.min(idle, asked);
            for (int each : List.copyOf(on.held.keySet())) {
                if (nodes < asked) {
                    expected.add(each);
                    nodes += on.held.get(each) / NODE;
                }
            }
            of.ask(asked);
            assertThat(on.told).as("seed %d", seed).isEqualTo(expected);
            assertThat(of.collect()).isEqualTo(on.isQuick ? asked : Math.min(idle, asked));
        }
    }
}
