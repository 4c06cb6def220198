package headroom.cell;

import headroom.clients.Outcome;

/** Sees every request of a cell go by; for audits. Costs one null check when absent. */
public interface CellProbe {
    /** A request is issued. */
    void issued(int tier, int user, int request, double timeSeconds);

    /** A request passed every meter and goes to a replica. */
    void admitted(int tier, int user, int request, double timeSeconds);

    /** An attempt, metered or not, goes to a replica. */
    default void sent(int tier, int request, double timeSeconds) {}

    /** An attempt was refused by a limit of its tier, or shed when that is {@code Quota.NONE}. */
    void refused(int tier, int user, int limit, double timeSeconds);

    /** A served request was charged: credits to the week, credits x factor to the five hours. */
    void charged(int tier, int user, double credits, double factor, double timeSeconds);

    /** A user has the answer to what it asked for: the last step of it has been served. */
    default void satisfied(int tier, int user, double timeSeconds) {}

    /** A request was served: its latencies, and what they would be alone on its replica [s]. */
    default void answered(
            int request, double ttft, double aloneTtft, double e2e, double aloneE2e) {}

    /**
     * A request has another index from now on: a replica still holds the one before for an attempt
     * that the client has given up.
     */
    default void moved(int request, int to) {}

    /** A user has the limits of another tier from now on, with nothing used of them. */
    default void upgraded(int tier, int user, int to, double timeSeconds) {}

    /** A request ended. */
    void ended(int tier, int request, Outcome outcome, double timeSeconds);
}
