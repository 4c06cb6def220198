package headroom.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.analytic.ErlangC;

import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * An M/M/c queue on the agenda against Erlang C: 64 replications, a difference test at 1e-6 and an
 * equivalence test with a margin of 5 %, so that neither a wrong nor a wide result passes.
 *
 * <p>The first customer arrives at time 0 and finds the stationary number present, so every
 * customer sees the stationary state (PASTA) and no warm-up is needed. The number of customers
 * makes the half-width about half the margin.
 */
final class DelayQueueTest {
    private static final int REPLICATIONS = 64;
    private static final int CUSTOMERS = 100_000;
    private static final double ALPHA = 1e-6;
    private static final double MARGIN = 0.05;

    private static final int SERVERS = 5;
    private static final double ARRIVAL_RATE_PER_SECOND = 3.5;
    private static final double SERVICE_SECONDS = 1.0;

    @Test
    void agreesWithErlangC() {
        ErlangC exact = new ErlangC(SERVERS, ARRIVAL_RATE_PER_SECOND, SERVICE_SECONDS);
        Run[] runs = new Run[REPLICATIONS];
        Arrays.setAll(runs, replication -> new Run(new Streams(20, replication), exact));
        agrees(Arrays.stream(runs).mapToDouble(Run::meanWait), exact.meanWaitSeconds());
        agrees(Arrays.stream(runs).mapToDouble(Run::waited), exact.waitProbability());
        agrees(Arrays.stream(runs).mapToDouble(Run::waitedLong), exact.waitExceeds(1.0));
    }

    private static void agrees(DoubleStream values, double exact) {
        double[] v = values.toArray();
        double mean = Arrays.stream(v).sum() / v.length;
        double squares = Arrays.stream(v).map(x -> (x - mean) * (x - mean)).sum();
        double error = Math.sqrt(squares / (v.length - 1) / v.length);
        double t = new TDistribution(v.length - 1).inverseCumulativeProbability(1 - ALPHA / 2);
        assertThat(Math.abs(mean - exact)).as("difference").isLessThan(t * error);
        assertThat(Math.abs(mean - exact) + t * error).as("margin").isLessThan(MARGIN * exact);
    }

    /** One replication. */
    private static final class Run {
        private final Agenda agenda = new Agenda();
        private final FastStream gaps;
        private final FastStream services;
        private final Timer arrival = agenda.timer(Rank.ARRIVE_WORK, this::arrive);
        private final Timer[] servers = new Timer[SERVERS];
        /** Arrival times [s] of those waiting; NaN for who was there before time 0. */
        private final Deque<Double> waiting = new ArrayDeque<>();

        private int arrived;
        private int counted;
        private double waitSum;
        private int waitCount;
        private int longCount;

        Run(Streams streams, ErlangC exact) {
            gaps = streams.of("gaps");
            services = streams.of("services");
            Arrays.setAll(servers, i -> agenda.timer(Rank.COMPLETE, () -> complete(i)));
            int present = stationaryPresent(streams.of("present").nextDouble());
            for (int i = 0; i < Math.min(present, SERVERS); i++) {
                servers[i].start(exponential(services, SERVICE_SECONDS));
            }
            IntStream.range(SERVERS, present).forEach(i -> waiting.add(Double.NaN));
            arrival.start(0);
            while (counted < CUSTOMERS) {
                agenda.runUntil(agenda.nowSeconds() + 100);
            }
        }

        double meanWait() {
            return waitSum / CUSTOMERS;
        }

        double waited() {
            return waitCount / (double) CUSTOMERS;
        }

        double waitedLong() {
            return longCount / (double) CUSTOMERS;
        }

        private void arrive() {
            arrived++;
            waiting.add(agenda.nowSeconds());
            for (int i = 0; i < SERVERS && !waiting.isEmpty(); i++) {
                if (!servers[i].isRunning()) {
                    serve(i);
                }
            }
            if (arrived < CUSTOMERS) {
                arrival.start(exponential(gaps, 1 / ARRIVAL_RATE_PER_SECOND));
            }
        }

        private void complete(int server) {
            if (!waiting.isEmpty()) {
                serve(server);
            }
        }

        private void serve(int server) {
            double since = waiting.remove();
            servers[server].start(exponential(services, SERVICE_SECONDS));
            if (!Double.isNaN(since)) {
                double wait = agenda.nowSeconds() - since;
                counted++;
                waitSum += wait;
                waitCount += wait > 0 ? 1 : 0;
                longCount += wait > 1.0 ? 1 : 0;
            }
        }

        private static int stationaryPresent(double u) {
            double load = ARRIVAL_RATE_PER_SECOND * SERVICE_SECONDS;
            double[] weights = new double[400];
            weights[0] = 1;
            for (int n = 1; n < weights.length; n++) {
                weights[n] = weights[n - 1] * load / Math.min(n, SERVERS);
            }
            double rest = u * Arrays.stream(weights).sum();
            int present = 0;
            while (rest > weights[present]) {
                rest -= weights[present++];
            }
            return present;
        }

        private static double exponential(FastStream stream, double mean) {
            return -mean * StrictMath.log(stream.nextDouble());
        }
    }
}
