package headroom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.faults.FaultClass.Remedy;
import headroom.faults.FaultPlan.Lemons;
import headroom.faults.FaultPlan.Upkeep;
import headroom.kernel.Agenda;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.variates.Law;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Short stories of nodes that fail and come back, told to the second. */
class FaultsTest {
    private static final double NEVER = 1e9;

    private static List<String> story(FaultPlan plan, double until) {
        Log log = new Log(plan.topology().nodes());
        Faults faults = new Faults(plan, log, new Streams(1, 0));
        faults.runUntil(until);
        assertThat(log.up()).isEqualTo(faults.nodesUp());
        return log.lines;
    }

    private static FaultClass lives(Law lives, Remedy remedy) {
        return Times.nodes("lives", new Onset.Renewal(lives), remedy);
    }

    private static FaultPlan plan(int nodes, Upkeep upkeep, FaultClass type) {
        return new FaultPlan(Topology.flat(nodes, 8), List.of(type), Lemons.NONE, upkeep, null);
    }

    @Test
    void aNodeFailsIsNoticedRepairedAndAsGoodAsNew() {
        Remedy remedy = new Remedy(Times.constant(2), 0, Times.NONE, Times.constant(3), true);
        FaultClass type = lives(Times.turn(10, 77, 20, 78, NEVER), remedy);
        // lives 77 and 78 begin at the failures, and the repairs begin others
        assertThat(story(plan(1, Upkeep.UNLIMITED, type), 200))
                .containsExactly(
                        "10 node 0 fails of 0",
                        "12 node 0 known of 0",
                        "15 node 0 back",
                        "35 node 0 fails of 0",
                        "37 node 0 known of 0",
                        "40 node 0 back");
    }

    @Test
    void whoFailedFirstIsRepairedFirst() {
        Law lives = Times.turn(10, 11, 12, NEVER);
        FaultClass type = lives(lives, Times.repair(Times.turn(5, 1, 1)));
        assertThat(story(plan(3, new Upkeep(1, 0, null), type), 100))
                .filteredOn(line -> line.endsWith("back"))
                .containsExactly("15 node 0 back", "16 node 1 back", "17 node 2 back");
        FaultClass again = lives(Times.turn(10, 11, 12, NEVER), Times.repair(Times.turn(5, 1, 1)));
        assertThat(story(plan(3, new Upkeep(2, 0, null), again), 100))
                .filteredOn(line -> line.endsWith("back"))
                .containsExactly("12 node 1 back", "13 node 2 back", "15 node 0 back");
    }

    @Test
    void aRestartNeedsNoCrew() {
        Remedy remedy = new Remedy(Times.NONE, 1, Times.constant(4), Times.constant(100), true);
        FaultClass type = lives(Times.turn(10, 11, NEVER), remedy);
        assertThat(story(plan(2, new Upkeep(1, 1, Times.NONE), type), 100))
                .filteredOn(line -> line.endsWith("back"))
                .containsExactly("14 node 0 back", "15 node 1 back");
    }

    @Test
    void aNodeIsBackWhenNoReasonIsLeft() {
        Topology racks = new Topology(5, 8, 2, 0, 0, 0);
        FaultClass node =
                lives(Times.turn(NEVER, NEVER, NEVER, 10, NEVER), Times.repair(Times.constant(6)));
        FaultClass rack = Times.groups(
                "rack",
                Scope.RACK,
                new Onset.Renewal(Times.turn(NEVER, 12, 40, NEVER, 60, NEVER)),
                Times.repair(Times.constant(7)));
        assertThat(story(FaultPlan.of(racks, node, rack), 90))
                .containsExactly(
                        "10 node 3 fails of 0",
                        "10 node 3 known of 0",
                        "12 node 2 fails of 1",
                        "12 node 2 known of 1",
                        "19 node 2 back",
                        "19 node 3 back",
                        "40 node 4 fails of 1",
                        "40 node 4 known of 1",
                        "47 node 4 back",
                        "79 node 2 fails of 1",
                        "79 node 3 fails of 1",
                        "79 node 2 known of 1",
                        "79 node 3 known of 1",
                        "86 node 2 back",
                        "86 node 3 back");
    }

    @Test
    void sparesTakePlacesInTurn() {
        Law lives = Times.turn(10, 20, 30, NEVER);
        Remedy remedy =
                new Remedy(Times.constant(2), 0, Times.NONE, Times.turn(100, 30, 1000), false);
        FaultClass type = lives(lives, remedy);
        assertThat(story(plan(3, new Upkeep(0, 1, Times.constant(4)), type), 2000))
                .filteredOn(line -> !line.contains("known"))
                .containsExactly(
                        "10 node 0 fails of 0",
                        "16 node 0 back",
                        "20 node 1 fails of 0",
                        "30 node 2 fails of 0",
                        "52 node 1 back",
                        "116 node 2 back");
    }

    @Test
    void aMachineThatFailsTooOftenGoes() {
        for (boolean exchanged : new boolean[] {false, true}) {
            FaultClass type = lives(Times.constant(10), Times.repair(Times.constant(3)));
            Lemons lemons = new Lemons(0, 1, true, 2, exchanged);
            FaultPlan plan = new FaultPlan(
                    Topology.flat(1, 8), List.of(type), lemons, Upkeep.UNLIMITED, null);
            assertThat(story(plan, 100))
                    .filteredOn(line -> line.contains("fails"))
                    .hasSize(exchanged ? 7 : 2);
        }
    }

    /** Also where a restart would do: the third failure is repaired, and counts as the first. */
    @Test
    void aMachineToGoIsNotRestarted() {
        Remedy remedy = new Remedy(Times.NONE, 1, Times.constant(4), Times.constant(30), true);
        FaultClass type = lives(Times.constant(10), remedy);
        FaultPlan plan = new FaultPlan(
                Topology.flat(1, 8),
                List.of(type),
                new Lemons(0, 1, true, 3, true),
                Upkeep.UNLIMITED,
                null);
        assertThat(story(plan, 110))
                .filteredOn(line -> line.endsWith("back"))
                .containsExactly(
                        "14 node 0 back",
                        "28 node 0 back",
                        "68 node 0 back",
                        "82 node 0 back",
                        "96 node 0 back");
    }

    @Test
    void theSpareThatWaitedLongestGoesFirst() {
        // the first spare is due at 15, the second at 30
        FaultClass type = lives(Times.turn(10, 15, 30, NEVER), Times.repair(Times.constant(1000)));
        assertThat(story(plan(1, new Upkeep(0, 2, Times.NONE), type), 500))
                .filteredOn(line -> line.contains("fails"))
                .containsExactly(
                        "10 node 0 fails of 0", "15 node 0 fails of 0", "30 node 0 fails of 0");
    }

    @Test
    void recordedOutagesComeAsRecorded() {
        FaultClass type = Times.nodes(
                "recorded",
                new Onset.Recorded(List.of(
                        new Onset.Outage(1, 5, 9),
                        new Onset.Outage(1, 7, 12),
                        new Onset.Outage(0, 7, 7),
                        new Onset.Outage(0, 12, 13))),
                Times.repair(Times.constant(1000)));
        assertThat(story(plan(2, new Upkeep(1, 1, Times.NONE), type), 100))
                .containsExactly(
                        "5 node 1 fails of 0",
                        "5 node 1 known of 0",
                        "7 node 0 fails of 0",
                        "7 node 0 known of 0",
                        "7 node 0 back",
                        "12 node 0 fails of 0",
                        "12 node 0 known of 0",
                        "12 node 1 back",
                        "13 node 0 back");
    }

    /** An agenda and a loop tell the same story; the agenda fires once for each thing. */
    @Test
    void anAgendaCanKeepTheClock() {
        FaultPlan plan = RandomPlans.plan(7);
        List<String> told = story(plan, 1e6);
        Log log = new Log(plan.topology().nodes());
        Agenda agenda = new Agenda();
        FaultTimer timer = new FaultTimer(agenda, new Faults(plan, log, new Streams(1, 0)));
        agenda.runUntil(1e6);
        assertThat(timer).isNotNull();
        assertThat(log.lines).isEqualTo(told).hasSizeGreaterThan(100);
        assertThat(agenda.eventsFired()).isGreaterThan(100);
    }

    /** Every node of every random plan walks from up to failed, detected and up again. */
    @Test
    void randomPlansKeepTheWalkOfANode() {
        int events = 0;
        for (int seed = 0; seed < 300; seed++) {
            List<String> told = story(RandomPlans.plan(seed), 1e6);
            events += told.size();
        }
        assertThat(events).isGreaterThan(100_000);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Upkeep(1, 2, null))
                .hasMessage("1 crews, 2 spares without a time to set them up");
        FaultClass beyond = Times.nodes(
                "recorded",
                new Onset.Recorded(List.of(new Onset.Outage(2, 0, 1))),
                Times.repair(Times.NONE));
        assertThatThrownBy(() -> story(plan(2, Upkeep.UNLIMITED, beyond), 1))
                .hasMessage("recorded: node 2 of 2");
        assertThatThrownBy(() -> new Onset.Recorded(
                        List.of(new Onset.Outage(0, 2, 3), new Onset.Outage(0, 1, 3))))
                .hasMessage("outage 1 begins before the last");
        assertThatThrownBy(() -> new Onset.Constant(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        Faults idle =
                new Faults(FaultPlan.of(Topology.flat(1, 1)), Times.silent(), new Streams(1, 0));
        assertThat(idle.nextSeconds()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThatThrownBy(idle::fire).hasMessage("nothing is due");
    }
}
