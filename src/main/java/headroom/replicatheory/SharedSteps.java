package headroom.replicatheory;

import headroom.analytic.BirthDeath;

/**
 * Poisson arrivals at a replica whose sequences share its steps, with answers of exponential
 * length.
 *
 * <pre>
 * step(n) = c0 + c1 n          n sequences, at most c of them
 * mu(n) = min(n, c) / (m step(min(n, c)))     requests that end, with n present
 * pi(n) lambda = pi(n + 1) mu(n + 1)          with at most K present
 * </pre>
 *
 * <p>lambda: arrivals [1/s]; m: mean tokens of an answer; c0, c1 [s]. Steps are weighted by how
 * often they are made, 1 / step(n) a second. It is a sharing of the processor whose speed depends
 * on the number; c1 = 0 is M/M/c/K. Domain: answers of many tokens, so that steps are as good as
 * even. Source: Kelly 1979, "Reversibility and Stochastic Networks", section 1.3 and 3.3. Grade:
 * exact theory of the continuous limit.
 */
final class SharedSteps {
    private final PlainReplicas replicas;
    private final int sequences;
    private final double places;
    private final double rate;

    SharedSteps(PlainReplicas replicas) {
        this.replicas = replicas;
        sequences = replicas.sequences();
        places = replicas.places();
        rate = replicas.ratePerSecond();
    }

    boolean isStable() {
        return Double.isFinite(places) || rate < ends(sequences);
    }

    private int served(int present) {
        return Math.min(present, sequences);
    }

    private double ends(int present) {
        int served = served(present);
        return served / (replicas.meanTokens() * replicas.stepSeconds(served));
    }

    private double steps(int present) {
        return present == 0 ? 0 : 1 / replicas.stepSeconds(served(present));
    }

    /** "M/M(n)/64/464", where (n) says that steps depend on how many share them. */
    private String model() {
        String room = Double.isFinite(places) ? "/" + (int) places : "";
        String service = replicas.isEven() ? "M/M/" : "M/M(n)/";
        return service + (int) Math.min(sequences, places) + room;
    }

    void tell(ReplicaRows rows) {
        BirthDeath law = BirthDeath.stationary(
                n -> n < places ? rate : 0, this::ends, (int) Math.min(places, sequences));
        double present = law.mean(n -> n);
        double inService = law.mean(this::served);
        if (!replicas.isAmple(present, Math.min(sequences, 2 * inService))) {
            return;
        }
        double refused = Double.isFinite(places) ? law.probability((int) places) : 0;
        double served = rate * (1 - refused);
        double gap = inService / (served * replicas.meanTokens());
        double steps = law.mean(this::steps);
        rows.of(model())
                .number("number", present)
                .share("idle", law.probability(0))
                .waiting(present - inService, (present - inService) / served, gap)
                .time("sojourn", present / served)
                .latency("e2e", "mean", present / served)
                .number("batch", law.mean(n -> served(n) * steps(n)) / steps)
                .time("token.gap", gap)
                .served(served)
                .cell("number.cell", "mean", present * replicas.perCell())
                .cell(
                        "empty.cell",
                        "share",
                        StrictMath.pow(law.probability(0), replicas.perCell()));
        if (refused > 0) {
            rows.requests("overloaded", rate * refused);
        }
    }
}
