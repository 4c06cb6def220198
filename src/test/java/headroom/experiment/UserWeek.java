package headroom.experiment;

import headroom.cell.CellProbe;
import headroom.clients.Outcome;
import headroom.clients.TierSpec;
import headroom.quota.Limit;
import headroom.quota.Quota;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the users of one cell live through in the last week of a run: who is active, whom a cap
 * refuses, what each spends a day, and in which hours they ask.
 *
 * <p>Bound by a cap is a user with at least one request refused by it within the week; shares are
 * of the users who had at least one request within it.
 */
final class UserWeek implements CellProbe {
    /** Days end at 08:00 UTC, midnight in California: at the trough of demand. */
    private static final double DAY_ENDS_SECONDS = 8 * 3600;

    private final List<TierSpec> tiers;
    private final double fromSeconds;
    /** By tier and user: refused by which of its limits; a user without an entry is not active. */
    private final List<Map<Integer, BitSet>> refusals = new ArrayList<>();

    private final List<Map<Long, Double>> creditsByUserDay = new ArrayList<>();
    private final long[] issuedByHour = new long[168];

    /** Of a run that begins on a Monday, 00:00 UTC. */
    UserWeek(List<TierSpec> tiers, double fromSeconds) {
        this.tiers = tiers;
        this.fromSeconds = fromSeconds;
        for (int i = 0; i < tiers.size(); i++) {
            refusals.add(new TreeMap<>());
            creditsByUserDay.add(new TreeMap<>());
        }
    }

    private BitSet refusals(int tier, int user) {
        return refusals.get(tier).computeIfAbsent(user, u -> new BitSet());
    }

    @Override
    public void issued(int tier, int user, int request, double now) {
        if (now >= fromSeconds) {
            refusals(tier, user);
            issuedByHour[(int) (now / 3600) % 168]++;
        }
    }

    @Override
    public void admitted(int tier, int user, int request, double now) {}

    @Override
    public void refused(int tier, int user, int limit, double now) {
        if (now >= fromSeconds && limit != Quota.NONE) {
            refusals(tier, user).set(limit);
        }
    }

    @Override
    public void charged(int tier, int user, double credits, double factor, double now) {
        if (now >= fromSeconds) {
            long day = (long) Math.floor((now - DAY_ENDS_SECONDS) / 86_400);
            creditsByUserDay.get(tier).merge(user * 1000L + day, credits, Double::sum);
        }
    }

    @Override
    public void ended(int tier, int request, Outcome outcome, double now) {}

    /** Share of the active users of some tiers whom their limit of this name refused. */
    double boundBy(String limit, int... ofTiers) {
        double bound = 0;
        for (int t : ofTiers) {
            int l = tiers.get(t).limits().stream().map(Limit::name).toList().indexOf(limit);
            bound += refusals.get(t).values().stream().filter(r -> r.get(l)).count();
        }
        return bound / active(ofTiers);
    }

    /** Users of some tiers with at least one request. */
    long active(int... ofTiers) {
        return Arrays.stream(ofTiers).mapToLong(t -> refusals.get(t).size()).sum();
    }

    /** Credits charged to each user on each day on which there were any, in rising order. */
    double[] creditsByUserDay(int tier) {
        return creditsByUserDay.get(tier).values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    /** The hour of the day, UTC, in which users ask most on Mondays to Fridays. */
    int busiestHourOfWorkdays() {
        long[] hours = new long[24];
        for (int h = 0; h < 5 * 24; h++) {
            hours[h % 24] += issuedByHour[h];
        }
        int busiest = 0;
        for (int h = 1; h < 24; h++) {
            busiest = hours[h] > hours[busiest] ? h : busiest;
        }
        return busiest;
    }
}
