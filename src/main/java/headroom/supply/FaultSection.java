package headroom.supply;

import headroom.demand.LawSection;
import headroom.faults.FaultClass;
import headroom.faults.Onset;
import headroom.plant.Scope;
import headroom.variates.Exponential;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Optional;
import java.util.OptionalDouble;

/** One way in which nodes of a pool fail. */
public record FaultSection(
        @Key(name = "name", doc = "The cause in results.") String name,

        @Key(name = "scope", def = "node", doc = "What fails together; site: all of the pool.")
        Scope scope,

        @Key(
                name = "rate",
                unit = Quantity.RATE,
                range = "[0 /s, 1 /s]",
                doc = "Failures of one such component, at random. This, weibull or life. Measured:"
                        + " 6.5e-3 /d and 2.34e-3 /d a node on Meta's RSC-1 and RSC-2 (arXiv"
                        + " 2410.21680), 3.79e-3 /d in Llama 3's training (419 in 54 days on 2,048"
                        + " nodes).")
        OptionalDouble ratePerSecond,

        @Key(
                name = "weibull",
                doc = "A hazard that changes with age; a repair leaves the age as it is. This, rate"
                        + " or life.")
        Optional<WeibullSection> weibull,

        @Key(
                name = "life",
                unit = Quantity.DURATION,
                range = "(0 s, 366000 d]",
                doc = "Time from a repair to the next failure, which makes as good as new. This,"
                        + " rate or weibull.")
        Optional<LawSection> life,

        @Key(
                name = "hits",
                unit = Quantity.RATIO,
                range = "(0 %, 100 %]",
                def = "100 %",
                doc = "Chance of a node of a component to be hit by its failure, each by itself;"
                        + " below 100 % each node hit is repaired by itself.")
        double hits,

        @Key(name = "spread", doc = "How a failure takes others with it; left out: it does not.")
        Optional<SpreadSection> spread,

        @Key(
                name = "detection",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                def = "0 s",
                grade = Key.Grade.ASSUMED,
                doc = "Until somebody notices; until then a gang stands still on its GPUs.")
        LawSection detection,

        @Key(
                name = "restarts",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                grade = Key.Grade.ASSUMED,
                doc = "Share of the failures that a restart of the node cures; the others are"
                        + " repaired.")
        double restarts,

        @Key(
                name = "restart",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                def = "0 s",
                grade = Key.Grade.ASSUMED,
                doc = "How long such a restart takes.")
        LawSection restart,

        @Key(
                name = "repair",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                doc = "How long a repair takes.")
        LawSection repair,

        @Key(name = "crew", def = "true", doc = "Whether a repair needs one of the pool's crews.")
        boolean crew) {

    public FaultSection {
        int onsets = (ratePerSecond.isPresent() ? 1 : 0)
                + (weibull.isPresent() ? 1 : 0)
                + (life.isPresent() ? 1 : 0);
        new Faults()
                .unless(onsets == 1, "", "give one of rate, weibull and life")
                .raise();
    }

    /** The same, as the model has it, a rate times a factor. */
    FaultClass faultClass(double factor) {
        return new FaultClass(
                name,
                scope,
                onset(factor),
                hits,
                spread.map(s -> new FaultClass.Spread(
                                s.probability(), s.within(), s.further().law()))
                        .orElse(null),
                new FaultClass.Remedy(
                        detection.law(), restarts, restart.law(), repair.law(), crew));
    }

    private Onset onset(double factor) {
        if (weibull.isPresent()) {
            WeibullSection w = weibull.get();
            return new Onset.Ageing(w.scaleSeconds(), w.shape(), w.ageSeconds());
        }
        if (life.isEmpty()) {
            return new Onset.Constant(factor * ratePerSecond.orElseThrow());
        }
        // without memory, so one pending time for all of them will do
        return life.get().law() instanceof Exponential memoryless
                ? new Onset.Constant(1 / memoryless.mean())
                : new Onset.Renewal(life.get().law());
    }

    /** A Weibull hazard that goes on over repairs. */
    public record WeibullSection(
            @Key(
                    name = "scale",
                    unit = Quantity.DURATION,
                    range = "(0 s, 366000 d]",
                    doc = "Age by which a component has failed once on average.")
            double scaleSeconds,

            @Key(
                    name = "shape",
                    range = "[0.05, 20]",
                    doc = "Below 1: early failures fade; above 1: wear.")
            double shape,

            @Key(
                    name = "age",
                    unit = Quantity.DURATION,
                    range = "[0 s, 36600 d]",
                    def = "0 s",
                    doc = "Age of all at the start.")
            double ageSeconds) {}

    /** How a failure takes others with it. */
    public record SpreadSection(
            @Key(
                    name = "probability",
                    unit = Quantity.RATIO,
                    range = "[0 %, 100 %]",
                    doc = "That a failure spreads.")
            double probability,

            @Key(name = "within", def = "site", doc = "The group it stays in.")
            Scope within,

            @Key(
                    name = "further",
                    range = "[0, 1 M]",
                    doc = "How many further components fail at once, rounded up.")
            LawSection further) {}
}
