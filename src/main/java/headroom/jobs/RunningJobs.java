package headroom.jobs;

import java.util.Arrays;

/** The jobs that run at a station, in no order that means anything. */
final class RunningJobs {
    private final JobTable jobs;
    private int[] running = new int[64];
    private int size;

    RunningJobs(JobTable jobs) {
        this.jobs = jobs;
    }

    int size() {
        return size;
    }

    int at(int i) {
        return running[i];
    }

    void add(int job) {
        if (size == running.length) {
            running = Arrays.copyOf(running, 2 * size);
        }
        jobs.place[job] = size;
        running[size++] = job;
    }

    void remove(int job) {
        int last = running[--size];
        int place = jobs.place[job];
        running[place] = last;
        jobs.place[last] = place;
    }
}
