package headroom.cell;

import static headroom.cell.Reacting.DAY;
import static headroom.cell.Reacting.TOKENS;
import static headroom.cell.Reacting.at;
import static headroom.cell.Reacting.bucket;
import static headroom.cell.Reacting.cap;
import static headroom.cell.Reacting.cell;
import static headroom.cell.Reacting.deployment;
import static headroom.cell.Reacting.run;
import static headroom.cell.Reacting.until;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.clients.Outcome;
import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.clients.Reactions.Past;
import headroom.clients.Reactions.Upgrade;
import headroom.clients.Reactions.Ways;
import headroom.clients.TierSpec;
import headroom.quota.AtLimit;
import headroom.quota.PeakHours;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** The order in which tiers are declared, and one that nobody uses, do not show. */
final class TierOrderTest {
    private static TierSpec some(int larger) {
        Ways ways = new Ways(new AtLimit(0.2, 0.1, 0.1, 0.2, 0.2, 0.2), 0.2, Reactions.NO_MODEL);
        Reactions all = new Reactions(
                ways,
                List.of(),
                Past.PLAIN,
                new Upgrade(larger, 3, 0.3, 0.01),
                null,
                null,
                Reactions.NO_MODEL);
        return new Reacting.Tier(40, 0.05, 3, List.of(cap(9 * TOKENS)), all)
                .spec("some", until(2 * DAY), 1);
    }

    private static TierSpec others() {
        return new Reacting.Tier(10, 0.1, 1, List.of(bucket(0.008, 2), cap(99 * TOKENS)), at(1))
                .spec("others", until(2 * DAY), 0);
    }

    private static TierSpec idle(String name) {
        return new Reacting.Tier(30, 0, 1, List.of(cap(TOKENS)), at(0.5, 0.5))
                .spec(name, until(2 * DAY), 2);
    }

    private static CellReport of(TierSpec... tiers) {
        return run(
                cell(List.of(tiers), PeakHours.always(), deployment(0, 2, 0.5)),
                3 * DAY,
                null,
                new CellCommand.PeakMultiplier(DAY, 2));
    }

    /** Everything counted of a tier. */
    private static List<Object> of(CellReport r, int tier) {
        return List.of(
                Arrays.toString(r.outcomes[tier]),
                Arrays.toString(r.reactions[tier]),
                Arrays.toString(r.refused[tier]),
                r.lockedSeconds[tier],
                r.upgradeDollars[tier],
                r.overageDollars[tier],
                r.deferredTokens[tier],
                r.limits[tier].cappedHours,
                r.e2e[tier].meanSeconds(),
                r.ttft[tier].quantileSeconds(0.99));
    }

    @Test
    void theOrderOfTiersDoesNotShow() {
        CellReport one = of(some(1), others());
        CellReport other = of(others(), some(0));
        assertThat(of(other, 1)).isEqualTo(of(one, 0));
        assertThat(of(other, 0)).isEqualTo(of(one, 1));
        for (Reaction r : List.of(Reaction.SLOWED, Reaction.QUEUED, Reaction.UPGRADED)) {
            assertThat(one.reactions[0][r.ordinal()]).as(r.name()).isPositive();
        }
        assertThat(one.outcomes[1][Outcome.RATE_LIMITED.ordinal()]).isPositive();
    }

    @Test
    void aTierThatNobodyUsesDoesNotShow() {
        CellReport without = of(some(1), others());
        CellReport with = of(idle("a"), some(2), others(), idle("z"));
        assertThat(of(with, 1)).isEqualTo(of(without, 0));
        assertThat(of(with, 2)).isEqualTo(of(without, 1));
        assertThat(with.offered[0] + with.offered[3]).isZero();
    }
}
