package headroom.study;

import headroom.measure.MetricKey;

import java.util.List;

/** Which way a number should move, where that is plain. */
public enum Better {
    /** More of it serves users better, or earns more. */
    MORE,
    /** Less of it serves users better, or costs less. */
    LESS,
    /** It depends on what is wanted. */
    EITHER;

    private static final List<String> MORE_OF = List.of(
            "caps.scale",
            "goodput",
            "jain",
            "jobs.goodput",
            "list.value",
            "revenue",
            "overage.revenue",
            "upgrade.revenue",
            "margin");
    private static final List<String> LESS_OF = List.of(
            "ttft",
            "tpot",
            "e2e",
            "answer",
            "wait",
            "sojourn",
            "number.waiting",
            "attempts",
            "attempts.held",
            "backing.off",
            "capped.users",
            "lockout",
            "lockout.locked",
            "lockout.users",
            "peak.multiplier",
            "power.above",
            "site.down",
            "preemptions",
            "retries.denied",
            "shed.first",
            "tokens.unserved",
            "tokens.wasted",
            "cost",
            "cost.per.token",
            "cost.per.token.all",
            "energy.per.token",
            "jobs.waiting",
            "jobs.wait",
            "jobs.sojourn",
            "jobs.slowdown",
            "jobs.slowdown.bounded",
            "jobs.lost");
    /** Outcomes that are no fault. */
    private static final List<String> NO_FAULT = List.of("offered", "censored");

    /** Of a number of a run. */
    public static Better of(MetricKey key) {
        if (key.name().equals("requests")) {
            String outcome = key.labels().getOrDefault("outcome", "offered");
            if (outcome.equals("completed")) {
                return MORE;
            }
            return NO_FAULT.contains(outcome) ? EITHER : LESS;
        }
        if (MORE_OF.contains(key.name())) {
            return MORE;
        }
        return LESS_OF.contains(key.name()) ? LESS : EITHER;
    }
}
