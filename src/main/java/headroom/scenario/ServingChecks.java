package headroom.scenario;

import headroom.supply.DeploymentSection;
import headroom.supply.EngineSection;
import headroom.supply.EngineSection.Memory;
import headroom.supply.EngineSection.PrefixCacheSection.Content;
import headroom.supply.EngineSection.Role;
import headroom.supply.PoolSection;
import headroom.supply.PoolSection.AdditionSection;
import headroom.supply.PoolSection.FailureSection;
import headroom.supply.RoutingSection;
import headroom.supply.ScaleSection;
import headroom.yaml.Fraction;
import headroom.yaml.Problems;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rules between sections about how deployments serve: those that follow their load have room for
 * it, and no setting does nothing, or less than one would think, beside the others.
 */
final class ServingChecks {
    private static final double EPSILON = 1e-9;
    private static final int FEW = 4;
    private static final int CHOICES = 2;
    private static final double THRESHOLD = 0.8;
    private static final double LINK_BYTES_PER_SECOND = 50e9;
    private static final double BLOCK_TOKENS = 16;
    private static final double WATERMARK = 0.01;

    private final Bound bound;
    private final Problems problems;

    ServingChecks(Bound bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        bounds();
        room();
        routing();
        memory();
        links();
        caches();
        groups();
    }

    /** Between fewest and most there is a number of whole simulated replicas, some in each cell. */
    private void bounds() {
        Optional<Integer> cells = bound.value("cells", Integer.class);
        Optional<Fraction> sample = bound.value("sample", Fraction.class);
        if (cells.isEmpty() || sample.isEmpty()) {
            return;
        }
        double weight = (double) sample.get().of() / sample.get().taken();
        bound.all(ScaleSection.class).forEach((path, scale) -> {
            if (Math.ceil(scale.min() / weight - EPSILON)
                    > Math.floor(scale.max() / weight + EPSILON)) {
                problems.error(
                        bound.place(path + ".max"),
                        path + ".max: a simulated replica stands for " + weight
                                + "; no whole number of them lies between min and max",
                        "choose multiples of that, or a larger sample");
            } else if (scale.min() < FEW * cells.get()) {
                problems.warning(
                        bound.place(path + ".min"),
                        path + ".min: fewer than " + FEW + " replicas in each of " + cells.get()
                                + " cells",
                        "cells differ by one replica, which is much of so few; fewer cells are"
                                + " evener");
            }
        });
    }

    /** The fewest replicas of all deployments of a pool fit on it, at least in the end. */
    private void room() {
        Optional<Double> scale = bound.value("capacityScale", Double.class);
        Map<String, Double> needed = new TreeMap<>();
        bound.all(DeploymentSection.class).forEach((path, d) -> {
            Optional<PoolSection> pool = bound.value("pools." + d.pool(), PoolSection.class);
            if (pool.isEmpty() || scale.isEmpty()) {
                return;
            }
            double all = pool.get().gpus() + scale.get() * added(d.pool());
            double fewest = d.scale().isPresent()
                    ? (double) d.scale().get().min() * d.replicaGpus()
                    : d.share() * all;
            double sum = needed.merge(d.pool(), fewest, Double::sum);
            if (d.scale().isPresent() && sum > all && sum - fewest <= all) {
                problems.error(
                        bound.place(path + ".scale.min"),
                        path + ".scale.min: with this, the fewest replicas on pool '" + d.pool()
                                + "' need " + (long) sum + " GPUs",
                        "it never has more than " + (long) all);
            }
        });
    }

    /** Where a group has more GPUs than a cell, cells go down whole. */
    private void groups() {
        Optional<Integer> cells = bound.value("cells", Integer.class);
        Optional<Double> scale = bound.value("capacityScale", Double.class);
        if (cells.isEmpty() || scale.isEmpty() || cells.get() == 1) {
            return;
        }
        bound.all(FailureSection.class)
                .forEach((path, f) -> bound.all(PoolSection.class).forEach((at, pool) -> {
                    String name = at.substring("pools.".length());
                    double all = pool.gpus() + scale.get() * added(name);
                    boolean serves = NodeChecks.takenShare(bound, name) > 0;
                    boolean isWhole = f.together() && f.nodeGpus() * cells.get() > all;
                    if (isWhole && serves && f.strikes(name, pool)) {
                        warning(
                                path + ".nodeGpus",
                                "nodeGpus: more than the " + (long) (all / cells.get())
                                        + " GPUs that each of " + cells.get()
                                        + " cells has of pool '" + name + "': a failure takes all"
                                        + " that a cell has there",
                                "fewer cells are larger");
                    }
                }));
    }

    private double added(String pool) {
        return bound.all(AdditionSection.class).values().stream()
                .filter(a -> a.pool().equals(pool))
                .mapToDouble(AdditionSection::gpus)
                .sum();
    }

    private void routing() {
        Optional<RoutingSection> routing = bound.value("routing", RoutingSection.class);
        routing.filter(r -> r.choices() != CHOICES && !r.uses(RoutingSection.Policy.POWER_OF_D))
                .ifPresent(r -> warning(
                        "routing.choices",
                        "choices: without effect",
                        "it is for policy power-of-d"));
        routing.filter(r -> r.threshold() != THRESHOLD
                        && !r.uses(RoutingSection.Policy.SESSION_AFFINITY)
                        && !r.uses(RoutingSection.Policy.COST_AWARE))
                .ifPresent(r -> warning(
                        "routing.threshold",
                        "threshold: without effect",
                        "it is for policies session-affinity and cost-aware"));
        routing.filter(r -> r.fallback() != RoutingSection.Policy.POWER_OF_TWO
                        && r.policy() != RoutingSection.Policy.SESSION_AFFINITY)
                .ifPresent(r -> warning(
                        "routing.fallback",
                        "fallback: without effect",
                        "it is for policy session-affinity"));
        boolean bounds = bound.value("bounds", Boolean.class).orElse(false);
        routing.filter(r -> bounds && r.policy() == RoutingSection.Policy.CLAIRVOYANT)
                .ifPresent(r -> warning(
                        "bounds",
                        "bounds: the run itself is behind the clairvoyant router",
                        "both runs give the same latencies"));
    }

    /** A resolved scenario spells out all defaults, so these are no reason to warn. */
    private void memory() {
        bound.all(EngineSection.class).forEach((path, engine) -> {
            boolean reserved = engine.memory() == Memory.RESERVED;
            if (reserved && engine.blockTokens() != BLOCK_TOKENS) {
                warning(path + ".block", "block: without effect", "it is for 'memory: paged'");
            }
            if (reserved && engine.watermark() != WATERMARK) {
                warning(
                        path + ".watermark",
                        "watermark: without effect",
                        "it is for 'memory: paged'");
            }
        });
        bound.all(DeploymentSection.class).forEach((path, d) -> {
            if (d.engine().usableTokens(d.kvCapacityTokens()) <= 0) {
                problems.error(
                        bound.place(path + ".engine.block"),
                        path + ".engine.block: larger than kvCapacity, so that there is no block",
                        "engines use 16 tokens or so");
            }
        });
    }

    /** KV leaves those replicas only that prefill for others. */
    private void links() {
        bound.all(DeploymentSection.class).forEach((path, d) -> {
            Map<String, Boolean> given = new TreeMap<>(Map.of(
                    "kvBytesPerToken", d.kvBytesPerToken().isPresent(),
                    "link", d.linkBytesPerSecond() != LINK_BYTES_PER_SECOND,
                    "linkLatency", d.linkLatencySeconds() != 0));
            given.forEach((key, isGiven) -> {
                if (isGiven && d.role() != Role.PREFILL) {
                    warning(
                            path + "." + key,
                            key + ": without effect",
                            "it is for 'role: prefill'");
                }
            });
        });
    }

    /** A session that goes to another replica finds nothing there. */
    private void caches() {
        Optional<Integer> cells = bound.value("cells", Integer.class);
        Optional<Fraction> sample = bound.value("sample", Fraction.class);
        boolean affine = bound.value("routing", RoutingSection.class)
                .map(r -> r.policy() == RoutingSection.Policy.SESSION_AFFINITY)
                .orElse(true);
        if (cells.isEmpty() || sample.isEmpty() || affine) {
            return;
        }
        double share = (double) sample.get().taken() / sample.get().of() / cells.get();
        bound.all(DeploymentSection.class).forEach((path, d) -> {
            boolean sessions =
                    d.prefixCache().map(c -> c.of() == Content.SESSIONS).orElse(false);
            long gpus = bound.value("pools." + d.pool(), PoolSection.class)
                    .map(PoolSection::gpus)
                    .orElse(0L);
            if (sessions && gpus * d.share() / d.replicaGpus() * share > 1) {
                warning(
                        path + ".prefixCache",
                        "prefixCache: each replica keeps its own, and requests of a session go to"
                                + " several",
                        "use it with routing.policy session-affinity");
            }
        });
    }

    private void warning(String path, String message, String hint) {
        problems.warning(bound.place(path), message, hint);
    }
}
