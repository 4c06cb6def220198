package headroom.serving;

import java.util.ArrayList;
import java.util.List;

/** A prefix cache written for reading: a list of sessions, the least recently used first. */
final class NaivePrefixes implements PrefixCache {
    /** A session and how many blocks of its context are cached. */
    private record Entry(int key, int blocks) {}

    private final int blockTokens;
    private final List<Entry> entries = new ArrayList<>();
    /** Tokens found, and blocks evicted, so far. */
    long hitTokens;

    long evictedBlocks;

    NaivePrefixes(int blockTokens) {
        this.blockTokens = blockTokens;
    }

    @Override
    public int take(int prefixKey, int promptTokens, double timeSeconds) {
        int found = Math.min(remove(prefixKey), promptTokens / blockTokens) * blockTokens;
        hitTokens += found;
        return found;
    }

    @Override
    public void put(int prefixKey, int tokens, double timeSeconds) {
        int blocks = Math.max(remove(prefixKey), tokens / blockTokens);
        if (blocks > 0) {
            entries.add(new Entry(prefixKey, blocks));
        }
    }

    @Override
    public void room(long tokens) {
        while (entries.stream().mapToLong(Entry::blocks).sum() * blockTokens > tokens) {
            Entry oldest = entries.remove(0);
            evictedBlocks++;
            if (oldest.blocks() > 1) {
                entries.add(0, new Entry(oldest.key(), oldest.blocks() - 1));
            }
        }
    }

    /** Blocks that were cached of a key, which has none any more. */
    private int remove(int key) {
        for (Entry e : entries) {
            if (e.key() == key) {
                entries.remove(e);
                return e.blocks();
            }
        }
        return 0;
    }
}
