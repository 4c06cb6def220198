package headroom.stat;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.stat.ControlVariates.Control;
import headroom.variates.FastLog;

import java.util.List;

/**
 * Waits in M/M/1, first come first served, by Lindley's recursion W' = max(0, W + S - A), from the
 * stationary state: W is 0 with probability 1 - rho, else exponential at rate mu - lambda.
 *
 * @param lambda arrivals a second
 * @param mu services a second
 */
record MarkovLine(double lambda, double mu) {
    double rho() {
        return lambda / mu;
    }

    double meanWait() {
        return rho() / (mu - lambda);
    }

    /** Of P(W > w) = rho exp(-(mu - lambda) w). */
    double waitQuantile(double p) {
        return Math.max(0, Math.log(rho() / (1 - p)) / (mu - lambda));
    }

    /** Waits of the next n who come, in the stationary state. */
    double[] waits(Streams streams, int n) {
        double u = streams.of("start").nextDouble();
        double start = u < rho() ? -Math.log(u / rho()) / (mu - lambda) : 0;
        return waits(streams, n, start);
    }

    double[] waitsFromEmpty(Streams streams, int n) {
        return waits(streams, n, 0);
    }

    private double[] waits(Streams streams, int n, double start) {
        FastStream gaps = streams.of("gaps");
        FastStream services = streams.of("services");
        double[] waits = new double[n];
        double wait = start;
        for (int i = 0; i < n; i++) {
            waits[i] = wait;
            wait = Math.max(0, wait + exponential(services, mu) - exponential(gaps, lambda));
        }
        return waits;
    }

    /** Sums of the waits and numbers of arrivals of busy cycles, which are independent. */
    void cycles(Streams streams, double[] waited, double[] arrivals) {
        FastStream gaps = streams.of("gaps");
        FastStream services = streams.of("services");
        for (int cycle = 0; cycle < waited.length; cycle++) {
            double wait = 0;
            do {
                waited[cycle] += wait;
                arrivals[cycle]++;
                wait = wait + exponential(services, mu) - exponential(gaps, lambda);
            } while (wait > 0);
        }
    }

    /** The mean wait of 20 replications of n, controlled by the means of services and gaps. */
    ControlVariates controlled(Streams streams, int n, double level) {
        return controlledAs(this, streams, n, level);
    }

    /** The same with the known means of another line. */
    ControlVariates controlledAs(MarkovLine known, Streams streams, int n, double level) {
        int replications = 20;
        double[] means = new double[replications];
        double[] service = new double[replications];
        double[] gap = new double[replications];
        for (int r = 0; r < replications; r++) {
            Streams own = streams.child("r" + r);
            FastStream services = own.of("services");
            FastStream gaps = own.of("gaps");
            double wait = waits(own, 1)[0];
            for (int i = 0; i < n; i++) {
                double served = exponential(services, mu);
                double apart = exponential(gaps, lambda);
                means[r] += wait / n;
                service[r] += served / n;
                gap[r] += apart / n;
                wait = Math.max(0, wait + served - apart);
            }
        }
        return ControlVariates.of(
                means,
                List.of(new Control(service, 1 / known.mu), new Control(gap, 1 / known.lambda)),
                level);
    }

    private static double exponential(FastStream random, double rate) {
        return -FastLog.of(random.nextDouble()) / rate;
    }
}
