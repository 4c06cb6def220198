package headroom.clients;

import headroom.kernel.CalendarQueue;
import headroom.serving.Requests;

import org.jspecify.annotations.Nullable;

/** When sessions begin in a cell: one source for each tier, and one for what is replayed. */
public final class Sources {
    private final Population[] populations;
    private final CalendarQueue clock;
    private final int firstId;
    private @Nullable Replay replay;

    /**
     * Requests that one cell replays, in the order of their arrival. Declared here, fed from a
     * trace by whoever assembles the cell.
     */
    public interface Replay extends AutoCloseable {
        /** Goes to the next request; false when there is none left. */
        boolean advance();

        /** Arrival of the current request [s]. */
        double arrivalSeconds();

        /** Its prompt [token]; at least 1. */
        int inputTokens();

        /** Its output [token]; at least 1. */
        int outputTokens();

        /** Ids of the blocks of its prompt, an own array; empty where nothing shares. */
        int[] blocks();

        @Override
        void close();
    }

    /** Sources whose instants in the clock bear ids from a first one on. */
    public Sources(Population[] populations, CalendarQueue clock, int firstId) {
        this.populations = populations;
        this.clock = clock;
        this.firstId = firstId;
    }

    public void start(@Nullable Replay replayed) {
        replay = replayed;
        for (int i = 0; i < populations.length; i++) {
            next(i);
        }
        nextReplayed();
    }

    /** The session of a tier that follows the one that begins. */
    public void next(int tier) {
        double timeSeconds = populations[tier].nextSessionSeconds();
        if (timeSeconds < Double.POSITIVE_INFINITY) {
            clock.add(timeSeconds, firstId + tier);
        }
    }

    /** The replayed request that follows the one that arrives. */
    public void nextReplayed() {
        if (replay != null && replay.advance()) {
            clock.add(replay.arrivalSeconds(), firstId + populations.length);
        }
    }

    /** A session is the replayed request that arrives, and nothing more. */
    public void replay(int s, Sessions sessions, Requests requests, double now) {
        sessions.requestsLeft(s, 0);
        sessions.stepsLeft(s, 0);
        sessions.request(s, replayed(s, requests, now));
        nextReplayed();
    }

    /**
     * The replayed request that arrives. Where blocks are named, all but one token may be cached:
     * the replica knows how much is.
     */
    private int replayed(int session, Requests requests, double now) {
        Replay one = replay;
        if (one == null) {
            throw new IllegalStateException("no replay");
        }
        int[] blocks = one.blocks();
        int input = one.inputTokens();
        int cached = blocks.length == 0 ? 0 : input - 1;
        int r = requests.allocate(session, now, cached, input - cached, one.outputTokens());
        if (blocks.length > 0) {
            requests.mark(r, 0, requests.prompts().add(blocks));
        }
        return r;
    }
}
