package headroom.serving;

import java.util.Arrays;

/**
 * A prefix cache by session: of each session the leading blocks of its context; the session used
 * least recently gives way first.
 *
 * <pre>
 * k   = floor(context / block)                       blocks kept
 * hit = block * min(k, floor(prompt / block))        tokens found
 * </pre>
 *
 * <p>When memory runs out, the session used least recently loses blocks from its tail, so that what
 * is left of it is still a prefix; then the next one does. A session idle for longer than the
 * lifetime is gone. Use means {@link #put}: what has expired stands at the old end of the list and
 * is dropped when the cache is next asked or told. Source: vLLM's prefix cache (blocks, least
 * recently used first, tail first); a lifetime: the prompt caches that providers sell. Grade:
 * vendor.
 */
public final class SessionPrefixes implements PrefixCache {
    private final int blockTokens;
    private final double lifetimeSeconds;
    private final RecencyTable sessions = new RecencyTable();
    private int[] blocks = new int[sessions.capacity()];
    private double[] putSeconds = new double[sessions.capacity()];
    private long usedBlocks;

    /**
     * An empty cache.
     *
     * @param blockTokens tokens of a block
     * @param lifetimeSeconds how long an unused prefix is kept; may be infinite [s]
     */
    public SessionPrefixes(int blockTokens, double lifetimeSeconds) {
        if (blockTokens < 1 || !(lifetimeSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "block " + blockTokens + ", lifetime " + lifetimeSeconds);
        }
        this.blockTokens = blockTokens;
        this.lifetimeSeconds = lifetimeSeconds;
    }

    @Override
    public int take(int prefixKey, int promptTokens, double timeSeconds) {
        expire(timeSeconds);
        int entry = sessions.find(prefixKey);
        if (entry == RecencyTable.NONE) {
            return 0;
        }
        int found = Math.min(blocks[entry], promptTokens / blockTokens);
        remove(entry);
        return found * blockTokens;
    }

    @Override
    public void put(int prefixKey, int tokens, double timeSeconds) {
        expire(timeSeconds);
        int count = tokens / blockTokens;
        int entry = sessions.find(prefixKey);
        if (entry != RecencyTable.NONE) {
            sessions.touch(entry);
        } else if (count > 0) {
            entry = add(prefixKey);
        } else {
            return;
        }
        int more = Math.max(0, count - blocks[entry]);
        blocks[entry] += more;
        usedBlocks += more;
        putSeconds[entry] = timeSeconds;
    }

    @Override
    public long tokens() {
        return usedBlocks * blockTokens;
    }

    @Override
    public void room(long tokens) {
        long roomBlocks = Math.max(0, tokens) / blockTokens;
        while (usedBlocks > roomBlocks) {
            int oldest = sessions.oldest();
            long excess = usedBlocks - roomBlocks;
            if (blocks[oldest] > excess) {
                blocks[oldest] -= (int) excess;
                usedBlocks = roomBlocks;
            } else {
                remove(oldest);
            }
        }
    }

    private int add(int prefixKey) {
        int entry = sessions.add(prefixKey);
        if (entry >= blocks.length) {
            blocks = Arrays.copyOf(blocks, sessions.capacity());
            putSeconds = Arrays.copyOf(putSeconds, sessions.capacity());
        }
        blocks[entry] = 0;
        return entry;
    }

    private void remove(int entry) {
        usedBlocks -= blocks[entry];
        sessions.remove(entry);
    }

    private void expire(double now) {
        int oldest = sessions.oldest();
        while (oldest != RecencyTable.NONE && now - putSeconds[oldest] > lifetimeSeconds) {
            remove(oldest);
            oldest = sessions.oldest();
        }
    }
}
