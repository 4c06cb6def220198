package headroom.scenario;

import headroom.yaml.Document.Place;
import headroom.yaml.Key;
import headroom.yaml.StandIns;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What could be read of a scenario file, by its path, for the rules between sections. */
final class Bound {
    private final Place rootPlace;
    private final StandIns standIns;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<Class<?>, Map<String, Object>> sections = new LinkedHashMap<>();
    private final Map<String, Double> moments = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();

    Bound(Place rootPlace, StandIns standIns) {
        this.rootPlace = rootPlace;
        this.standIns = standIns;
    }

    /** Notes where a path stands; the first place counts. */
    void stands(String path, Place place) {
        places.putIfAbsent(path, place);
    }

    /** Notes a value. */
    void put(String path, Object value) {
        values.put(path, value);
    }

    /** Notes a single value, and an instant that the file names as such. */
    void put(String path, Object value, Key.Form form) {
        put(path, value);
        if (form == Key.Form.MOMENT && has(path)) {
            moments.put(path, (Double) value);
        }
    }

    /** Instants by their paths [s]. */
    Map<String, Double> moments() {
        return Collections.unmodifiableMap(moments);
    }

    /** Notes a section of a type. */
    void put(String path, Class<?> type, Object section) {
        put(path, section);
        sections.computeIfAbsent(type, key -> new LinkedHashMap<>()).put(path, section);
    }

    /** All sections of this type that could be read, by their paths, in the order of reading. */
    <T extends Record> Map<String, T> all(Class<T> type) {
        Map<String, T> all = new LinkedHashMap<>();
        sections.getOrDefault(type, Map.of())
                .forEach((path, section) -> all.put(path, type.cast(section)));
        return all;
    }

    /** The value at a path, if it could be read. */
    <T> Optional<T> value(String path, Class<T> type) {
        return Optional.ofNullable(values.get(path)).filter(type::isInstance).map(type::cast);
    }

    /** Whether the file names this path, readable or not. */
    boolean has(String path) {
        return places.containsKey(path);
    }

    /** Whether everything at this path could be read. */
    boolean isRead(String path) {
        return values.containsKey(path);
    }

    /** Whether something else stands in for what cannot be read there. */
    boolean isGuess(String path) {
        return standIns.touch(path);
    }

    /**
     * Where the value at a path stands; for a default, where its section stands. Nothing is told of
     * what stands in for something else.
     */
    Place place(String path) {
        if (isGuess(path)) {
            return StandIns.NOWHERE;
        }
        String known = path;
        while (!places.containsKey(known) && !known.isEmpty()) {
            int cut = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
            known = cut < 0 ? "" : known.substring(0, cut);
        }
        return places.getOrDefault(known, rootPlace);
    }
}
