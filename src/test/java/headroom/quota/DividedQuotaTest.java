package headroom.quota;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A user with a part of its limits is one whose limits are that much smaller. */
class DividedQuotaTest {
    private static final double PART = 0.25;

    private static List<Limit> limits(double part) {
        return List.of(
                limit("window", new Limit.Kind.Anchored(300), Counts.CREDITS, 40 * part),
                limit("phased", new Limit.Kind.Phased(1000), Counts.CREDITS, 120 * part),
                limit("bucket", new Limit.Kind.Bucket(16 * part), Counts.REQUESTS, 0.5 * part));
    }

    private static Limit limit(String name, Limit.Kind kind, Counts counts, double cap) {
        Limit.Refusal refusal =
                name.equals("bucket") ? Limit.Refusal.RATE_LIMIT : Limit.Refusal.CAP;
        return new Limit(name, kind, counts, cap, 1, refusal, false, true);
    }

    @Test
    void itsPartIsExact() {
        Quota divided = new Quota(limits(1), 3);
        divided.divide(1, 1, PART);
        Quota small = new Quota(limits(PART), 3);
        Quota whole = new Quota(limits(1), 3);
        FastStream random = new Streams(3, 0).of("calls");
        Usage usage = new Usage();
        int[] refused = new int[4];
        double now = 0;
        for (int call = 0; call < 200_000; call++) {
            // dyadic numbers, so that scaled and plain arithmetic agree to the bit
            now += random.nextInt(0, 64) / 32.0;
            int user = random.nextInt(0, 2);
            Quota other = user == 1 ? small : whole;
            int limit = divided.ask(user, now, usage.asks(1, 0));
            assertThat(limit).isEqualTo(other.ask(user, now, usage.asks(1, 0)));
            assertThat(divided.reopensSeconds(user, now, usage))
                    .isEqualTo(other.reopensSeconds(user, now, usage));
            refused[limit + 1] += user == 1 ? 1 : 0;
            if (limit == Quota.NONE) {
                double credits = random.nextInt(0, 16) / 8.0;
                for (Quota quota : List.of(divided, other)) {
                    quota.begin(user, now, usage.asks(1, 0));
                    quota.end(user, now, usage.asks(1, 0).ends(1, credits, 0));
                }
            }
        }
        for (int count : refused) {
            assertThat(count).isGreaterThan(500);
        }
    }
}
