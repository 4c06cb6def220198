package headroom.supply;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

/** How GPUs of a pool that serving does not need are lent to jobs, and asked back. */
public record LendingSection(
        @Key(
                name = "law",
                def = "quiet",
                doc = "free: all that serving does not need, asked back when it lacks some;"
                        + " reserve: all but a reserve; quiet: all but a reserve, after a quiet"
                        + " time, asked back after a delay.")
        Law law,

        @Key(
                name = "reserve",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %]",
                def = "0 %",
                grade = Key.Grade.ASSUMED,
                doc = "Share of the pool that is not lent, with reserve and quiet.")
        double reserve,

        @Key(
                name = "quiet",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                def = "30 min",
                grade = Key.Grade.ASSUMED,
                doc = "GPUs are lent when serving has not needed them for so long, with quiet.")
        double quietSeconds,

        @Key(
                name = "delay",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                def = "0 s",
                grade = Key.Grade.ASSUMED,
                doc = "GPUs are asked back when serving has lacked them for so long, with quiet.")
        double delaySeconds,

        @Key(
                name = "grace",
                unit = Quantity.DURATION,
                range = "[0 s, 1 d]",
                def = "5 min",
                grade = Key.Grade.ASSUMED,
                doc = "Longest time to write a checkpoint that is waited for; a job that needs"
                        + " more, or writes none, is stopped at once.")
        double graceSeconds) {

    /** The policies there are. */
    public enum Law {
        /** All that is free. */
        FREE,
        /** All but a reserve. */
        RESERVE,
        /** After a quiet time, until a delay. */
        QUIET
    }
}
