package headroom.jobs;

/**
 * The jobs that wait at a station, by (key, order of arrival): a linked list through the table.
 *
 * <p>A job joins from behind, so that one that belongs there costs nothing; one that belongs
 * further ahead costs a step for each job it passes.
 */
final class Line {
    private static final int NONE = StationView.NONE;

    private final JobTable jobs;
    private int head = NONE;
    private int tail = NONE;
    private int size;

    Line(JobTable jobs) {
        this.jobs = jobs;
    }

    int head() {
        return head;
    }

    int size() {
        return size;
    }

    /** A job joins, at the place its key gives. */
    void add(int job, double key) {
        jobs.key[job] = key;
        int before = tail;
        while (before != NONE && precedes(job, before)) {
            before = jobs.before[before];
        }
        int behind = before == NONE ? head : jobs.behind[before];
        jobs.before[job] = before;
        jobs.behind[job] = behind;
        if (before == NONE) {
            head = job;
        } else {
            jobs.behind[before] = job;
        }
        if (behind == NONE) {
            tail = job;
        } else {
            jobs.before[behind] = job;
        }
        size++;
    }

    /** A job leaves the line. */
    void remove(int job) {
        int before = jobs.before[job];
        int behind = jobs.behind[job];
        if (before == NONE) {
            head = behind;
        } else {
            jobs.behind[before] = behind;
        }
        if (behind == NONE) {
            tail = before;
        } else {
            jobs.before[behind] = before;
        }
        size--;
    }

    private boolean precedes(int job, int other) {
        double key = jobs.key[job];
        double otherKey = jobs.key[other];
        return key < otherKey || key == otherKey && jobs.sequence[job] < jobs.sequence[other];
    }
}
