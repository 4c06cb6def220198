package headroom.cell;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.clients.TierSpec;
import headroom.kernel.Streams;
import headroom.serving.EngineRules;
import headroom.serving.Router;
import headroom.variates.QuantileTable;
import headroom.workload.Workload;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The router is shown the replica that served the session last, as long as it is there. */
final class HomeTest {
    private static final int REQUESTS = 6;
    private static final double THINK_SECONDS = 10;

    private final List<Integer> homes = new ArrayList<>();
    private final List<Integer> choices = new ArrayList<>();

    /** Another replica every time. */
    private final Router turns = (view, random) -> {
        homes.add(view.home());
        choices.add(view.replica(choices.size() * 16 % view.tickets()));
        return choices.get(choices.size() - 1);
    };

    /** One session after the other, of several requests each. */
    private static TierSpec sessions() {
        TierSpec t = Simple.tier("t", 1e-4, 1, Simple.NONE, 0);
        Workload w = t.workloads().get(0);
        Workload longer = new Workload(
                w.name(),
                0,
                false,
                QuantileTable.constant(REQUESTS),
                w.steps(),
                w.toolSeconds(),
                QuantileTable.constant(THINK_SECONDS),
                w.initialContextTokens(),
                w.inputTokens(),
                w.outputTokens(),
                w.contextLimitTokens(),
                w.compactToTokens(),
                w.cacheLifetimeSeconds());
        return new TierSpec(
                t.name(),
                t.users(),
                t.sessionsPerSecond(),
                0,
                t.demand(),
                t.law(),
                List.of(longer),
                t.mix(),
                t.limits(),
                t.reactions(),
                t.returnDelay(),
                t.retry(),
                t.timeoutSeconds(),
                t.patience(),
                0,
                false,
                false,
                List.of(),
                TierSpec.Shed.LAST,
                false,
                false);
    }

    private Cell cell(int replicas) {
        CellSpec spec = Simple.cell(
                List.of(Simple.deployment(4, 1, EngineRules.PLAIN)),
                List.of(sessions()),
                Simple.unbounded(),
                turns);
        Cell cell = new Cell(0, spec, new Streams(2, 0), null);
        for (int i = 0; i < replicas; i++) {
            cell.command(new CellCommand.ReplicaUp(0, 0));
        }
        return cell;
    }

    @Test
    void eachRequestIsShownTheReplicaOfTheOneBefore() {
        cell(3).advance(3e5);
        assertThat(homes).hasSizeGreaterThan(10 * REQUESTS);
        for (int i = 0; i < homes.size(); i++) {
            int expected = i % REQUESTS == 0 ? -1 : choices.get(i - 1);
            assertThat(homes.get(i)).as("request " + i).isEqualTo(expected);
        }
    }

    @Test
    void aReplicaThatHasGoneIsNobodysHomeThoughItsPlaceIsUsedAgain() {
        Cell cell = cell(1);
        double t = 0;
        while (homes.size() < 3) {
            t += THINK_SECONDS / 4;
            cell.advance(t);
        }
        assertThat(homes).containsExactly(-1, 0, 0);
        cell.advance(t + THINK_SECONDS / 2);
        cell.command(new CellCommand.ReplicaFail(t + THINK_SECONDS / 2, 0, 0));
        cell.command(new CellCommand.ReplicaUp(t + THINK_SECONDS / 2, 0));
        cell.advance(t + 3 * THINK_SECONDS);
        assertThat(homes).startsWith(-1, 0, 0, -1, 0);
        assertThat(choices).containsOnly(0);
    }
}
