package headroom.quota;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tiers that share a limit are one tier, as far as that limit goes. */
final class CommonMetersTest {
    private static final int USERS = 3;
    private static final double DAYS_SECONDS = 20 * 86_400;

    static Stream<Limit.Kind> kinds() {
        Calendar days = Calendar.over(
                Calendar.Period.DAY,
                ZoneId.of("Europe/Berlin"),
                Instant.parse("2026-03-20T00:00:00Z"),
                DAYS_SECONDS);
        return Stream.of(
                new Limit.Kind.Anchored(3600),
                new Limit.Kind.Phased(5000),
                new Limit.Kind.CalendarPeriod(days),
                new Limit.Kind.SlidingLog(1800, 64),
                new Limit.Kind.SlidingCounter(2000),
                new Limit.Kind.Bucket(9),
                new Limit.Kind.Ticks(40, 9),
                new Limit.Kind.AtOnce());
    }

    private static Limit limit(Limit.Kind kind, int sharing) {
        boolean places = kind instanceof Limit.Kind.AtOnce;
        boolean days = kind instanceof Limit.Kind.CalendarPeriod;
        double cap = kind instanceof Limit.Kind.Bucket ? 0.02 : places ? 3 : days ? 900 : 25;
        return new Limit(
                "l",
                kind,
                places ? Counts.REQUESTS : Counts.OUTPUT_TOKENS,
                cap,
                sharing,
                places ? Limit.Refusal.RATE_LIMIT : Limit.Refusal.CAP,
                false,
                true);
    }

    /** A request under way: of which tier and user, and its answer. */
    private record UnderWay(int tier, int user, int output) {}

    @ParameterizedTest
    @MethodSource("kinds")
    void twoTiersAreAsOne(Limit.Kind kind) {
        CommonMeters common = new CommonMeters();
        List<Limit> shared = List.of(limit(kind, Limit.ALL_TIERS));
        List<Quota> tiers =
                List.of(new Quota(shared, USERS, common), new Quota(shared, USERS, common));
        Quota one = new Quota(List.of(limit(kind, Limit.EVERYBODY)), 2 * USERS);
        FastStream random = new Streams(5, 0).of("calls");
        List<UnderWay> underWay = new ArrayList<>();
        Usage usage = new Usage();
        int refused = 0;
        double now = 0;
        for (int call = 0; call < 100_000; call++) {
            now += 16 * random.nextDouble();
            int tier = random.nextInt(0, 1);
            int user = random.nextInt(0, USERS - 1);
            Quota mine = tiers.get(tier);
            int both = tier * USERS + user;
            usage.asks(10, 0);
            int limit = mine.ask(user, now, usage);
            assertThat(limit).isEqualTo(one.ask(both, now, usage));
            assertThat(mine.reopensSeconds(user, now, usage))
                    .isEqualTo(one.reopensSeconds(both, now, usage));
            if (limit == Quota.NONE) {
                mine.begin(user, now, usage);
                one.begin(both, now, usage);
                underWay.add(new UnderWay(tier, user, random.nextInt(1, 4)));
            } else {
                refused++;
            }
            if (!underWay.isEmpty() && (limit != Quota.NONE || underWay.size() > 3)) {
                UnderWay over = underWay.remove(random.nextInt(0, underWay.size() - 1));
                usage.asks(10, 0).ends(over.output, 0, 0);
                tiers.get(over.tier).end(over.user, now, usage);
                one.end(over.tier * USERS + over.user, now, usage);
            }
        }
        assertThat(refused).isBetween(1000, 99_000);
    }
}
