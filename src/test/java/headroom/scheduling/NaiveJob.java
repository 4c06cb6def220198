package headroom.scheduling;

import java.util.ArrayList;
import java.util.List;

/** A job as {@link Naive} sees it. */
final class NaiveJob {
    Watched.Job of;
    Watched.Kind kind;
    int id;
    char state = 'f';
    double left;
    int pool;
    int since;
    int joined;
    int freesAt;
    int promise = -1;
    int promisePool;
    final List<Double> starts = new ArrayList<>();
    final List<Integer> pools = new ArrayList<>();
    double end = Double.NaN;

    int gang() {
        return of.gang;
    }

    enum Law {
        FCFS,
        FIRST_FIT,
        BEST_FIT,
        EASY,
        CONSERVATIVE,
        PRIORITY,
        SIZE,
        REMAINING,
        DEADLINE,
        ATTAINED,
        TURNS,
        SHARE,
        QUOTAS,
        FILLING,
        TRUNK
    }
}
