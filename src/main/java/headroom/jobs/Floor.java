package headroom.jobs;

/** The GPUs, or servers, of one pool as its station hands them out. */
interface Floor {
    /** How many are in service, held or not. */
    int capacity();

    /** How many jobs can have now. */
    int free();

    /** Whether a gang can have so many now. */
    boolean fits(int gpus);

    /** A job takes so many, which fit; how fast it is there, relative to the best place. */
    double take(int job, int gpus);

    /** A job gives all it has back. */
    void release(int job);
}
