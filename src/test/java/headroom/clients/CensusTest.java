package headroom.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.quota.Slots;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** The census of a tier against sets of everything that ever happened. */
final class CensusTest {
    private static final int LIMITS = 3;
    private static final int FREE = -1;

    /** Everything written down literally, looked at once at the end. */
    private static final class Naive {
        final TreeSet<String> marks = new TreeSet<>();
        final double[] edges;
        final double[] denied = new double[LIMITS];
        final double[] locked = new double[LIMITS];
        double lockedInPeriods;
        final TreeMap<String, Double> served = new TreeMap<>();

        Naive(double[] edges) {
            this.edges = edges;
        }

        /** The period that holds an instant, or -1. */
        int period(double now) {
            for (int i = 0; i < edges.length; i += 2) {
                if (now >= edges[i] && now < edges[i + 1]) {
                    return i;
                }
            }
            return -1;
        }

        void mark(String what, int user, double now) {
            marks.add(what + " hour " + (int) (now / 3600) + " " + user);
            if (period(now) >= 0) {
                marks.add(what + " period " + period(now) + " " + user);
            }
        }

        void locked(int user, int limit, double from, double to) {
            locked[limit] += to - from;
            for (int i = 0; i < edges.length; i += 2) {
                double within = Math.min(to, edges[i + 1]) - Math.max(from, edges[i]);
                lockedInPeriods += Math.max(0, within);
                if (from < edges[i + 1] && to >= edges[i]) {
                    marks.add("locked period " + i + " " + user);
                }
            }
        }

        long count(String what) {
            return marks.stream().filter(mark -> mark.startsWith(what + " ")).count();
        }
    }

    private static double[] edges(SplittableRandom random) {
        double[] edges = new double[2 * random.nextInt(5)];
        double at = random.nextInt(3) * 3600;
        for (int i = 0; i < edges.length; i++) {
            edges[i] = at;
            // now and then a period begins where the one before ends, or within an hour
            at += i % 2 == 1 && random.nextBoolean() ? 0 : 1800 * (1 + random.nextInt(20));
        }
        return edges;
    }

    private static double end(double[] edges, SplittableRandom random) {
        double last = edges.length == 0 ? 0 : edges[edges.length - 1];
        return last + (random.nextBoolean() ? 0 : 1000) + (edges.length == 0 ? 5000 : 0);
    }

    @Test
    void randomEventsAreCountedAsSetsCountThem() {
        long bound = 0;
        for (long seed = 1; seed <= 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int users = 1 + random.nextInt(130);
            double[] edges = edges(random);
            double end = end(edges, random);
            LimitTally tally = new LimitTally(LIMITS);
            Census census = new Census(users, LIMITS, tally, Slots.alone(users, 1));
            census.countOver(edges);
            Naive naive = new Naive(edges);
            drive(census, naive, users, end, random);
            census.end(end);
            agree(tally, naive, users, end, "seed " + seed);
            bound += tally.cappedPeriods;
        }
        assertThat(bound).isGreaterThan(10_000);
    }

    private static void drive(
            Census census, Naive naive, int users, double end, SplittableRandom random) {
        int[] lockedBy = new int[users];
        double[] since = new double[users];
        Arrays.fill(lockedBy, FREE);
        double now = 0;
        // events on the edges as well, where half open matters
        while ((now += random.nextInt(20) == 0 ? 1800 - now % 1800 : random.nextInt(200)) < end) {
            int user = random.nextInt(users);
            int limit = random.nextInt(LIMITS);
            int tokens = random.nextInt(1000);
            switch (random.nextInt(5)) {
                case 0 -> {
                    census.offered(user, now);
                    naive.mark("active", user, now);
                }
                case 1 -> {
                    census.refused(user, limit, tokens, now);
                    naive.mark("active", user, now);
                    naive.mark("bound" + limit, user, now);
                    naive.mark("capped", user, now);
                    naive.denied[limit] += tokens;
                }
                case 2 -> {
                    census.served(user, tokens, now);
                    naive.served.merge(
                            naive.period(now) + " " + user, (double) tokens, Double::sum);
                }
                case 3 -> census.settle(now);
                default -> {
                    if (lockedBy[user] == FREE) {
                        census.lockedOut(user, limit, now);
                        lockedBy[user] = limit;
                        since[user] = now;
                    } else {
                        census.released(user, now);
                        naive.locked(user, lockedBy[user], since[user], now);
                        lockedBy[user] = FREE;
                    }
                }
            }
        }
        for (int user = 0; user < users; user++) {
            if (lockedBy[user] != FREE) {
                naive.locked(user, lockedBy[user], since[user], end);
            }
        }
    }

    @Test
    void aUserLockedOutSinceBeforeAPeriodCountsInThatPeriod() {
        LimitTally tally = new LimitTally(LIMITS);
        Census census = new Census(5, LIMITS, tally, Slots.alone(5, 1));
        census.countOver(new double[] {3600, 7200});
        census.lockedOut(2, 1, 1000);
        census.settle(3600);
        assertThat(tally.lockedPeriods).as("before the period").isZero();
        tally.clear();
        census.released(2, 4600);
        census.settle(7200);
        assertThat(tally.lockedPeriods).isEqualTo(1);
        assertThat(tally.lockedInPeriodsSeconds).isEqualTo(1000);
    }

    private static void agree(LimitTally tally, Naive naive, int users, double end, String what) {
        assertThat(tally.userHours).as(what).isEqualTo(users * (long) Math.ceil(end / 3600));
        assertThat(tally.userPeriods).as(what).isEqualTo(users * (naive.edges.length / 2L));
        assertThat(tally.activeHours).as(what).isEqualTo(naive.count("active hour"));
        assertThat(tally.activePeriods).as(what).isEqualTo(naive.count("active period"));
        assertThat(tally.cappedHours).as(what).isEqualTo(naive.count("capped hour"));
        assertThat(tally.cappedPeriods).as(what).isEqualTo(naive.count("capped period"));
        assertThat(tally.lockedPeriods).as(what).isEqualTo(naive.count("locked period"));
        assertThat(tally.lockedInPeriodsSeconds)
                .as(what)
                .isCloseTo(naive.lockedInPeriods, within(1e-3));
        for (int i = 0; i < LIMITS; i++) {
            assertThat(tally.boundHours[i]).isEqualTo(naive.count("bound" + i + " hour"));
            assertThat(tally.boundPeriods[i]).isEqualTo(naive.count("bound" + i + " period"));
            assertThat(tally.deniedTokens[i]).isEqualTo(naive.denied[i]);
            assertThat(tally.lockedSeconds[i]).isCloseTo(naive.locked[i], within(1e-3));
        }
        double sum = 0;
        double squares = 0;
        for (var each : naive.served.entrySet()) {
            boolean within = !each.getKey().startsWith("-1 ");
            sum += within ? each.getValue() : 0;
            squares += within ? each.getValue() * each.getValue() : 0;
        }
        assertThat(tally.served.users()).as(what).isEqualTo(tally.userPeriods);
        assertThat(tally.served.sum()).as(what).isEqualTo(sum);
        assertThat(tally.served.sumOfSquares()).as(what).isEqualTo(squares);
    }
}
