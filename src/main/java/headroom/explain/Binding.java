package headroom.explain;

import headroom.explain.FleetLoad.Hour;
import headroom.explain.FleetLoad.Part;

/**
 * What stops a fleet from serving more as more is asked for.
 *
 * <p>Of a full replica, by where most of a request's time goes: on steps that more sequences would
 * share, and then what there is not more of, KV memory, sequences or tokens of a step; on its
 * prompt; or on reading its context. Of one that prefills, its link, if that carries fewer KVs than
 * it prefills. Of a site, power, if with all its replicas full its clocks would be lowered.
 */
enum Binding {
    KV_MEMORY("KV memory"),
    SEQUENCES("sequences"),
    BUDGET("token budget"),
    COMPUTE("prefill compute"),
    BANDWIDTH("memory bandwidth"),
    LINK("KV link bandwidth"),
    POWER("power"),
    GPUS("GPUs: there are none");

    /** Relative, of a load [1]. */
    private static final double ROUNDING = 1e-9;

    private final String words;

    Binding(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** What the time of a request goes to when the replica is full. */
    enum Cost {
        /** Weights and fixed work of a step, which more sequences at once would share. */
        STEPS,
        /** Reading the KV of its own context, and its own tokens. */
        READING,
        /** Its prompt. */
        PREFILL
    }

    static Binding of(ReplicaLoad replica) {
        double steps = replica.share(Cost.STEPS);
        double prefill = replica.share(Cost.PREFILL);
        double reading = replica.share(Cost.READING);
        if (steps >= prefill && steps >= reading) {
            if (replica.isShortOfBudget()) {
                return BUDGET;
            }
            return replica.isShortOfMemory() ? KV_MEMORY : SEQUENCES;
        }
        return prefill >= reading ? COMPUTE : BANDWIDTH;
    }

    static Binding of(Part part) {
        boolean isSent = part.link() >= part.each().capacityPerSecond();
        return isSent ? of(part.each()) : LINK;
    }

    /** Of the deployment of the highest load; where loads are equal, of the most requests. */
    static Binding of(Hour hour) {
        Part fullest = hour.parts().get(0);
        for (Part part : hour.parts()) {
            double more = part.load() / fullest.load() - 1;
            boolean isMore =
                    more > ROUNDING || (more > -ROUNDING && part.requests() > fullest.requests());
            fullest = isMore ? part : fullest;
        }
        return of(fullest);
    }

    /** Of a model in an hour: what ends the growth of all demand of that hour first. */
    static Binding of(Outlook all, int model, int h) {
        Hour hour = all.fleet.at(model, h);
        if (hour.parts().isEmpty()) {
            return GPUS;
        }
        for (Part part : hour.parts()) {
            int site = site(all, part);
            boolean isSlowed = all.power.clock(site, h) < 1;
            if (isSlowed
                    || all.power.watts(site, h, 1 / hour.load()) > all.power.highestWatts(site)) {
                return POWER;
            }
        }
        return of(hour);
    }

    static int site(Outlook all, Part part) {
        int pool = all.plan.cluster().placements().get(part.index()).pool();
        return all.plan.cluster().pools().get(pool).site();
    }
}
