package headroom.explain;

import static headroom.explain.Growing.HOURS;
import static headroom.explain.Growing.WARM_UP;
import static headroom.explain.Growing.above;
import static headroom.explain.Growing.date;
import static headroom.explain.Growing.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.control.PowerView;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;

/** Expected power against the limit of a site, and against the power at which clocks fall. */
final class PowerLimitTest {
    private static final Outlook ALL = Explained.text(Growing.TEXT);

    @Test
    void wordsAndTablesCountHoursOfPowerAlike() {
        double[] watts = Growing.watts();
        double above = above(watts, 0.99 * 70_400, WARM_UP, HOURS);
        double over = above(watts, 70_400, WARM_UP, HOURS);
        // power only rises, so what is above comes last
        String said = "in %s h, first on %s UTC";
        assertThat(String.join("\n", new Words(ALL, List.of()).lines()))
                .contains(String.format(
                        Locale.ROOT,
                        "It is above 0.070 MW, where clocks begin to fall, " + said,
                        Table.number(above),
                        date(HOURS - (int) above)))
                .contains(String.format(
                        Locale.ROOT,
                        "and above the limit of 0.070 MW " + said + ".",
                        Table.number(over),
                        date(HOURS - (int) over)));
        assertThat(over).isBetween(1.0, above - 1);
        Table run = new SiteTables(ALL).power(List.of(ALL.whole));
        assertThat(number(run, 0, "hours above")).isEqualTo(above);
        assertThat(number(run, 0, "limit MW")).isCloseTo(0.0704, within(1e-12));
        // always above: all but the warm-up, in words as in the table
        Outlook always = Explained.text(Growing.TEXT, "sites.s.powerLimit", "40 kW");
        Table all = new SiteTables(always).power(List.of(always.whole));
        assertThat(number(all, 0, "hours above")).isEqualTo(HOURS - WARM_UP);
        assertThat(String.join("\n", new Words(always, List.of()).lines()))
                .contains("in 2,352 h, first on 2026-03-12 00:00 UTC, and above the limit of 0.040"
                        + " MW in 2,352 h, first on 2026-03-12 00:00 UTC.");
    }

    /** The policy of the run itself lowers clocks above that power and not below. */
    @Test
    void clocksFallWhereThePolicyLowersThem() {
        var policy = ALL.plan.cluster().sites().get(0).power();
        double falls = ALL.power.highestWatts(0);
        assertThat(policy.clock(drawing(falls * (1 - 1e-9)))).isEqualTo(1);
        assertThat(policy.clock(drawing(falls * (1 + 1e-9)))).isLessThan(1);
    }

    private static PowerView drawing(double watts) {
        return new PowerView() {
            @Override
            public double limitWatts() {
                return 70_400;
            }

            @Override
            public double facilityWatts() {
                return watts;
            }

            @Override
            public double clock() {
                return 1;
            }

            @Override
            public double facilityWattsAt(double clock) {
                return watts * clock;
            }
        };
    }
}
