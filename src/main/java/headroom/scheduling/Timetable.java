package headroom.scheduling;

import java.util.Arrays;

/**
 * GPUs of a pool that will be free by what is planned: a step function of time from some instant.
 * One that lasts no longer than a microsecond comes of rounding and is passed over.
 */
final class Timetable {
    static final double ROUNDING_SECONDS = 1e-6;

    private double[] fromSeconds = new double[16];
    private int[] freeGpus = new int[16];
    private int size;

    /** From an instant on, for ever, so many are free [s]. */
    void reset(double nowSeconds, int free) {
        fromSeconds[0] = nowSeconds;
        freeGpus[0] = free;
        size = 1;
    }

    /** So many more are free from an instant until another, which may be infinite [s]. */
    void add(double start, double end, int gpus) {
        if (!(start < end)) {
            return;
        }
        int first = split(start);
        int last = end < Double.POSITIVE_INFINITY ? split(end) : size;
        for (int i = first; i < last; i++) {
            freeGpus[i] += gpus;
        }
    }

    /** How many are free at an instant [s]. */
    int free(double timeSeconds) {
        return freeGpus[step(timeSeconds)];
    }

    /** First instant, not before one, from which so many stay free for so long; may be infinite. */
    double earliest(double notBefore, double seconds, int gpus) {
        double start = notBefore;
        for (int i = step(notBefore); i < size; i++) {
            double end = i + 1 < size ? fromSeconds[i + 1] : Double.POSITIVE_INFINITY;
            double lasts = end - Math.max(notBefore, fromSeconds[i]);
            if (freeGpus[i] < gpus && lasts > ROUNDING_SECONDS) {
                start = end;
            } else if (end >= start + seconds - ROUNDING_SECONDS) {
                return start;
            }
        }
        return start;
    }

    /** The step that begins at an instant; made where none does. */
    private int split(double timeSeconds) {
        int i = step(timeSeconds);
        if (fromSeconds[i] >= timeSeconds) {
            return i;
        }
        if (size == freeGpus.length) {
            fromSeconds = Arrays.copyOf(fromSeconds, 2 * size);
            freeGpus = Arrays.copyOf(freeGpus, 2 * size);
        }
        System.arraycopy(fromSeconds, i + 1, fromSeconds, i + 2, size - i - 1);
        System.arraycopy(freeGpus, i, freeGpus, i + 1, size - i);
        fromSeconds[i + 1] = timeSeconds;
        size++;
        return i + 1;
    }

    /** The step an instant lies in, the first where it lies before all. */
    private int step(double timeSeconds) {
        int i = Arrays.binarySearch(fromSeconds, 0, size, timeSeconds);
        return i >= 0 ? i : Math.max(0, -i - 2);
    }
}
