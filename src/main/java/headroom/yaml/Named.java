package headroom.yaml;

import com.google.common.collect.ImmutableMap;

/** Sections that a file lists by name. */
public final class Named {
    private Named() {}

    /** A section by its name; references are checked when a file is read, so it is there. */
    public static <T> T known(ImmutableMap<String, T> sections, String name) {
        T section = sections.get(name);
        if (section == null) {
            throw new IllegalArgumentException("no '" + name + "' among " + sections.keySet());
        }
        return section;
    }
}
