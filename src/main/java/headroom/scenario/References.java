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
import headroom.yaml.Scalars;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names that sections give and others refer to.
 *
 * <p>They are collected from the tree before anything is read, so a pool whose body is wrong can
 * still be referred to, and a wrong reference is told whatever else is wrong.
 */
final class References {
    private static final List<String> TOP =
            List.of("models", "gpus", "sites", "pools", "architectures", "chips");

    private final ImmutableMap<String, ImmutableList<String>> names;
    /** Sections whose names nobody knows, since they cannot be read. */
    private final List<String> unread;

    private final Problems problems;

    References(Mapping root, Problems problems) {
        this.names = names(root);
        this.unread = unread(root);
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
        if (known.contains(text) || unread.contains(key.refersTo())) {
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

    /** Tells names that a list of sections gives a second time. */
    void distinct(List<Node> items, String path) {
        List<String> taken = new ArrayList<>();
        for (Node item : items) {
            String name = item instanceof Mapping section ? section.text("name") : "";
            if (!name.isEmpty() && taken.contains(name)) {
                problems.error(
                        ((Mapping) item).find("name").orElseThrow().value().place(),
                        "name: " + Problems.quote(name) + " is the name of "
                                + path.substring(path.lastIndexOf('.') + 1) + "["
                                + taken.indexOf(name) + "] already",
                        "each needs a name of its own");
            }
            taken.add(name);
        }
    }

    /** What a key may refer to; nothing where it is free. */
    List<String> names(Key key) {
        return names.getOrDefault(key.refersTo(), ImmutableList.of());
    }

    /** The names that may be referred to, by section, whether or not their bodies can be read. */
    private static ImmutableMap<String, ImmutableList<String>> names(Mapping root) {
        ImmutableMap.Builder<String, ImmutableList<String>> names = ImmutableMap.builder();
        for (String section : TOP) {
            List<String> builtIn =
                    switch (section) {
                        case "architectures" -> BuiltIn.shapes();
                        case "chips" -> BuiltIn.silicon();
                        default -> List.of();
                    };
            names.put(section, both(builtIn, keys(root, section)));
        }
        Mapping demand = root.section("demand");
        names.put("stations", keys(root.section("jobs"), "stations"));
        names.put("jobStreams", ImmutableList.copyOf(named(root.section("jobs"), "streams")));
        names.put("workloads", keys(demand, "workloads"));
        names.put("profiles", both(DemandSection.PROFILES, keys(demand, "profiles")));
        List<String> tiers = named(demand, "tiers");
        names.put("tiers", ImmutableList.copyOf(tiers));
        return names.put("sources", both(tiers, named(demand, "streams"))).buildOrThrow();
    }

    private static List<String> unread(Mapping root) {
        List<String> unread = new ArrayList<>();
        for (String section : TOP) {
            note(unread, section, isNoMap(root, section));
        }
        Mapping jobs = root.section("jobs");
        boolean noJobs = isNoMap(root, "jobs");
        note(unread, "stations", noJobs || isNoMap(jobs, "stations"));
        note(unread, "jobStreams", noJobs || lacksNames(jobs, "streams"));
        Mapping demand = root.section("demand");
        boolean noDemand = isNoMap(root, "demand");
        note(unread, "workloads", noDemand || isNoMap(demand, "workloads"));
        note(unread, "profiles", noDemand || isNoMap(demand, "profiles"));
        boolean noTiers = noDemand || lacksNames(demand, "tiers");
        note(unread, "tiers", noTiers);
        note(unread, "sources", noTiers || lacksNames(demand, "streams"));
        return unread;
    }

    private static void note(List<String> all, String section, boolean isUnread) {
        if (isUnread) {
            all.add(section);
        }
    }

    private static boolean isNoMap(Mapping parent, String key) {
        return !(parent.find(key).map(Entry::value).orElse(parent) instanceof Mapping);
    }

    /** Whether a list cannot be read, or one of its names. */
    private static boolean lacksNames(Mapping parent, String list) {
        Optional<Node> node = parent.find(list).map(Entry::value);
        return node.isPresent()
                && !(node.get() instanceof Sequence sequence
                        && named(parent, list).stream().filter(Scalars::isName).count()
                                == sequence.items().size());
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
