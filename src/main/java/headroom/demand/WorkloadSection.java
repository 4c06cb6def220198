package headroom.demand;

import static java.util.Comparator.naturalOrder;

import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableList;

import headroom.yaml.Key;
import headroom.yaml.OrValue;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A kind of session: chat, or agentic coding whose requests take several steps on a growing prefix.
 *
 * <p>A coding request is a chain of steps; each appends tokens to the context, asks the model and
 * runs a tool. Beyond the limit the context is compacted.
 */
public record WorkloadSection(
        @Key(name = "kind", doc = "chat or coding.") Kind kind,

        @Key(name = "model", refersTo = "models", doc = "The model asked.")
        String model,

        @Key(name = "requests", range = "[1, 1 M]", doc = "Requests of a user in a session.")
        LognormalSection requests,

        @Key(
                name = "steps",
                range = "[1, 1 M]",
                doc = "Model calls of a request. Coding only, and needed there.")
        Optional<LognormalSection> steps,

        @Key(
                name = "toolTime",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                doc = "Time a tool runs between steps. Coding only, and needed there.")
        Optional<LognormalSection> toolTime,

        @Key(
                name = "think",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                doc = "Time from an answer to the user's next request.")
        LognormalSection think,

        @Key(
                name = "initialContext",
                unit = Quantity.TOKENS,
                range = "[0 tokens, 100 M tokens]",
                def = "0 tokens",
                doc = "Tokens before the first request: system prompt, files, history.")
        LognormalSection initialContext,

        @Key(
                name = "input",
                unit = Quantity.TOKENS,
                range = "[1 tokens, 100 M tokens]",
                doc = "Tokens a request adds to the context. Chat only, and needed there.")
        Optional<LognormalSection> input,

        @Key(
                name = "append",
                unit = Quantity.TOKENS,
                range = "[1 tokens, 100 M tokens]",
                doc = "Tokens a step adds to the context. Coding only, and needed there.")
        Optional<LognormalSection> append,

        @Key(
                name = "output",
                unit = Quantity.TOKENS,
                range = "[1 tokens, 100 M tokens]",
                doc = "Tokens the model answers with.")
        LognormalSection output,

        @Key(
                name = "contextLimit",
                unit = Quantity.TOKENS,
                range = "[1 tokens, 100 M tokens]",
                doc = "Longest context; with the longest output it must fit the KV memory of"
                        + " every deployment of the model.")
        double contextLimitTokens,

        @Key(
                name = "compactTo",
                unit = Quantity.TOKENS,
                range = "[1 tokens, 100 M tokens]",
                doc = "Context left when the limit is reached. Coding only, and needed there.")
        OptionalDouble compactToTokens,

        @Key(
                name = "cacheLifetime",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                def = "5 min",
                grade = Key.Grade.VENDOR,
                doc = "How long a context stays cached after its last use.")
        double cacheLifetimeSeconds) {

    public WorkloadSection {
        Faults faults = new Faults();
        boolean coding = kind == Kind.CODING;
        only(faults, coding, "steps", steps.isPresent());
        only(faults, coding, "toolTime", toolTime.isPresent());
        only(faults, coding, "append", append.isPresent());
        only(faults, coding, "compactTo", compactToTokens.isPresent());
        faults.unless(
                coding ? input.isEmpty() : input.isPresent(),
                coding ? "input" : "",
                coding
                        ? "is not for kind coding: a step's tokens are 'append'"
                        : needs("input", kind));
        faults.unless(
                compactToTokens.orElse(0) < contextLimitTokens,
                "compactTo",
                "must be below contextLimit");
        bounded(faults, "output", output);
        bounded(faults, "initialContext", initialContext);
        input.ifPresent(law -> bounded(faults, "input", law));
        append.ifPresent(law -> bounded(faults, "append", law));
        faults.unless(
                initialContext.typical() < contextLimitTokens,
                "initialContext",
                "its median must be below contextLimit");
        faults.raise();
    }

    /** What a request, or a step of it, adds to the context [tokens]. */
    public LognormalSection newTokens() {
        return input.or(() -> append).orElseThrow();
    }

    private static void only(Faults faults, boolean coding, String key, boolean present) {
        faults.unless(!present || coding, key, "is for kind coding only");
        faults.unless(present || !coding, "", needs(key, Kind.CODING));
    }

    private static String needs(String key, Kind kind) {
        return "missing key '" + key + "', needed by kind " + Scalars.spelling(kind);
    }

    private static void bounded(Faults faults, String key, LognormalSection law) {
        boolean bounded = law.max().isPresent() || law.law() == LognormalSection.Law.QUANTILES;
        faults.unless(bounded, key, "a length in tokens needs 'max'");
    }

    /** The kinds of session there are. */
    public enum Kind {
        /** A conversation: a request is one call of the model. */
        CHAT,
        /** An agent at work: a request is a chain of calls and tools. */
        CODING
    }

    /**
     * A lognormal law by its median and either its mean or its 90th percentile, or an exponential
     * one by its mean, cut off at a maximum; a list of quantiles; or a constant. In the
     * unit of the key it stands under.
     */
    public record LognormalSection(
            @Key(
                    name = "law",
                    def = "lognormal",
                    doc = "lognormal: by its median and mean or p90; exponential: by its mean;"
                            + " quantiles: by 'at' and 'values'.")
            Law law,

            @Key(
                    name = "median",
                    unit = Quantity.OUTER,
                    doc = "Half of the values are below. Lognormal only, and needed there.")
            OptionalDouble median,

            @Key(
                    name = "mean",
                    unit = Quantity.OUTER,
                    doc = "Mean, before the cut; a lognormal law takes this or p90.")
            OptionalDouble mean,

            @Key(name = "p90", unit = Quantity.OUTER, doc = "Nine in ten are below.")
            OptionalDouble p90,

            @Key(name = "max", unit = Quantity.OUTER, doc = "Larger values are cut to this.")
            OptionalDouble max,

            @Key(
                    name = "at",
                    range = "[0, 1]",
                    doc = "Probabilities that rise from 0 to 1. Quantiles only, and needed there.")
            Optional<ImmutableList<Double>> at,

            @Key(
                    name = "values",
                    unit = Quantity.OUTER,
                    doc = "The quantile at each of them, linear between; never falls.")
            Optional<ImmutableList<Double>> values)
            implements OrValue {

        /** An exponential variate exceeds this many means with a probability below 2^-57. */
        private static final double MEANS = 40;

        public LognormalSection {
            Faults faults = new Faults();
            boolean listed = law == Law.QUANTILES;
            faults.unless(at.isEmpty() || listed, "at", "is for law quantiles only")
                    .unless(values.isEmpty() || listed, "values", "is for law quantiles only");
            if (listed) {
                faults.unless(median.isEmpty(), "median", "is not for law quantiles")
                        .unless(mean.isEmpty(), "mean", "is not for law quantiles")
                        .unless(p90.isEmpty(), "p90", "is not for law quantiles")
                        .unless(max.isEmpty(), "max", "is not for law quantiles: the last value is")
                        .unless(at.isPresent(), "", "missing key 'at'")
                        .unless(values.isPresent(), "", "missing key 'values'");
                if (at.isPresent() && values.isPresent()) {
                    knots(faults, at.get(), values.get());
                }
            } else if (law == Law.EXPONENTIAL) {
                faults.unless(median.isEmpty(), "median", "is for law lognormal only")
                        .unless(p90.isEmpty(), "p90", "is for law lognormal only")
                        .unless(mean.isPresent(), "", "missing key 'mean'")
                        .unless(mean.orElse(1) > 0, "mean", "must be above 0");
            } else {
                double half = median.orElse(Double.NaN);
                boolean constant = max.isPresent() && max.getAsDouble() == half;
                double upper = mean.orElse(p90.orElse(Double.NaN));
                faults.unless(median.isPresent(), "", "missing key 'median'")
                        .unless(!(half <= 0) || constant, "median", "must be above 0")
                        .unless(mean.isPresent() != p90.isPresent(), "", "give either mean or p90")
                        .unless(
                                !(upper < half),
                                mean.isPresent() ? "mean" : "p90",
                                "below the median")
                        .unless(!(max.orElse(upper) < upper), "max", "below the mean or p90");
            }
            faults.raise();
        }

        private static void knots(Faults faults, List<Double> at, List<Double> values) {
            int n = at.size();
            faults.unless(n == values.size(), "values", values.size() + " for " + n + " of 'at'")
                    .unless(n > 1 && at.get(0) == 0 && at.get(n - 1) == 1, "at", "from 0 to 1")
                    .unless(Comparators.isInStrictOrder(at, naturalOrder()), "at", "must rise")
                    .unless(Comparators.isInOrder(values, naturalOrder()), "values", "fall");
        }

        /** Always the same value. */
        public static LognormalSection constant(double value) {
            OptionalDouble same = OptionalDouble.of(value);
            return new LognormalSection(
                    Law.LOGNORMAL,
                    same,
                    same,
                    OptionalDouble.empty(),
                    same,
                    Optional.empty(),
                    Optional.empty());
        }

        /** Whether it is always the same value. */
        public boolean isConstant() {
            return value().isPresent();
        }

        @Override
        public OptionalDouble value() {
            boolean constant = median.isPresent() && max.equals(median) && mean.equals(median);
            return constant ? median : OptionalDouble.empty();
        }

        /** Half of the values are below. */
        public double typical() {
            if (law == Law.QUANTILES) {
                return quantile(0.5);
            }
            return median.orElseGet(() -> mean.orElseThrow() * StrictMath.log(2));
        }

        /** The quantile of a law that is given by quantiles. */
        public double quantile(double probability) {
            List<Double> p = at.orElseThrow();
            List<Double> x = values.orElseThrow();
            int above = 1;
            while (above < p.size() - 1 && p.get(above) < probability) {
                above++;
            }
            double part = (probability - p.get(above - 1)) / (p.get(above) - p.get(above - 1));
            return x.get(above - 1) + part * (x.get(above) - x.get(above - 1));
        }

        /** The largest value; infinite where a lognormal law is not cut. */
        public double largest() {
            if (law == Law.QUANTILES) {
                return quantile(1);
            }
            return max.orElse(
                    law == Law.EXPONENTIAL ? MEANS * mean.orElseThrow() : Double.POSITIVE_INFINITY);
        }

        /** The laws there are. */
        public enum Law {
            /** The logarithm is normal. */
            LOGNORMAL,
            /** Without memory. */
            EXPONENTIAL,
            /** As measured. */
            QUANTILES
        }
    }
}
