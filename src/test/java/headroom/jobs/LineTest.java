package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.gangs.StationView;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** The line against a sorted list. */
final class LineTest {
    @Test
    void isSortedByKeyThenArrival() {
        Random random = new Random(1);
        JobTable jobs = new JobTable();
        Line line = new Line(jobs);
        List<Integer> sorted = new ArrayList<>();
        List<Integer> away = new ArrayList<>();
        for (int step = 0; step < 6000; step++) {
            if (random.nextInt(5) < 3 || sorted.isEmpty()) {
                boolean comes = away.isEmpty() || random.nextBoolean();
                int job = comes ? jobs.add() : away.remove(random.nextInt(away.size()));
                jobs.sequence[job] = comes ? step : jobs.sequence[job];
                line.add(job, step < 200 ? 0 : random.nextInt(20));
                sorted.add(job);
            } else {
                int job = sorted.remove(random.nextInt(sorted.size()));
                line.remove(job);
                away.add(job);
            }
            if (step % 50 == 0) {
                sorted.sort(Comparator.<Integer>comparingDouble(job -> jobs.key[job])
                        .thenComparingLong(job -> jobs.sequence[job]));
                assertThat(walk(line, jobs)).isEqualTo(sorted);
            }
        }
        assertThat(line.size()).isEqualTo(sorted.size()).isGreaterThan(500);
    }

    private static List<Integer> walk(Line line, JobTable jobs) {
        List<Integer> walked = new ArrayList<>();
        for (int job = line.head(); job != StationView.NONE; job = jobs.behind[job]) {
            walked.add(job);
        }
        return walked;
    }
}
