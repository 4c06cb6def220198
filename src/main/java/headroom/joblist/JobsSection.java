package headroom.joblist;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;

/** Jobs: the stations where they queue and are served, and the streams in which they come. */
public record JobsSection(
        @Key(name = "stations", doc = "Where jobs queue and are served, by name.")
        ImmutableMap<String, StationSection> stations,

        @Key(name = "streams", doc = "Where jobs come from, in order.")
        ImmutableList<JobStreamSection> streams) {

    public JobsSection {
        new Faults()
                .unless(!stations.isEmpty(), "stations", "at least one is needed")
                .unless(!streams.isEmpty(), "streams", "at least one is needed")
                .unless(
                        streams.stream().map(JobStreamSection::name).distinct().count()
                                == streams.size(),
                        "streams",
                        "two have the same name")
                .raise();
    }
}
