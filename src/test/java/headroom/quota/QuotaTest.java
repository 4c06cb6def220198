package headroom.quota;

import static headroom.quota.NaiveWindow.PARTS;
import static headroom.quota.NaiveWindow.TICKS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** The meters of a tier together: nested, asked in order, and charged only when all admit. */
final class QuotaTest {
    private static final double NONE = Double.POSITIVE_INFINITY;

    @Test
    void randomTermsAgreeWithTheirDefinition() {
        Map<String, Integer> answers = new TreeMap<>();
        for (int round = 0; round < 400; round++) {
            Walk walk = new Walk(new Streams(11, round).of("quota"));
            walk.run(answers);
        }
        assertThat(answers).containsKeys(Terms.NAMES.toArray(new String[0])).containsKey("");
        answers.forEach((limit, n) -> assertThat(n).as(limit).isGreaterThan(500));
    }

    @Test
    void theFirstMeterInTheWayAnswers() {
        NamedQuota quota = new NamedQuota(new Terms(1, 1, false, 1.0 / 64, 1.0 / 64, 1.0 / 64), 1);
        assertThat(quota.ask(0, 0, 1, 1)).isEmpty();
        quota.begin(0, 0, 1, 1);
        assertThat(quota.ask(0, 0, 1, 1)).isEqualTo("requests");
        assertThat(quota.ask(0, 64, 2, 1)).as("a full bucket is enough").isEmpty();
        quota.endOutput(0, 64, 1, 1);
        assertThat(quota.ask(0, 64, 1, 1)).isEqualTo("outputTokens");
        quota.begin(0, 128, 2, 1);
        assertThat(quota.ask(0, 192, 1, 1)).as("in debt").isEqualTo("inputTokens");
        quota.end(0, 192, 1, 0.5);
        assertThat(quota.ask(0, 192, 1, 1)).as("peak factor: not the week").isEqualTo("weekly");
        quota.end(0, 192, 0.5, 1);
        assertThat(quota.ask(0, 192, 1, 1)).isEqualTo("fiveHour");
        assertThat(quota.capped(0, 192, 1)).isTrue();
        assertThat(quota.capped(0, 18_192, 1)).as("the week").isTrue();
        NamedQuota rates = new NamedQuota(new Terms(NONE, NONE, true, 1.0 / 64, 1, 1), 1);
        assertThat(rates.capped(0, 0, 1)).as("none in the way").isFalse();
        rates.begin(0, 0, 1, 1);
        assertThat(rates.capped(0, 0, 1)).as("a rate limit").isFalse();
    }

    /** Caps on both windows: open again when the later of the two is reset. */
    @Test
    void reopensWhenTheLastCapInTheWayIsReset() {
        NamedQuota quota = new NamedQuota(new Terms(8, 16, false, NONE, NONE, NONE), 1);
        quota.startWeek(0, 3600 - Quota.WEEK_SECONDS, 0);
        quota.begin(0, 0, 1, 1);
        quota.end(0, 10, 8, 1);
        assertThat(quota.reopensSeconds(0, 10, 1)).as("five hours").isEqualTo(18_000);
        assertThat(quota.reopensSeconds(0, 10, 2)).as("higher caps").isEqualTo(10);
        quota.end(0, 20, 8, 1);
        assertThat(quota.reopensSeconds(0, 20, 1)).as("both").isEqualTo(18_000);
        assertThat(quota.reopensSeconds(0, 3600, 1)).as("the week is over").isEqualTo(18_000);
        assertThat(quota.reopensSeconds(0, 18_000, 1)).isEqualTo(18_000);
        NamedQuota late = new NamedQuota(new Terms(8, 16, false, NONE, NONE, NONE), 1);
        late.startWeek(0, 0, 16);
        late.end(0, 5, 8, 1);
        assertThat(late.reopensSeconds(0, 5, 1)).as("a week").isEqualTo(Quota.WEEK_SECONDS);
    }

    @Test
    void aPeakFactorCountsWithinFiveHoursOnly() {
        NamedQuota quota = new NamedQuota(new Terms(8, 8, true, NONE, NONE, NONE), 1);
        quota.end(0, 0, 3, 2);
        assertThat(quota.usedShare(0, 0, 1)).isEqualTo(0.75);
        assertThat(quota.usedShare(0, 18_000, 1)).as("the week alone").isEqualTo(0.375);
        assertThat(quota.usedShare(0, 18_000, 0.5)).isEqualTo(0.75);
    }

    /** It would stand in everybody's way: no comparison with it holds. */
    @Test
    void usageThatIsNoNumberIsRefused() {
        NamedQuota quota = new NamedQuota(new Terms(8, 8, false, NONE, NONE, NONE), 1);
        assertThatThrownBy(() -> quota.startWeek(0, 0, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weekly: NaN used");
    }

    @Test
    void withoutLimitsNothingStandsInTheWay() {
        NamedQuota quota = new NamedQuota(new Terms(NONE, NONE, true, NONE, NONE, NONE), 1);
        for (int i = 0; i < 100; i++) {
            quota.begin(0, i, 1_000_000, 0.01);
            quota.end(0, i, 1e12, 5);
            quota.endOutput(0, i, 1_000_000, 0.01);
            assertThat(quota.ask(0, i, 1_000_000, 0.01)).isEmpty();
        }
        assertThat(quota.reopensSeconds(0, 7, 1)).isEqualTo(7);
        assertThat(quota.retrySeconds(0, 7, 1, 1)).isZero();
        assertThat(quota.usedShare(0, 7, 1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void aLimitOfZeroIsRefused(double bad) {
        for (int i = 0; i < 5; i++) {
            double[] caps = {NONE, NONE, NONE, NONE, NONE};
            caps[i] = bad;
            Terms terms = new Terms(caps[0], caps[1], true, caps[2], caps[3], caps[4]);
            assertThatThrownBy(terms::limits)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Terms.NAMES.get(i));
        }
        assertThatThrownBy(
                        () -> new NamedQuota(new Terms(1, 1, true, 1, 1, 1), 1).ask(0, 0, 1, bad))
                .hasMessageContaining("scaled by");
    }

    /** A request under way: what it will cost when it ends. */
    private record Running(int user, long parts, int peakFactor, int outputTokens) {}

    /** A random day of a few users, against the definition and against a twin never asked. */
    private static final class Walk {
        private static final int USERS = 4;
        private static final int CALLS = 800;

        private final FastStream random;
        private final Terms terms;
        private final NamedQuota quota;
        /** Has the same charges, and is asked a tenth as often. */
        private final NamedQuota twin;

        private final NaiveQuota[] naive = new NaiveQuota[USERS];
        private final Deque<Running> running = new ArrayDeque<>();
        private long tick;
        private double scale = 1;

        Walk(FastStream random) {
            this.random = random;
            terms = new Terms(
                    limit(random.nextInt(1, 40) / 4.0),
                    limit(random.nextInt(1, 200) / 4.0),
                    random.nextInt(0, 1) == 0,
                    limit(Math.scalb(1.0, random.nextInt(-7, -2))),
                    limit(Math.scalb(1.0, random.nextInt(-4, 2))),
                    limit(Math.scalb(1.0, random.nextInt(-4, 2))));
            quota = new NamedQuota(terms, USERS);
            twin = new NamedQuota(terms, USERS);
            for (int user = 0; user < USERS; user++) {
                long start = -random.nextInt(0, 604_800 * 1024 - 1);
                long used = random.nextInt(0, 400);
                quota.startWeek(user, start / TICKS, used / PARTS);
                twin.startWeek(user, start / TICKS, used / PARTS);
                naive[user] = new NaiveQuota(terms, start, used);
            }
        }

        private double limit(double value) {
            return random.nextInt(0, 2) > 0 ? value : NONE;
        }

        void run(Map<String, Integer> answers) {
            for (int call = 0; call < CALLS; call++) {
                tick += step();
                if (random.nextInt(0, 49) == 0) {
                    scale = Math.scalb(1.0, random.nextInt(-2, 1));
                    for (NaiveQuota one : naive) {
                        one.scaled(tick, scale);
                    }
                }
                if (running.size() > 3 || !running.isEmpty() && random.nextInt(0, 4) == 0) {
                    end(running.remove());
                } else {
                    answers.merge(ask(random.nextInt(0, USERS - 1)), 1, Integer::sum);
                }
            }
        }

        private long step() {
            return switch (random.nextInt(0, 9)) {
                case 0, 1, 2 -> 0;
                case 3 -> random.nextInt(0, 3600 * 1024);
                default -> random.nextInt(0, 20 * 1024);
            };
        }

        private void end(Running one) {
            for (NamedQuota each : new NamedQuota[] {quota, twin}) {
                each.end(one.user, tick / TICKS, one.parts / PARTS, one.peakFactor);
                each.endOutput(one.user, tick / TICKS, one.outputTokens, scale);
            }
            naive[one.user].end(tick, one.parts, one.peakFactor, one.outputTokens);
        }

        private String ask(int user) {
            double now = tick / TICKS;
            int tokens = random.nextInt(0, 20);
            String expected = naive[user].ask(tick, tokens);
            assertThat(quota.ask(user, now, tokens, scale)).as("%s", terms).isEqualTo(expected);
            double share = naive[user].usedShare(tick);
            assertThat(quota.usedShare(user, now, scale)).isEqualTo(share);
            double wait = naive[user].retrySeconds(tick, tokens);
            assertThat(quota.retrySeconds(user, now, tokens, scale)).isEqualTo(wait);
            double reopens = quota.reopensSeconds(user, now, scale);
            assertThat(reopens).isEqualTo(naive[user].reopens(tick) / TICKS);
            if (random.nextInt(0, 9) == 0) {
                assertThat(twin.ask(user, now, tokens, scale)).isEqualTo(expected);
            }
            if (expected.isEmpty()) {
                begin(user, tokens);
            } else if (isCap(expected)) {
                waitForReset(user, reopens);
            } else if (random.nextInt(0, 1) == 0) {
                tick += (long) (wait * TICKS);
                String then = quota.ask(user, now + wait, tokens, scale);
                assertThat(isCap(then) || then.isEmpty()).as("after the wait").isTrue();
            }
            return expected;
        }

        private static boolean isCap(String limit) {
            return limit.equals("fiveHour") || limit.equals("weekly");
        }

        private void begin(int user, int tokens) {
            quota.begin(user, tick / TICKS, tokens, scale);
            twin.begin(user, tick / TICKS, tokens, scale);
            naive[user].begin(tick, tokens);
            running.add(new Running(
                    user, random.nextInt(0, 60), random.nextInt(1, 3), random.nextInt(0, 100)));
        }

        private void waitForReset(int user, double reopens) {
            assertThat(reopens).isGreaterThan(tick / TICKS);
            if (random.nextInt(0, 3) == 0) {
                assertThat(quota.capped(user, Math.nextDown(reopens), scale)).isTrue();
                assertThat(quota.capped(user, reopens, scale)).isFalse();
                tick = (long) (reopens * TICKS);
            }
        }
    }
}
