package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Few and many places against a queue that sorts, with ties. */
final class PlacedInstantsTest {
    private record Instant(double seconds, long order, int place) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 2_048, 2_049, 220_000})
    void theyAreTakenInOrderAndNoPlaceIsGivenTwice(int expected) {
        PlacedInstants pending = new PlacedInstants(expected, (ids, count) -> {});
        PriorityQueue<Instant> naive = new PriorityQueue<>(
                Comparator.comparingDouble(Instant::seconds).thenComparingLong(Instant::order));
        BitSet taken = new BitSet();
        SplittableRandom random = new SplittableRandom(expected);
        double now = 0;
        for (int i = 0; i < 40_000; i++) {
            boolean adds = naive.isEmpty() || random.nextInt(i < 20_000 ? 3 : 5) < 2;
            if (adds) {
                // whole now and then, so that several fall on one instant
                double ahead = -Math.log(1 - random.nextDouble()) * 5;
                double seconds = i % 4 == 0 ? Math.ceil(now + ahead) : now + ahead;
                int place = pending.add(seconds);
                assertThat(taken.get(place)).isFalse();
                taken.set(place);
                naive.add(new Instant(seconds, i, place));
            } else {
                Instant first = naive.remove();
                assertThat(pending.firstSeconds()).isEqualTo(first.seconds());
                assertThat(pending.take()).isEqualTo(first.place());
                taken.clear(first.place());
                now = first.seconds();
            }
            assertThat(pending.size()).isEqualTo(naive.size());
        }
        assertThat(taken.length()).isLessThan(20_000);
    }
}
