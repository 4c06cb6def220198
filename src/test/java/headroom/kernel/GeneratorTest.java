package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import umontreal.ssj.rng.MRG32k3aL;
import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;

/**
 * The generator behind the named streams is that of L'Ecuyer 1999: validation case RNG-01 of the
 * shared data, streams 2^127 and substreams 2^76 apart.
 */
class GeneratorTest {
    private static void is(RandomStream stream, double exact) {
        assertThat(stream.nextDouble()).isCloseTo(exact, within(1e-12));
    }

    @Test
    void itsNumbersAreThoseOfTheRecurrence() {
        long[] seed = new long[6];
        Arrays.fill(seed, 12345);
        synchronized (Streams.class) {
            MRG32k3aL.setPackageSeed(seed);
            RandomStream first = new MRG32k3aL();
            RandomStream second = new MRG32k3aL();
            is(first, 0.12701112204657714);
            is(first, 0.3185275653967945);
            is(first, 0.3091860155832701);
            is(second, 0.7595818622487195);
            first.resetNextSubstream();
            is(first, 0.07939898979733462);
        }
    }
}
