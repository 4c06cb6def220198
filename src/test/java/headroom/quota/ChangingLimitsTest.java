package headroom.quota;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Two windows whose scale, weight and force change, against a list of all that was used. */
final class ChangingLimitsTest {
    private static final int USERS = 20;
    private static final double[] LENGTH = {100, 700};
    private static final double[] CAP = {8, 30};

    /** One window of one user, read off the list of its uses since the last reset. */
    private static final class Literal {
        private final double length;
        private final double cap;
        private final List<double[]> uses = new ArrayList<>();

        Literal(double length, double cap) {
            this.length = length;
            this.cap = cap;
        }

        /** Uses of the window that holds an instant; those of earlier ones are dropped. */
        private List<double[]> window(double time) {
            if (!uses.isEmpty() && time >= uses.get(0)[0] + length) {
                uses.clear();
            }
            return uses;
        }

        boolean admits(double time, double scale) {
            double sum = 0;
            for (double[] use : window(time)) {
                sum += use[1];
            }
            return sum < cap * scale;
        }

        void use(double time, double cost) {
            window(time).add(new double[] {time, cost});
        }
    }

    @Test
    void aMillionCallsAgreeWithTheList() {
        FastStream random = new Streams(21, 0).of("calls");
        Limit.Kind[] kinds = {new Limit.Kind.Anchored(LENGTH[0]), new Limit.Kind.Anchored(LENGTH[1])
        };
        List<Limit> limits = new ArrayList<>();
        Literal[][] literal = new Literal[2][USERS];
        for (int i = 0; i < 2; i++) {
            limits.add(new Limit(
                    "l" + i, kinds[i], Counts.CREDITS, CAP[i], 1, Limit.Refusal.CAP, false, true));
            for (int user = 0; user < USERS; user++) {
                literal[i][user] = new Literal(LENGTH[i], CAP[i]);
            }
        }
        Quota quota = new Quota(limits, USERS);
        double[] scale = {1, 1};
        double[] weight = {1, 1};
        Usage usage = new Usage();
        double now = 0;
        int[] refused = new int[3];
        for (int call = 0; call < 1_000_000; call++) {
            now += 0.4 * random.nextDouble();
            int event = random.nextInt(0, 4999);
            int i = event % 2;
            if (event < 4) {
                scale[i] = random.nextInt(0, 3) == 0 ? Quota.UNLIMITED : random.nextInt(1, 8) / 4.0;
                quota.setScale(i, scale[i]);
            } else if (event < 8) {
                weight[i] = 1.0 / random.nextInt(1, 4);
                quota.setWeight(i, weight[i]);
            } else if (event < 10) {
                quota.reset(i, now);
                for (Literal one : literal[i]) {
                    one.uses.clear();
                }
            }
            int user = random.nextInt(0, USERS - 1);
            int expected = !literal[0][user].admits(now, scale[0])
                    ? 0
                    : !literal[1][user].admits(now, scale[1]) ? 1 : Quota.NONE;
            assertThat(quota.ask(user, now, usage.asks(1, 0))).isEqualTo(expected);
            refused[expected + 1]++;
            if (expected == Quota.NONE) {
                double credits = random.nextInt(0, 8) / 4.0;
                quota.begin(user, now, usage.asks(1, 0));
                quota.end(user, now, usage.asks(1, 0).ends(1, credits, 0));
                for (int limit = 0; limit < 2; limit++) {
                    literal[limit][user].use(now, 0);
                    literal[limit][user].use(now, credits * weight[limit]);
                }
            }
        }
        assertThat(Math.min(refused[0], Math.min(refused[1], refused[2]))).isGreaterThan(50_000);
    }

    /** A bucket out of force admits all, and back in force owes nothing of that time. */
    @Test
    void aBucketWithoutForceAdmitsAll() {
        Limit bucket = new Limit(
                "requests",
                new Limit.Kind.Bucket(2),
                Counts.REQUESTS,
                0.1,
                1,
                Limit.Refusal.RATE_LIMIT,
                false,
                true);
        Quota quota = new Quota(List.of(bucket), 1);
        Usage one = new Usage().asks(1, 0);
        quota.setScale(0, Quota.UNLIMITED);
        for (int i = 0; i < 100_000; i++) {
            assertThat(quota.ask(0, 5, one)).isEqualTo(Quota.NONE);
            quota.begin(0, 5, one);
        }
        quota.setScale(0, 1);
        for (int i = 0; i < 2; i++) {
            assertThat(quota.ask(0, 5, one)).isEqualTo(Quota.NONE);
            quota.begin(0, 5, one);
        }
        assertThat(quota.ask(0, 5, one)).isZero();
        assertThat(quota.retrySeconds(0, 5, one)).isEqualTo(10);
    }

    /** What was used up before a limit goes out of force does not hold it, whatever its kind. */
    @Test
    void aLimitWithoutForceHoldsNobody() {
        Calendar year = Calendar.over(
                Calendar.Period.DAY, ZoneOffset.UTC, Instant.parse("2026-04-27T00:00:00Z"), 1e6);
        for (Limit.Kind kind : List.of(
                new Limit.Kind.Anchored(100),
                new Limit.Kind.Phased(100),
                new Limit.Kind.CalendarPeriod(year),
                new Limit.Kind.SlidingLog(100, 8),
                new Limit.Kind.SlidingCounter(100),
                new Limit.Kind.Bucket(2),
                new Limit.Kind.Ticks(100, 2),
                new Limit.Kind.AtOnce())) {
            Limit limit = new Limit(
                    "l", kind, Counts.REQUESTS, 2, 1, Limit.Refusal.RATE_LIMIT, false, true);
            Quota quota = new Quota(List.of(limit), 1);
            Usage one = new Usage().asks(1, 0);
            for (int i = 0; i < 2; i++) {
                assertThat(quota.ask(0, 5, one)).as(kind.toString()).isEqualTo(Quota.NONE);
                quota.begin(0, 5, one);
            }
            assertThat(quota.ask(0, 5, one)).as(kind.toString()).isZero();
            quota.setScale(0, Quota.UNLIMITED);
            assertThat(quota.ask(0, 5, one)).as(kind.toString()).isEqualTo(Quota.NONE);
            assertThat(quota.retrySeconds(0, 5, one)).as(kind.toString()).isZero();
        }
        Limit line = new Limit(
                "l",
                new Limit.Kind.Bucket(2),
                Counts.REQUESTS,
                0.1,
                1,
                Limit.Refusal.QUEUE,
                false,
                true);
        Quota quota = new Quota(List.of(line), 1);
        Usage one = new Usage().asks(1, 0);
        double[] waits = {0, 0, 10, 20};
        for (double wait : waits) {
            assertThat(quota.begin(0, 0, one)).isEqualTo(wait);
        }
        quota.setScale(0, Quota.UNLIMITED);
        assertThat(quota.begin(0, 0, one)).isZero();
    }

    /** Usage that counts less is not fewer requests at once. */
    @Test
    void aWeightDoesNotBearOnRequestsAtOnce() {
        Limit places = new Limit(
                "l",
                new Limit.Kind.AtOnce(),
                Counts.REQUESTS,
                3,
                1,
                Limit.Refusal.RATE_LIMIT,
                true,
                true);
        for (double weight : new double[] {0.25, 1, 4}) {
            Quota quota = new Quota(List.of(places), 1);
            quota.setWeight(0, weight);
            Usage one = new Usage().asks(1, 0).times(2);
            for (int i = 0; i < 3; i++) {
                assertThat(quota.ask(0, i, one)).isEqualTo(Quota.NONE);
                quota.begin(0, i, one);
            }
            assertThat(quota.ask(0, 3, one)).isZero();
            quota.lose(0, 4, one);
            assertThat(quota.underWay()).isEqualTo(2);
            assertThat(quota.ask(0, 4, one)).isEqualTo(Quota.NONE);
        }
    }

    /** Eight requests, and with a grace of a half four more: a cap of 12, or a debt of 4. */
    @Test
    void aGraceLetsMoreOfATurnPassWhateverTheKind() {
        Limit.Kind[] kinds = {
            new Limit.Kind.Anchored(4096), new Limit.Kind.Bucket(8), new Limit.Kind.Ticks(4096, 8)
        };
        for (Limit.Kind kind : kinds) {
            double cap = kind instanceof Limit.Kind.Bucket ? 8.0 / 4096 : 8;
            Limit limit =
                    new Limit("l", kind, Counts.REQUESTS, cap, 1, Limit.Refusal.CAP, false, true);
            Quota quota = new Quota(List.of(limit), 1);
            quota.setGrace(0, 0.5);
            Usage usage = new Usage();
            int first = 0;
            for (; quota.ask(0, 1, usage.asks(1, 0)) == Quota.NONE; first++) {
                quota.begin(0, 1, usage);
            }
            int more = 0;
            for (; quota.askGrace(0, 1, usage.asks(1, 0)) == Quota.NONE; more++) {
                quota.begin(0, 1, usage);
            }
            assertThat(first).as("%s", kind).isEqualTo(8);
            assertThat(more).as("%s", kind).isEqualTo(4);
        }
    }
}
