package headroom.quota;

/**
 * One limit of a tier.
 *
 * @param name its name in scenarios and results
 * @param kind how it counts over time
 * @param counts what it counts
 * @param cap how much it allows: of a window, what may be used in it; of a bucket, its refill per
 *     second or per tick; requests at once
 * @param sharing users who share one meter: 1, the seats of an organisation, {@link #EVERYBODY}, or
 *     {@link #ALL_TIERS}
 * @param refusal what whoever is refused is told
 * @param peak true if the peak-hour multiplier applies
 * @param scaled true if the scale of caps applies
 */
public record Limit(
        String name,
        Kind kind,
        Counts counts,
        double cap,
        int sharing,
        Refusal refusal,
        boolean peak,
        boolean scaled) {

    /** Limits that a tier may have. */
    public static final int MOST = 16;

    /** All users of all tiers in the cell that have the limit share one meter. */
    public static final int ALL_TIERS = Integer.MAX_VALUE;

    /** All users of the tier in the cell share one meter. */
    public static final int EVERYBODY = ALL_TIERS - 1;

    /** Throws unless the cap is above zero; one of zero would never reopen. */
    public Limit {
        if (!(cap > 0) || sharing < 1) {
            throw new IllegalArgumentException(name + ": a cap of " + cap + " for " + sharing);
        }
        boolean bucket = kind instanceof Kind.Bucket || kind instanceof Kind.Ticks;
        boolean alone = !bucket && counts.estimateTokens() >= 0;
        boolean queues = !bucket && refusal == Refusal.QUEUE;
        boolean unknown = kind instanceof Kind.AtOnce
                && (refusal == Refusal.CAP || counts.what() != Counts.What.REQUESTS);
        if (alone || queues || unknown) {
            throw new IllegalArgumentException(name + ": not of this kind");
        }
    }

    /** How a limit counts over time. */
    public sealed interface Kind {
        /** Windows of this length and longer are under way when a run begins [s]. */
        double LONG_SECONDS = 86_400;

        /**
         * For how long the window has been under way in which a run begins; 0: none is [s].
         *
         * @param phase of the account, uniform in (0,1)
         */
        default double elapsedSeconds(double phase) {
            return 0;
        }

        /** What a cap of this kind allows in the long run; infinite if it does not say [1/s]. */
        double perSecond(double cap);

        /** A window that begins with first use; see {@link AnchoredWindow}. */
        record Anchored(double lengthSeconds) implements Kind {
            @Override
            public double perSecond(double cap) {
                return cap / lengthSeconds;
            }

            @Override
            public double elapsedSeconds(double phase) {
                return lengthSeconds >= LONG_SECONDS ? phase * lengthSeconds : 0;
            }
        }

        /** A window that repeats at a phase of the account; see {@link PhasedWindow}. */
        record Phased(double lengthSeconds) implements Kind {
            @Override
            public double perSecond(double cap) {
                return cap / lengthSeconds;
            }

            @Override
            public double elapsedSeconds(double phase) {
                return phase * lengthSeconds;
            }
        }

        /** A day, week or month of a zone; see {@link CalendarWindow}. */
        record CalendarPeriod(Calendar calendar) implements Kind {
            @Override
            public double perSecond(double cap) {
                return cap / calendar.meanSeconds();
            }

            @Override
            public double elapsedSeconds(double phase) {
                return -calendar.beginSeconds(0);
            }
        }

        /** Every charge for a length, so many kept; see {@link headroom.quota.SlidingLog}. */
        record SlidingLog(double lengthSeconds, int entries) implements Kind {
            @Override
            public double perSecond(double cap) {
                return cap / lengthSeconds;
            }
        }

        /** A length estimated from counters; see {@link headroom.quota.SlidingCounter}. */
        record SlidingCounter(double lengthSeconds) implements Kind {
            @Override
            public double perSecond(double cap) {
                return cap / lengthSeconds;
            }
        }

        /** A bucket refilled steadily that holds so much; see {@link TokenBucket}. */
        record Bucket(double burst) implements Kind {
            @Override
            public double perSecond(double cap) {
                return cap;
            }
        }

        /** A bucket refilled at ticks that holds so much; see {@link TickBucket}. */
        record Ticks(double tickSeconds, double burst) implements Kind {
            @Override
            public double perSecond(double cap) {
                return cap / tickSeconds;
            }
        }

        /** Requests under way at once; see {@link Concurrency}. */
        record AtOnce() implements Kind {
            @Override
            public double perSecond(double cap) {
                return Double.POSITIVE_INFINITY;
            }
        }
    }

    /** What whoever is refused is told. */
    public enum Refusal {
        /** A usage cap: the user decides what to do until it is reset. */
        CAP,
        /** A rate limit: the client waits as long as it is told, and tries again. */
        RATE_LIMIT,
        /** Nobody is refused: requests wait for their tokens, first come, first served. */
        QUEUE
    }

    /** Whether one meter serves all users of a tier, or more. */
    public boolean isOfEverybody() {
        return sharing >= EVERYBODY;
    }

    /** Whether tiers that have a limit of this name share its meter. */
    public boolean isOfAllTiers() {
        return sharing == ALL_TIERS;
    }

    /** How many meters so many users have. */
    int slots(int users) {
        return (int) ((users + (long) sharing - 1) / sharing);
    }

    /** Numbers a user that its meter keeps beside those of other meters. */
    int width() {
        boolean window = kind instanceof Kind.Anchored || kind instanceof Kind.Phased;
        int width = window ? 2 : kind instanceof Kind.Bucket ? 1 : 0;
        return sharing == 1 ? width : 0;
    }

    /** The meter of this limit for so many slots; what is kept beside others is kept there. */
    Meter meter(int slots, Slots beside) {
        Slots state = width() > 0 ? beside : Slots.alone(slots, 2);
        if (kind instanceof Kind.Anchored window) {
            return new AnchoredWindow(state, slots, window.lengthSeconds(), cap);
        } else if (kind instanceof Kind.Phased window) {
            return new PhasedWindow(state, slots, window.lengthSeconds(), cap);
        } else if (kind instanceof Kind.CalendarPeriod window) {
            return new CalendarWindow(slots, window.calendar(), cap);
        } else if (kind instanceof Kind.SlidingLog log) {
            return new headroom.quota.SlidingLog(slots, log.lengthSeconds(), log.entries(), cap);
        } else if (kind instanceof Kind.SlidingCounter counter) {
            return new headroom.quota.SlidingCounter(slots, counter.lengthSeconds(), cap);
        } else if (kind instanceof Kind.Bucket bucket) {
            return new TokenBucket(state, slots, cap, bucket.burst());
        } else if (kind instanceof Kind.Ticks ticks) {
            return new TickBucket(slots, ticks.tickSeconds(), cap, ticks.burst());
        }
        return new Concurrency(slots, cap);
    }
}
