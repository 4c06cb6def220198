package headroom.quota;

import static headroom.quota.NaiveWindow.PARTS;
import static headroom.quota.NaiveWindow.TICKS;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/** The usage windows against their definition, exactly, and at the instants where they turn. */
final class UsageWindowTest {
    private static final int ROUNDS = 80;
    private static final int USERS = 50;
    private static final int CALLS = 6400;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void agreesWithTheListOfAllUses(boolean anchored) {
        long refused = 0;
        long admitted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Walk walk = new Walk(anchored, new Streams(1, round).of("windows"));
            walk.run();
            refused += walk.refused;
            admitted += walk.admitted;
        }
        assertThat(Math.min(refused, admitted)).isGreaterThan(ROUNDS * CALLS / 10);
    }

    @Test
    void anAnchoredWindowWaitsForItsFirstUse() {
        AnchoredWindow window = new AnchoredWindow(2, 10, 1);
        assertThat(window.admits(0, 3, 0, 1)).isTrue();
        assertThat(window.usedShare(0, 3, 1)).isZero();
        window.begin(0, 3, 0, 1);
        window.charge(0, 7, 1, 1);
        assertThat(window.admits(0, 7, 0, 1)).as("at the cap").isFalse();
        assertThat(window.admits(0, 7, 0, Math.nextUp(1.0))).as("below it").isTrue();
        assertThat(window.admits(1, 7, 0, 1)).as("another user").isTrue();
        assertThat(window.opensSeconds(0, 7, 0, 1)).isEqualTo(13);
        assertThat(window.admits(0, Math.nextDown(13.0), 0, 1)).isFalse();
        assertThat(window.admits(0, 13, 0, 1)).as("at the reset").isTrue();
        window.charge(0, 20, 0.5, 1);
        assertThat(window.opensSeconds(0, 20, 0, 0.5)).as("anchored anew").isEqualTo(30);
    }

    @Test
    void aPhasedWindowTurnsUsedOrNot() {
        PhasedWindow window = new PhasedWindow(1, 10, 1);
        window.startWith(0, -7, 1);
        assertThat(window.admits(0, Math.nextDown(3.0), 0, 1)).isFalse();
        assertThat(window.admits(0, 3, 0, 1)).isTrue();
        window.charge(0, 35, 2, 1);
        assertThat(window.admits(0, 35, 0, 2)).isFalse();
        assertThat(window.opensSeconds(0, 35, 0, 2)).isEqualTo(43);
        assertThat(window.usedShare(0, Math.nextDown(43.0), 1)).isEqualTo(2);
        assertThat(window.usedShare(0, 43, 1)).isZero();
    }

    /** A window begun before a reset of all ends there; one begun at that instant does not. */
    @Test
    void aResetEndsTheWindowsBegunBefore() {
        AnchoredWindow anchored = new AnchoredWindow(2, 10, 1);
        anchored.charge(0, 3, 1, 1);
        anchored.reset(5);
        assertThat(anchored.admits(0, 5, 0, 1)).isTrue();
        assertThat(anchored.usedShare(0, 5, 1)).isZero();
        anchored.charge(0, 5, 1, 1);
        assertThat(anchored.opensSeconds(0, 5, 0, 1)).as("begun anew").isEqualTo(15);
        PhasedWindow phased = new PhasedWindow(2, 10, 1);
        phased.startWith(0, -7, 1);
        phased.startWith(1, -7, 1);
        phased.reset(1);
        assertThat(phased.usedShare(0, 1, 1)).isZero();
        phased.charge(1, 2, 1, 1);
        assertThat(phased.opensSeconds(1, 2, 0, 1)).as("the phase stays").isEqualTo(3);
        phased.reset(2.5);
        assertThat(phased.admits(1, 2.5, 0, 1)).as("a second reset").isTrue();
    }

    /**
     * The weeks of a run begin at arbitrary doubles, where start + length rounds: whoever comes
     * back at the very instant of the reset opens one window and what is charged then stays.
     */
    @Test
    void whatIsChargedAtTheResetStays() {
        FastStream random = new Streams(2, 0).of("phases");
        for (int user = 0; user < 20_000; user++) {
            PhasedWindow window = new PhasedWindow(1, Quota.WEEK_SECONDS, 1);
            double start = -random.nextDouble() * Quota.WEEK_SECONDS;
            window.startWith(0, start, 1);
            double end = start + Quota.WEEK_SECONDS;
            for (int week = 0; week < 4; week++) {
                double reset = end + random.nextInt(0, 3) * Quota.WEEK_SECONDS;
                window.charge(0, reset, 1, 1);
                assertThat(window.admits(0, reset, 0, 1)).isFalse();
                end = window.opensSeconds(0, reset, 0, 1);
                assertThat(end).isGreaterThan(reset);
                assertThat(window.usedShare(0, reset, 1)).isEqualTo(1);
            }
        }
    }

    /** Random calls to one window and to its definition. */
    private static final class Walk {
        private final FastStream random;
        private final Meter window;
        private final NaiveWindow[] naive = new NaiveWindow[USERS];
        private final long length;
        private long tick;
        private long refused;
        private long admitted;

        Walk(boolean anchored, FastStream random) {
            this.random = random;
            length = random.nextInt(1, 20_000);
            AnchoredWindow one = new AnchoredWindow(USERS, length / TICKS, 1);
            PhasedWindow other = new PhasedWindow(USERS, length / TICKS, 1);
            for (int user = 0; user < USERS; user++) {
                long start = -random.nextInt(0, (int) length - 1);
                long used = random.nextInt(0, 100);
                one.startWith(user, start / TICKS, used / PARTS);
                other.startWith(user, start / TICKS, used / PARTS);
                naive[user] = new NaiveWindow(anchored, length, start, used);
            }
            window = anchored ? one : other;
        }

        void run() {
            for (int call = 0; call < CALLS; call++) {
                int user = random.nextInt(0, USERS - 1);
                tick += step(naive[user]);
                switch (random.nextInt(0, 3)) {
                    case 0 -> charge(user);
                    case 1 -> open(user);
                    default -> ask(user);
                }
            }
        }

        /** Ticks to the next call: often none, often to a reset or one tick beside it. */
        private long step(NaiveWindow of) {
            int small = 1 + (int) (length / (8 * USERS));
            long toReset = of.start(tick) + length - tick;
            long step =
                    switch (random.nextInt(0, 199)) {
                        case 0 -> toReset;
                        case 1 -> toReset - 1;
                        case 2 -> toReset + 1;
                        case 3 -> random.nextInt(0, (int) (5 * length));
                        default -> random.nextInt(0, 3) / 3 * random.nextInt(0, small);
                    };
            return Math.max(0, step);
        }

        private void charge(int user) {
            long parts = random.nextInt(0, 20);
            window.charge(user, tick / TICKS, parts / PARTS, 1);
            naive[user].use(tick, parts);
        }

        private void open(int user) {
            window.begin(user, tick / TICKS, 0, 1);
            naive[user].use(tick, 0);
        }

        private void ask(int user) {
            long used = naive[user].used(tick);
            assertThat(window.usedShare(user, tick / TICKS, 1)).isEqualTo(used / PARTS);
            long[] caps = {1, 30, used - 1, used, used + 1};
            long cap = caps[random.nextInt(0, caps.length - 1)];
            boolean admits = window.admits(user, tick / TICKS, 0, cap / PARTS);
            assertThat(admits)
                    .as("user %d at tick %d of %s", user, tick, Arrays.toString(caps))
                    .isEqualTo(naive[user].admits(tick, cap));
            if (admits) {
                admitted++;
                return;
            }
            refused++;
            long reset = naive[user].start(tick) + length;
            double opens = window.opensSeconds(user, tick / TICKS, 0, cap / PARTS);
            assertThat(opens).isEqualTo(reset / TICKS);
        }
    }
}
