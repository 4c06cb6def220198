package headroom.floor;

/** Servers that are all alike: only their number counts. */
public final class CountedFloor implements Floor {
    private int capacity;
    private int free;

    /** All of them free. */
    public CountedFloor(int capacity) {
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
    public boolean fitsMore(int job, int gpus) {
        return gpus <= free;
    }

    @Override
    public double take(int job, int gpus) {
        free -= gpus;
        return 0;
    }

    @Override
    public double release(int job, int gpus) {
        free += gpus;
        return 0;
    }

    /** So many more servers are in service, or so many free ones fewer. */
    public void change(int more) {
        if (more < 0) {
            shrink(-more);
        } else {
            grow(more);
        }
    }

    @Override
    public void grow(int gpus) {
        capacity += gpus;
        free += gpus;
    }

    @Override
    public void shrink(int gpus) {
        if (gpus > free) {
            throw new IllegalStateException(gpus + " GPUs leave, but only " + free + " are free");
        }
        capacity -= gpus;
        free -= gpus;
    }
}
