package headroom.joblist;

import headroom.demand.LawSection;
import headroom.yaml.Key;
import headroom.yaml.Quantity;

/** Servers that break, busy or idle, each on its own, and are repaired. */
public record BreakdownsSection(
        @Key(
                name = "life",
                unit = Quantity.DURATION,
                range = "(0 s, 36600 d]",
                doc = "From when a server is up until it breaks.")
        LawSection life,

        @Key(
                name = "repair",
                unit = Quantity.DURATION,
                range = "[0 s, 3660 d]",
                doc = "How long a repair takes.")
        LawSection repair,

        @Key(
                name = "crews",
                form = Key.Form.ENDLESS,
                range = "[1, 1 M]",
                def = "unlimited",
                doc = "Most repairs at once; the others wait in order of failure.")
        double crews,

        @Key(
                name = "work",
                def = "resume",
                doc = "What becomes of the work that a job on a broken server has done: resume: it"
                        + " is kept; restart: it is lost, since the last checkpoint if there are"
                        + " any.")
        Work work,

        @Key(
                name = "enough",
                range = "[0, 100 M]",
                def = "0",
                doc = "Servers up: how long it takes from all up to fewer than these is measured;"
                        + " 0: not.")
        int enough) {

    /** What becomes of work done. */
    public enum Work {
        /** It is kept. */
        RESUME,
        /** It is lost. */
        RESTART
    }
}
