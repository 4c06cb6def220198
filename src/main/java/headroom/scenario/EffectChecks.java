package headroom.scenario;

import headroom.scenario.EngineSection.Memory;
import headroom.scenario.EngineSection.PrefixCacheSection.Content;
import headroom.yaml.Fraction;
import headroom.yaml.Problems;

import java.util.Optional;

/** Warns of settings that do nothing, or less than one would think, beside the others. */
final class EffectChecks {
    private static final int CHOICES = 2;
    private static final double BLOCK_TOKENS = 16;
    private static final double WATERMARK = 0.01;

    private final Binder bound;
    private final Problems problems;

    EffectChecks(Binder bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        routing();
        memory();
        caches();
    }

    private void routing() {
        Optional<RoutingSection> routing = bound.value("routing", RoutingSection.class);
        routing.filter(r -> r.choices() != CHOICES && !r.uses(RoutingSection.Policy.POWER_OF_D))
                .ifPresent(r -> warning(
                        "routing.choices",
                        "choices: without effect",
                        "it is for policy power-of-d"));
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
