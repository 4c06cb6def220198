package headroom.jobbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What jobs at a station had done that no checkpoint held, at instants at which phases begin: so
 * that a loss is told apart into work of the phase and of before it.
 */
public final class PastWork {
    private final List<Map<Integer, Work>> instants = new ArrayList<>();

    /**
     * Work of a job that no checkpoint holds.
     *
     * @param sequence which job it is at its station
     * @param remainingIfKilledSeconds what it would go back to; another: it was saved since [s]
     * @param seconds time at it [s]
     * @param gpuSeconds the same times GPUs [GPU-s]
     */
    public record Work(
            long sequence, double remainingIfKilledSeconds, double seconds, double gpuSeconds) {}

    /** Another instant is now. */
    public void mark() {
        instants.add(new TreeMap<>());
    }

    /** What a job has done at the last instant. */
    public void add(int job, Work work) {
        instants.get(instants.size() - 1).put(job, work);
    }

    /** A job loses that work, by failure or by giving way: what of it lies before each instant. */
    public void lose(int job, Work now, Closeup into) {
        for (int i = 0; i < instants.size(); i++) {
            Work then = instants.get(i).remove(job);
            if (then != null
                    && then.sequence == now.sequence
                    && then.remainingIfKilledSeconds == now.remainingIfKilledSeconds) {
                into.earlierSeconds[i] += Math.min(then.seconds, now.seconds);
                into.earlierGpuSeconds[i] += Math.min(then.gpuSeconds, now.gpuSeconds);
            }
        }
    }
}
