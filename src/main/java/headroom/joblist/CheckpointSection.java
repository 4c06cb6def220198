package headroom.joblist;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

/** When jobs save their state, and what that costs. */
public record CheckpointSection(
        @Key(
                name = "interval",
                unit = Quantity.DURATION,
                range = "[1 s, 3660 d]",
                doc = "Work between two checkpoints.")
        double intervalSeconds,

        @Key(
                name = "write",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                doc = "Time to write one, in which work stands still.")
        double writeSeconds,

        @Key(
                name = "restore",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                def = "0 s",
                doc = "Time to read one back.")
        double restoreSeconds,

        @Key(
                name = "restart",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                def = "0 s",
                doc = "Time to start the job again, before it reads one back.")
        double restartSeconds,

        @Key(name = "last", def = "false", doc = "Whether one is written at the end of the work.")
        boolean last) {}
