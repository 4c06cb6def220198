package headroom.jobbook;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What of a station is told apart by level.
 *
 * @param levels numbers of jobs: 0 to levels - 1, and more; 0: none
 * @param loadStep width of a level of load
 * @param loadLevels levels of load, and one for more; 0: none
 * @param servers servers that come and go: 0 to these many up; 0: none do
 * @param enough servers up: how long it takes from all up to fewer is kept; 0: not
 * @param causes causes of failures by pool; empty where all pools are plain servers
 * @param rungs numbers of jobs of which the steps to the next are counted: 0 to rungs - 1, and
 *     more; 0: none
 */
public record StationShape(
        int levels,
        double loadStep,
        int loadLevels,
        int servers,
        int enough,
        List<Integer> causes,
        int rungs) {
    /** Numbers of jobs alone are told apart. */
    public StationShape(int levels) {
        this(levels, 1, 0, 0, 0, List.of());
    }

    /** No steps are counted. */
    public StationShape(
            int levels,
            double loadStep,
            int loadLevels,
            int servers,
            int enough,
            List<Integer> causes) {
        this(levels, loadStep, loadLevels, servers, enough, causes, 0);
    }

    /** The same, with steps counted where something is known of them. */
    public StationShape followed(@Nullable Movement known) {
        int of = known == null ? 0 : known.rungs();
        return new StationShape(levels, loadStep, loadLevels, servers, enough, causes, of);
    }
}
