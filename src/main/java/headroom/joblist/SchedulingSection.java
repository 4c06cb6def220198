package headroom.joblist;

import headroom.yaml.Key;

/** Who of those that wait runs next. */
public record SchedulingSection(
        @Key(name = "law", def = "fcfs", doc = "fcfs: in order of arrival, and nobody overtakes.")
        Law law) {

    /** The policies there are. */
    public enum Law {
        /** In order of arrival. */
        FCFS
    }
}
