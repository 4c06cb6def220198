package headroom.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.workload.RetryPolicy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Clients that hold attempts back, against the definition and its fixed point. */
final class HoldBackTest {
    private static final double WINDOW_SECONDS = 120;

    /** Slots of all attempts and failures so far; counts those of the last ten slots. */
    private static final class Literal {
        private final List<Long> attempts = new ArrayList<>();
        private final List<Long> failures = new ArrayList<>();

        boolean holds(double now, double u, double factor) {
            long slot = slot(now);
            double n = count(attempts, slot);
            double accepted = Math.max(0, n - count(failures, slot));
            attempts.add(slot);
            return u < Math.max(0, (n - factor * accepted) / (n + 1));
        }

        private static long slot(double now) {
            return (long) (now / (WINDOW_SECONDS / 10));
        }

        private static long count(List<Long> slots, long now) {
            long count = 0;
            for (int i = slots.size() - 1; i >= 0 && slots.get(i) > now - 10; i--) {
                count++;
            }
            return count;
        }
    }

    @Test
    void agreesWithTheDefinition() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 40; run++) {
            double factor = 1 + 2 * random.nextDouble();
            HoldBack holdBack = new HoldBack(new RetryPolicy.Throttle(factor, WINDOW_SECONDS));
            Literal literal = new Literal();
            double now = 0;
            int held = 0;
            for (int i = 0; i < 1000; i++) {
                now += random.nextInt(100) == 0 ? 200 * random.nextDouble() : random.nextDouble();
                if (random.nextInt(3) > 0) {
                    double u = random.nextDouble();
                    boolean expected = literal.holds(now, u, factor);
                    assertThat(holdBack.holds(now, u)).isEqualTo(expected);
                    held += expected ? 1 : 0;
                } else {
                    holdBack.failed(now);
                    literal.failures.add(Literal.slot(now));
                }
            }
            assertThat(held).isBetween(1, 999);
        }
    }

    /** A service that accepts 10 of 100 attempts a second is sent K times that. */
    @Test
    void sendsAFixedMultipleOfWhatIsAccepted() {
        SplittableRandom random = new SplittableRandom(5);
        HoldBack holdBack = new HoldBack(new RetryPolicy.Throttle(2, WINDOW_SECONDS));
        int sent = 0;
        for (int second = 0; second < 4000; second++) {
            int accepted = 0;
            for (int i = 0; i < 100; i++) {
                double now = second + i / 100.0;
                boolean held = holdBack.holds(now, random.nextDouble());
                if (!held && second >= 1000) {
                    sent++;
                }
                if (held || ++accepted > 10) {
                    holdBack.failed(now);
                }
            }
        }
        assertThat(sent / 3000.0).isCloseTo(20, within(0.4));
    }
}
