package headroom.routers;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.kernel.Streams;
import headroom.serving.Router;
import headroom.stat.Estimate;
import headroom.stat.Known;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/**
 * Routers in front of exponential servers, where the answer is known: 64 replications, a difference
 * test at 1e-6 beyond the declared bias, and an equivalence test with a stated margin, so that
 * neither a wrong nor a wide result passes.
 */
final class QueuesTest {
    private static final int REPLICATIONS = 64;
    private static final double LEVEL = 1 - 1e-6;
    private static final double RHO = 0.9;

    /**
     * Of very many queues the share with at least k jobs is rho^(2^k - 1), and by Little the mean
     * time in the system is their sum over rho (Mitzenmacher 2001; Vvedenskaya, Dobrushin and
     * Karpelevich 1996). Of N queues it is larger by a relative bias of order 1/N: N times the bias
     * was measured at 50 queues as 0.2, 1.4 and 7.2 for k = 2, 3 and 4 and 1.7 for the time, and at
     * 100 queues as the same within its error; the bounds declared here are a little above. Queues
     * start at the shares of the limit and warm up for 40 s.
     */
    @Test
    void powerOfTwoHasTheTailOfTheSupermarketModel() {
        int queues = 250;
        double[] shares = new double[9];
        Arrays.setAll(shares, k -> StrictMath.pow(RHO, (1 << k) - 1));
        Queues[] runs = run(new PowerOfTwo(), queues, shares, 300);
        agrees("1 job", runs, one -> one.share(1), new Known(RHO, 0, 0.01));
        agrees("2 jobs", runs, one -> one.share(2), new Known(shares[2], 0.3 / queues, 0.02));
        agrees("3 jobs", runs, one -> one.share(3), new Known(shares[3], 1.7 / queues, 0.05));
        agrees("4 jobs", runs, one -> one.share(4), new Known(shares[4], 8.0 / queues, 0.12));
        double meanSeconds = (Arrays.stream(shares).sum() - 1) / RHO;
        assertThat(meanSeconds).isBetween(2.61405, 2.61406);
        Known time = new Known(meanSeconds, 2.0 / queues, 0.05);
        agrees("time", runs, one -> one.meanJobs() / (queues * RHO), time);
    }

    /** Every queue is M/M/1 and starts in its stationary state: the share is rho^k, no bias. */
    @Test
    void randomHasTheTailOfSingleQueues() {
        double[] shares = new double[500];
        Arrays.setAll(shares, k -> StrictMath.pow(RHO, k));
        Queues[] runs = run(new RandomRouter(), 500, shares, 40);
        for (int k = 1; k <= 4; k++) {
            int jobs = k;
            agrees(k + " jobs", runs, one -> one.share(jobs), new Known(shares[k], 0, 0.04));
        }
    }

    /** Twenty queues: fewer jobs in all, and fewer queues with four and more. */
    @Test
    void moreKnowledgeSpreadsLoadBetter() {
        Router[] routers = {
            new RandomRouter(),
            new RoundRobin(),
            new PowerOfTwo(),
            new PowerOfD(4),
            new JoinShortestQueue(),
            new LeastLoaded()
        };
        double[] jobs = new double[routers.length];
        double[] long4 = new double[routers.length];
        for (int i = 0; i < routers.length; i++) {
            Queues queues = new Queues(routers[i], 20, RHO, new Streams(14, i));
            queues.run(1000, 10_000);
            jobs[i] = queues.meanJobs();
            long4[i] = queues.share(4);
        }
        double[] better = {1.2, 1.2, 1.1, 1.02};
        for (int i = 0; i < better.length; i++) {
            assertThat(jobs[i]).as("router " + i).isGreaterThan(better[i] * jobs[i + 1]);
            assertThat(long4[i]).as("router " + i).isGreaterThan(better[i] * long4[i + 1]);
        }
        assertThat(jobs[5]).as("least loaded").isBetween(0.98 * jobs[4], 1.02 * jobs[4]);
    }

    /**
     * In turn, so each of N queues has Erlang gaps: E_N/M/1, mean number rho/(1 - s) with s the
     * root of s = (1 + (1 - s)/(N*rho))^-N in (0, 1) (Kleinrock, Queueing Systems I, 1975, section
     * 6.4). Warm-up from empty for 1000 s.
     */
    @Test
    void roundRobinHasTheMeanOfErlangArrivals() {
        int queues = 5;
        double rho = 0.8;
        double root = 0.5;
        for (int i = 0; i < 1000; i++) {
            root = StrictMath.pow(1 + (1 - root) / (queues * rho), -queues);
        }
        Queues[] runs = new Queues[REPLICATIONS];
        for (int i = 0; i < REPLICATIONS; i++) {
            runs[i] = new Queues(new RoundRobin(), queues, rho, new Streams(15, i));
            runs[i].run(1000, 10_000);
        }
        Known known = new Known(rho / (1 - root), 0, 0.05);
        agrees("jobs", runs, run -> run.meanJobs() / queues, known);
    }

    /**
     * Two queues, the shorter one taken, 1.6 arrivals a second: 4.72918 jobs on average, from the
     * generator of the chain at two truncations that agree within 1e-12 (Flatto and McKean 1977
     * have the generating function). Warm-up from empty for 1000 s, 20 relaxation times.
     */
    @Test
    void joinShortestQueueHasTheMeanOfTwoQueues() {
        for (Router router : List.of(new JoinShortestQueue(), new LeastLoaded())) {
            Queues[] runs = new Queues[REPLICATIONS];
            for (int i = 0; i < REPLICATIONS; i++) {
                runs[i] = new Queues(router, 2, 0.8, new Streams(13, i));
                runs[i].run(1000, 20_000);
            }
            agrees("jobs", runs, Queues::meanJobs, new Known(4.7291785882200505, 0, 0.05));
        }
    }

    /** A known answer: its value, the relative bias allowed, and the margin of equivalence. */
    private record Known(double exact, double bias, double margin) {}

    /** What is measured of a run. */
    private interface Metric {
        double of(Queues run);
    }

    private static Queues[] run(Router router, int queues, double[] shares, double seconds) {
        Queues[] runs = new Queues[REPLICATIONS];
        for (int i = 0; i < REPLICATIONS; i++) {
            Streams streams = new Streams(12, i);
            runs[i] = new Queues(router, queues, RHO, streams);
            runs[i].fill(shares, streams.of("fill"));
            runs[i].run(40, seconds);
        }
        return runs;
    }

    private static void agrees(String name, Queues[] runs, Metric metric, Known known) {
        double[] values = Arrays.stream(runs).mapToDouble(metric::of).toArray();
        Estimate estimate = Estimate.ofReplications(values, LEVEL);
        double difference = Math.abs(estimate.value() - known.exact);
        String what = name + " " + estimate + ", known " + known;
        assertThat(difference)
                .as("difference: " + what)
                .isLessThan(estimate.halfWidth() + known.bias * known.exact);
        assertThat(difference + estimate.halfWidth())
                .as("margin: " + what)
                .isLessThan(known.margin * known.exact);
    }
}
