package headroom.floor;

/** The GPUs, or servers, of one pool as its station hands them out. */
public interface Floor {
    /** How many are in service, held or not. */
    int capacity();

    /** How many jobs can have now. */
    int free();

    /** Whether a gang can have so many now. */
    boolean fits(int gpus);

    /** A job takes so many, which fit; how fast it is there, relative to the best place. */
    double take(int job, int gpus);

    /** A job gives back all it has, which are so many. */
    void release(int job, int gpus);

    /** So many more are in service from now on, free. */
    default void grow(int gpus) {
        throw new UnsupportedOperationException("this floor stays as it is");
    }

    /** So many free ones are in service no more. */
    default void shrink(int gpus) {
        throw new UnsupportedOperationException("this floor stays as it is");
    }
}
