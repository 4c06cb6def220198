package headroom.replicatheory;

import headroom.demand.DemandSection.StreamSection;
import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.demand.WorkloadSection.LognormalSection;
import headroom.scenario.Scenario;
import headroom.supply.DeploymentSection;
import headroom.supply.DeploymentSection.StepTimeSection;
import headroom.supply.EngineSection.Noise;
import headroom.supply.RoutingSection.Policy;

import java.util.Optional;
import java.util.TreeSet;

/**
 * Bare replicas of one deployment, all alike, as servers of a queue.
 *
 * <p>A step with n sequences takes c0 + c1 n and gives each a token. Answers are either of one
 * token, so that a step is a batch that nobody joins, or of {@value #FEWEST_TOKENS} tokens on
 * average or more. Then a sequence that gains tokens step by step is taken for one that gains them
 * evenly: every time of a request is known to a step or two, which is at most 2 /
 * {@value #FEWEST_TOKENS} of its service. A mean time shorter than {@value #FEWEST_STEPS} steps is
 * not told, and neither is how many are there for its sake.
 *
 * @param scenario which is about nothing else
 * @param count of replicas
 * @param output tokens of an answer
 */
record PlainReplicas(Scenario scenario, int count, LognormalSection output) {
    static final int FEWEST_TOKENS = 10_000;
    static final int FEWEST_STEPS = 1_000;

    /** A line that stands for an endless one if means are far below it. */
    private static final int LONG_LINE = 10_000;

    /** exp(-40) is left out of what is bounded but never reached. */
    private static final double NEVER = 40;

    /** Bare replicas, if a scenario is about nothing else. */
    static Optional<PlainReplicas> of(Scenario scenario) {
        // at a glance, before the plain scenario that is compared with is even read
        boolean one = scenario.jobs().isEmpty()
                && scenario.models().size() == 1
                && scenario.deployments().size() == 1
                && scenario.pools().size() == 1
                && scenario.demand().tiers().size()
                                + scenario.demand().streams().size()
                        == 1;
        if (!one || !isByNumber(scenario.deployments().get(0))) {
            return Optional.empty();
        }
        TreeSet<String> keys = ReplicaKeys.ofSupply(scenario);
        Optional<LognormalSection> output = output(scenario);
        DeploymentSection deployment = scenario.deployments().get(0);
        long gpus = scenario.pool(deployment.pool()).gpus();
        long count = gpus / deployment.replicaGpus();
        boolean even = count > 0
                && count <= Integer.MAX_VALUE
                && count * deployment.replicaGpus() == gpus
                && count % scenario.cells() == 0;
        if (!keys.isEmpty() || output.isEmpty() || !even) {
            return Optional.empty();
        }
        return Optional.of(new PlainReplicas(scenario, (int) count, output.get()))
                .filter(PlainReplicas::isKnown);
    }

    /** Whether steps take as long as there are sequences, whatever they are. */
    private static boolean isByNumber(DeploymentSection deployment) {
        return deployment
                .givenStepTime()
                .filter(s -> s.c2Seconds() == 0
                        && s.c3Seconds() == 0
                        && s.c4Seconds() == 0
                        && s.c5Seconds() == 0)
                .isPresent();
    }

    private static Optional<LognormalSection> output(Scenario scenario) {
        if (!scenario.demand().streams().isEmpty()) {
            return Optional.of(scenario.demand().streams().get(0).output());
        }
        TierSection tier = scenario.demand().tiers().get(0);
        if (tier.mix().size() != 1 || scenario.demand().workloads().size() != 1) {
            return Optional.empty();
        }
        WorkloadSection asked =
                scenario.demand().workloads().values().iterator().next();
        double longest = asked.output().max().orElse(Double.POSITIVE_INFINITY);
        return ReplicaKeys.of(tier, asked).isEmpty() && longest < asked.contextLimitTokens()
                ? Optional.of(asked.output())
                : Optional.empty();
    }

    private boolean isKnown() {
        boolean steady = deployment().engine().prefillNoise() == Noise.NONE;
        boolean cut = output.max().orElse(Double.POSITIVE_INFINITY) < NEVER * meanTokens();
        return isOneToken()
                || steady
                        && meanTokens() >= FEWEST_TOKENS
                        && (output.isConstant() || isExponential() && !cut);
    }

    DeploymentSection deployment() {
        return scenario.deployments().get(0);
    }

    /** Its name in results. */
    String label() {
        return "1-" + deployment().pool();
    }

    Optional<StreamSection> stream() {
        return scenario.demand().streams().stream().findFirst();
    }

    /** Users of a replica, who ask once at a time; endless where a stream asks. */
    double users() {
        return scenario.demand().tiers().stream()
                .mapToDouble(TierSection::users)
                .map(all -> all / count)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Replicas of a cell. */
    int perCell() {
        return count / scenario.cells();
    }

    /** Whether each request is as likely to come to any replica of its cell. */
    boolean isDealtAtRandom() {
        return perCell() == 1 || scenario.routing().policy() == Policy.RANDOM;
    }

    /** Mean arrivals at a replica; 0 where users ask [1/s]. */
    double ratePerSecond() {
        return stream().map(StreamSection::ratePerSecond).orElse(0.0) / count;
    }

    boolean isExponential() {
        return output.law() == LognormalSection.Law.EXPONENTIAL;
    }

    boolean isOneToken() {
        return output.value().orElse(0) == 1;
    }

    double meanTokens() {
        return output.value().orElseGet(() -> output.mean().orElse(0));
    }

    /** Mean service of a request in a sequence by itself [s]. */
    double serviceSeconds() {
        return meanTokens() * stepSeconds(1);
    }

    /** A step with this many sequences [s]. */
    double stepSeconds(int sequences) {
        StepTimeSection step = deployment().stepTime();
        return step.c0Seconds() + step.c1Seconds() * sequences;
    }

    /** Whether a step takes as long whatever it does. */
    boolean isEven() {
        return deployment().stepTime().c1Seconds() == 0;
    }

    int sequences() {
        return deployment().maxSequences();
    }

    /** Most requests at a replica; endless where that has not been bounded. */
    double places() {
        return ReplicaKeys.boundsRequests(scenario)
                ? scenario.overload().maxRequestsPerReplica()
                : Double.POSITIVE_INFINITY;
    }

    /** Whether sequences, line and memory are never short of requests that take a step. */
    boolean areIdle() {
        double inStep = ratePerSecond() * stepSeconds(sequences());
        double most = inStep + NEVER + 9 * Math.sqrt(inStep);
        double line = scenario.overload().maxQueuePerReplica();
        return isDealtAtRandom()
                && most <= Math.min(line, sequences())
                && 2.0 * sequences() <= deployment().kvCapacityTokens();
    }

    /**
     * Whether neither the line nor memory is ever too short.
     *
     * @param present mean number at a replica
     * @param served by how many there are served at the most
     */
    boolean isAmple(double present, double served) {
        double line = scenario.overload().maxQueuePerReplica();
        boolean isLong = Math.min(places(), users()) <= sequences() + line
                || line >= LONG_LINE && line >= NEVER * present;
        // of answers of exponential length, those in service are twice as long on average
        double means = isExponential() ? 2 * served : served;
        double held = means + NEVER + 9 * Math.sqrt(means);
        double tokens = isOneToken() ? 2 * served : held * (meanTokens() + 1);
        return isLong && tokens <= deployment().kvCapacityTokens();
    }
}
