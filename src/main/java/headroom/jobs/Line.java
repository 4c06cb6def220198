package headroom.jobs;

import headroom.gangs.StationView;

import java.util.Arrays;

/**
 * The jobs that wait at a station, by (key, order of arrival): a skip list through the table.
 *
 * <p>One job in four of a level is linked on the next one too, by a hash of its order of arrival.
 * A job that belongs last joins without a search; any other finds its place among n in a time that
 * grows with log n. All levels are linked both ways, so that leaving needs no search. Until the
 * first job joins elsewhere than last there is one level only.
 */
final class Line {
    private static final int NONE = StationView.NONE;
    private static final int LEVELS = 12;
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    private final JobTable jobs;
    private int head = NONE;
    private int tail = NONE;
    private int size;
    /** By level above the table's, its ends and, by job, its links. */
    private final int[] heads = new int[LEVELS];

    private final int[] tails = new int[LEVELS];
    private final int[][] before = new int[LEVELS][0];
    private final int[][] behind = new int[LEVELS][0];
    /** By level, whom the joining job follows. */
    private final int[] follows = new int[LEVELS];
    /** Levels that have had a job. */
    private int levels;

    private boolean isIndexed;

    Line(JobTable jobs) {
        this.jobs = jobs;
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
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
        int ahead = tail;
        boolean isLast = ahead == NONE || !precedes(job, ahead);
        if (!isLast) {
            if (!isIndexed) {
                index();
            }
            ahead = seek(job);
        }
        int next = ahead == NONE ? head : jobs.behind[ahead];
        jobs.before[job] = ahead;
        jobs.behind[job] = next;
        if (ahead == NONE) {
            head = job;
        } else {
            jobs.behind[ahead] = job;
        }
        if (next == NONE) {
            tail = job;
        } else {
            jobs.before[next] = job;
        }
        if (isIndexed) {
            int height = height(job);
            reserve(height, job);
            for (int level = 0; level < height; level++) {
                link(job, level, isLast ? tails[level] : follows[level]);
            }
        }
        size++;
    }

    /** A job leaves the line. */
    void remove(int job) {
        int ahead = jobs.before[job];
        int next = jobs.behind[job];
        if (ahead == NONE) {
            head = next;
        } else {
            jobs.behind[ahead] = next;
        }
        if (next == NONE) {
            tail = ahead;
        } else {
            jobs.before[next] = ahead;
        }
        if (isIndexed) {
            int height = height(job);
            for (int level = 0; level < height; level++) {
                unlink(job, level);
            }
        }
        size--;
    }

    /** All jobs leave the line; who they were, in order. */
    int[] clear() {
        int[] order = new int[size];
        for (int i = 0; i < order.length; i++) {
            order[i] = head;
            remove(head);
        }
        return order;
    }

    private void index() {
        isIndexed = true;
        for (int job = head; job != NONE; job = jobs.behind[job]) {
            int height = height(job);
            reserve(height, job);
            for (int level = 0; level < height; level++) {
                link(job, level, tails[level]);
            }
        }
    }

    /** The job that one joins behind, on every level. */
    private int seek(int job) {
        int at = NONE;
        for (int level = levels - 1; level >= 0; level--) {
            int next = at == NONE ? heads[level] : behind[level][at];
            while (next != NONE && !precedes(job, next)) {
                at = next;
                next = behind[level][at];
            }
            follows[level] = at;
        }
        int next = at == NONE ? head : jobs.behind[at];
        while (next != NONE && !precedes(job, next)) {
            at = next;
            next = jobs.behind[at];
        }
        return at;
    }

    private void link(int job, int level, int ahead) {
        int next = ahead == NONE ? heads[level] : behind[level][ahead];
        before[level][job] = ahead;
        behind[level][job] = next;
        if (ahead == NONE) {
            heads[level] = job;
        } else {
            behind[level][ahead] = job;
        }
        if (next == NONE) {
            tails[level] = job;
        } else {
            before[level][next] = job;
        }
    }

    private void unlink(int job, int level) {
        int ahead = before[level][job];
        int next = behind[level][job];
        if (ahead == NONE) {
            heads[level] = next;
        } else {
            behind[level][ahead] = next;
        }
        if (next == NONE) {
            tails[level] = ahead;
        } else {
            before[level][next] = ahead;
        }
    }

    /** Levels above the table's that a job is linked on. */
    private int height(int job) {
        return Math.min(LEVELS, Long.numberOfLeadingZeros(jobs.sequence[job] * SCATTER) >> 1);
    }

    private void reserve(int height, int job) {
        for (int level = 0; level < height; level++) {
            if (job >= before[level].length) {
                int to = Math.max(64, 2 * job);
                before[level] = Arrays.copyOf(before[level], to);
                behind[level] = Arrays.copyOf(behind[level], to);
            }
        }
        if (height > levels) {
            Arrays.fill(follows, levels, height, NONE);
            levels = height;
        }
    }

    private boolean precedes(int job, int other) {
        double key = jobs.key[job];
        double otherKey = jobs.key[other];
        return key < otherKey || key == otherKey && jobs.sequence[job] < jobs.sequence[other];
    }
}
