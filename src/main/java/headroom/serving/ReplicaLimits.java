package headroom.serving;

/**
 * What bounds the batch of one replica.
 *
 * @param maxSequences sequences in service at once
 * @param tokenBudget new tokens a step, decodes included; above maxSequences, so that prefill
 *     always gets on
 * @param kvCapacityTokens KV memory [token]; how it is given out says {@link EngineRules.Memory}
 */
public record ReplicaLimits(int maxSequences, int tokenBudget, long kvCapacityTokens) {

    /** Throws on limits under which a replica could never finish a request. */
    public ReplicaLimits {
        if (maxSequences < 1 || tokenBudget <= maxSequences || kvCapacityTokens < 2) {
            throw new IllegalArgumentException(
                    "limits " + maxSequences + ", " + tokenBudget + ", " + kvCapacityTokens);
        }
    }
}
