package headroom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.FaultClass.Remedy;
import headroom.faults.FaultClass.Spread;
import headroom.faults.FaultPlan.Lemons;
import headroom.faults.FaultPlan.Upkeep;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.variates.Fixed;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Time down by hand: a failure in 1e6 s, noticed in 60 s, a quarter restarted, load 15 s. */
final class DowntimeTest {
    private static final Topology SITE = new Topology(24, 8, 6, 2, 3, 0);
    private static final Onset RARE = new Onset.Constant(1e-6);
    /** 60 + 0.25 * 100 + 0.75 * 400 = 385 s. */
    private static final Remedy REMEDY =
            new Remedy(new Fixed(60), 0.25, new Fixed(100), new Fixed(400), true);

    private static FaultClass fault(Scope scope, Onset onset, double hitShare, Spread spread) {
        return new FaultClass("f", scope, onset, hitShare, spread, REMEDY);
    }

    private static double perUp(FaultClass fault, double nodes) {
        return Downtime.perUp(FaultPlan.of(SITE, fault), nodes, 15, 1e6);
    }

    @Test
    void aReplicaFailsWithAllItStandsOn() {
        FaultClass node = fault(Scope.NODE, RARE, 1, null);
        assertThat(perUp(node, 1)).isCloseTo(400e-6, within(1e-12));
        assertThat(perUp(node, 0.5)).isCloseTo(400e-6, within(1e-12));
        assertThat(perUp(node, 2)).isCloseTo(800e-6, within(1e-12));
        FaultClass rack = fault(Scope.RACK, RARE, 1, null);
        assertThat(perUp(rack, 2)).isCloseTo(400e-6, within(1e-12));
        assertThat(perUp(rack, 12)).isCloseTo(800e-6, within(1e-12));
        // both: a node of its own and a rack
        FaultClass other = new FaultClass("g", Scope.NODE, RARE, 1, null, REMEDY);
        assertThat(Downtime.perUp(FaultPlan.of(SITE, rack, other), 2, 15, 1e6))
                .isCloseTo(1200e-6, within(1e-12));
    }

    @Test
    void shocksHitSomeAndFailuresSpread() {
        // of two nodes in a rack one at least in three of four
        assertThat(perUp(fault(Scope.RACK, RARE, 0.5, null), 2)).isCloseTo(300e-6, within(1e-12));
        // every other failure takes three more, of which a switch of three nodes has two
        Spread three = new Spread(0.5, Scope.SWITCH, new Fixed(3));
        assertThat(perUp(fault(Scope.NODE, RARE, 1, three), 1)).isCloseTo(800e-6, within(1e-9));
    }

    @Test
    void agesAndLivesFailAtTheirMeanRate() {
        Onset ageing = new Onset.Ageing(1e6, 2, 1e6);
        // (2^2 - 1^2) in 1e6 s
        assertThat(perUp(fault(Scope.NODE, ageing, 1, null), 1)).isCloseTo(1200e-6, within(1e-9));
        Onset lives = new Onset.Renewal(new Fixed(5e5));
        assertThat(perUp(fault(Scope.NODE, lives, 1, null), 1)).isCloseTo(800e-6, within(1e-9));
    }

    /** A spare works after 100 s, in 60 + 0.25 * 100 + 0.75 * 100 s; a rack has none. */
    @Test
    void sparesAndLemonsCount() {
        Lemons lemons = new Lemons(0.1, 11, false, 0, true);
        Upkeep spares = new Upkeep(0, 2, new Fixed(100));
        FaultClass node = fault(Scope.NODE, RARE, 1, null);
        FaultClass rack = fault(Scope.RACK, RARE, 1, null);
        assertThat(of(node, Lemons.NONE, spares)).isCloseTo(175e-6, within(1e-12));
        assertThat(of(rack, Lemons.NONE, spares)).isCloseTo(400e-6, within(1e-12));
        assertThat(of(node, lemons, Upkeep.UNLIMITED)).isCloseTo(800e-6, within(1e-12));
        assertThat(of(rack, lemons, Upkeep.UNLIMITED)).isCloseTo(400e-6, within(1e-12));
    }

    private static double of(FaultClass fault, Lemons lemons, Upkeep upkeep) {
        FaultPlan plan = new FaultPlan(SITE, List.of(fault), lemons, upkeep, null);
        return Downtime.perUp(plan, 1, 15, 1e6);
    }
}
