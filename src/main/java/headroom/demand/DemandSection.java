package headroom.demand;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.WorkloadSection.LognormalSection;
import headroom.measure.Stretches;
import headroom.yaml.Key;
import headroom.yaml.Named;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Demand: workloads, the tiers whose users run them, spikes, open streams, a trace to replay. */
public record DemandSection(
        @Key(
                name = "growth",
                unit = Quantity.GROWTH,
                range = "(-100 %/month, 1000 %/month]",
                def = "0 %/month",
                doc = "Growth of the rates of tiers and streams, compounding:"
                        + " (1 + growth)^(t / month). Users stay as many and ask more each, so"
                        + " limits bind more of them; of more users of the same kind users says"
                        + " how many.")
        double growthPerMonth,

        @Key(name = "profiles", def = "{}", doc = "Own profiles of demand, by name.")
        ImmutableMap<String, ProfileSection> profiles,

        @Key(name = "workloads", def = "{}", doc = "Kinds of session, by name.")
        ImmutableMap<String, WorkloadSection> workloads,

        @Key(name = "tiers", def = "[]", doc = "Groups of users with a plan, in order.")
        ImmutableList<TierSection> tiers,

        @Key(name = "spikes", def = "[]", doc = "Passing surges or dips of demand.")
        ImmutableList<SpikeSection> spikes,

        @Key(
                name = "spikeScale",
                range = "[0, 100]",
                def = "1",
                doc = "Factor on (height - 1) of every spike: the knob of spikes.")
        double spikeScale,

        @Key(
                name = "streams",
                def = "[]",
                doc = "Requests that come at random from nobody in particular, without caps,"
                        + " instead of tiers or beside them.")
        ImmutableList<StreamSection> streams,

        @Key(name = "replay", doc = "A trace of requests, instead of tiers or beside them.")
        Optional<ReplaySection> replay,

        @Key(
                name = "events",
                def = "[]",
                doc = "Launches, outages of competitors, holidays, client bugs. Results are summed"
                        + " up by the first spike, not by events.")
        ImmutableList<EventSection> events) {

    /** The built-in weekly profiles. */
    public static final ImmutableList<String> PROFILES =
            ImmutableList.of("flat", "azure-2024-coding", "azure-2024-conversation");

    public DemandSection {
        Faults faults = new Faults();
        for (int i = 0; i < spikes.size(); i++) {
            double height = 1 + spikeScale * (spikes.get(i).height() - 1);
            faults.unless(
                    height >= 0,
                    "spikes[" + i + "].height",
                    "scaled by spikeScale it is " + height + ", below 0");
        }
        for (int i = 0; i < tiers.size(); i++) {
            ProfileSection own = profiles.get(tiers.get(i).profile());
            faults.unless(
                    own == null
                            || !own.hours().isEmpty()
                            || tiers.get(i).regions().isEmpty(),
                    "tiers[" + i + "].regions",
                    "local clocks read a profile of hours; '" + tiers.get(i).profile()
                            + "' has none, so give each region a tier with its profileShift");
        }
        for (String name : profiles.keySet()) {
            faults.unless(
                    !PROFILES.contains(name), "profiles." + name, "is the name of a built-in one");
        }
        CommonLimits.check(faults, tiers, streams);
        faults.raise();
    }

    /** Whether anybody asks for anything. */
    public boolean isAny() {
        return !tiers.isEmpty() || !streams.isEmpty() || replay.isPresent();
    }

    /** The workload of this name. */
    public WorkloadSection workload(String workload) {
        return Named.known(workloads, workload);
    }

    /** A passing surge: a linear rise, a plateau, an exponential decay. */
    public record SpikeSection(
            @Key(name = "name", doc = "Its name in results.")
            String name,

            @Key(
                    name = "at",
                    unit = Quantity.DURATION,
                    form = Key.Form.MOMENT,
                    range = "[-3660 d, 3660 d]",
                    doc = "When the rise begins.")
            double atSeconds,

            @Key(
                    name = "rise",
                    unit = Quantity.DURATION,
                    range = "[0 s, 3660 d]",
                    def = "0 s",
                    doc = "How long it rises, linearly.")
            double riseSeconds,

            @Key(
                    name = "plateau",
                    unit = Quantity.DURATION,
                    range = "[0 s, 3660 d]",
                    doc = "How long it stays at its height. Results have a column for it if that"
                            + " holds a whole hour of the run.")
            double plateauSeconds,

            @Key(
                    name = "decay",
                    unit = Quantity.DURATION,
                    range = "[0 s, 3660 d]",
                    def = "0 s",
                    doc = "Time constant of its exponential decay; 0: it ends at once.")
            double decaySeconds,

            @Key(
                    name = "height",
                    range = "[0, 1000]",
                    doc = "Factor on the rate at the plateau; below 1 it is a dip.")
            double height,

            @Key(
                    name = "tiers",
                    refersTo = "sources",
                    def = "[]",
                    doc = "Tiers and streams it touches; empty: all.")
            ImmutableList<String> tiers) {

        /** When it is. */
        public Stretches.Spike stretch() {
            return new Stretches.Spike(atSeconds, riseSeconds, plateauSeconds);
        }
    }

    /** Open arrivals: requests, each on its own. */
    public record StreamSection(
            @Key(name = "name", doc = "Label of its requests in results; not the name of a tier.")
            String name,

            @Key(name = "model", refersTo = "models", doc = "The model asked.")
            String model,

            @Key(
                    name = "rate",
                    unit = Quantity.RATE,
                    range = "(0 /s, 1 B /s]",
                    doc = "Mean arrivals at a factor of 1.")
            double ratePerSecond,

            @Key(
                    name = "input",
                    unit = Quantity.TOKENS,
                    range = "[1 tokens, 100 M tokens]",
                    doc = "Tokens of a prompt.")
            LognormalSection input,

            @Key(
                    name = "output",
                    unit = Quantity.TOKENS,
                    range = "[1 tokens, 100 M tokens]",
                    doc = "Tokens the model answers with.")
            LognormalSection output,

            @Key(
                    name = "timeout",
                    unit = Quantity.DURATION,
                    range = "(0 s, 366 d]",
                    doc = "How long a client waits for the last token of an attempt; left out:"
                            + " for ever.")
            OptionalDouble timeoutSeconds,

            @Key(name = "priority", range = "[0, 7]", def = "0", doc = "0 is served first.")
            int priority,

            @Key(
                    name = "profile",
                    refersTo = "profiles",
                    def = "flat",
                    doc = "Profile of its rate, as of tiers.")
            String profile,

            @Key(
                    name = "profileAmplitude",
                    range = "[0, 1]",
                    def = "1",
                    doc = "Factor on the profile's distance from 1.")
            double profileAmplitude,

            @Key(
                    name = "profileShift",
                    unit = Quantity.DURATION,
                    range = "[-7 d, 7 d]",
                    def = "0 h",
                    doc = "How much later everything in the profile happens.")
            double profileShiftSeconds,

            @Key(name = "arrivals", def = "{}", doc = "How arrivals scatter about the rate.")
            ArrivalsSection arrivals,

            @Key(
                    name = "patience",
                    unit = Quantity.DURATION,
                    range = "[0 s, 366 d]",
                    doc = "How long a client waits for service to begin, then cancels and does not"
                            + " come back; once served it stays. Left out: for ever.")
            Optional<LognormalSection> patience,

            @Key(
                    name = "modulation",
                    def = "[]",
                    doc = "Factors of the rate that wander at random, multiplied; none: a smooth"
                            + " rate. A trace's are fitted by headroom calibrate.")
            ImmutableList<ModulationSection> modulation,

            @Key(
                    name = "retry",
                    def = "{max: 0}",
                    doc = "What clients do when refused, timed out or lost.")
            RetrySection retry,

            @Key(
                    name = "cancels",
                    def = "true",
                    doc = "Whether a client that times out cancels what it asked for.")
            boolean cancels,

            @Key(
                    name = "shed",
                    def = "{}",
                    doc = "When its requests are shed before those of others.")
            ShedSection shed,

            @Key(
                    name = "limits",
                    def = "[]",
                    doc = "Limits that all its requests share. Whoever is refused does not come"
                            + " back, so that 'then: cap' is no choice.")
            ImmutableList<LimitSection> limits) {

        public StreamSection {
            Faults faults = new Faults();
            String needed = "a lognormal length in tokens needs 'max'";
            faults.unless(Double.isFinite(input.largest()), "input", needed);
            faults.unless(Double.isFinite(output.largest()), "output", needed);
            LimitSection.distinct(faults, limits, List.of());
            for (int i = 0; i < limits.size(); i++) {
                faults.unless(
                        limits.get(i).refusal() != LimitSection.Then.CAP,
                        "limits[" + i + "].then",
                        "a stream has no users who could do as atLimit says; give reject or queue");
                faults.unless(
                        limits.get(i).atLimit().isEmpty(),
                        "limits[" + i + "].atLimit",
                        "a stream has no users who could do as it says");
            }
            faults.raise();
        }
    }

    /** A trace of requests to replay. */
    public record ReplaySection(
            @Key(
                    name = "trace",
                    form = Key.Form.LINE,
                    doc = "File, plain or gzip, relative to the scenario file.")
            String trace,

            @Key(
                    name = "format",
                    doc = "azure: CSV with TIMESTAMP,ContextTokens,GeneratedTokens; mooncake:"
                            + " JSON lines with timestamp in ms, input_length,"
                            + " output_length; vidur: CSV with"
                            + " arrived_at,num_prefill_tokens,num_decode_tokens.")
            Format format,

            @Key(name = "model", refersTo = "models", doc = "The model asked.")
            String model,

            @Key(
                    name = "tier",
                    def = "replay",
                    doc = "Label of its requests in results; not the name of a tier.")
            String tier,

            @Key(
                    name = "rate",
                    range = "(0, 1 M]",
                    def = "1",
                    doc = "Factor on the rate; times are divided by it.")
            double rate,

            @Key(
                    name = "jitter",
                    unit = Quantity.DURATION,
                    range = "[0 s, 1 h]",
                    def = "0 s",
                    doc = "Each request is moved later by up to this, uniformly; for traces"
                            + " with coarse times.")
            double jitterSeconds,

            @Key(name = "repeat", def = "false", doc = "Whether it starts again at its end.")
            boolean repeat) {

        /** The formats there are. */
        public enum Format {
            /** Azure LLM inference traces. */
            AZURE,
            /** Mooncake traces. */
            MOONCAKE,
            /** Vidur request traces. */
            VIDUR
        }
    }
}
