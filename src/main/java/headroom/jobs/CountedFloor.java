package headroom.jobs;

/** Servers that are all alike: only their number counts. */
final class CountedFloor implements Floor {
    private final JobTable jobs;
    private final int capacity;
    private int free;

    CountedFloor(JobTable jobs, int capacity) {
        this.jobs = jobs;
        this.capacity = capacity;
        free = capacity;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int free() {
        return free;
    }

    @Override
    public boolean fits(int gpus) {
        return gpus <= free;
    }

    @Override
    public double take(int job, int gpus) {
        free -= gpus;
        return 1;
    }

    @Override
    public void release(int job) {
        free += jobs.held[job];
    }
}
