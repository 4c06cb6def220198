package headroom.cell;

import headroom.clients.Dialogue;
import headroom.clients.Dialogue.Draw;
import headroom.clients.Knobs;
import headroom.clients.Population;
import headroom.clients.Reactions;
import headroom.kernel.CalendarQueue;
import headroom.quota.PeakHours;

import org.jspecify.annotations.Nullable;

/**
 * How users arrange their days around limits: sessions that move out of peak hours, and pings that
 * anchor windows early.
 *
 * <p>The n users of a cell who ping do so once in each stretch of their hours, the k-th of them at
 * (k + 1/2) / n of it.
 */
final class Habits {
    private final Population[] populations;
    private final PeakHours peakHours;
    private final Knobs knobs;
    private final CalendarQueue clock;
    private final int firstId;
    private final Dialogue dialogue;
    /** The stretch in which users of a tier ping now or next, and how many have [s]. */
    private final double[] fromSeconds;

    private final double[] toSeconds;
    private final int[] pinged;

    Habits(
            CellSpec spec,
            Population[] populations,
            Knobs knobs,
            Clocked clocked,
            Dialogue dialogue) {
        this.populations = populations;
        this.peakHours = spec.peakHours();
        this.knobs = knobs;
        this.clock = clocked.clock();
        this.firstId = clocked.firstId();
        this.dialogue = dialogue;
        fromSeconds = new double[populations.length];
        toSeconds = new double[populations.length];
        pinged = new int[populations.length];
    }

    /** A clock, and the first of the ids by which it names the pings of the tiers. */
    record Clocked(CalendarQueue clock, int firstId) {}

    /** Sets the pings going. */
    void start() {
        for (int tier = 0; tier < populations.length; tier++) {
            Reactions.Ping ping = populations[tier].spec.reactions().ping();
            if (ping != null && pings(tier, ping) > 0) {
                toSeconds[tier] = Math.nextDown(0.0);
                if (ping.hours().at(toSeconds[tier])) {
                    toSeconds[tier] = ping.hours().nextEdgeSeconds(toSeconds[tier]);
                }
                pinged[tier] = pings(tier, ping);
                await(tier, ping);
            }
        }
    }

    private int pings(int tier, Reactions.Ping ping) {
        return (int) Math.rint(ping.share() * populations[tier].spec.users());
    }

    private void await(int tier, Reactions.Ping ping) {
        int all = pings(tier, ping);
        if (pinged[tier] == all) {
            fromSeconds[tier] = ping.hours().nextEdgeSeconds(toSeconds[tier]);
            toSeconds[tier] = ping.hours().nextEdgeSeconds(fromSeconds[tier]);
            pinged[tier] = 0;
        }
        double length = toSeconds[tier] - fromSeconds[tier];
        double at = fromSeconds[tier] + (pinged[tier] + 0.5) / all * length;
        if (at < Double.POSITIVE_INFINITY) {
            clock.add(at, firstId + tier);
        }
    }

    /** The user of a tier whose ping is due; the next one becomes pending. */
    int ping(int tier) {
        int user = pinged[tier]++;
        await(tier, ping(populations[tier]));
        return user;
    }

    private static Reactions.Ping ping(Population p) {
        Reactions.@Nullable Ping ping = p.spec.reactions().ping();
        if (ping == null) {
            throw new IllegalStateException("nobody of " + p.spec.name() + " pings");
        }
        return ping;
    }

    /** When a session that is due begins: now, or later, out of peak hours [s]. */
    double beginsSeconds(int s, Population p, double now) {
        Reactions.Shift shift = p.spec.reactions().shift();
        double multiplier = shift == null ? 1 : knobs.peakFactor(p, now);
        if (shift == null
                || multiplier <= 1
                || dialogue.draw(s, Draw.SHIFT) >= shift.share(multiplier)) {
            return now;
        }
        double from = peakHours.nextEdgeSeconds(now);
        double to = peakHours.nextEdgeSeconds(from);
        if (to == Double.POSITIVE_INFINITY) {
            return now;
        }
        return from + dialogue.draw(s, Draw.SHIFTED_TO) * (to - from);
    }
}
