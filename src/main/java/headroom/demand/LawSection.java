package headroom.demand;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import headroom.variates.BoundedPareto;
import headroom.variates.Erlang;
import headroom.variates.Exponential;
import headroom.variates.Fixed;
import headroom.variates.Gamma;
import headroom.variates.Hyperexponential;
import headroom.variates.Law;
import headroom.variates.Lognormal;
import headroom.variates.Tabulated;
import headroom.variates.Uniform;
import headroom.variates.Weibull;
import headroom.yaml.Key;
import headroom.yaml.OrValue;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The law of a time or a size, in the unit of the key it stands under: {@code service: {law:
 * hyperexponential, mean: 5 min, cv2: 4}}. A bare value, {@code service: 5 min}, is always the
 * same.
 */
public record LawSection(
        @Key(
                name = "law",
                doc = "exponential, fixed: by mean; erlang: by stages and mean; hyperexponential:"
                        + " by mean and cv2, with balanced means, or by branches; lognormal: by"
                        + " mean and cv2, or median and sigma; gamma: by mean and cv2; weibull: by"
                        + " mean and shape; uniform: by from and to; pareto: by alpha, from and"
                        + " to.")
        Family family,

        @Key(name = "mean", unit = Quantity.OUTER, doc = "Mean of the values.")
        OptionalDouble mean,

        @Key(
                name = "cv2",
                range = "(0, 1 M]",
                doc = "Squared coefficient of variation, the variance over the square of the mean;"
                        + " hyperexponential: from 1; gamma: from 0.0001 to 100.")
        OptionalDouble squaredCv,

        @Key(
                name = "stages",
                range = "[1, 10 k]",
                doc = "How many exponential stages of equal means follow each other.")
        OptionalDouble stages,

        @Key(
                name = "shape",
                range = "[0.05, 100]",
                doc = "Exponent of a Weibull law; below 1: what has lasted goes on to last.")
        OptionalDouble shape,

        @Key(name = "alpha", range = "(0, 100]", doc = "Exponent of the tail of a Pareto law.")
        OptionalDouble alpha,

        @Key(name = "from", unit = Quantity.OUTER, doc = "Least value.")
        OptionalDouble from,

        @Key(name = "to", unit = Quantity.OUTER, doc = "Greatest value.")
        OptionalDouble to,

        @Key(name = "median", unit = Quantity.OUTER, doc = "Half of the values are below.")
        OptionalDouble median,

        @Key(
                name = "sigma",
                range = "(0, 10]",
                doc = "Standard deviation of the natural logarithm of the values.")
        OptionalDouble sigma,

        @Key(
                name = "branches",
                unit = Quantity.OUTER,
                def = "[]",
                doc = "Exponential laws of which one is chosen each time.")
        ImmutableList<BranchSection> branches)
        implements OrValue {

    public LawSection {
        Faults faults = new Faults();
        List<String> given = given(
                List.of("mean", "cv2", "stages", "shape", "alpha", "from", "to", "median", "sigma"),
                List.of(mean, squaredCv, stages, shape, alpha, from, to, median, sigma));
        if (!branches.isEmpty()) {
            given.add("branches");
        }
        family.check(given, faults);
        faults.unless(
                mean.orElse(1) > 0 || family == Family.FIXED && mean.orElse(1) == 0,
                "mean",
                "must be above 0");
        faults.unless(median.orElse(1) > 0, "median", "must be above 0");
        double c = squaredCv.orElse(1);
        faults.unless(
                family != Family.HYPEREXPONENTIAL || c >= 1,
                "cv2",
                "of a hyperexponential law is at least 1; below it, take erlang or gamma");
        faults.unless(
                family != Family.GAMMA || c >= 1e-4 && c <= 100,
                "cv2",
                "of a gamma law is from 0.0001 to 100");
        double n = stages.orElse(1);
        faults.unless(n == Math.rint(n), "stages", "must be a whole number");
        faults.unless(
                !(to.orElse(Double.NaN) <= from.orElse(Double.NaN)), "to", "must be above from");
        faults.unless(family != Family.PARETO || from.orElse(1) > 0, "from", "must be above 0");
        branches(faults, branches);
        faults.raise();
    }

    private static List<String> given(List<String> keys, List<OptionalDouble> values) {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (values.get(i).isPresent()) {
                given.add(keys.get(i));
            }
        }
        return given;
    }

    private static void branches(Faults faults, ImmutableList<BranchSection> branches) {
        double sum = branches.stream().mapToDouble(BranchSection::share).sum();
        faults.unless(
                branches.isEmpty() || Math.abs(sum - 1) <= 1e-9,
                "branches",
                "shares must sum to 100 %");
        for (int i = 0; i < branches.size(); i++) {
            double mean = branches.get(i).mean();
            faults.unless(mean > 0, "branches[" + i + "].mean", "must be above 0");
        }
    }

    /** Always this value. */
    public static LawSection constant(double value) {
        return byMean(Family.FIXED, value);
    }

    /** The exponential law of this mean. */
    public static LawSection exponential(double mean) {
        return byMean(Family.EXPONENTIAL, mean);
    }

    private static LawSection byMean(Family family, double mean) {
        OptionalDouble none = OptionalDouble.empty();
        return new LawSection(
                family,
                OptionalDouble.of(mean),
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                ImmutableList.of());
    }

    @Override
    public OptionalDouble value() {
        return family == Family.FIXED ? mean : OptionalDouble.empty();
    }

    /** Whether all values are 0. */
    public boolean isZero() {
        return value().orElse(1) == 0;
    }

    /** The law in the inside unit, such as seconds; it is built at each call. */
    public Law law() {
        return switch (family) {
            case EXPONENTIAL -> new Exponential(mean.orElseThrow());
            case FIXED -> new Fixed(mean.orElseThrow());
            case ERLANG -> new Erlang((int) stages.orElseThrow(), mean.orElseThrow());
            case HYPEREXPONENTIAL -> hyperexponential();
            case UNIFORM -> new Uniform(from.orElseThrow(), to.orElseThrow());
            case LOGNORMAL -> Tabulated.of(lognormal());
            case PARETO ->
                Tabulated.of(new BoundedPareto(
                        alpha.orElseThrow(), from.orElseThrow(), to.orElseThrow()));
            case WEIBULL -> Tabulated.of(new Weibull(mean.orElseThrow(), shape.orElseThrow()));
            case GAMMA -> new Gamma(mean.orElseThrow(), squaredCv.orElseThrow());
        };
    }

    private Law hyperexponential() {
        if (branches.isEmpty()) {
            return Hyperexponential.balanced(mean.orElseThrow(), squaredCv.orElseThrow());
        }
        return Hyperexponential.of(
                branches.stream().mapToDouble(BranchSection::share).toArray(),
                branches.stream().mapToDouble(BranchSection::mean).toArray());
    }

    private Lognormal lognormal() {
        return median.isPresent()
                ? new Lognormal(median.getAsDouble(), sigma.orElseThrow())
                : Lognormal.ofMeanAndSquaredCv(mean.orElseThrow(), squaredCv.orElseThrow());
    }

    /** The laws there are, each with the keys that give it, in one way or another. */
    public enum Family {
        /** Without memory. */
        EXPONENTIAL("mean"),
        /** Always the same. */
        FIXED("mean"),
        /** A sum of exponential stages. */
        ERLANG("stages mean"),
        /** One of several exponential laws. */
        HYPEREXPONENTIAL("mean cv2", "branches"),
        /** Equally likely between two values. */
        UNIFORM("from to"),
        /** The logarithm is normal. */
        LOGNORMAL("mean cv2", "median sigma"),
        /** A power law between two values. */
        PARETO("alpha from to"),
        /** A power of an exponential law. */
        WEIBULL("mean shape"),
        /** A gamma law. */
        GAMMA("mean cv2");

        private final ImmutableList<ImmutableList<String>> ways;

        Family(String... ways) {
            ImmutableList.Builder<ImmutableList<String>> all = ImmutableList.builder();
            for (String way : ways) {
                all.add(ImmutableList.copyOf(Splitter.on(' ').split(way)));
            }
            this.ways = all.build();
        }

        /** The keys given must be those of one way: of that of which most are given. */
        private void check(List<String> given, Faults faults) {
            List<String> way = ways.get(0);
            for (List<String> other : ways) {
                if (common(other, given) > common(way, given)) {
                    way = other;
                }
            }
            String law = "law " + Scalars.spelling(this);
            for (String key : way) {
                faults.unless(
                        given.contains(key), "", "missing key '" + key + "', needed by " + law);
            }
            for (String key : given) {
                boolean other = ways.stream().anyMatch(keys -> keys.contains(key));
                String by = other ? " by " + String.join(" and ", way) : "";
                faults.unless(way.contains(key), key, "is not for " + law + by);
            }
        }

        private static long common(List<String> way, List<String> given) {
            return way.stream().filter(given::contains).count();
        }
    }

    /** One of several exponential laws. */
    public record BranchSection(
            @Key(
                    name = "share",
                    unit = Quantity.RATIO,
                    range = "(0 %, 100 %]",
                    doc = "How often it is chosen.")
            double share,

            @Key(name = "mean", unit = Quantity.OUTER, doc = "Its mean.")
            double mean) {}
}
