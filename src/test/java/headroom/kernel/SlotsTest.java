package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Few and many slots against a queue that sorts, with ties. */
final class SlotsTest {
    private record Instant(double seconds, long order, int slot) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 2_048, 2_049, 220_000})
    void theyAreTakenInOrderAndNoSlotIsGivenTwice(int expected) {
        Slots slots = new Slots(expected, (ids, count) -> {});
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
                int slot = slots.add(seconds);
                assertThat(taken.get(slot)).isFalse();
                taken.set(slot);
                naive.add(new Instant(seconds, i, slot));
            } else {
                Instant first = naive.remove();
                assertThat(slots.firstSeconds()).isEqualTo(first.seconds());
                assertThat(slots.take()).isEqualTo(first.slot());
                taken.clear(first.slot());
                now = first.seconds();
            }
            assertThat(slots.size()).isEqualTo(naive.size());
        }
        assertThat(taken.length()).isLessThan(20_000);
    }
}
