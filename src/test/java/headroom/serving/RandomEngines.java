package headroom.serving;

import headroom.kernel.Streams;
import headroom.serving.EngineRules.Memory;
import headroom.serving.EngineRules.Noise;
import headroom.serving.EngineRules.Order;
import headroom.serving.EngineRules.Role;
import headroom.serving.Naive.Cache;
import headroom.serving.Naive.Cancel;
import headroom.serving.Naive.ClockChange;
import headroom.serving.Naive.Engine;
import headroom.serving.Naive.Events;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Result;
import headroom.serving.Naive.Rule;
import headroom.serving.Naive.Step;

import umontreal.ssj.rng.RandomStream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small random scenarios in which every rule of an engine is on or off by chance. One seed, one
 * scenario, on the base of the {@link RandomScenarios} of that seed.
 *
 * <p>As there, every third scenario is dyadic, unless its steps are noisy, and has jobs, clients
 * that go away, clock changes and failures put exactly on the ends of steps.
 */
final class RandomEngines {
    /**
     * One scenario.
     *
     * @param dyadic its times are exact
     * @param cache true if the replica keeps prefixes
     * @param spareKv true if they may lie in free KV memory
     * @param hostTokens memory for them besides
     */
    record Scenario(
            long seed,
            boolean dyadic,
            Params params,
            EngineRules rules,
            boolean cache,
            boolean spareKv,
            long hostTokens,
            List<Job> jobs,
            Events events) {

        /** What the reference says; a decode step reads every token but the latest. */
        Result reference(NaivePrefixes prefixes) {
            RandomStream noise = noise();
            Engine engine = new Engine(
                    params,
                    new Rule(0, 1, false),
                    rules,
                    () -> -StrictMath.log(noise.nextDouble()),
                    cache ? new Cache(prefixes, spareKv, hostTokens) : Cache.NONE);
            return NaiveCluster.run(engine, jobs, events, NaiveCluster.Fleet.ONE);
        }

        RandomStream noise() {
            return new Streams(seed, 0).of("noise");
        }

        NaivePrefixes prefixes() {
            return new NaivePrefixes(cacheBlockTokens());
        }

        PrefixCache sessionPrefixes() {
            return new SessionPrefixes(cacheBlockTokens(), Double.POSITIVE_INFINITY);
        }

        private int cacheBlockTokens() {
            return rules.memory() == Memory.PAGED ? rules.blockTokens() : 8;
        }
    }

    private static final double DYADIC_SECONDS = 1.0 / (1 << 29);

    private final SplittableRandom random;
    private final RandomScenarios.Scenario base;
    private final EngineRules rules;
    private final boolean dyadic;
    private final boolean cache;
    private final boolean spareKv;
    private final long hostTokens;
    private final Params params;
    private final List<Job> jobs = new ArrayList<>();
    private final List<ClockChange> clocks;
    private final List<Cancel> cancels = new ArrayList<>();
    private double failsAtSeconds = Double.POSITIVE_INFINITY;

    private RandomEngines(long seed) {
        random = new SplittableRandom(~seed);
        base = RandomScenarios.untied(seed);
        rules = new EngineRules(
                chance(0.5) ? Order.PREFILL_FIRST : Order.DECODE_FIRST,
                chance(0.7) ? Memory.PAGED : Memory.RESERVED,
                new int[] {1, 2, 16}[random.nextInt(3)],
                chance(0.5) ? 0 : 0.3 * random.nextDouble(),
                chance(0.5) ? Role.WHOLE : chance(0.6) ? Role.DECODE : Role.PREFILL,
                chance(0.2) ? Noise.EXPONENTIAL : Noise.NONE);
        dyadic = base.dyadic() && rules.noise() == Noise.NONE;
        cache = chance(0.4);
        spareKv = chance(0.7);
        hostTokens = chance(0.5) ? 0 : 1 + random.nextInt(400);
        clocks = new ArrayList<>(base.clocks());
        boolean small = rules.memory() == Memory.PAGED || cache || chance(0.6);
        drawJobs(small);
        params = small ? smallParams() : base.params();
    }

    static Scenario of(long seed) {
        RandomEngines draw = new RandomEngines(seed);
        draw.drawEvents();
        for (int i = draw.dyadic ? draw.random.nextInt(5) : 0; i > 0; i--) {
            draw.forceTie();
        }
        return draw.scenario();
    }

    private Scenario scenario() {
        cancels.sort(Comparator.comparingDouble(Cancel::atSeconds));
        clocks.sort(Comparator.comparingDouble(ClockChange::atSeconds));
        Events events = new Events(List.copyOf(clocks), List.copyOf(cancels), failsAtSeconds);
        return new Scenario(
                base.seed(),
                dyadic,
                params,
                rules,
                cache,
                spareKv,
                hostTokens,
                List.copyOf(jobs),
                events);
    }

    private Result run() {
        Scenario s = scenario();
        return s.reference(s.prefixes());
    }

    /** Small prompts, in some scenarios far smaller than outputs: these outgrow the memory. */
    private void drawJobs(boolean small) {
        int classes = chance(0.4) ? 1 : 2 + random.nextInt(2);
        int keys = 1 + random.nextInt(6);
        int most = chance(0.5) ? 20 : 150;
        double pace = small ? 1.0 / (1 << (2 + random.nextInt(8))) : 1;
        for (Job j : base.jobs()) {
            Job sized = small ? size(j, j.arrivalSeconds() * pace, most) : j;
            jobs.add(new Job(
                    sized.arrivalSeconds(),
                    sized.cachedTokens(),
                    sized.newTokens(),
                    rules.role() == Role.DECODE
                            ? Math.max(2, sized.outputTokens())
                            : sized.outputTokens(),
                    3 * random.nextInt(classes),
                    random.nextInt(keys)));
        }
    }

    private Job size(Job j, double atSeconds, int mostTokens) {
        int cachedTokens = chance(0.6) ? 0 : 1 + random.nextInt(mostTokens);
        int newTokens = chance(0.2) ? 1 : 1 + random.nextInt(mostTokens);
        return new Job(atSeconds, cachedTokens, newTokens, j.outputTokens());
    }

    private Params smallParams() {
        Params p = base.params();
        int maxSequences = chance(0.15) ? p.maxSequences() : 4 + random.nextInt(40);
        int budget = maxSequences + (chance(0.6) ? 1 + random.nextInt(100) : 400);
        long largest = jobs.stream().mapToLong(Job::footprintTokens).max().orElseThrow();
        double share = 0.9 + 1.8 * random.nextDouble();
        long kvTokens = chance(0.1) ? 1L << 40 : Math.max(16, (long) (largest * share));
        return new Params(
                p.c0Seconds(),
                p.c1Seconds(),
                p.c2Seconds(),
                p.c3Seconds(),
                p.c4Seconds(),
                p.c5Seconds(),
                maxSequences,
                budget,
                kvTokens);
    }

    private void drawEvents() {
        Result calm = run();
        if (chance(0.5)) {
            for (int i = 1 + random.nextInt(1 + jobs.size() / 2); i > 0; i--) {
                int job = random.nextInt(jobs.size());
                double from = jobs.get(job).arrivalSeconds();
                Outcome o = calm.outcomes().get(job);
                if (!o.refused()) {
                    double within = 1.1 * random.nextDouble() * (o.finishSeconds() - from);
                    cancels.add(new Cancel(from + time(within), job));
                }
            }
        }
        List<Step> steps = calm.steps().get(0);
        if (chance(0.2) && !steps.isEmpty()) {
            double end = steps.get(steps.size() - 1).endSeconds();
            failsAtSeconds = time(end * random.nextDouble());
        }
    }

    /** Puts something on the end of a step; nothing before it depends on it. */
    private void forceTie() {
        Result result = run();
        List<Step> steps = result.steps().get(0);
        if (steps.isEmpty()) {
            return;
        }
        double end = steps.get(random.nextInt(steps.size())).endSeconds();
        double kind = random.nextDouble();
        if (kind < 0.15) {
            failsAtSeconds = end;
        } else if (kind < 0.3) {
            clocks.add(new ClockChange(end, 1.0 / (1 << random.nextInt(4))));
        } else if (kind < 0.7) {
            cancelAt(end, result.outcomes());
        } else {
            Job like = jobs.get(random.nextInt(jobs.size()));
            Job tied = new Job(
                    end,
                    like.cachedTokens(),
                    like.newTokens(),
                    like.outputTokens(),
                    like.priority(),
                    like.prefixKey());
            int place = 0;
            while (place < jobs.size() && jobs.get(place).arrivalSeconds() <= end) {
                place++;
            }
            int at = place;
            cancels.replaceAll(c -> c.job() < at ? c : new Cancel(c.atSeconds(), c.job() + 1));
            jobs.add(place, tied);
        }
    }

    /** The client of a job that is in the replica at that instant goes away. */
    private void cancelAt(double end, List<Outcome> outcomes) {
        List<Integer> inside = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            Outcome o = outcomes.get(i);
            boolean arrived = jobs.get(i).arrivalSeconds() <= end;
            if (arrived && (o.finishSeconds() >= end || o.droppedSeconds() >= end)) {
                inside.add(i);
            }
        }
        if (!inside.isEmpty()) {
            cancels.add(new Cancel(end, inside.get(random.nextInt(inside.size()))));
        }
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A time, rounded up to the grain where the scenario is dyadic. */
    private double time(double seconds) {
        return dyadic ? Math.ceil(seconds / DYADIC_SECONDS) * DYADIC_SECONDS : seconds;
    }
}
