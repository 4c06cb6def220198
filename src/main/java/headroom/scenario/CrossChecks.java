package headroom.scenario;

import headroom.demand.DemandSection;
import headroom.demand.DemandSection.StreamSection;
import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.metrics.MetricException;
import headroom.metrics.SloSection;
import headroom.supply.DeploymentSection;
import headroom.supply.EngineSection;
import headroom.supply.EngineSection.Role;
import headroom.supply.PoolSection;
import headroom.supply.PoolSection.AdditionSection;
import headroom.supply.RoutingSection;
import headroom.yaml.Fraction;
import headroom.yaml.Problems;
import headroom.yaml.Quantity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rules between sections: placements that fit, contexts that fit memory, samples without bias.
 *
 * <p>They work on what could be read, so a mistake in one section hides no mistake in another.
 * Warnings name what makes an answer doubtful without making it wrong.
 */
final class CrossChecks {
    private static final double SAMPLING_BIAS = 0.02;
    private static final double USERS_PER_CELL = 20;
    private static final double EPSILON = 1e-9;

    /** Keys of instants from which on something holds. */
    private static final List<String> BEGINNINGS = List.of("at", "from", "start");

    private final Bound bound;
    private final Problems problems;

    CrossChecks(Bound bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        Map<String, DeploymentSection> deployments = bound.all(DeploymentSection.class);
        shares(deployments);
        memory(deployments);
        streams(deployments);
        placed(deployments);
        roles(deployments);
        blocks(deployments);
        sampling(deployments);
        prices(deployments);
        usersPerCell();
        labels();
        controllers();
        afterHorizon();
        new RunChecks(bound, problems).run();
        new ServingChecks(bound, problems).run();
        new OverloadChecks(bound, problems).run();
        new ReactionChecks(bound, problems).run();
        new LimitChecks(bound, problems).run();
        new JobChecks(bound, problems).run();
        new NodeChecks(bound, problems).run();
        expectations();
    }

    /** The shares of one pool sum to at most all of it. */
    private void shares(Map<String, DeploymentSection> deployments) {
        Map<String, Double> sums = new TreeMap<>();
        deployments.forEach((path, d) -> {
            double sum = sums.merge(d.pool(), d.share(), Double::sum);
            if (sum > 1 + EPSILON && sum - d.share() <= 1 + EPSILON) {
                error(
                        path + ".share",
                        "share: with this, the shares of pool '" + d.pool() + "' sum to "
                                + percent(sum),
                        "allowed: at most 100 %");
            }
        });
    }

    /** The longest context with the longest answer fits the memory of every replica. */
    private void memory(Map<String, DeploymentSection> deployments) {
        bound.all(WorkloadSection.class).forEach((path, w) -> {
            double output = w.output().largest();
            Optional<DeploymentSection> small = deployments.values().stream()
                    .filter(d -> d.model().equals(w.model()))
                    .filter(d -> usable(d) < need(d, w.contextLimitTokens(), output))
                    .findFirst();
            small.ifPresent(d -> error(
                    path + ".contextLimit",
                    "contextLimit: with the longest output it needs "
                            + tokens(need(d, w.contextLimitTokens(), output))
                            + "; a replica on pool '"
                            + d.pool()
                            + "' holds "
                            + tokens(usable(d)) + inBlocks(d),
                    "lower it or output.max, or raise kvCapacity"));
        });
    }

    /** A replica that only prefills holds no output. */
    private static double need(DeploymentSection d, double promptTokens, double outputTokens) {
        return d.engine().takenTokens(promptTokens, d.role() == Role.PREFILL ? 0 : outputTokens);
    }

    private static double usable(DeploymentSection d) {
        return d.engine().usableTokens(d.kvCapacityTokens());
    }

    private static String inBlocks(DeploymentSection d) {
        return d.engine().memory() == EngineSection.Memory.PAGED
                ? " in blocks of " + tokens(d.engine().blockTokens())
                : "";
    }

    /** The longest request of a stream fits the memory of every replica. */
    private void streams(Map<String, DeploymentSection> deployments) {
        bound.all(StreamSection.class).forEach((path, s) -> {
            double input = s.input().largest();
            double output = s.output().largest();
            Optional<DeploymentSection> small = deployments.values().stream()
                    .filter(d -> d.model().equals(s.model()))
                    .filter(d -> usable(d) < need(d, input, output))
                    .findFirst();
            small.ifPresent(d -> error(
                    path + ".output",
                    "output: the longest request, " + tokens(need(d, input, output))
                            + ", does not fit a replica, which holds "
                            + tokens(usable(d)) + inBlocks(d),
                    "raise kvCapacity, or give a max"));
        });
    }

    /** Every model asked for is deployed; only told where all deployments could be read. */
    private void placed(Map<String, DeploymentSection> deployments) {
        if (!bound.isRead("deployments")) {
            return;
        }
        Map<String, String> asked = new TreeMap<>();
        bound.all(WorkloadSection.class).forEach((path, w) -> asked.put(path, w.model()));
        bound.all(StreamSection.class).forEach((path, s) -> asked.put(path, s.model()));
        bound.all(DemandSection.ReplaySection.class)
                .forEach((path, r) -> asked.put(path, r.model()));
        asked.forEach((path, model) -> {
            boolean found =
                    deployments.values().stream().anyMatch(d -> d.model().equals(model));
            if (!found) {
                error(path + ".model", "model: '" + model + "' has no deployment", "");
            }
        });
    }

    /** What one replica prefills another decodes; only told where all deployments could be read. */
    private void roles(Map<String, DeploymentSection> deployments) {
        if (!bound.isRead("deployments")) {
            return;
        }
        Role[][] pairs = {{Role.PREFILL, Role.DECODE}, {Role.DECODE, Role.PREFILL}};
        for (Role[] pair : pairs) {
            deployments.forEach((path, d) -> {
                boolean alone = deployments.values().stream()
                        .noneMatch(other ->
                                other.role() == pair[1] && other.model().equals(d.model()));
                if (d.role() == pair[0] && alone) {
                    String other = pair[1].name().toLowerCase(Locale.ROOT);
                    error(
                            path + ".role",
                            "role: no deployment of model '" + d.model() + "' has role " + other,
                            "prefill and decode go together");
                }
            });
        }
    }

    /** Blocks are known of prompts of a trace that names them, and of nothing else. */
    private void blocks(Map<String, DeploymentSection> deployments) {
        Map<String, DemandSection.ReplaySection> replays =
                bound.all(DemandSection.ReplaySection.class);
        if (replays.isEmpty() && bound.has("demand.replay")) {
            return;
        }
        deployments.forEach((path, d) -> {
            boolean named = replays.values().stream()
                    .anyMatch(r -> r.model().equals(d.model())
                            && r.format() == DemandSection.ReplaySection.Format.MOONCAKE);
            boolean everywhere = deployments.values().stream()
                    .filter(o -> o.model().equals(d.model()) && o.role() != Role.DECODE)
                    .allMatch(DeploymentSection::cachesBlocks);
            if (d.cachesBlocks() && !named) {
                error(
                        path + ".prefixCache",
                        "prefixCache: no trace of format mooncake is replayed to '" + d.model()
                                + "', so that no blocks are known",
                        "use 'of: sessions', or replay such a trace");
            } else if (d.cachesBlocks() && !everywhere) {
                error(
                        path + ".prefixCache",
                        "prefixCache: another deployment of '" + d.model()
                                + "' does not cache blocks",
                        "all of one model that prefill do, or none");
            }
        });
    }

    /** Whole replicas in the sampled cells stand for the share they should. */
    private void sampling(Map<String, DeploymentSection> deployments) {
        Optional<Integer> cells = bound.value("cells", Integer.class);
        Optional<Fraction> sample = bound.value("sample", Fraction.class);
        Optional<Double> scale = bound.value("capacityScale", Double.class);
        if (cells.isEmpty() || sample.isEmpty() || scale.isEmpty()) {
            return;
        }
        double share = (double) sample.get().taken() / sample.get().of();
        deployments.forEach((path, d) -> {
            Optional<PoolSection> pool = bound.value("pools." + d.pool(), PoolSection.class);
            if (pool.isEmpty() || d.scale().isPresent()) {
                return;
            }
            double first = pool.get().gpus();
            double last = first + scale.get() * added(d.pool());
            double replicaShare = d.share() / d.replicaGpus();
            if (last > 0 && last * replicaShare < 1 - EPSILON) {
                error(
                        path + ".replicaGpus",
                        "replicaGpus: pool '" + d.pool() + "' never has GPUs for one replica",
                        "");
                return;
            }
            biased(path, first == last ? "" : "at the start ", first * replicaShare * share);
            if (first != last) {
                biased(path, "with all additions ", last * replicaShare * share);
            }
        });
    }

    /** GPUs that all additions bring to a pool, before the scale. */
    private double added(String pool) {
        return bound.all(AdditionSection.class).values().stream()
                .filter(a -> a.pool().equals(pool))
                .mapToDouble(AdditionSection::gpus)
                .sum();
    }

    /** Warns where rounding to whole replicas shifts the capacity of the sample. */
    private void biased(String path, String when, double replicas) {
        double off = Math.abs(replicas - Math.rint(replicas));
        if (replicas > 0 && off > SAMPLING_BIAS * replicas) {
            problems.warning(
                    bound.place(path),
                    path + ": " + when + "the sampled cells hold "
                            + String.format(Locale.ROOT, "%.2f", replicas)
                            + " replicas; whole ones miss that by " + percent(off / replicas),
                    "choose cells and sample so that gpus x share / replicaGpus x sample is whole");
        }
    }

    /** Cost-aware routing compares prices, so every pool that serves has one. */
    private void prices(Map<String, DeploymentSection> deployments) {
        boolean compared = bound.value("routing", RoutingSection.class)
                .filter(r -> r.uses(RoutingSection.Policy.COST_AWARE))
                .isPresent();
        Map<String, PoolSection> dear = new TreeMap<>();
        deployments.values().forEach(d -> bound.value("pools." + d.pool(), PoolSection.class)
                .ifPresent(pool -> dear.put("pools." + d.pool(), pool)));
        dear.forEach((path, pool) -> {
            if (compared && pool.gpuDollarsPerSecond().isEmpty()) {
                error(
                        path,
                        path + ": has no price, which cost-aware routing compares",
                        "add a key price, such as " + Quantity.GPU_PRICE.example());
            }
        });
    }

    /** With few users in a cell the cells differ by who is in them. */
    private void usersPerCell() {
        Optional<Integer> cells = bound.value("cells", Integer.class);
        bound.all(TierSection.class).forEach((path, tier) -> {
            if (cells.isPresent() && tier.users() < USERS_PER_CELL * cells.get()) {
                problems.warning(
                        bound.place(path + ".users"),
                        "users: fewer than " + (int) USERS_PER_CELL + " in each of " + cells.get()
                                + " cells",
                        "fewer cells give steadier estimates for this tier");
            }
        });
    }

    /** Requests of tiers, streams and the replay are told apart by their label. */
    private void labels() {
        List<String> taken = new ArrayList<>();
        bound.all(TierSection.class).values().forEach(tier -> taken.add(tier.name()));
        bound.all(StreamSection.class).forEach((path, stream) -> {
            if (taken.contains(stream.name())) {
                error(
                        path + ".name",
                        "name: '" + stream.name() + "' is the name of a tier",
                        "each stream needs a name of its own");
            }
        });
        bound.all(StreamSection.class).values().forEach(each -> taken.add(each.name()));
        bound.all(DemandSection.ReplaySection.class).forEach((path, replay) -> {
            if (taken.contains(replay.tier())) {
                error(
                        path + ".tier",
                        "tier: '" + replay.tier() + "' is the name of a tier or stream",
                        "replayed requests need a label of their own");
            }
        });
    }

    /** A controller needs something to move: peak hours, or caps. */
    private void controllers() {
        boolean peak = bound.value("peakHours", ControllerSection.PeakHoursSection.class)
                .isPresent();
        boolean told = bound.has("peakHours");
        bound.value("controllers.peakMultiplier", ControllerSection.class)
                .filter(c -> !peak && !told)
                .ifPresent(c -> error(
                        "controllers.peakMultiplier",
                        "peakMultiplier: there are no peakHours to set it in",
                        "add a section peakHours"));
        bound.value("controllers.caps", ControllerSection.class)
                .ifPresent(caps -> scalesNothing(caps.tiers()));
    }

    /** Legal, but the factor would change nobody's cap. */
    private void scalesNothing(List<String> named) {
        List<TierSection> touched = new ArrayList<>(bound.all(TierSection.class).values());
        touched.removeIf(t -> !named.isEmpty() && !named.contains(t.name()));
        boolean none = touched.stream()
                .allMatch(t -> t.limits().isEmpty()
                        && t.meters().fiveHourCredits().isEmpty()
                        && t.meters().weeklyCredits().isEmpty());
        if (!touched.isEmpty() && none) {
            problems.warning(
                    bound.place("controllers.caps"), "caps: no tier it scales has a meter", "");
        }
    }

    /** Often a wrong year; never an error, since a sweep may shorten the horizon. */
    private void afterHorizon() {
        Optional<Double> horizon = bound.value("horizon", Double.class);
        if (horizon.isEmpty()) {
            return;
        }
        bound.moments().forEach((path, at) -> {
            String key = path.substring(path.lastIndexOf('.') + 1);
            if (at >= horizon.get() && BEGINNINGS.contains(key)) {
                problems.warning(
                        bound.place(path), key + ": after the horizon, so without effect", "");
            }
        });
    }

    /** What is expected can be understood; whether a run has such numbers only a run can tell. */
    private void expectations() {
        bound.all(SloSection.class).forEach((path, slo) -> {
            try {
                slo.objective();
            } catch (MetricException e) {
                error(path + ".expect", "expect: " + e.getMessage(), e.hint());
            }
        });
    }

    private void error(String path, String message, String hint) {
        problems.error(bound.place(path), message, hint);
    }

    private static String percent(double share) {
        return Math.rint(share * 1e4) / 1e2 + " %";
    }

    private static String tokens(double tokens) {
        return Double.isInfinite(tokens) ? "no end" : Quantity.TOKENS.format(tokens);
    }
}
