package headroom.joblist;

import headroom.faults.Checkpoint;
import headroom.gangs.GangSpec;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.OptionalDouble;

/** When jobs save their state, and what that costs. */
public record CheckpointSection(
        @Key(
                name = "interval",
                unit = Quantity.DURATION,
                range = "[1 s, 3660 d]",
                doc = "Work between two checkpoints; needed with law fixed.")
        OptionalDouble intervalSeconds,

        @Key(
                name = "write",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                doc = "Time to write one, in which work stands still. This or bytes.")
        OptionalDouble writeSeconds,

        @Key(
                name = "restore",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                doc = "Time to read one back; left out: 0 s, or with bytes as long as to write it.")
        OptionalDouble restoreSeconds,

        @Key(
                name = "restart",
                unit = Quantity.DURATION,
                range = "[0 s, 30 d]",
                def = "0 s",
                grade = Key.Grade.ASSUMED,
                doc = "Time to start the job again, before it reads one back.")
        double restartSeconds,

        @Key(
                name = "law",
                def = "fixed",
                doc = "fixed: every interval; young, daly: by the formula of Young or Daly, from"
                        + " the time to write one and the failures of the gang's nodes.")
        GangSpec.Interval law,

        @Key(
                name = "nodeFailures",
                unit = Quantity.RATE,
                range = "(0 /s, 1 /s]",
                doc = "Rate at which young and daly take a node, of nodes.gpus of the pool, to"
                        + " fail; needed there. They are refused where there are no nodes.")
        OptionalDouble nodeFailuresPerSecond,

        @Key(
                name = "bytes",
                unit = Quantity.BYTES,
                range = "[0 bytes, 1000000 TB]",
                doc = "Size of a checkpoint, written and read at bandwidth. This or write.")
        OptionalDouble bytes,

        @Key(
                name = "bandwidth",
                unit = Quantity.BANDWIDTH,
                range = "(0 bytes/s, 1000000 TB/s]",
                doc = "From all GPUs of a job to storage together; needed with bytes.")
        OptionalDouble bytesPerSecond,

        @Key(name = "last", def = "false", doc = "Whether one is written at the end of the work.")
        boolean last) {

    public CheckpointSection {
        boolean fixed = law == GangSpec.Interval.FIXED;
        new Faults()
                .unless(intervalSeconds.isPresent() || !fixed, "interval", "is missing")
                .unless(intervalSeconds.isEmpty() || fixed, "interval", "is what the law gives")
                .unless(nodeFailuresPerSecond.isPresent() || fixed, "nodeFailures", "is missing")
                .unless(
                        nodeFailuresPerSecond.isEmpty() || !fixed,
                        "nodeFailures",
                        "has a meaning for young and daly only")
                .unless(
                        writeSeconds.isPresent() != bytes.isPresent(),
                        "",
                        "give either write or bytes")
                .unless(
                        bytes.isPresent() == bytesPerSecond.isPresent(),
                        "",
                        "bytes and bandwidth go together")
                .raise();
    }

    /** The same, as the model has it. */
    public GangSpec.CheckpointSpec spec() {
        double transfer = bytes.isEmpty()
                ? 0
                : Checkpoint.transferSeconds(bytes.getAsDouble(), bytesPerSecond.orElseThrow());
        Checkpoint costs = new Checkpoint(
                intervalSeconds.orElse(Double.POSITIVE_INFINITY),
                writeSeconds.orElse(transfer),
                restoreSeconds.orElse(transfer),
                restartSeconds,
                last);
        return new GangSpec.CheckpointSpec(costs, law, nodeFailuresPerSecond.orElse(0));
    }

    /** How many GPUs a job can use; it runs on as many as the policy gives it. */
    public record ElasticSection(
            @Key(
                    name = "fewest",
                    unit = Quantity.RATIO,
                    range = "(0 %, 100 %]",
                    def = "100 %",
                    doc = "Least GPUs over those asked for, rounded up.")
            double fewest,

            @Key(
                    name = "most",
                    range = "[1, 1 M]",
                    def = "1",
                    doc = "Most GPUs over those asked for, rounded down.")
            double most,

            @Key(
                    name = "exponent",
                    range = "[0, 2]",
                    def = "1",
                    grade = Key.Grade.ASSUMED,
                    doc = "Speed goes with the GPUs to this power; 1: linear.")
            double exponent) {}
}
