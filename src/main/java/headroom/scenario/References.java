package headroom.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.analytic.BuiltIn;
import headroom.demand.DemandSection;
import headroom.yaml.Document.Entry;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Place;
import headroom.yaml.Document.Scalar;
import headroom.yaml.Document.Sequence;
import headroom.yaml.Key;
import headroom.yaml.Problems;

import java.util.ArrayList;
import java.util.List;

/**
 * The names that sections give and others refer to.
 *
 * <p>They are collected from the tree before anything is read, so a pool whose body is wrong can
 * still be referred to, and a wrong reference is told whatever else is wrong.
 */
final class References {
    private final ImmutableMap<String, ImmutableList<String>> names;
    private final Problems problems;

    References(Mapping root, Problems problems) {
        this.names = names(root);
        this.problems = problems;
    }

    /** Whether a name that must exist elsewhere does. */
    boolean known(Key key, String text, Place place) {
        if (key.refersTo().isEmpty()) {
            return true;
        }
        ImmutableList<String> known = names.get(key.refersTo());
        if (known == null) {
            throw new IllegalStateException("no section " + key.refersTo());
        }
        if (known.contains(text)) {
            return true;
        }
        String one =
                switch (key.refersTo()) {
                    case "sources" -> "tier or stream";
                    case "jobStreams" -> "stream";
                    default -> key.refersTo().substring(0, key.refersTo().length() - 1);
                };
        problems.error(
                place,
                key.name() + ": unknown " + one + " " + Problems.quote(text),
                Problems.suggest(text, known));
        return false;
    }

    /** The names that may be referred to, by section, whether or not their bodies can be read. */
    private static ImmutableMap<String, ImmutableList<String>> names(Mapping root) {
        ImmutableMap.Builder<String, ImmutableList<String>> names = ImmutableMap.builder();
        for (String section : List.of("models", "gpus", "sites", "pools")) {
            names.put(section, keys(root, section));
        }
        names.put("architectures", both(BuiltIn.shapes(), keys(root, "architectures")));
        names.put("chips", both(BuiltIn.silicon(), keys(root, "chips")));
        Mapping demand = root.section("demand");
        names.put("stations", keys(root.section("jobs"), "stations"));
        names.put("jobStreams", ImmutableList.copyOf(named(root.section("jobs"), "streams")));
        names.put("workloads", keys(demand, "workloads"));
        names.put("profiles", both(DemandSection.PROFILES, keys(demand, "profiles")));
        List<String> tiers = named(demand, "tiers");
        names.put("tiers", ImmutableList.copyOf(tiers));
        return names.put("sources", both(tiers, named(demand, "streams"))).buildOrThrow();
    }

    /** The names in a list of sections. */
    private static List<String> named(Mapping parent, String list) {
        List<String> names = new ArrayList<>();
        if (parent.find(list).map(Entry::value).orElse(parent) instanceof Sequence sequence) {
            for (Node item : sequence.items()) {
                if (item instanceof Mapping one
                        && one.find("name").map(Entry::value).orElse(one) instanceof Scalar name) {
                    names.add(name.text());
                }
            }
        }
        return names;
    }

    /** Names that come with the simulator, and those of the file. */
    private static ImmutableList<String> both(List<String> builtIn, List<String> own) {
        return ImmutableList.<String>builder().addAll(builtIn).addAll(own).build();
    }

    private static ImmutableList<String> keys(Mapping parent, String section) {
        ImmutableList.Builder<String> keys = ImmutableList.builder();
        parent.section(section).entries().forEach(entry -> keys.add(entry.key().text()));
        return keys.build();
    }
}
