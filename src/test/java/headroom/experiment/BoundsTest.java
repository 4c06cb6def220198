package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Measurement;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Routers in whole runs, from worse to better, and the bounds beside them. */
final class BoundsTest {
    private static final String STREAM = "[{name: jobs, model: m, rate: 75 /s, input: {median: 500"
            + " tokens, mean: 700 tokens, max: 8 k tokens}, output: {median: 100 tokens, mean: 150"
            + " tokens, max: 2 k tokens}}]";
    private static final Map<String, String> ALL = Map.of("phase", "run");

    private static RunResult run(String policy, String bounds) {
        return Small.run(
                "horizon", "20 min",
                "cells", "1",
                "demand.tiers[pro].users", "300000",
                "routing", "{policy: " + policy + ", choices: 2}",
                "bounds", bounds);
    }

    private static double mean(RunResult result, String name) {
        return Scenarios.value(result, name, "mean", ALL);
    }

    @Test
    void moreKnowledgeIsNotWorse() {
        double random = mean(run("random", "false"), "ttft");
        RunResult two = run("power-of-two", "false");
        double shortest = mean(run("join-shortest-queue", "false"), "ttft");
        assertThat(mean(two, "ttft")).isLessThan(0.95 * random);
        assertThat(shortest).isLessThan(0.98 * mean(two, "ttft"));
    }

    /** What is on its way is with a replica as far as its router is concerned. */
    @Test
    void moreKnowledgeIsNotWorseWhereRequestsTakeTimeToArrive() throws IOException {
        double random = onSixtyFourServers("random");
        double two = onSixtyFourServers("power-of-two");
        double shortest = onSixtyFourServers("join-shortest-queue");
        System.out.printf("TTFT %.6f random, %.6f two, %.6f shortest%n", random, two, shortest);
        assertThat(two).isLessThan(random);
        assertThat(shortest).isLessThan(two);
    }

    private static double onSixtyFourServers(String policy) throws IOException {
        Path file = Path.of("scenarios/sixty-four-servers.yaml");
        return mean(
                Scenarios.run(
                        ScenarioFile.read(file, Map.of("routing.policy", policy))
                                .orThrow(),
                        2),
                "ttft");
    }

    @Test
    void powerOfDWithTwoChoicesIsPowerOfTwo() {
        assertThat(run("power-of-d", "false").resultHash())
                .isEqualTo(run("power-of-two", "false").resultHash());
    }

    @Test
    void boundsStandBesideNumbersThatStayAsTheyAre() {
        RunResult without = run("power-of-two", "false");
        RunResult with = run("power-of-two", "true");
        List<Measurement> real = with.summary().stream()
                .filter(m -> !m.name().endsWith(".clairvoyant"))
                .toList();
        assertThat(real).isEqualTo(without.summary());
        assertThat(with.summary()).hasSizeGreaterThan(real.size());
        RunResult itself = run("clairvoyant", "false");
        for (String name : List.of("ttft", "e2e")) {
            assertThat(mean(with, name + ".clairvoyant")).isEqualTo(mean(itself, name));
            assertThat(mean(with, name + ".clairvoyant")).isLessThan(mean(with, name));
            assertThat(mean(with, name + ".alone")).isLessThan(mean(with, name + ".clairvoyant"));
        }
    }

    /** Four replicas, a stream far above what they can serve. */
    private static double shedBy(String policy) {
        return Scenarios.value(
                Small.run(
                        "horizon", "4 min",
                        "cells", "1",
                        "pools.main.gpus", "16",
                        "pools.more.gpus", "16",
                        "demand.tiers[pro].users", "20",
                        "demand.streams", STREAM,
                        "overload", "{maxQueuePerReplica: 20}",
                        "routing", "{policy: " + policy + "}"),
                "requests",
                "mean",
                Map.of("phase", "run", "tier", "jobs", "outcome", "overloaded"));
    }

    @Test
    void underOverloadKnowledgeShedsNoMoreThanChance() {
        assertThat(shedBy("clairvoyant")).isPositive().isLessThanOrEqualTo(shedBy("random"));
    }
}
