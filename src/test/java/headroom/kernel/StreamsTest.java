package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import umontreal.ssj.rng.RandomStream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

final class StreamsTest {
    private static final double ALPHA = 1e-6;

    @Test
    void equalsTheJdksGeneratorFromTheSameState() {
        // bytes below 0x80 only: JDK 17 extends the sign of a seed's bytes when it packs them
        long[] state = {0x0123456701234567L, 0x7f00112233445566L, 0x76543210L, 42L};
        ByteBuffer seed = ByteBuffer.allocate(32);
        Arrays.stream(state).forEach(seed::putLong);
        RandomGenerator jdk = RandomGeneratorFactory.of("L64X128MixRandom").create(seed.array());
        FastStream ours = new FastStream(state);
        for (int i = 0; i < 100_000; i++) {
            assertThat(ours.nextLong()).isEqualTo(jdk.nextLong());
        }
    }

    @Test
    void aStreamDoesNotDependOnWhatWasBuiltBefore() {
        long[] alone = draw(new Streams(7, 3).of("b"), 100);
        Streams streams = new Streams(7, 3);
        streams.of("a").nextLong();
        streams.ssj("b").nextDouble();
        FastStream again = streams.of("b");
        streams.of("c").nextLong();
        assertThat(draw(again, 100)).isEqualTo(alone);
        assertThat(draw(streams.of("b"), 100)).isEqualTo(alone);
    }

    @Test
    void theHashIsFixedForever() {
        // A change of these changes every result: it belongs on top of the change log.
        assertThat(new Streams(1, 0).of("demand.pro.sessions").nextLong())
                .isEqualTo(-3664999884333159171L);
        assertThat(new Streams(1, 0).ssj("demand.pro.sessions").nextDouble())
                .isEqualTo(0.016661380758873932);
    }

    @Test
    void seedReplicationNameAndGeneratorAllMatter() {
        Set<Long> firsts = new HashSet<>();
        for (long seed : new long[] {0, 1, 2, -1, 1L << 32, 1L << 63}) {
            for (int replication = 0; replication < 20; replication++) {
                for (String name : List.of("a", "b", "ab", "a.b", "b.a", "ä", " ", "a ")) {
                    firsts.add(new Streams(seed, replication).of(name).nextLong());
                }
            }
        }
        assertThat(firsts).hasSize(6 * 20 * 8);
    }

    @Test
    void childrenArePathsOfNames() {
        Streams streams = new Streams(5, 0);
        long[] direct = draw(streams.of("cell.3.think"), 10);
        assertThat(draw(streams.child("cell").child("3").of("think"), 10)).isEqualTo(direct);
        assertThat(draw(streams.child("cell.3").of("think"), 10)).isEqualTo(direct);
        assertThat(draw(streams.of("think"), 10)).isNotEqualTo(direct);
    }

    @Test
    void noTwoOfManyNamesShareAStart() {
        Streams streams = new Streams(0, 0);
        Set<Long> firsts = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            firsts.add(streams.of("user." + i).nextLong());
        }
        assertThat(firsts).hasSize(100_000);
    }

    @Test
    void streamsAreEqualOnEveryThread() throws Exception {
        long[] expected = draw(new Streams(9, 1).of("x"), 1000);
        double[] expectedSsj = draws(new Streams(9, 1).ssj("x"), 1000);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> equal = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> {
                        Streams streams = new Streams(9, 1);
                        return Arrays.equals(draw(streams.of("x"), 1000), expected)
                                && Arrays.equals(draws(streams.ssj("x"), 1000), expectedSsj);
                    }))
                    .toList();
            for (Future<Boolean> one : equal) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "ssj"})
    void drawsAreUniformAndSoAreTheStartsOfNeighbours(String kind) {
        Streams streams = new Streams(2024, 0);
        RandomStream one = kind.equals("fast") ? streams.of("u") : streams.ssj("u");
        uniform(draws(one, 1_000_000));
        double[] firsts = IntStream.range(0, 50_000)
                .mapToDouble(i -> {
                    Streams replication = new Streams(2024, i);
                    boolean fast = kind.equals("fast");
                    RandomStream stream = fast ? replication.of("u") : replication.ssj("u");
                    return stream.nextDouble();
                })
                .toArray();
        uniform(firsts);
    }

    @Test
    void consecutiveDrawsAreIndependentInPairs() {
        FastStream stream = new Streams(1, 1).of("pairs");
        long[] counts = new long[32 * 32];
        for (int i = 0; i < 1_000_000; i++) {
            counts[32 * stream.nextInt(0, 31) + stream.nextInt(0, 31)]++;
        }
        accept(counts);
    }

    @Test
    void integersCoverTheirRangeEvenly() {
        FastStream stream = new Streams(1, 1).of("integers");
        long[] counts = new long[7];
        for (int i = 0; i < 700_000; i++) {
            counts[stream.nextInt(-3, 3) + 3]++;
        }
        accept(counts);
        assertThat(stream.nextInt(5, 5)).isEqualTo(5);
        long low = 0;
        for (int i = 0; i < 1000; i++) {
            low += stream.nextInt(Integer.MIN_VALUE, Integer.MAX_VALUE) < 0 ? 1 : 0;
        }
        assertThat(low).isBetween(400L, 600L);
        assertThatThrownBy(() -> stream.nextInt(1, 0)).hasMessageContaining("1 to 0");
    }

    @Test
    void theIntervalIsOpen() {
        double smallest = (0L + 0.5) * 0x1.0p-52;
        double largest = ((-1L >>> 12) + 0.5) * 0x1.0p-52;
        assertThat(smallest).isEqualTo(0x1.0p-53).isPositive();
        assertThat(largest).isEqualTo(1.0 - 0x1.0p-53).isLessThan(1.0);
        // the state whose output is zero: mix(0) = 0
        FastStream zero = new FastStream(new long[] {1, -5, 5, 9});
        assertThat(zero.nextDouble()).isEqualTo(smallest);
    }

    @Test
    void aStateOfZerosIsLeft() {
        FastStream stream = new FastStream(new long[4]);
        assertThat(draw(stream, 1000)).doesNotHaveDuplicates();
    }

    @Test
    void resetsRepeatAndSubstreamsDiffer() {
        FastStream stream = new Streams(1, 0).of("s");
        long[] zeroth = draw(stream, 10);
        stream.resetNextSubstream();
        long[] first = draw(stream, 10);
        stream.resetNextSubstream();
        long[] second = draw(stream, 10);
        stream.resetStartSubstream();
        assertThat(draw(stream, 10)).isEqualTo(second);
        stream.resetStartStream();
        assertThat(draw(stream, 10)).isEqualTo(zeroth);
        stream.resetNextSubstream();
        assertThat(draw(stream, 10)).isEqualTo(first).isNotEqualTo(zeroth).isNotEqualTo(second);
    }

    @Test
    void arraysAreFilledAsByRepeatedDraws() {
        Streams streams = new Streams(1, 0);
        double[] values = new double[6];
        streams.of("x").nextArrayOfDouble(values, 2, 3);
        assertThat(values[1]).isZero();
        assertThat(values[5]).isZero();
        assertThat(Arrays.copyOfRange(values, 2, 5)).isEqualTo(draws(streams.of("x"), 3));
        int[] integers = new int[4];
        streams.of("x").nextArrayOfInt(10, 20, integers, 1, 2);
        FastStream again = streams.of("x");
        assertThat(integers)
                .isEqualTo(new int[] {0, again.nextInt(10, 20), again.nextInt(10, 20), 0});
    }

    @Test
    void aStreamNeedsANameAndAReplication() {
        assertThatThrownBy(() -> new Streams(1, 0).of("")).hasMessageContaining("name");
        assertThatThrownBy(() -> new Streams(1, -1)).hasMessageContaining("-1");
    }

    private static void uniform(double[] values) {
        long[] counts = new long[1000];
        for (double value : values) {
            assertThat(value).isGreaterThan(0.0).isLessThan(1.0);
            counts[(int) (value * counts.length)]++;
        }
        accept(counts);
    }

    private static void accept(long[] counts) {
        double[] expected = new double[counts.length];
        Arrays.fill(expected, Arrays.stream(counts).sum() / (double) counts.length);
        double p = new ChiSquareTest().chiSquareTest(expected, counts);
        // a fit too good is as suspect as one too bad
        assertThat(p).isBetween(ALPHA / 2, 1 - ALPHA / 2);
    }

    private static long[] draw(FastStream stream, int count) {
        long[] values = new long[count];
        Arrays.setAll(values, i -> stream.nextLong());
        return values;
    }

    private static double[] draws(RandomStream stream, int count) {
        double[] values = new double[count];
        stream.nextArrayOfDouble(values, 0, count);
        return values;
    }
}
