package headroom.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Words beside meters: both halves, and the numbers of the meters, keep apart. */
final class SlotsTest {
    @Test
    void halvesOfAWordAndItsNeighboursKeepApart() {
        Slots meter = Slots.alone(50, 3);
        Slots words = meter.from(2);
        meter.fill(-1);
        for (int user = 0; user < 50; user++) {
            words.number(user, -user * 0.1f);
            words.bits(user, 0xFFFF - user);
            words.number(user, words.number(user) * 2);
        }
        for (int user = 0; user < 50; user++) {
            assertThat(words.number(user)).isEqualTo(-user * 0.1f * 2);
            assertThat(words.bits(user)).isEqualTo(0xFFFF - user);
            assertThat(meter.values()[user * 3 + meter.offset()]).isEqualTo(-1);
            assertThat(meter.values()[user * 3 + meter.offset() + 1]).isEqualTo(0);
        }
    }
}
