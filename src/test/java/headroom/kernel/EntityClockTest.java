package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.Random;
import java.util.TreeMap;

final class EntityClockTest {
    private record Entry(int id, double time, Rank rank, long order) {}

    /** Against a sorted map, with many ties, over random starts, stops, polls and delays. */
    @Test
    void itsOrderIsThatOfASortedMap() {
        Random random = new Random(3);
        EntityClock clock = new EntityClock();
        TreeMap<Entry, Entry> expected = new TreeMap<>(Comparator.comparingDouble(Entry::time)
                .thenComparing(Entry::rank)
                .thenComparing(Entry::order));
        TreeMap<Integer, Entry> byId = new TreeMap<>();
        double now = 0;
        for (int i = 0; i < 300_000; i++) {
            int id = random.nextInt(200);
            if (random.nextInt(3) > 0) {
                Entry old = byId.remove(id);
                assertThat(clock.isPending(id)).isEqualTo(old != null);
                if (old != null) {
                    expected.remove(old);
                    clock.stop(id);
                }
                Rank rank = Rank.values()[random.nextInt(Rank.values().length)];
                Entry entry = new Entry(id, now + random.nextInt(20), rank, i);
                clock.start(id, entry.time(), rank);
                expected.put(entry, entry);
                byId.put(id, entry);
            } else if (!expected.isEmpty() && random.nextInt(4) == 0) {
                Entry first = expected.pollFirstEntry().getKey();
                Entry again = new Entry(first.id(), now + random.nextInt(20), first.rank(), i);
                clock.postpone(again.time());
                expected.put(again, again);
                byId.put(again.id(), again);
            } else if (!expected.isEmpty()) {
                Entry first = expected.pollFirstEntry().getKey();
                byId.remove(first.id());
                assertThat(clock.nextSeconds()).isEqualTo(first.time());
                assertThat(clock.nextRank()).isEqualTo(first.rank());
                assertThat(clock.poll()).isEqualTo(first.id());
                now = first.time();
            }
            assertThat(clock.size()).isEqualTo(expected.size());
        }
    }

    @Test
    void whatCannotBeThrows() {
        EntityClock clock = new EntityClock();
        assertThatThrownBy(() -> clock.start(1, Double.NaN, Rank.FAIL))
                .isInstanceOf(IllegalArgumentException.class);
        clock.start(1, 2, Rank.FAIL);
        assertThatThrownBy(() -> clock.postpone(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.start(1, 3, Rank.FAIL))
                .isInstanceOf(IllegalStateException.class);
        clock.stop(5);
        assertThat(clock.nextSeconds()).isEqualTo(2);
    }
}
