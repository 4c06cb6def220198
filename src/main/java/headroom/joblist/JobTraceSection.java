package headroom.joblist;

import headroom.yaml.Key;

import java.util.Optional;

/** A recorded stream of jobs, with their GPUs, times and estimates. */
public record JobTraceSection(
        @Key(
                name = "file",
                form = Key.Form.LINE,
                doc = "File, plain or gzip, relative to the scenario file.")
        String file,

        @Key(
                name = "format",
                doc = "swf: Standard Workload Format; csv: a table with arrival, gpus and"
                        + " duration, and if known estimate, priority and group.")
        Format format,

        @Key(name = "group", form = Key.Form.LINE, doc = "Only the jobs of this group.")
        Optional<String> group,

        @Key(
                name = "rate",
                range = "(0, 1 M]",
                def = "1",
                doc = "Factor on the rate; arrival times are divided by it.")
        double rate) {

    /** The formats there are. */
    public enum Format {
        /** Standard Workload Format. */
        SWF,
        /** A table with a header. */
        CSV
    }
}
