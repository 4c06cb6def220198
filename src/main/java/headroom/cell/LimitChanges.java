package headroom.cell;

import headroom.clients.Knobs;
import headroom.clients.Population;
import headroom.quota.Quota;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * What the operator changes about limits while a run goes on. Whoever waits for a reset and is
 * below a raised or forgotten cap comes back early.
 */
final class LimitChanges {
    private final Population[] populations;
    private final Knobs knobs;
    private final AtLimits atLimits;

    LimitChanges(Population[] populations, Knobs knobs, AtLimits atLimits) {
        this.populations = populations;
        this.knobs = knobs;
        this.atLimits = atLimits;
    }

    void scaleCaps(double scale, double now) {
        atLimits.change(() -> knobs.scaleCaps(scale, populations), now);
    }

    void terms(CellCommand.LimitTerms terms) {
        Population p = populations[terms.tier()];
        double scale = terms.enforced() ? terms.scale() : Quota.UNLIMITED;
        atLimits.change(
                () -> p.setTerms(terms.limit(), scale, terms.weight()), terms.timeSeconds());
    }

    void reset(CellCommand.LimitReset reset) {
        Quota quota = populations[reset.tier()].quota;
        BooleanSupplier forget = () -> {
            quota.reset(reset.limit(), reset.timeSeconds());
            return true;
        };
        atLimits.change(forget, reset.timeSeconds());
    }

    /** Requests that limits of requests at once count now, each once a limit. */
    long underWay() {
        return Arrays.stream(populations).mapToLong(p -> p.quota.underWay()).sum();
    }

    void peakMultiplier(double multiplier) {
        knobs.peakMultiplier(multiplier);
    }
}
