package headroom.demand;

import headroom.demand.DemandSection.StreamSection;
import headroom.demand.LimitSection.Scope;
import headroom.yaml.Problems;
import headroom.yaml.Problems.Faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Limits of scope global: tiers and streams share a meter, so that it counts alike in all. */
final class CommonLimits {
    private final Faults faults;
    private final Map<String, LimitSection> first = new HashMap<>();

    private CommonLimits(Faults faults) {
        this.faults = faults;
    }

    /** Finds fault with those that bear one name and differ in more than what users do. */
    static void check(Faults faults, List<TierSection> tiers, List<StreamSection> streams) {
        CommonLimits common = new CommonLimits(faults);
        for (int i = 0; i < tiers.size(); i++) {
            common.check("tiers[" + i + "]", tiers.get(i).limits());
        }
        for (int i = 0; i < streams.size(); i++) {
            common.check("streams[" + i + "]", streams.get(i).limits());
        }
    }

    private void check(String path, List<LimitSection> limits) {
        for (int i = 0; i < limits.size(); i++) {
            LimitSection limit = limits.get(i);
            if (limit.scope() == Scope.GLOBAL) {
                LimitSection before = first.putIfAbsent(limit.name(), limit);
                faults.unless(
                        before == null || counting(before).equals(counting(limit)),
                        path + ".limits[" + i + "]",
                        "global limit " + Problems.quote(limit.name())
                                + " counts otherwise in a tier or stream above; all share one"
                                + " meter");
            }
        }
    }

    private static List<Object> counting(LimitSection l) {
        return List.of(
                l.kind(),
                l.requests(),
                l.inputTokens(),
                l.outputTokens(),
                l.tokens(),
                l.credits(),
                l.dollars(),
                l.weights(),
                l.windowSeconds(),
                l.holdsSeconds(),
                l.period(),
                l.zone(),
                l.entries(),
                l.models(),
                l.estimateTokens());
    }
}
