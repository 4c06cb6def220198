package headroom.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Prefix caches written down literally: lists of blocks, scanned. */
final class NaiveCaches {
    private NaiveCaches() {}

    /** By session: from the session used least recently to the one used last. */
    static final class Sessions implements PrefixCache {
        private record Block(int first, int last) {}

        private static final class Session {
            final int key;
            final double usedSeconds;
            final List<Block> blocks;

            Session(int key, double usedSeconds, List<Block> blocks) {
                this.key = key;
                this.usedSeconds = usedSeconds;
                this.blocks = blocks;
            }
        }

        private final List<Session> sessions = new ArrayList<>();
        private final int blockTokens;
        private final double lifetimeSeconds;

        Sessions(int blockTokens, double lifetimeSeconds) {
            this.blockTokens = blockTokens;
            this.lifetimeSeconds = lifetimeSeconds;
        }

        @Override
        public int take(int prefixKey, int promptTokens, double now) {
            sessions.removeIf(s -> now - s.usedSeconds > lifetimeSeconds);
            int found = 0;
            for (Session s : List.copyOf(sessions)) {
                if (s.key == prefixKey) {
                    for (Block b : s.blocks) {
                        if (b.last < promptTokens) {
                            found = b.last + 1;
                        }
                    }
                    sessions.remove(s);
                }
            }
            return found;
        }

        @Override
        public void put(int prefixKey, int tokens, double now) {
            sessions.removeIf(s -> now - s.usedSeconds > lifetimeSeconds);
            List<Block> blocks = new ArrayList<>();
            for (int first = 0; first + blockTokens <= tokens; first += blockTokens) {
                blocks.add(new Block(first, first + blockTokens - 1));
            }
            for (Session s : List.copyOf(sessions)) {
                if (s.key == prefixKey) {
                    sessions.remove(s);
                    blocks = s.blocks.size() > blocks.size() ? s.blocks : blocks;
                }
            }
            if (!blocks.isEmpty()) {
                sessions.add(new Session(prefixKey, now, blocks));
            }
        }

        @Override
        public void room(long tokens) {
            while (sessions.stream().mapToLong(s -> s.blocks.size()).sum() * blockTokens > tokens) {
                List<Block> blocks = sessions.get(0).blocks;
                blocks.remove(blocks.size() - 1);
                if (blocks.isEmpty()) {
                    sessions.remove(0);
                }
            }
        }

        int held() {
            return sessions.size();
        }
    }

    /** By block: from the block used least recently to the one used last. */
    static final class Blocks implements PrefixCache {
        private final List<Integer> blocks = new ArrayList<>();
        private final int blockTokens;
        private final IntFunction<int[]> blocksOfPrompt;

        Blocks(int blockTokens, IntFunction<int[]> blocksOfPrompt) {
            this.blockTokens = blockTokens;
            this.blocksOfPrompt = blocksOfPrompt;
        }

        @Override
        public int take(int prefixKey, int promptTokens, double now) {
            int found = 0;
            for (int id : blocksOfPrompt.apply(prefixKey)) {
                if (!blocks.contains(id)) {
                    break;
                }
                found += blockTokens;
            }
            put(prefixKey, Integer.MAX_VALUE, now);
            return Math.min(found, promptTokens);
        }

        @Override
        public void put(int prefixKey, int tokens, double now) {
            List<Integer> used = new ArrayList<>();
            long begins = 0;
            for (int id : blocksOfPrompt.apply(prefixKey)) {
                if (begins < tokens) {
                    used.add(0, id);
                }
                begins += blockTokens;
            }
            for (Integer id : used) {
                blocks.remove(id);
                blocks.add(id);
            }
        }

        @Override
        public void room(long tokens) {
            while ((long) blocks.size() * blockTokens > tokens) {
                blocks.remove(0);
            }
        }
    }
}
