package headroom.faults;

import headroom.faults.FaultPlan.RoughSpells;
import headroom.faults.Pending.Step;
import headroom.kernel.FastStream;

import org.jspecify.annotations.Nullable;

/** Turns hazards up and down with rough and calm spells, stationary from the start. */
final class Spells {
    private final @Nullable RoughSpells law;
    private final FaultSite site;
    private final FastStream random;
    private boolean rough;

    Spells(@Nullable RoughSpells law, FaultSite site, FastStream random) {
        this.law = law;
        this.site = site;
        this.random = random;
        if (law != null) {
            // the turn at the start makes the opposite of it
            rough = random.nextDouble() >= law.share();
            turn(0);
        }
    }

    void turn(double nowSeconds) {
        if (law == null) {
            throw new IllegalStateException("a spell ends where there are none");
        }
        rough = !rough;
        double factor = law.calmFactor() * (rough ? law.multiple() : 1);
        for (int cause = 0; cause < site.causes(); cause++) {
            site.onsets(cause).scale(factor, nowSeconds);
        }
        double mean = rough ? law.meanSeconds() : law.calmSeconds();
        double length = -StrictMath.log(random.nextDouble()) * mean;
        site.pending().add(nowSeconds + length, Step.SPELL, 0);
    }
}
