package headroom.joblist;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.List;
import java.util.OptionalDouble;

/** Jobs: the stations where they queue and are served, and the streams in which they come. */
public record JobsSection(
        @Key(name = "stations", doc = "Where jobs queue and are served, by name.")
        ImmutableMap<String, StationSection> stations,

        @Key(name = "streams", doc = "Where jobs come from, in order.")
        ImmutableList<JobStreamSection> streams,

        @Key(
                name = "probes",
                def = "{}",
                doc = "What is measured besides means and shares of time.")
        ProbesSection probes,

        @Key(
                name = "restart",
                unit = Quantity.DURATION,
                range = "(0 s, 3660 d]",
                doc = "Every so often all starts anew with nobody there, as in many runs of that"
                        + " length; left out: never.")
        OptionalDouble restartSeconds) {

    public JobsSection {
        Faults faults = new Faults();
        for (int i = 0; i < streams.size(); i++) {
            String name = streams.get(i).name();
            faults.unless(
                    !isEndless(streams.get(i), streams),
                    "streams[" + i + "].mix",
                    "all of these jobs take no time and come again, for ever at one instant");
            faults.unless(
                    streams.get(i).comes()
                            || streams.stream().anyMatch(s -> s.mix().containsKey(name)),
                    "streams[" + i + "]",
                    "nobody comes: give rate, population, saturated or trace");
            for (JobStreamSection other : streams) {
                faults.unless(
                        other.trace().isEmpty() || !streams.get(i).mix().containsKey(other.name()),
                        "streams[" + i + "].mix",
                        "names '" + other.name() + "', whose jobs come as its trace says");
            }
        }
        faults.unless(!stations.isEmpty(), "stations", "at least one is needed")
                .unless(!streams.isEmpty(), "streams", "at least one is needed")
                .raise();
    }

    /** Whether jobs of a mix follow one another without ever taking time. */
    private static boolean isEndless(JobStreamSection of, List<JobStreamSection> streams) {
        boolean comesAgain = of.population() > 0 || of.saturated();
        List<String> instant = streams.stream()
                .filter(JobStreamSection::isInstant)
                .map(JobStreamSection::name)
                .toList();
        return comesAgain && !of.mix().isEmpty() && instant.containsAll(of.mix().keySet());
    }
}
