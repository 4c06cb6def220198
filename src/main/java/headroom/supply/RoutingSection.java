package headroom.supply;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

/** How requests find a replica. */
public record RoutingSection(
        @Key(
                name = "policy",
                def = "power-of-two",
                doc = "random: one drawn by KV memory, in sixteenths of the largest;"
                        + " power-of-two, power-of-d: the least loaded of two or more so drawn;"
                        + " least-loaded: the least loaded of all; round-robin: in turn;"
                        + " join-shortest-queue: the fewest requests; least-kv: the least KV"
                        + " memory taken or waited for; session-affinity: the last one of the"
                        + " session, unless overloaded; cost-aware: the cheapest, unless"
                        + " overloaded; clairvoyant: where it adds the least delay, greedy with"
                        + " knowledge of all output lengths; not a proven bound.")
        Policy policy,

        @Key(
                name = "choices",
                range = "[1, 1000]",
                def = "2",
                doc = "Replicas that power-of-d draws, with replacement.")
        int choices,

        @Key(
                name = "threshold",
                unit = Quantity.RATIO,
                range = "(0 %, 10000 %]",
                def = "80 %",
                grade = Key.Grade.ASSUMED,
                doc = "Load from which on session-affinity and cost-aware pass a replica over: the"
                        + " prompts of its requests over KV memory, or requests over"
                        + " maxSequences.")
        double threshold,

        @Key(
                name = "fallback",
                def = "power-of-two",
                doc = "What session-affinity does without a last replica that has room.")
        Policy fallback) {

    public RoutingSection {
        new Faults()
                .unless(
                        fallback != Policy.SESSION_AFFINITY && fallback != Policy.CLAIRVOYANT,
                        "fallback",
                        "must be another policy than session-affinity or clairvoyant")
                .raise();
    }

    /** The policies there are. */
    public enum Policy {
        /** The less loaded of two drawn at random. */
        POWER_OF_TWO,
        /** Any, at random. */
        RANDOM,
        /** The least loaded of some drawn at random. */
        POWER_OF_D,
        /** The least loaded of all. */
        LEAST_LOADED,
        /** In turn. */
        ROUND_ROBIN,
        /** The one with the fewest requests. */
        JOIN_SHORTEST_QUEUE,
        /** The one with the least KV memory taken or waited for. */
        LEAST_KV,
        /** The last one of the session. */
        SESSION_AFFINITY,
        /** The cheapest. */
        COST_AWARE,
        /** The one where it adds least delay, by the output lengths that only it knows. */
        CLAIRVOYANT
    }

    /** Whether a policy is asked at all, as the first or as the fallback. */
    public boolean uses(Policy asked) {
        return policy == asked || (policy == Policy.SESSION_AFFINITY && fallback == asked);
    }
}
