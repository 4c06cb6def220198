package headroom.demand;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** How arrivals scatter about their rate; the mean rate stays what it is. */
public record ArrivalsSection(
        @Key(
                name = "law",
                def = "poisson",
                doc = "poisson: many independent clients; gamma, weibull: gaps of one client or"
                        + " few, by their cv; hawkes: arrivals that provoke others; mmpp: Poisson"
                        + " at a rate that changes with phases; fixed: even gaps after a random"
                        + " first one; erlang: gaps of stages; hyperexponential: gaps of two"
                        + " exponential laws with balanced means, by their cv. Cells draw"
                        + " independently.")
        Law law,

        @Key(
                name = "cv",
                range = "[0.05, 10]",
                doc = "Coefficient of variation of the gaps; above 1 bursty. Gamma, weibull and"
                        + " hyperexponential (at least 1) only, and needed there.")
        OptionalDouble cv,

        @Key(
                name = "branching",
                unit = Quantity.RATIO,
                range = "[0 %, 99 %]",
                doc = "How many arrivals one provokes at first hand, on average. Hawkes only, and"
                        + " needed there.")
        OptionalDouble branching,

        @Key(
                name = "decay",
                unit = Quantity.DURATION,
                range = "(0 s, 366 d]",
                doc = "Mean time until it has provoked one. Hawkes only, and needed there.")
        OptionalDouble decaySeconds,

        @Key(
                name = "phases",
                def = "[]",
                doc = "Phases of the rate, in order. Mmpp only, and needed there.")
        ImmutableList<PhaseSection> phases,

        @Key(
                name = "common",
                def = "false",
                doc = "Whether all cells go through the phases together. Mmpp only.")
        boolean common,

        @Key(
                name = "batch",
                doc = "How many arrive at once; left out: one. The rate counts every one.")
        Optional<BatchSection> batch,

        @Key(
                name = "stages",
                range = "[1, 400]",
                doc = "How many exponential stages a gap is the sum of. Erlang only, and needed"
                        + " there.")
        OptionalDouble stages) {

    public ArrivalsSection {
        Faults faults = new Faults();
        boolean mixed = law == Law.HYPEREXPONENTIAL;
        boolean byCv = law == Law.GAMMA || law == Law.WEIBULL || mixed;
        only(faults, "cv", cv.isPresent(), byCv, law);
        faults.unless(!mixed || cv.orElse(1) >= 1, "cv", "of hyperexponential gaps is at least 1");
        only(faults, "stages", stages.isPresent(), law == Law.ERLANG, law);
        double n = stages.orElse(1);
        faults.unless(n == Math.rint(n), "stages", "must be a whole number");
        only(faults, "branching", branching.isPresent(), law == Law.HAWKES, law);
        only(faults, "decay", decaySeconds.isPresent(), law == Law.HAWKES, law);
        only(faults, "phases", !phases.isEmpty(), law == Law.MMPP, law);
        faults.unless(!common || law == Law.MMPP, "common", "is for law mmpp only");
        faults.unless(phases.size() != 1, "phases", "one phase is none: two are needed");
        double most = phases.stream().mapToDouble(PhaseSection::factor).max().orElse(1);
        faults.unless(most > 0, "phases", "all factors are 0");
        for (int i = 0; i < phases.size(); i++) {
            next(faults, i, phases);
        }
        faults.raise();
        if (!phases.isEmpty()) {
            new Faults()
                    .unless(isConnected(phases), "phases", "do not all reach each other")
                    .raise();
        }
    }

    /** Shares with which each phase follows another, by the one that is left. */
    public static double[][] nextShares(ImmutableList<PhaseSection> phases) {
        int n = phases.size();
        double[][] next = new double[n][n];
        for (int i = 0; i < n; i++) {
            ImmutableList<Double> shares = phases.get(i).next();
            for (int j = 0; j < n; j++) {
                double equal = i == j ? 0 : 1.0 / (n - 1);
                next[i][j] = shares.isEmpty() ? equal : shares.get(j);
            }
        }
        return next;
    }

    private static boolean isConnected(ImmutableList<PhaseSection> phases) {
        double[][] next = nextShares(phases);
        int n = next.length;
        boolean[][] reaches = new boolean[n][n];
        for (int k = -1; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    reaches[i][j] |=
                            k < 0 ? i == j || next[i][j] > 0 : reaches[i][k] && reaches[k][j];
                }
            }
        }
        return Arrays.stream(reaches).allMatch(row -> {
            boolean all = true;
            for (boolean reached : row) {
                all &= reached;
            }
            return all;
        });
    }

    private static void only(Faults faults, String key, boolean present, boolean wanted, Law law) {
        faults.unless(!present || wanted, key, "is not for law " + Scalars.spelling(law));
        faults.unless(
                present || !wanted,
                "",
                "missing key '" + key + "', needed by law " + Scalars.spelling(law));
    }

    private static void next(Faults faults, int i, ImmutableList<PhaseSection> phases) {
        ImmutableList<Double> next = phases.get(i).next();
        if (next.isEmpty()) {
            return;
        }
        String key = "phases[" + i + "].next";
        double sum = next.stream().mapToDouble(Double::doubleValue).sum();
        faults.unless(
                next.size() == phases.size(),
                key,
                "must be " + phases.size() + " shares, one a phase");
        faults.unless(Math.abs(sum - 1) <= 1e-9, key, "must sum to 100 %");
        faults.unless(
                i >= next.size() || next.get(i) == 0, key, "a phase is not followed by itself");
    }

    /** The laws there are. */
    public enum Law {
        /** Without memory. */
        POISSON,
        /** Independent gaps of a gamma law. */
        GAMMA,
        /** Independent gaps of a Weibull law. */
        WEIBULL,
        /** Self-exciting. */
        HAWKES,
        /** Poisson at a rate that follows a Markov chain. */
        MMPP,
        /** Even gaps. */
        FIXED,
        /** Independent gaps, each of several exponential stages. */
        ERLANG,
        /** Independent gaps of a mixture of two exponential laws. */
        HYPEREXPONENTIAL
    }

    /** A phase of the rate. */
    public record PhaseSection(
            @Key(
                    name = "factor",
                    range = "[0, 1 M]",
                    doc = "Factor on the rate; only the ratios of the phases matter, since the"
                            + " mean rate stays what it is.")
            double factor,

            @Key(
                    name = "stay",
                    unit = Quantity.DURATION,
                    range = "(0 s, 3660 d]",
                    doc = "How long it lasts on average; exponential.")
            double staySeconds,

            @Key(
                    name = "next",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %]",
                    def = "[]",
                    doc = "Shares with which each phase follows, in order; empty: every other one"
                            + " equally.")
            ImmutableList<Double> next) {}

    /** How many arrive at once: a geometric law by its mean, or sizes with their shares. */
    public record BatchSection(
            @Key(name = "mean", range = "[1, 1 M]", doc = "Mean of a geometric law. This or sizes.")
            OptionalDouble mean,

            @Key(name = "sizes", def = "[]", doc = "Sizes; shares sum to 100 %. This or mean.")
            ImmutableList<SizeSection> sizes) {

        public BatchSection {
            double sum = sizes.stream().mapToDouble(SizeSection::share).sum();
            new Faults()
                    .unless(mean.isPresent() == sizes.isEmpty(), "", "give either mean or sizes")
                    .unless(
                            sizes.isEmpty() || Math.abs(sum - 1) <= 1e-9,
                            "sizes",
                            "shares must sum to 100 %")
                    .raise();
        }
    }

    /** A size of a batch. */
    public record SizeSection(
            @Key(name = "size", range = "[1, 1 M]", doc = "How many arrive at once.")
            int size,

            @Key(
                    name = "share",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %]",
                    doc = "Share of the batches.")
            double share) {}
}
