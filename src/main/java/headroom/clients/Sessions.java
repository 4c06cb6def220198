package headroom.clients;

import headroom.kernel.CalendarQueue;

import java.util.Arrays;

/**
 * The sessions under way in one cell; a session is an index. It belongs to one user and issues one
 * request after another.
 *
 * <p>By the time a session acts again the cache has forgotten it, so it costs what the lines cost
 * that it lies in. Its numbers lie side by side: 16 whole numbers fill one line, four instants and
 * factors half of another, and small numbers share a word. An array for each number would take some
 * twenty lines a request.
 */
public final class Sessions {
    /** Sessions at once have ids below this; what else the clock wakes has ids above. */
    public static final int LIMIT = (1 << 24) - 4096;

    /** Called back before the reset because caps were raised. */
    public static final int RECALLED = 1 << 4;

    /** Pays list price for the request under way, past the caps. */
    public static final int PAYING = 1 << 5;

    /** The request under way goes on past the caps, behind others. */
    public static final int SLOW = 1 << 6;

    /** The request under way is not the first step of what its user asked. */
    public static final int MID_TURN = 1 << 7;

    /** The meters have admitted the request under way and still count it. */
    public static final int METERED = 1 << 8;

    /** The meters that count it are those of the larger plan that its user has taken. */
    public static final int GUEST = 1 << 9;

    /** A deployment has prefilled the request under way for another to decode. */
    public static final int PREFILLED = 1 << 10;

    /** Its client has decided something about the request under way. */
    public static final int DECIDED = 1 << 11;

    private static final int INITIAL_CAPACITY = 1024;

    private static final SessionState[] STATES = SessionState.values();

    /** Whole numbers of a session, and its instants and factors. */
    private static final int WHOLE = 16;

    private static final int REAL = 4;

    /** Numbers left out in front: an array begins 16 bytes after a line, rows at a line. */
    private static final int WHOLE_PAD = 12;

    private static final int REAL_PAD = 6;

    // tier in the upper half, workload in the lower
    private static final int KIND = 0;
    private static final int USER = 1;
    private static final int REQUESTS_LEFT = 2;
    private static final int STEPS_LEFT = 3;
    private static final int CONTEXT_TOKENS = 4;
    private static final int APPEND_TOKENS = 5;
    private static final int REQUEST = 6;
    private static final int REPLICA = 7;
    private static final int REPLICA_SERIAL = 8;
    private static final int HOME = 9;
    private static final int HOME_SERIAL = 10;
    private static final int CONTEXT = 11;
    private static final int ATTEMPT = 12;
    private static final int RETRIES = 13;
    private static final int NUMBER = 14;
    private static final int MARKS = 15;

    private static final int WAKE = 0;
    private static final int ANSWERED = 1;
    private static final int ISSUED = 2;
    private static final int PEAK_FACTOR = 3;

    /** The state, in the lowest bits of the marks. */
    private static final int STATE = 15;

    /** Bytes of the marks in which models stand, plus one. */
    private static final int OTHER_MODEL = 16;

    private static final int ANSWERED_MODEL = 24;

    private int[] whole = new int[WHOLE_PAD + INITIAL_CAPACITY * WHOLE];
    private double[] real = new double[REAL_PAD + INITIAL_CAPACITY * REAL];
    private int[] free = new int[INITIAL_CAPACITY];
    private int freeCount;
    private int used;
    private int contexts;

    /** A session with nothing in it but its owner. */
    public int open(int tierIndex, int userIndex, int workloadIndex) {
        int s = freeCount > 0 ? free[--freeCount] : used++;
        if (s >= LIMIT) {
            throw new IllegalStateException(s + " sessions at once in a cell");
        }
        if (s == free.length) {
            grow();
        }
        whole[at(s) + KIND] = tierIndex << Short.SIZE;
        whole[at(s) + USER] = userIndex;
        whole[at(s) + NUMBER] = 0;
        renew(s, workloadIndex);
        return s;
    }

    /** A session begins again for the same user. */
    public void renew(int s, int workloadIndex) {
        if (workloadIndex != (short) workloadIndex) {
            throw new IllegalArgumentException("workload " + workloadIndex);
        }
        int row = at(s);
        whole[row + KIND] = tier(s) << Short.SIZE | workloadIndex & 0xFFFF;
        whole[row + REQUESTS_LEFT] = 0;
        whole[row + STEPS_LEFT] = 0;
        whole[row + CONTEXT_TOKENS] = 0;
        whole[row + REQUEST] = -1;
        whole[row + HOME_SERIAL] = 0;
        whole[row + RETRIES] = 0;
        whole[row + MARKS] =
                whole[row + MARKS] & (RECALLED | GUEST) | SessionState.THINKING.ordinal();
        real[reals(s) + ANSWERED] = Double.NEGATIVE_INFINITY;
        renewContext(s);
    }

    /** The request under way has been answered, and with it what was special to it is over. */
    public void answered(int s) {
        int row = at(s);
        whole[row + REQUEST] = -1;
        whole[row + RETRIES] = 0;
        whole[row + MARKS] &= ~(PAYING | SLOW | DECIDED);
    }

    /** The prompts to come begin with nothing that was said before. */
    public void renewContext(int s) {
        contexts = contexts == Integer.MAX_VALUE ? 1 : contexts + 1;
        whole[at(s) + CONTEXT] = contexts;
    }

    /** Puts a session to sleep: it acts when the clock comes to that instant. */
    public void sleep(int s, SessionState reason, double untilSeconds, CalendarQueue clock) {
        state(s, reason);
        wakeSeconds(s, untilSeconds);
        clock.add(untilSeconds, s);
    }

    public void close(int s) {
        state(s, SessionState.FREE);
        wakeSeconds(s, Double.NaN);
        free[freeCount++] = s;
    }

    /** The model that the request under way asks, given that of its workload. */
    public int model(int s, int own) {
        int other = otherModel(s);
        return other >= 0 ? other : own;
    }

    /** Indices ever used; some of them are free. */
    public int end() {
        return used;
    }

    private void grow() {
        int capacity = free.length * 2;
        whole = Arrays.copyOf(whole, WHOLE_PAD + capacity * WHOLE);
        real = Arrays.copyOf(real, REAL_PAD + capacity * REAL);
        free = Arrays.copyOf(free, capacity);
    }

    /** Brings a session into the cache; what it returns is noise. */
    public long touch(int s) {
        return whole[at(s)] ^ Double.doubleToRawLongBits(real[reals(s)]);
    }

    private static int at(int s) {
        return WHOLE_PAD + s * WHOLE;
    }

    private static int reals(int s) {
        return REAL_PAD + s * REAL;
    }

    /** Whether a mark is set. */
    public boolean is(int s, int mark) {
        return (whole[at(s) + MARKS] & mark) != 0;
    }

    public void mark(int s, int mark, boolean on) {
        int marks = whole[at(s) + MARKS];
        whole[at(s) + MARKS] = on ? marks | mark : marks & ~mark;
    }

    private int modelAt(int s, int shift) {
        return (whole[at(s) + MARKS] >>> shift & 0xFF) - 1;
    }

    private void modelAt(int s, int shift, int model) {
        if (model != -1 && (model < 0 || model >= 0xFF)) {
            throw new IllegalArgumentException("model " + model);
        }
        int others = whole[at(s) + MARKS] & ~(0xFF << shift);
        whole[at(s) + MARKS] = others | (model + 1) << shift;
    }

    public SessionState state(int s) {
        return STATES[whole[at(s) + MARKS] & STATE];
    }

    public void state(int s, SessionState state) {
        whole[at(s) + MARKS] = whole[at(s) + MARKS] & ~STATE | state.ordinal();
    }

    /** Instant at which the session acts next; the only valid entry in the clock [s]. */
    public double wakeSeconds(int s) {
        return real[reals(s) + WAKE];
    }

    public void wakeSeconds(int s, double wakeSeconds) {
        real[reals(s) + WAKE] = wakeSeconds;
    }

    /** End of the last answer; the age of the cached prefix counts from here [s]. */
    public double answeredSeconds(int s) {
        return real[reals(s) + ANSWERED];
    }

    public void answeredSeconds(int s, double answeredSeconds) {
        real[reals(s) + ANSWERED] = answeredSeconds;
    }

    /** First attempt of the request under way [s]. */
    public double issuedSeconds(int s) {
        return real[reals(s) + ISSUED];
    }

    public void issuedSeconds(int s, double issuedSeconds) {
        real[reals(s) + ISSUED] = issuedSeconds;
    }

    /** Multiplier of five-hour consumption, set when the request is admitted. */
    public double peakFactor(int s) {
        return real[reals(s) + PEAK_FACTOR];
    }

    public void peakFactor(int s, double peakFactor) {
        real[reals(s) + PEAK_FACTOR] = peakFactor;
    }

    public int tier(int s) {
        return whole[at(s) + KIND] >> Short.SIZE;
    }

    /** Index of its workload within its tier; below 0: it is a replayed request. */
    public int workload(int s) {
        return (short) whole[at(s) + KIND];
    }

    /** Index of the user within its tier and cell. */
    public int user(int s) {
        return whole[at(s) + USER];
    }

    /** Which session of its tier and user it is; 0 until told. What it draws depends on it. */
    public int number(int s) {
        return whole[at(s) + NUMBER];
    }

    public void number(int s, int number) {
        whole[at(s) + NUMBER] = number;
    }

    /** Human requests still to come, the one under way apart. */
    public int requestsLeft(int s) {
        return whole[at(s) + REQUESTS_LEFT];
    }

    public void requestsLeft(int s, int requestsLeft) {
        whole[at(s) + REQUESTS_LEFT] = requestsLeft;
    }

    /** Steps of the human request still to come, the one under way apart. */
    public int stepsLeft(int s) {
        return whole[at(s) + STEPS_LEFT];
    }

    public void stepsLeft(int s, int stepsLeft) {
        whole[at(s) + STEPS_LEFT] = stepsLeft;
    }

    /** Context accumulated so far [token]. */
    public int contextTokens(int s) {
        return whole[at(s) + CONTEXT_TOKENS];
    }

    public void contextTokens(int s, int contextTokens) {
        whole[at(s) + CONTEXT_TOKENS] = contextTokens;
    }

    /** Tokens the request under way adds to the context, before its output [token]. */
    public int appendTokens(int s) {
        return whole[at(s) + APPEND_TOKENS];
    }

    public void appendTokens(int s, int appendTokens) {
        whole[at(s) + APPEND_TOKENS] = appendTokens;
    }

    /** The request under way, or -1. */
    public int request(int s) {
        return whole[at(s) + REQUEST];
    }

    public void request(int s, int request) {
        whole[at(s) + REQUEST] = request;
    }

    /** Place of the replica that serves the request under way. */
    public int replica(int s) {
        return whole[at(s) + REPLICA];
    }

    public int replicaSerial(int s) {
        return whole[at(s) + REPLICA_SERIAL];
    }

    public void replica(int s, int place, int serial) {
        whole[at(s) + REPLICA] = place;
        whole[at(s) + REPLICA_SERIAL] = serial;
    }

    /** Place of the replica that prefilled the last answered request. */
    public int home(int s) {
        return whole[at(s) + HOME];
    }

    public int homeSerial(int s) {
        return whole[at(s) + HOME_SERIAL];
    }

    public void home(int s, int place, int serial) {
        whole[at(s) + HOME] = place;
        whole[at(s) + HOME_SERIAL] = serial;
    }

    /** What the prompts begin with: other contexts have other numbers; never 0. */
    public int context(int s) {
        return whole[at(s) + CONTEXT];
    }

    /** Attempts sent to a replica, counted on over all sessions with this index. */
    public int attempt(int s) {
        return whole[at(s) + ATTEMPT];
    }

    public void countAttempt(int s) {
        whole[at(s) + ATTEMPT]++;
    }

    /** Attempts of the request so far that failed. */
    public int retries(int s) {
        return whole[at(s) + RETRIES];
    }

    /** One more attempt has failed; how many had before. */
    public int countRetry(int s) {
        return whole[at(s) + RETRIES]++;
    }

    /** The model that the request under way asks instead of its workload's, or -1. */
    public int otherModel(int s) {
        return modelAt(s, OTHER_MODEL);
    }

    public void otherModel(int s, int model) {
        modelAt(s, OTHER_MODEL, model);
    }

    /** The model of the last answer, which alone has its prefix cached; -1: none yet. */
    public int answeredModel(int s) {
        return modelAt(s, ANSWERED_MODEL);
    }

    public void answeredModel(int s, int model) {
        modelAt(s, ANSWERED_MODEL, model);
    }
}
