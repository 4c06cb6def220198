package headroom.serving;

import java.util.Arrays;

/**
 * A prefix cache by block: prompts that begin with the same blocks share them, whoever sent them;
 * the block used least recently goes first.
 *
 * <pre>
 * hit = min(prompt, block * longest run of the prompt's leading blocks that are cached) [token]
 * </pre>
 *
 * <p>A prompt uses its blocks when it is admitted and again when it is done, the tail first: a
 * leading block is always more recent than those behind it, and what is left of a prompt is a
 * prefix. A block can be found as soon as one prompt that holds it is admitted, and blocks in use
 * take room in the cache as well. Of answers nothing is kept: traces do not name their blocks.
 * Source: the ids that Mooncake publishes (FAST 2025), one per 512 tokens of a prompt. Grade:
 * vendor for the order; that a block is found before it is computed is assumed.
 */
public final class BlockPrefixes implements PrefixCache {
    private final int blockTokens;
    private final Prompts prompts;
    private final RecencyTable blocks = new RecencyTable();

    /** An empty cache for prompts whose blocks are known. */
    public BlockPrefixes(int blockTokens, Prompts prompts) {
        if (blockTokens < 1) {
            throw new IllegalArgumentException("block " + blockTokens);
        }
        this.blockTokens = blockTokens;
        this.prompts = prompts;
    }

    @Override
    public int take(int prefixKey, int promptTokens, double timeSeconds) {
        int[] ids = prompts.blocks(prefixKey);
        int run = 0;
        while (run < ids.length && blocks.find(ids[run]) != RecencyTable.NONE) {
            run++;
        }
        use(ids, ids.length);
        return (int) Math.min(promptTokens, (long) run * blockTokens);
    }

    @Override
    public void put(int prefixKey, int tokens, double timeSeconds) {
        int[] ids = prompts.blocks(prefixKey);
        use(ids, Math.min(ids.length, (tokens - 1) / blockTokens + 1));
    }

    @Override
    public long tokens() {
        return (long) blocks.size() * blockTokens;
    }

    @Override
    public void room(long tokens) {
        long roomBlocks = Math.max(0, tokens) / blockTokens;
        while (blocks.size() > roomBlocks) {
            blocks.remove(blocks.oldest());
        }
    }

    private void use(int[] ids, int count) {
        for (int i = count - 1; i >= 0; i--) {
            int entry = blocks.find(ids[i]);
            if (entry == RecencyTable.NONE) {
                blocks.add(ids[i]);
            } else {
                blocks.touch(entry);
            }
        }
    }

    /**
     * The blocks of the prompts alive in one cell, by a key below 0, so that no session has it.
     * Only prompts that name blocks are kept here.
     */
    public static final class Prompts {
        private static final int[] NO_BLOCKS = {};

        /** Blocks in the order of the prompt; prompt i has key -1 - i. */
        private int[][] blocks = new int[0][];

        private int[] free = new int[0];
        private int freeCount;
        private int used;

        /** Keeps the block ids of a prompt, as they are; its key. */
        public int add(int[] ids) {
            int i = freeCount > 0 ? free[--freeCount] : used++;
            if (i == blocks.length) {
                int capacity = Math.max(64, 2 * i);
                blocks = Arrays.copyOf(blocks, capacity);
                free = Arrays.copyOf(free, capacity);
            }
            blocks[i] = ids;
            return -1 - i;
        }

        /** Forgets a prompt; its key will be used again. */
        public void remove(int key) {
            int i = -1 - key;
            blocks[i] = NO_BLOCKS;
            free[freeCount++] = i;
        }

        boolean isEmpty() {
            return used == freeCount;
        }

        /** The block ids of a prompt; none if the key is a session's. */
        int[] blocks(int key) {
            return key < 0 ? blocks[-1 - key] : NO_BLOCKS;
        }
    }
}
