package headroom.joblist;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.LawSection;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.Optional;

/** What the jobs of a stream do at a station, and where they go from there. */
public record VisitSection(
        @Key(
                name = "size",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                doc = "Service a job needs at speed 1. This or work.")
        Optional<LawSection> size,

        @Key(
                name = "work",
                unit = Quantity.GPU_TIME,
                range = "[0 GPU-h, 100 B GPU-h]",
                doc = "Service times the GPUs of a job. This or size.")
        Optional<LawSection> work,

        @Key(
                name = "speeds",
                refersTo = "pools",
                range = "[0, 1 k]",
                def = "{}",
                doc = "Speed on a pool of the station, 1 where it is not named; 0: not there.")
        ImmutableMap<String, Double> speeds,

        @Key(
                name = "next",
                def = "[]",
                doc = "Where jobs go from there; what is left of 100 % leaves.")
        ImmutableList<NextSection> next) {

    public VisitSection {
        Faults faults = new Faults();
        check(faults, size.isPresent(), work.isPresent(), next);
        faults.raise();
    }

    /** Whether nobody stays there. */
    boolean isInstant() {
        return size.or(() -> work).map(LawSection::isZero).orElse(false);
    }

    static void check(
            Faults faults, boolean hasSize, boolean hasWork, ImmutableList<NextSection> next) {
        double sum = next.stream().mapToDouble(NextSection::share).sum();
        faults.unless(hasSize != hasWork, "", "give either size or work")
                .unless(sum <= 1 + 1e-9, "next", "shares sum to more than 100 %")
                .unless(
                        next.stream().map(NextSection::to).distinct().count() == next.size(),
                        "next",
                        "names a station twice");
    }

    /** A way from one station to another. */
    public record NextSection(
            @Key(name = "to", refersTo = "stations", doc = "The station they go to.")
            String to,

            @Key(
                    name = "share",
                    unit = Quantity.RATIO,
                    range = "(0 %, 100 %]",
                    def = "100 %",
                    doc = "Share of the jobs that goes there.")
            double share) {}
}
