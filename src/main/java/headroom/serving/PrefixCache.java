package headroom.serving;

/**
 * The KV that a replica keeps of sessions that are not in service, so that their next prompt need
 * not be prefilled in full.
 *
 * <p>A key names a session; all prompts of a session begin alike. Of each key the cache holds the
 * first k blocks of the context, k &gt;= 0; a block has a fixed number of tokens, and only full
 * blocks are kept. What the replica calls, in this order of events:
 *
 * <ol>
 *   <li>{@link #room} at the forming of each step, so also right after requests have left, and
 *       after each admission and each preemption, unless there is room for all that is cached. A
 *       decode counts with the KV that its next step needs. What lies beyond the room leaves at
 *       once, from the end of the least recently used prefix on;
 *   <li>{@link #take} when a request is admitted that has to be prefilled, also after a
 *       preemption. The whole entry leaves the cache: what was found is now KV of the request, and
 *       what lies beyond the prompt can no longer be found;
 *   <li>{@link #put} when a request completes or is preempted, with the KV that it had written.
 *       Where the entry is longer already (another request of the session was there first), it
 *       keeps its length. Either way it is now the most recently used.
 * </ol>
 *
 * <p>Requests of key 0 belong to nobody: the cache is not asked. A request that is cancelled leaves
 * nothing in the cache. Times never decrease.
 */
public interface PrefixCache {
    /**
     * Takes a session out of the cache.
     *
     * @param prefixKey whose prefix; not 0
     * @param promptTokens the context that is to be prefilled [token]
     * @param timeSeconds now [s]
     * @return how much of it is found: a multiple of the block, at most promptTokens [token]
     */
    int take(int prefixKey, int promptTokens, double timeSeconds);

    /** The first tokens of a session's context are cached, in full blocks, as most recent. */
    void put(int prefixKey, int tokens, double timeSeconds);

    /**
     * No less than the memory that the cache uses: it need not be told a room that is larger
     * [token].
     */
    default long tokens() {
        return Long.MAX_VALUE;
    }

    /** The memory that the cache may use now [token]; what lies beyond is evicted, here only. */
    void room(long tokens);
}
