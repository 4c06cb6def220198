package headroom.serving;

import headroom.serving.Naive.ClockChange;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Rule;
import headroom.serving.Naive.Step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small random scenarios for comparing a replica with the naive one. One seed, one scenario.
 *
 * <p>Every third scenario is dyadic: coefficients and times are multiples of 2^-20 s and clocks are
 * powers of two, so that sums are exact in any order, and arrivals and clock changes are put
 * exactly on ends of steps. In the others such a tie would be decided by the last bit of a sum.
 */
final class RandomScenarios {
    /** One scenario; jobs in the order of arrival. */
    record Scenario(
            long seed, boolean dyadic, Params params, List<Job> jobs, List<ClockChange> clocks) {}

    private static final double DYADIC_SECONDS = 1.0 / (1 << 20);
    private static final long LOOSE_KV_TOKENS = 1L << 40;

    private final SplittableRandom random;
    private final boolean dyadic;

    private RandomScenarios(long seed) {
        random = new SplittableRandom(seed);
        dyadic = seed % 3 == 0;
    }

    static Scenario of(long seed) {
        return new RandomScenarios(seed).draw(seed, true);
    }

    /** The scenario of a seed without its forced ties. */
    static Scenario untied(long seed) {
        return new RandomScenarios(seed).draw(seed, false);
    }

    private Scenario draw(long seed, boolean tied) {
        int maxSequences = chance(0.5) ? 1 + random.nextInt(5) : 256;
        int tokenBudget = maxSequences + (chance(0.6) ? logUniform(1, 200) : logUniform(256, 8192));
        Params open = params(maxSequences, tokenBudget, LOOSE_KV_TOKENS);
        int count = chance(0.2) ? logUniform(1, 8) : logUniform(8, 80);
        List<Job> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sizes.add(size(tokenBudget));
        }
        Params params = chance(0.4) ? open : withTightKv(open, sizes);
        List<Job> jobs = arriving(sizes, meanAloneSeconds(params, sizes));
        List<ClockChange> clocks = clocks(jobs.get(count - 1).arrivalSeconds());
        if (dyadic && tied) {
            double tieSeconds = 0;
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                tieSeconds = forceTie(params, jobs, clocks, tieSeconds);
            }
        }
        return new Scenario(seed, dyadic, params, List.copyOf(jobs), List.copyOf(clocks));
    }

    /** Coefficients within a factor of a few of a 70-billion-parameter model on eight GPUs. */
    private Params params(int maxSequences, int tokenBudget, long kvTokens) {
        double square = chance(0.3) ? 0 : dyadic ? DYADIC_SECONDS : 5e-11 * spread();
        return new Params(
                time(9.65e-3 * spread()),
                time(4.4e-6 * spread()),
                time(1.03e-6 * spread()),
                time(2.63e-6 * spread()),
                // in the dyadic case twice the grain, since the formula halves a product of
                // integers
                2 * square,
                chance(0.1) ? 0 : time(2.4e-8 * spread()),
                maxSequences,
                tokenBudget,
                kvTokens);
    }

    private Job size(int tokenBudget) {
        // A prompt may take up to 40 steps; dyadic grains make long prompts slow, not wrong.
        int newTokens = chance(0.15) ? 1 : logUniform(1, Math.min(30_000, 40 * tokenBudget));
        int cachedTokens = chance(0.5) ? 0 : logUniform(1, 50_000);
        int outputTokens = chance(0.15) ? 1 : logUniform(1, 300);
        return new Job(0, cachedTokens, newTokens, outputTokens);
    }

    /** From refusing the largest requests to holding a few of them at once. */
    private Params withTightKv(Params open, List<Job> sizes) {
        long largest = sizes.stream().mapToLong(Job::footprintTokens).max().orElseThrow();
        long kvTokens = Math.max(2, (long) (largest * (0.5 + 1.3 * random.nextDouble())));
        return new Params(
                open.c0Seconds(),
                open.c1Seconds(),
                open.c2Seconds(),
                open.c3Seconds(),
                open.c4Seconds(),
                open.c5Seconds(),
                open.maxSequences(),
                open.tokenBudget(),
                kvTokens);
    }

    /** Arrivals from one at a time (load 0.03) to everything at once (load 100). */
    private List<Job> arriving(List<Job> sizes, double meanAloneSeconds) {
        double load = StrictMath.exp(StrictMath.log(0.03) + random.nextDouble() * 8.1);
        double tieShare = chance(0.5) ? 0.05 : 0.4;
        double now = 0;
        List<Job> jobs = new ArrayList<>();
        for (Job s : sizes) {
            if (!chance(tieShare)) {
                double gap = -StrictMath.log(1 - random.nextDouble()) * meanAloneSeconds / load;
                now += time(gap);
            }
            jobs.add(new Job(now, s.cachedTokens(), s.newTokens(), s.outputTokens()));
        }
        return jobs;
    }

    private static double meanAloneSeconds(Params params, List<Job> sizes) {
        double sum = 0;
        int served = 0;
        for (Job s : sizes) {
            Naive.Outcome alone =
                    NaiveReplica.run(params, List.of(s), List.of()).get(0);
            if (!alone.refused()) {
                sum += alone.finishSeconds();
                served++;
            }
        }
        return served == 0 ? 1 : sum / served;
    }

    private List<ClockChange> clocks(double lastArrivalSeconds) {
        List<ClockChange> clocks = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            double at = time(random.nextDouble() * (lastArrivalSeconds + 1));
            clocks.add(new ClockChange(at, speed()));
        }
        clocks.sort(Comparator.comparingDouble(ClockChange::atSeconds));
        return clocks;
    }

    private double speed() {
        return dyadic ? 1.0 / (1 << random.nextInt(4)) : 0.2 + 0.8 * random.nextDouble();
    }

    /**
     * Puts one more job, or a clock change, on the end of a step that ends at the given time or
     * later, and returns that end. Nothing before it depends on it, so earlier ties stay ties.
     */
    private double forceTie(
            Params params, List<Job> jobs, List<ClockChange> clocks, double fromSeconds) {
        double[] ends =
                NaiveCluster.run(params, Rule.SPECIFIED, jobs, clocks).steps().get(0).stream()
                        .mapToDouble(Step::endSeconds)
                        .filter(end -> end >= fromSeconds)
                        .toArray();
        if (ends.length == 0) {
            return fromSeconds;
        }
        double end = ends[random.nextInt(ends.length)];
        if (chance(0.4)) {
            clocks.removeIf(c -> c.atSeconds() > end);
            if (clocks.size() < 3) {
                clocks.add(new ClockChange(end, speed()));
            }
        } else if (jobs.size() < 80) {
            Job s = size(params.tokenBudget());
            Job tied = new Job(end, s.cachedTokens(), s.newTokens(), s.outputTokens());
            int place = 0;
            while (place < jobs.size() && jobs.get(place).arrivalSeconds() <= end) {
                place++;
            }
            jobs.add(place, tied);
        }
        return end;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A factor between 1/4 and 4. */
    private double spread() {
        return StrictMath.pow(4, 2 * random.nextDouble() - 1);
    }

    private int logUniform(int low, int high) {
        double u = random.nextDouble();
        return (int) (low * StrictMath.pow((high + 1.0) / low, u));
    }

    /** A time, rounded up to the grain where the scenario is dyadic. */
    private double time(double seconds) {
        return dyadic ? Math.ceil(seconds / DYADIC_SECONDS) * DYADIC_SECONDS : seconds;
    }
}
