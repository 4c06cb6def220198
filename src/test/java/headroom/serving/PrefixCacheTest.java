package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The prefix caches against lists of blocks, call by call. */
final class PrefixCacheTest {
    private static final double FOREVER = Double.POSITIVE_INFINITY;

    @Test
    void aSessionsLeadingBlocksAreFoundOnce() {
        PrefixCache cache = new SessionPrefixes(16, FOREVER);
        cache.put(7, 100, 0);
        assertThat(cache.take(8, 1000, 1)).isZero();
        assertThat(cache.take(7, 1000, 1)).as("6 full blocks of 16").isEqualTo(96);
        assertThat(cache.take(7, 1000, 1)).as("they are in use now").isZero();
        cache.put(7, 100, 1);
        assertThat(cache.take(7, 50, 2)).as("3 full blocks of a shorter prompt").isEqualTo(48);
        cache.put(7, 15, 3);
        assertThat(cache.take(7, 50, 3)).as("no full block").isZero();
    }

    @Test
    void theLeastRecentlyUsedSessionLosesItsTailFirst() {
        PrefixCache cache = new SessionPrefixes(10, FOREVER);
        cache.put(1, 50, 0);
        cache.put(2, 50, 1);
        cache.put(1, 50, 2);
        cache.room(79);
        assertThat(cache.take(2, 1000, 3)).isEqualTo(20);
        assertThat(cache.take(1, 1000, 3)).isEqualTo(50);
    }

    @Test
    void whatIsIdleForLongerThanTheLifetimeIsGone() {
        PrefixCache cache = new SessionPrefixes(10, 60);
        cache.put(1, 50, 0);
        cache.put(2, 50, 1);
        assertThat(cache.take(2, 50, 61)).as("as old as the lifetime").isEqualTo(50);
        assertThat(cache.take(1, 50, 61)).isZero();
    }

    @Test
    void blocksAreSharedUpToTheFirstThatIsMissing() {
        BlockPrefixes.Prompts prompts = new BlockPrefixes.Prompts();
        PrefixCache cache = new BlockPrefixes(512, prompts);
        int first = prompts.add(new int[] {1, 2, 3});
        int second = prompts.add(new int[] {1, 2, 4, 3});
        assertThat(cache.take(first, 1500, 0)).isZero();
        assertThat(cache.take(second, 2000, 0)).isEqualTo(1024);
        assertThat(cache.take(first, 1500, 0)).as("not more than the prompt").isEqualTo(1500);
        cache.room(2 * 512);
        assertThat(cache.take(second, 2000, 0)).as("the tail went first").isEqualTo(1024);
        assertThat(cache.take(5, 2000, 0)).as("a session").isZero();
        prompts.remove(first);
        assertThat(prompts.add(new int[] {9})).as("keys are used again").isEqualTo(first);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionPrefixes(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SessionPrefixes(1, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BlockPrefixes(0, new BlockPrefixes.Prompts()));
    }

    @ParameterizedTest
    @CsvSource({"1, 40, 60, 500000", "16, 12, Infinity, 500000", "7, 300, 2000, 60000"})
    void sessionsAgreeWithAListOfBlocks(int block, int keys, double lifetime, int calls) {
        SplittableRandom random = new SplittableRandom(block);
        PrefixCache cache = new SessionPrefixes(block, lifetime);
        NaiveCaches.Sessions naive = new NaiveCaches.Sessions(block, lifetime);
        double now = 0;
        long hits = 0;
        int most = 0;
        long room = 20L * block * keys;
        for (int i = 0; i < calls; i++) {
            // dyadic, so that ages equal to the lifetime occur
            now += random.nextInt(4) == 0 ? random.nextInt(64) * 0.125 : 0;
            int key = 1 + random.nextInt(random.nextBoolean() ? keys : Math.min(keys, 6));
            int tokens = random.nextInt(40 * block);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    int found = cache.take(key, tokens, now);
                    same(i, found, naive.take(key, tokens, now));
                    hits += found > 0 ? 1 : 0;
                }
                case 3 -> {
                    if (random.nextInt(keys) == 0) {
                        room = random.nextInt(30) * random.nextInt(1, keys + 1) * (long) block;
                    }
                    cache.room(room);
                    naive.room(room);
                }
                default -> {
                    cache.put(key, tokens, now);
                    naive.put(key, tokens, now);
                }
            }
            most = Math.max(most, naive.held());
        }
        assertThat(hits).isGreaterThan(calls / 50);
        assertThat(most).isGreaterThan(keys / 4);
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "512, 200"})
    void blocksAgreeWithAList(int block, int ids) {
        SplittableRandom random = new SplittableRandom(ids);
        BlockPrefixes.Prompts prompts = new BlockPrefixes.Prompts();
        PrefixCache cache = new BlockPrefixes(block, prompts);
        PrefixCache naive = new NaiveCaches.Blocks(block, prompts::blocks);
        int[] keys = new int[30];
        Arrays.setAll(keys, k -> prompts.add(prompt(random, ids)));
        long hits = 0;
        for (int i = 0; i < 100_000; i++) {
            int k = random.nextInt(keys.length);
            int tokens = 1 + random.nextInt(12 * block);
            switch (random.nextInt(16)) {
                case 0 -> {
                    prompts.remove(keys[k]);
                    keys[k] = prompts.add(prompt(random, ids));
                }
                case 1 -> {
                    long room = random.nextInt(ids) * (long) block + random.nextInt(block);
                    cache.room(room);
                    naive.room(room);
                }
                case 2, 3, 4 -> {
                    cache.put(keys[k], tokens, i);
                    naive.put(keys[k], tokens, i);
                }
                default -> {
                    int found = cache.take(keys[k], tokens, i);
                    same(i, found, naive.take(keys[k], tokens, i));
                    hits += found > 0 ? 1 : 0;
                }
            }
        }
        assertThat(hits).isGreaterThan(10_000);
    }

    private static void same(int call, int found, int expected) {
        if (found != expected) {
            fail("call %d: found %d of %d", call, found, expected);
        }
    }

    /** A walk through a tree of blocks with some branches, and now and then through any blocks. */
    private static int[] prompt(SplittableRandom random, int ids) {
        int[] blocks = new int[random.nextInt(12)];
        boolean tree = random.nextInt(4) > 0;
        int id = random.nextInt(3);
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = id;
            id = tree ? (3 * id + 1 + random.nextInt(2)) % ids : random.nextInt(ids);
        }
        return blocks;
    }
}
