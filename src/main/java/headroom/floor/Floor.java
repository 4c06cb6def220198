package headroom.floor;

/** The GPUs, or servers, of one pool as its station hands them out. */
public interface Floor {
    /** How many are in service, held or not. */
    int capacity();

    /** How many jobs can have now. */
    int free();

    /** Whether a gang can have so many now. */
    boolean fits(int gpus);

    /** Whether a job that holds some can have so many more. */
    boolean fitsMore(int job, int gpus);

    /**
     * A job takes so many, or so many more, which fit.
     *
     * @return time that where it stands adds to a unit of its work [1]; 0 at the best place
     */
    double take(int job, int gpus);

    /**
     * A job gives back so many of those it has.
     *
     * @return time that where it stands adds to a unit of its work [1]
     */
    double release(int job, int gpus);

    /** So many more are in service from now on, free. */
    default void grow(int gpus) {
        throw new UnsupportedOperationException("this floor stays as it is");
    }

    /** So many free ones are in service no more. */
    default void shrink(int gpus) {
        throw new UnsupportedOperationException("this floor stays as it is");
    }
}
