package headroom.jobbook;

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
 */
public record StationShape(
        int levels,
        double loadStep,
        int loadLevels,
        int servers,
        int enough,
        List<Integer> causes) {
    /** Numbers of jobs alone are told apart. */
    public StationShape(int levels) {
        this(levels, 1, 0, 0, 0, List.of());
    }
}
