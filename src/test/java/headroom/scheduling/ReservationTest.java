package headroom.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import headroom.gangs.Orders.Preemption;
import headroom.gangs.SchedulingPolicy;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/** Starts on given traces, promises that hold, and GPU-seconds that add up. */
final class ReservationTest {
    private static final Path PHILLY =
            Path.of("../shared/traces/philly-gavel/philly_vc_jobs.csv.gz");
    private static final double[][] FIVE = {{0, 6, 10}, {1, 8, 5}, {2, 4, 6}, {3, 2, 20}, {4, 4, 12}
    };
    private static final double[][] FORTY = {
        {1, 2, 4},
        {4, 4, 5},
        {4, 1, 1},
        {7, 8, 30},
        {9, 1, 8},
        {13, 8, 12},
        {15, 1, 27},
        {15, 2, 7},
        {15, 16, 26},
        {17, 2, 7},
        {18, 2, 10},
        {20, 1, 28},
        {24, 2, 22},
        {27, 8, 8},
        {28, 1, 16},
        {30, 1, 30},
        {34, 2, 1},
        {36, 8, 23},
        {38, 8, 7},
        {41, 4, 20},
        {43, 4, 15},
        {44, 1, 10},
        {46, 1, 3},
        {46, 4, 21},
        {48, 8, 18},
        {51, 16, 11},
        {52, 16, 7},
        {52, 4, 30},
        {53, 16, 21},
        {56, 2, 6},
        {58, 4, 24},
        {62, 2, 21},
        {66, 1, 29},
        {68, 1, 27},
        {68, 16, 8},
        {70, 8, 20},
        {71, 1, 11},
        {72, 2, 15},
        {72, 1, 12},
        {72, 2, 24}
    };
    private static final Watched.Kind PLAIN = new Watched.Kind(0, 0, Double.POSITIVE_INFINITY, 0);
    /** Saves 2 s long after every 3 s of work. */
    private static final Watched.Kind SAVING =
            new Watched.Kind(0, 0, Double.POSITIVE_INFINITY, 2, 3);

    /** TRACE-01 to TRACE-03 of the validation cases: by hand, and by a scheduler of its own. */
    @Test
    void startsAreThoseOfTheTraces() {
        assertThat(starts(new FirstComeFirstServed(), 10, FIVE)).containsExactly(0, 10, 15, 15, 15);
        assertThat(starts(new EasyBackfill(), 10, FIVE)).containsExactly(0, 10, 2, 8, 15);
        assertThat(starts(new EasyBackfill(), 16, FORTY))
                .containsExactly(
                        1, 4, 4, 7, 9, 17, 29, 29, 56, 29, 29, 82, 82, 37, 29, 82, 36, 82, 45, 82,
                        102, 44, 46, 105, 112, 130, 141, 148, 178, 104, 148, 148, 148, 148, 199,
                        207, 117, 148, 117, 148);
    }

    private static List<Integer> starts(SchedulingPolicy policy, int gpus, double[][] trace) {
        List<Watched.Job> jobs = new ArrayList<>();
        for (double[] job : trace) {
            jobs.add(new Watched.Job(job[0], (int) job[1], job[2], 1, 0));
        }
        Watched.Site site = new Watched.Site(new int[] {gpus}, new double[] {1}, PLAIN);
        return Watched.run(policy, site, jobs).jobs().stream()
                .map(job -> job.starts.get(0).intValue())
                .toList();
    }

    /** At every event the first in line is promised a start by those who run: it never slips. */
    @Test
    void easyNeverDelaysTheFirstInLine() {
        int promises = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Watched.Site site = new Watched.Site(new int[] {8}, new double[] {1}, PLAIN, SAVING);
            List<Watched.Job> jobs = random(random, 40, 8, seed % 2 == 1);
            promises += promisesKept(new EasyBackfill(), site, jobs, true);
        }
        assertThat(promises).isGreaterThan(1000);
    }

    /** Nor anybody, whose promise is made from the plan of all before it when it comes. */
    @Test
    void conservativeNeverDelaysAnybody() {
        int promises = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Watched.Site site = new Watched.Site(new int[] {8}, new double[] {1}, PLAIN, SAVING);
            List<Watched.Job> jobs = random(random, 40, 8, seed % 2 == 1);
            promises += promisesKept(new ConservativeBackfill(), site, jobs, false);
        }
        assertThat(promises).isGreaterThan(1000);
    }

    private static List<Watched.Job> random(Random random, int count, int gpus, boolean save) {
        List<Watched.Job> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(new Watched.Job(
                    random.nextInt(60),
                    1 + random.nextInt(gpus),
                    1 + random.nextInt(20),
                    1,
                    save ? i % 2 : 0));
        }
        return jobs;
    }

    /**
     * Plans all in line, in order of arrival, after those who run, second by second; how often a
     * promise was looked at. Whole seconds, one pool, exact estimates.
     */
    private static int promisesKept(
            SchedulingPolicy policy, Watched.Site site, List<Watched.Job> jobs, boolean first) {
        Map<Watched.Job, Integer> promised = new LinkedHashMap<>();
        int[] looked = {0};
        Watched watched = Watched.watch(policy, site, jobs, (of, now) -> {
            int[] used = new int[4000];
            for (Watched.Job job : of.jobs()) {
                if (job.runs) {
                    book(used, job, now, job.starts.get(0) + lasts(site, job));
                }
            }
            for (Watched.Job job : of.jobs()) {
                if (!job.starts.isEmpty()) {
                    continue;
                }
                int start = now.intValue();
                while (!fits(used, job, start, site)) {
                    start++;
                }
                book(used, job, start, start + lasts(site, job));
                looked[0]++;
                int before = promised.merge(job, start, Math::min);
                if (first) {
                    assertThat(start).isEqualTo(before);
                    return;
                }
            }
        });
        for (Map.Entry<Watched.Job, Integer> promise : promised.entrySet()) {
            Watched.Job job = promise.getKey();
            assertThat(job.starts.get(0)).as("%s", job).isLessThanOrEqualTo(promise.getValue());
        }
        assertThat(watched.jobs()).allMatch(job -> job.end > job.at);
        return looked[0];
    }

    private static void book(int[] used, Watched.Job job, double from, double until) {
        for (int t = (int) from; t < until; t++) {
            used[t] += job.gang;
        }
    }

    private static double lasts(Watched.Site site, Watched.Job job) {
        return site.kinds()[job.kind].lasts(job.size);
    }

    private static boolean fits(int[] used, Watched.Job job, int start, Watched.Site site) {
        for (int t = start; t < start + lasts(site, job); t++) {
            if (used[t] + job.gang > site.gpus()[0]) {
                return false;
            }
        }
        return true;
    }

    /** Every policy, on every virtual cluster: whole seconds and GPUs, so that sums are exact. */
    @Test
    void gpuSecondsOfThePhillyClustersAddUp() throws IOException {
        assumeThat(PHILLY).exists();
        Map<String, List<double[]>> clusters = clusters();
        assertThat(clusters).hasSize(12);
        for (Map.Entry<String, Supplier<SchedulingPolicy>> policy : policies().entrySet()) {
            for (Map.Entry<String, List<double[]>> cluster : clusters.entrySet()) {
                String which = policy.getKey() + " on " + cluster.getKey();
                addsUp(which, policy.getValue().get(), cluster.getValue(), Watched.COUNTED);
            }
        }
    }

    /** So they do where gangs move between nodes to make room for others. */
    @Test
    void gpuSecondsAddUpWhereGangsMove() throws IOException {
        assumeThat(PHILLY).exists();
        int rooms = 0;
        for (Map.Entry<String, List<double[]>> cluster : clusters().entrySet()) {
            String which = "defragment, nodes, on " + cluster.getKey();
            rooms += addsUp(which, new Defragmenting(), cluster.getValue(), 8).rooms;
        }
        assertThat(rooms).isGreaterThan(10);
    }

    private static Watched addsUp(
            String which, SchedulingPolicy policy, List<double[]> rows, int gpusPerNode) {
        List<Watched.Job> jobs = new ArrayList<>();
        double asked = 0;
        double rate = 0;
        int gpus = 1;
        for (int i = 0; i < rows.size(); i++) {
            double[] row = rows.get(i);
            jobs.add(new Watched.Job(row[0], (int) row[1], row[2], i % 5 == 0 ? 2 : 1, i % 2));
            asked += row[1] * row[2];
            rate = asked / (row[0] + 1e6);
            gpus = Math.max(gpus, (int) row[1]);
        }
        while (gpus < rate) {
            gpus *= 2;
        }
        gpus += (gpusPerNode - gpus % gpusPerNode) % gpusPerNode;
        Watched.Site site = new Watched.Site(
                gpusPerNode,
                new int[] {gpus},
                new double[] {1},
                new Watched.Kind(0, 0, 1e6, 0),
                new Watched.Kind(1, 1, 1e5, 0));
        Watched watched = Watched.run(policy, site, jobs);
        double done = 0;
        for (Watched.Job job : watched.jobs()) {
            assertThat(job.end).as(which).isFinite();
            done += job.gang * job.size;
        }
        assertThat(watched.jobs()).as(which).hasSize(rows.size());
        assertThat(done).as(which).isEqualTo(asked);
        assertThat(watched.busy).as(which).isEqualTo(asked);
        assertThat(watched.busy + watched.idle).as(which).isEqualTo(gpus * watched.settledSeconds);
        return watched;
    }

    private static Map<String, Supplier<SchedulingPolicy>> policies() {
        Preemption how = Preemption.RESUME;
        Map<String, Supplier<SchedulingPolicy>> all = new LinkedHashMap<>();
        all.put("fcfs", FirstComeFirstServed::new);
        all.put("first-fit", FirstFit::new);
        all.put("best-fit", BestFit::new);
        all.put("easy", EasyBackfill::new);
        all.put("conservative", ConservativeBackfill::new);
        all.put("priority", () -> new PriorityFirst(null));
        all.put("priority, preemptive", () -> new PriorityFirst(how));
        all.put("sjf", () -> new ShortestFirst(null));
        all.put("psjf", () -> new ShortestFirst(how));
        all.put("srpt", () -> new ShortestRemainingFirst(how));
        all.put("las", () -> new LeastAttainedFirst(3 << 15, how));
        all.put("round-robin", () -> new RoundRobin(1 << 16, how));
        all.put("deadline", () -> new DeadlineFirst(how));
        all.put("fair-share", () -> new FairShare(604800, 3600, new double[] {1, 2}));
        all.put("quotas", () -> new Quotas(new int[] {8, 8}, true, how));
        all.put("server-filling", () -> new ServerFilling(how));
        all.put("reservation", () -> new TrunkReservation(0, 1, false));
        all.put("elastic", ElasticShare::new);
        all.put("defragment", Defragmenting::new);
        return all;
    }

    private static Map<String, List<double[]>> clusters() throws IOException {
        Map<String, List<double[]>> clusters = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(PHILLY)), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                double[] row = {
                    Double.parseDouble(cells[1]),
                    Double.parseDouble(cells[2]),
                    Double.parseDouble(cells[3])
                };
                clusters.computeIfAbsent(cells[0], name -> new ArrayList<>()).add(row);
            }
        }
        return clusters;
    }
}
