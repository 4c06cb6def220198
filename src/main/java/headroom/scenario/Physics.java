package headroom.scenario;

import headroom.analytic.BuiltIn;
import headroom.analytic.Efficiencies;
import headroom.analytic.Efficiencies.Overheads;
import headroom.analytic.ModelShape;
import headroom.analytic.Roofline;
import headroom.analytic.Silicon;
import headroom.supply.ArchitectureSection;
import headroom.supply.ArchitectureSection.ChipSection;
import headroom.supply.DeploymentSection;
import headroom.supply.DeploymentSection.StepTimeSection;
import headroom.supply.PhysicsSection;
import headroom.supply.PhysicsSection.EfficiencySection;
import headroom.supply.PoolSection;
import headroom.yaml.Problems;

import java.util.Locale;
import java.util.Optional;

/**
 * Puts step times and memory for context into deployments that say what runs on what.
 *
 * <p>What a deployment gives itself stands, so a resolved scenario reads back as it was run.
 */
final class Physics {
    private static final double GIGABYTE = 1e9;

    private final Bound bound;
    private final Problems problems;

    Physics(Bound bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    /** The deployment with everything in it; empty where a problem has been told. */
    Optional<DeploymentSection> resolve(String path, DeploymentSection deployment) {
        if (deployment.physics().isEmpty()) {
            return Optional.of(deployment);
        }
        PhysicsSection physics = deployment.physics().get();
        int gpus = physics.layout().gpus();
        if (gpus != deployment.replicaGpus()) {
            problems.error(
                    bound.place(path + ".replicaGpus"),
                    "replicaGpus: physics is laid out over " + gpus + " GPUs",
                    "tensorParallel x dataParallel x pipelineParallel must be replicaGpus");
            return Optional.empty();
        }
        Optional<ModelShape> shape = shape(physics.architecture());
        Optional<Silicon> chip = chip(path, deployment.pool());
        if (shape.isEmpty() || chip.isEmpty()) {
            return Optional.empty();
        }
        split(path, physics.tensorParallel(), shape.get().attention());
        if (physics.expertParallel() > 1 && shape.get().experts() == 0) {
            problems.warning(
                    bound.place(path + ".physics.expertParallel"),
                    "expertParallel: without effect",
                    "'" + physics.architecture() + "' has no experts");
        }
        return computed(path, deployment, shape.get(), chip.get());
    }

    /** No engine splits a head; the formulas would. */
    private void split(String path, int tensor, ModelShape.Attention attention) {
        int kv = attention.kvHeads();
        boolean keys = attention.latent() > 0 || kv % tensor == 0 || tensor % kv == 0;
        if (attention.heads() % tensor != 0 || !keys) {
            problems.warning(
                    bound.place(path + ".physics.tensorParallel"),
                    "tensorParallel: " + tensor + " does not divide " + attention.heads()
                            + " heads and " + kv + " heads of keys and values evenly",
                    "engines refuse that; choose a divisor");
        }
    }

    private Optional<ModelShape> shape(String name) {
        return bound.value("architectures." + name, ArchitectureSection.class)
                .map(ArchitectureSection::shape)
                .or(() -> BuiltIn.shape(name));
    }

    /** The chip of a pool's GPUs; empty without a word where the pool itself is wrong. */
    private Optional<Silicon> chip(String path, String pool) {
        Optional<String> gpu =
                bound.value("pools." + pool, PoolSection.class).map(PoolSection::gpu);
        Optional<PoolSection.GpuSection> section =
                gpu.flatMap(g -> bound.value("gpus." + g, PoolSection.GpuSection.class));
        if (section.isPresent() && section.get().chip().isEmpty()) {
            problems.error(
                    bound.place(path + ".physics"),
                    "physics: gpus." + gpu.orElseThrow() + " has no chip",
                    "give it one, such as chip: h100-sxm");
        }
        return section.flatMap(PoolSection.GpuSection::chip)
                .flatMap(name -> bound.value("chips." + name, ChipSection.class)
                        .map(ChipSection::silicon)
                        .or(() -> BuiltIn.silicon(name)));
    }

    private Optional<DeploymentSection> computed(
            String path, DeploymentSection deployment, ModelShape shape, Silicon chip) {
        PhysicsSection physics = deployment.physics().orElseThrow();
        String engine = physics.engine().name().toLowerCase(Locale.ROOT);
        Efficiencies fitted = BuiltIn.efficiencies(engine).orElseThrow();
        Roofline roofline = new Roofline(
                shape,
                chip,
                physics.layout(),
                new Roofline.Weights(
                        physics.precision().inside(),
                        physics.kvPrecision().inside().bytes()));
        double kvTokens = roofline.kvCapacityTokens(physics.memoryShare());
        if (kvTokens < 1 && deployment.givenKvTokens().isEmpty()) {
            problems.error(
                    bound.place(path + ".physics"),
                    String.format(
                            Locale.ROOT,
                            "physics: weights of %.1f GB on each GPU leave no memory for context",
                            roofline.weightBytesPerGpu() / GIGABYTE),
                    "more GPUs a replica, fewer bits, or more memory");
            return Optional.empty();
        }
        Roofline.Terms terms = roofline.terms(
                replaced(fitted, physics.efficiency()),
                new Roofline.Expected(
                        physics.expectedBatch(),
                        physics.expectedPromptTokens(),
                        physics.expectedPromptTokens(),
                        deployment.tokenBudget()));
        StepTimeSection steps = new StepTimeSection(
                terms.c0(), terms.c1(), terms.c2(), terms.c3(), terms.c4(), terms.c5());
        return Optional.of(deployment.computed(steps, kvTokens));
    }

    private static Efficiencies replaced(Efficiencies e, EfficiencySection by) {
        Overheads o = e.overheads();
        return new Efficiencies(
                by.memory().orElse(e.memory()),
                e.expertMemory(),
                by.kvMemory().orElse(e.kvMemory()),
                by.prefill().orElse(e.prefill()),
                e.expertPrefill(),
                e.decode(),
                e.attention(),
                e.link(),
                new Overheads(
                        o.stepSeconds(),
                        o.sequenceSeconds(),
                        by.layerSeconds().orElse(o.layerSeconds()),
                        o.expertLayerSeconds(),
                        o.commLayerSeconds(),
                        o.latentLayerSeconds(),
                        o.sparseLayerSeconds(),
                        o.otherLayerSeconds(),
                        o.prefillLayerSeconds()));
    }
}
