package headroom.joblist;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;

import java.util.OptionalDouble;

/** A queue and what serves it: plain servers, or the GPUs of pools. */
public record StationSection(
        @Key(
                name = "servers",
                form = Key.Form.ENDLESS,
                range = "[1, 100 M]",
                doc = "Plain servers, all alike: a number, or unlimited. This or pools.")
        OptionalDouble servers,

        @Key(
                name = "pools",
                refersTo = "pools",
                def = "[]",
                doc = "Pools whose GPUs jobs run on, less the shares of deployments. This or"
                        + " servers.")
        ImmutableList<String> pools,

        @Key(name = "policy", def = "{}", doc = "Who runs next, and who gives way.")
        SchedulingSection policy,

        @Key(
                name = "places",
                form = Key.Form.ENDLESS,
                range = "[1, 1 B]",
                def = "unlimited",
                doc = "Most jobs there, in line and in service; one more is refused.")
        double places,

        @Key(
                name = "levels",
                range = "[0, 100 k]",
                def = "0",
                doc = "How many numbers of jobs, 0 and up, to measure the shares of time of.")
        int levels) {

    public StationSection {
        double n = servers.orElse(1);
        new Faults()
                .unless(servers.isPresent() == pools.isEmpty(), "", "give either servers or pools")
                .unless(Math.rint(n) == n, "servers", "must be a whole number")
                .unless(Math.rint(places) == places, "places", "must be a whole number")
                .raise();
    }
}
