package headroom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.FaultPlan.Lemons;
import headroom.faults.FaultPlan.Upkeep;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.variates.Weibull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Nodes that are away do not fail; those that are here fail as often as they would without. */
final class AwayNodesTest {
    private static final Topology SITE = new Topology(120, 8, 6, 4, 0, 0);
    private static final double RATE = 1 / (2 * Times.DAY);

    /** Sends nodes away and brings them home at random, and counts what happens to them. */
    private static final class Walk implements FaultListener {
        private final Random random = new Random(7);
        private final DoubleUnaryOperator cumulativeHazard;
        private final boolean[] away = new boolean[SITE.nodes()];
        private final boolean[] down = new boolean[SITE.nodes()];
        private final Faults faults;
        /** Whether what is away may be down with its group. */
        private boolean hasGroups;

        private double seconds;
        private long failed;
        /** Of nodes here that were up, the hazard they had come through [1]. */
        private double hazard;

        Walk(FaultPlan plan, DoubleUnaryOperator cumulativeHazard) {
            this.cumulativeHazard = cumulativeHazard;
            faults = new Faults(plan, this, new Streams(4, 0));
        }

        void go(double untilSeconds) {
            while (seconds < untilSeconds) {
                double next = seconds + 600;
                while (faults.nextSeconds() <= next) {
                    settle(faults.nextSeconds());
                    faults.fire();
                }
                settle(next);
                for (int i = 0; i < 3; i++) {
                    move(random.nextInt(SITE.nodes()));
                }
            }
        }

        private void move(int node) {
            if (faults.isUp(node)) {
                away[node] = !away[node];
                if (away[node]) {
                    faults.sendAway(node);
                } else {
                    faults.bringHome(node);
                }
            } else {
                assertThat(down[node] || hasGroups).as("what is away is up").isTrue();
                assertThatThrownBy(() -> faults.sendAway(node)).hasMessageContaining("cannot");
            }
        }

        private void settle(double now) {
            int here = 0;
            for (int node = 0; node < SITE.nodes(); node++) {
                here += away[node] || down[node] ? 0 : 1;
            }
            hazard += here
                    * (cumulativeHazard.applyAsDouble(now)
                            - cumulativeHazard.applyAsDouble(seconds));
            seconds = now;
        }

        @Override
        public void nodeFailed(int node, int cause, double timeSeconds) {
            assertThat(away[node] || down[node]).isFalse();
            down[node] = true;
            failed++;
        }

        @Override
        public void nodeDetected(int node, int cause, double timeSeconds) {
            assertThat(down[node]).isTrue();
        }

        @Override
        public void nodeBack(int node, double timeSeconds) {
            assertThat(down[node]).isTrue();
            down[node] = false;
        }

        /** Whatever is away did not fail: no crew and no spare was taken for it. */
        void onlyNodesHereFailed() {
            assertThat(faults.failures(0)).isEqualTo(failed);
        }

        /** Within four standard deviations of a counting process whose jumps are so large. */
        void agrees(double jump) {
            assertThat(hazard).isGreaterThan(5000);
            assertThat((double) failed).isCloseTo(hazard, within(4 * Math.sqrt(jump * hazard)));
        }
    }

    private static FaultPlan plan(FaultClass type, Lemons lemons, Upkeep upkeep) {
        return new FaultPlan(SITE, List.of(type), lemons, upkeep, null);
    }

    private static FaultPlan plan(Onset onset) {
        FaultClass type = Times.nodes("nodes", onset, Times.repair(Times.exponential(7200)));
        return plan(type, Lemons.NONE, Upkeep.UNLIMITED);
    }

    @Test
    void atAConstantRate() {
        Walk walk = new Walk(plan(new Onset.Constant(RATE)), t -> RATE * t);
        walk.go(250 * Times.DAY);
        walk.agrees(1);
        walk.onlyNodesHereFailed();
    }

    /** One crew, so that many wait for it, and machines that change places. */
    @Test
    void withCrewsAndSpares() {
        FaultClass type = Times.nodes(
                "nodes", new Onset.Constant(RATE), Times.repair(Times.exponential(1200)));
        Upkeep upkeep = new Upkeep(1, 5, Times.constant(600));
        Walk walk = new Walk(plan(type, Lemons.NONE, upkeep), t -> RATE * t);
        walk.go(300 * Times.DAY);
        walk.agrees(1);
        walk.onlyNodesHereFailed();
    }

    /** Repairs take no time to speak of, so that lemons are not down more often than others. */
    @Test
    void whereSomeAreLemons() {
        FaultClass type =
                Times.nodes("nodes", new Onset.Constant(RATE), Times.repair(Times.constant(10)));
        Lemons fifth = new Lemons(0.2, 3, true, 0, true);
        Walk walk = new Walk(plan(type, fifth, Upkeep.UNLIMITED), t -> RATE * t);
        walk.go(300 * Times.DAY);
        // which of them are here varies too
        walk.agrees(1.2);
        walk.onlyNodesHereFailed();
    }

    /** As bad as old: a node that was away is as old as the others. */
    @ParameterizedTest
    @CsvSource({"0.6, 1, 2300", "2.5, 40, 260"})
    void asTheyAge(double shape, double scaleDays, double days) {
        double scale = scaleDays * Times.DAY;
        Walk walk = new Walk(
                plan(new Onset.Ageing(scale, shape, Times.DAY)),
                t -> Math.pow((Times.DAY + t) / scale, shape));
        walk.go(days * Times.DAY);
        walk.agrees(1);
        walk.onlyNodesHereFailed();
    }

    /** As good as new: in the long run one failure a mean life of a node that is here. */
    @ParameterizedTest
    @ValueSource(doubles = {0.8, 3})
    void atTheEndsOfTheirLives(double shape) {
        Weibull life = new Weibull(2 * Times.DAY, shape);
        Walk walk = new Walk(plan(new Onset.Renewal(life)), t -> t / life.mean());
        walk.go(250 * Times.DAY);
        walk.agrees(Math.max(1, life.squaredCv()));
        walk.onlyNodesHereFailed();
    }

    /** A rack fails with what is here of it, and not at all where all is away. */
    @Test
    void inGroups() {
        FaultClass racks = Times.groups(
                "racks", Scope.RACK, new Onset.Constant(RATE), Times.repair(Times.constant(7200)));
        Walk walk = new Walk(plan(racks, Lemons.NONE, Upkeep.UNLIMITED), t -> RATE * t);
        walk.hasGroups = true;
        walk.go(300 * Times.DAY);
        walk.agrees(6);
    }

    /** A shock hits each node of a pod that is here with its chance, and none that is away. */
    @Test
    void inShocks() {
        FaultClass shocks = new FaultClass(
                "shocks",
                Scope.POD,
                new Onset.Constant(3 * RATE),
                0.3,
                null,
                Times.repair(Times.constant(7200)));
        Walk walk = new Walk(plan(shocks, Lemons.NONE, Upkeep.UNLIMITED), t -> 0.9 * RATE * t);
        walk.go(300 * Times.DAY);
        walk.agrees(1 + 0.3 * 23);
    }

    /** What is down keeps those of its rack that are away from coming home until it is mended. */
    @Test
    void nobodyComesHomeToARackThatIsDown() {
        FaultClass racks = Times.groups(
                "racks",
                Scope.RACK,
                new Onset.Renewal(Times.constant(1000)),
                Times.repair(Times.constant(100)));
        Topology two = new Topology(4, 8, 2, 0, 0, 0);
        Log log = new Log(4);
        Faults faults = new Faults(FaultPlan.of(two, racks), log, new Streams(1, 0));
        faults.sendAway(1);
        faults.sendAway(2);
        faults.sendAway(3);
        faults.runUntil(1050);
        assertThat(faults.failures(0)).as("the rack that is away does not fail").isEqualTo(1);
        assertThat(log.lines).hasSize(2);
        assertThat(faults.isUp(1)).isFalse();
        assertThatThrownBy(() -> faults.bringHome(1)).hasMessageContaining("cannot come home");
        faults.bringHome(3);
        faults.runUntil(1100);
        faults.bringHome(1);
        assertThat(log.lines).hasSize(3);
    }
}
