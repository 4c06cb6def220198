package headroom.quota;

/**
 * One limit of a tier.
 *
 * @param name its name in scenarios and results
 * @param kind how it counts over time
 * @param counts what it counts
 * @param cap how much it allows: of a window, what may be used in it; of a bucket, its refill per
 *     second
 * @param refusal what whoever is refused is told
 * @param peak true if the peak-hour multiplier applies
 * @param scaled true if the scale of caps applies
 */
public record Limit(
        String name,
        Kind kind,
        Counts counts,
        double cap,
        Refusal refusal,
        boolean peak,
        boolean scaled) {

    /** Limits that a tier may have. */
    public static final int MOST = 16;

    /** Throws unless the cap is above zero; one of zero would never reopen. */
    public Limit {
        if (!(cap > 0)) {
            throw new IllegalArgumentException(name + ": a cap of " + cap);
        }
    }

    /** How a limit counts over time. */
    public sealed interface Kind {
        /** Windows of this length and longer are under way when a run begins [s]. */
        double LONG_SECONDS = 86_400;

        /** Length of the window that is under way when a run begins; 0: none is [s]. */
        default double warmSeconds() {
            return 0;
        }

        /** A window that begins with first use; see {@link AnchoredWindow}. */
        record Anchored(double lengthSeconds) implements Kind {
            @Override
            public double warmSeconds() {
                return lengthSeconds >= LONG_SECONDS ? lengthSeconds : 0;
            }
        }

        /** A window that repeats at a phase of the account; see {@link PhasedWindow}. */
        record Phased(double lengthSeconds) implements Kind {
            @Override
            public double warmSeconds() {
                return lengthSeconds;
            }
        }

        /** A bucket refilled steadily that holds so much; see {@link TokenBucket}. */
        record Bucket(double burst) implements Kind {}
    }

    /** What whoever is refused is told. */
    public enum Refusal {
        /** A usage cap: the user decides what to do until it is reset. */
        CAP,
        /** A rate limit: the client waits as long as it is told, and tries again. */
        RATE_LIMIT
    }

    /** What is counted. */
    public enum Counts {
        /** Each request as one, when it is admitted. */
        REQUESTS,
        /** Prompt tokens that are not cached, when the request is admitted. */
        INPUT_TOKENS,
        /** Output tokens, when they are known. */
        OUTPUT_TOKENS,
        /** Usage credits, when the request ends. */
        CREDITS;

        /** What a request must find free to be admitted. */
        double asked(Usage u) {
            return this == INPUT_TOKENS ? u.freshTokens() : 1;
        }

        /** What is charged when a request is admitted. */
        double atStart(Usage u) {
            return switch (this) {
                case REQUESTS -> 1;
                case INPUT_TOKENS -> u.freshTokens();
                case OUTPUT_TOKENS, CREDITS -> 0;
            };
        }

        /** Whether anything is charged when a request ends. */
        boolean endsLater() {
            return this == OUTPUT_TOKENS || this == CREDITS;
        }

        /** What is charged when a request ends. */
        double atEnd(Usage u) {
            return switch (this) {
                case REQUESTS, INPUT_TOKENS -> 0;
                case OUTPUT_TOKENS -> u.outputTokens();
                case CREDITS -> u.credits();
            };
        }
    }

    /** The meter of this limit for so many slots. */
    Meter meter(int slots) {
        if (kind instanceof Kind.Anchored window) {
            return new AnchoredWindow(slots, window.lengthSeconds(), cap);
        }
        if (kind instanceof Kind.Phased window) {
            return new PhasedWindow(slots, window.lengthSeconds(), cap);
        }
        return new TokenBucket(slots, cap, ((Kind.Bucket) kind).burst());
    }
}
