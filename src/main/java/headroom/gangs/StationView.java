package headroom.gangs;

/** What a scheduling policy sees of a station. Jobs are known by numbers, which are used again. */
public interface StationView {
    /** Stands for no job and no pool. */
    int NONE = -1;

    /** Now [s]. */
    double nowSeconds();

    /** The first job in line, or none. */
    int head();

    /** The job in line behind a waiting one, or none. */
    int after(int job);

    /** How many wait. */
    int waiting();

    /** How many run. */
    int running();

    /** A running job: the i-th, in no order that means anything. */
    int runningAt(int i);

    /** Pools of the station. */
    int pools();

    /** GPUs of a pool that are in service, held or not. */
    int capacity(int pool);

    /** GPUs of a pool that jobs can have now. */
    int free(int pool);

    /** Where a waiting job would start now: the pool it fits in and is fastest on, or none. */
    int placeFor(int job);

    /** GPUs a job asks for. */
    int gang(int job);

    /** Least GPUs a job can run on. */
    int fewest(int job);

    /** Most GPUs a job can use. */
    int most(int job);

    /** Whether a waiting job fits in a pool with so many GPUs, and there is power for it. */
    boolean fits(int job, int pool, int gpus);

    /** Whether a running job can have so many GPUs in all. */
    boolean fitsResized(int job, int gpus);

    /** GPUs a running job holds. */
    int held(int job);

    /** The pool a running job is on. */
    int pool(int job);

    /** Speed of a job on a pool, relative to that its size is stated for; 0: it cannot run. */
    double speed(int job, int pool);

    /** Whether a running job has been told to go, and writes its checkpoint before it does. */
    boolean leaves(int job);

    /** Order of arrival at the station; unique. */
    long order(int job);

    /** Stream a job comes from. */
    int stream(int job);

    /** Priority of a job; higher goes first. */
    int priority(int job);

    /** Group a job belongs to, for shares and quotas. */
    int group(int job);

    /** When a job ought to end; infinite: it has no deadline [s]. */
    double deadlineSeconds(int job);

    /** When a job came to the station [s]. */
    double arrivedSeconds(int job);

    /** When a running job started last [s]. */
    double startedSeconds(int job);

    /** Service a job has had, at speed 1 [s]. */
    double attainedSeconds(int job);

    /** What its user says it needs in all, at speed 1 [s]. */
    double estimateSeconds(int job);

    /**
     * The end of a running job by its estimate, its start and its checkpoints with it, or of the
     * checkpoint it leaves with; not before now [s].
     */
    double expectedEndSeconds(int job);

    /**
     * Time a job still needs on a pool that it can run on, by its user's estimate, and what its
     * start and its checkpoints take of it [s].
     */
    default double expectedSeconds(int job, int pool) {
        return Math.max(0, estimateSeconds(job) - attainedSeconds(job)) / speed(job, pool);
    }

    /** What a job needs in all, at speed 1: the truth [s]. */
    double sizeSeconds(int job);

    /** What a job still needs, at speed 1: the truth [s]. */
    double remainingSeconds(int job);
}
