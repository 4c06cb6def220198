package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Numbers by name: those of a known generator, and as uniform across names as along one. */
final class KeyedTest {
    private static final double ALPHA = 1e-6;
    private static final int CELLS = 64;

    private final Keyed keyed = new Streams(2026, 0).keyed("dialogue");

    @Test
    void theNumbersOfAKeyAreThoseOfTheJdksGeneratorFromThere() {
        for (long who : new long[] {0, 1, -1, 5L << 32 | 3}) {
            long key = keyed.key(who);
            SplittableRandom jdk = new SplittableRandom(key);
            for (int i = 0; i < 10_000; i++) {
                assertThat(Keyed.number(key, i)).isEqualTo(jdk.nextLong());
            }
        }
    }

    @Test
    void theyAreFixedForever() {
        // A change of these changes every result: it belongs on top of the change log.
        assertThat(Keyed.uniform(keyed.key(7L << 32 | 2), 3)).isEqualTo(0.5212218352665364);
    }

    @Test
    void noTwoEntitiesShareAKey() {
        Set<Long> keys = new HashSet<>();
        for (long user = 0; user < 1_000; user++) {
            for (long number = 0; number < 200; number++) {
                keys.add(keyed.key(user << 32 | number));
                keys.add(keyed.key(user << 32 | 0xFFFF_FFFFL - number));
            }
        }
        assertThat(keys).hasSize(1_000 * 400);
    }

    @Test
    void allIsInsideTheOpenInterval() {
        assertThat(FastStream.unit(0)).isEqualTo(0x1.0p-53);
        assertThat(FastStream.unit(-1)).isEqualTo(1 - 0x1.0p-53);
    }

    /** What differs from one number to the next. */
    enum Along {
        USERS,
        SESSIONS,
        STEPS,
        REQUESTS,
        PURPOSES,
        REPLICATIONS
    }

    private double at(Along along, int i) {
        return switch (along) {
            case USERS -> Keyed.uniform(keyed.key((long) i << 32 | 17), 1);
            case SESSIONS -> Keyed.uniform(keyed.key(23L << 32 | i), 1);
            case STEPS -> Keyed.uniform(keyed.key(23L << 32 | 5), (long) i << 4);
            case REQUESTS -> Keyed.uniform(keyed.key(23L << 32 | 5), (long) i << 36);
            case PURPOSES -> Keyed.uniform(keyed.key(23L << 32 | i / 16), i % 16);
            case REPLICATIONS -> {
                // a hash for each: fewer of them, many numbers of each
                Keyed other = new Streams(2026, i / 1_000).keyed("dialogue");
                yield Keyed.uniform(other.key(23L << 32 | 5), i % 1_000);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Along.class)
    void neighboursAreIndependentAndUniform(Along along) {
        int pairs = 200_000;
        long[] counts = new long[CELLS * CELLS];
        double last = at(along, 0);
        for (int i = 1; i <= 2 * pairs; i++) {
            double next = at(along, i);
            if (i % 2 == 1) {
                counts[(int) (last * CELLS) * CELLS + (int) (next * CELLS)]++;
            }
            last = next;
        }
        double[] expected = new double[CELLS * CELLS];
        Arrays.fill(expected, (double) pairs / expected.length);
        double p = new ChiSquareTest().chiSquareTest(expected, counts);
        assertThat(p).isBetween(ALPHA, 1 - ALPHA);
    }
}
