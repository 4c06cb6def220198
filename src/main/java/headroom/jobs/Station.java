package headroom.jobs;

import headroom.gangs.LeaseTerms;

/** A place where jobs queue and are served; it belongs to a {@link JobPlane}. */
interface Station {
    /** A job comes: from outside, or from another station, its size drawn. */
    void arrive(int job);

    /** What was pending for one of its jobs is due. */
    void due(int job);

    /** Books what is under way until now. */
    void settleBooks();

    /** A phase begins from which on losses of earlier work are told apart; books are settled. */
    default void beginPhase() {
        // nothing is lost where nobody is interrupted
    }

    /** Makes a pool one whose GPUs are lent. */
    default Lease lend(int pool, LeaseTerms terms) {
        throw new IllegalStateException("no GPUs can be lent to this station");
    }

    /** Jobs on a pool get so much done in a unit of time from now on [1]. */
    default void pace(int pool, double pace) {
        throw new IllegalStateException("jobs of this station cannot be slowed");
    }
}
