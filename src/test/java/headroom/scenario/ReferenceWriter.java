package headroom.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.LawSection;
import headroom.demand.WorkloadSection.LognormalSection;
import headroom.yaml.Fraction;
import headroom.yaml.Key;
import headroom.yaml.OrValue;
import headroom.yaml.Quantity;
import headroom.yaml.Scalars;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Writes docs/scenario.md, the reference of scenario files, from the records. */
final class ReferenceWriter {
    private static final String INTRO = """
            # Scenario files

            <!-- Generated from the records of the rooms `scenario`, `demand`, `supply`,
            `joblist` and `metrics`; change it there. To write it and the schema again:
            mvn -q test -Dtest=ScenarioDocsTest -Dheadroom.regenerate=true
            -->

            A scenario is one YAML file: hardware, when more arrives, who asks for what, and
            which limits hold. `headroom validate FILE...` tells every error that can be seen at
            once, with its line, its column and what would be right. A rule between several
            values is told with the others, too, unless one of them may be what breaks it; and
            whether a run has the numbers of `slo` is told when nothing else is wrong. Editors
            that know the YAML language server check and complete while typing when this is the
            first line:

            ```yaml
            # yaml-language-server: $schema=scenario.schema.json
            ```

            ## Values

            **A value with a dimension names its unit.** A bare number is accepted only where
            the unit is 1. Numbers may carry k, M, B or T (10^3, 10^6, 10^9, 10^12) before the
            unit, and underscores between digits: `220000`, `220_000` and `220 k` are the same.
            Durations take no multiplier but may be compound: `1h30m`, `1 h 30 m`; `m` is a
            minute. A month is 365.25 / 12 days.

            **Times** (`at`, `start`) are instants with an offset, `2026-05-06T00:00Z`, dates,
            `2026-05-06` (midnight UTC), or durations since the start of the run, `9 d`.

            **Names** are up to 64 letters, digits, `-` and `_`, the first a letter or digit. A
            key left out takes its default; a key without a value is an error. Aliases, anchors
            and tags of YAML are refused.

            **Overrides** replace one value by its path: `demand.spikes[0].height=2`,
            `demand.tiers[pro].users=8 M` (a list element by its name), `additions=[]`,
            `peakHours=null` (takes the key away). A new entry of a section of names is given
            whole: `sites.west={powerLimit: 5 MW, pue: 1.2}`.

            **Grades** say how well a default is known: measured, vendor (stated by a vendor or
            provider), fitted (computed from published figures), assumed (published by nobody),
            setting (a choice, not a fact).

            ## Phases

            Numbers are summed up over phases, stretches of whole hours after the warm-up. A
            scenario without spike and addition has one, `run`. Else they are:

            | phase | from | to |
            |---|---|---|
            | `normal` | the end of the warm-up | the first spike or addition |
            | `spike` | the plateau of the first spike | its end, or the addition that comes in it |
            | `after` | all additions are there | the end of the run, or the first leaves |
            | `ended` | all additions that leave again have left | the end of the run |
            | `later` | the plateau has ended; `capacityScale: 0`: as `after` | the end of the run |

            A stretch shorter than an hour is left out, and so are rises, decays and ramps. A
            spike that comes after an addition lies within `after`. Of several spikes the first
            counts. Phases of a scenario's own are in place of all these:

            ```yaml
            phases:
              before: {until: 2026-05-08}
              stage-1: {from: 2026-05-08, until: 2026-05-15}
              stage-2: {from: 2026-05-15}
              whole: {}
            ```

            Users are counted once at a time: of phases that overlap, the first in this order or
            to begin tells shares of users, the others everything else. A share of users who met a
            limit counts each user once a week of the phase, or once where the phase is shorter:
            only below a week does it grow with the length of a phase. Time locked out, in minutes
            a week, never does; it is that of users who wait for a reset (atLimit.wait) alone.

            ## Money

            Each GPU costs by one price:

            | GPUs | cost |
            |---|---|
            | there at the start | `pools.<name>.price` |
            | of an addition with `price` or `monthlyPrice` | that, while they are there |
            | of other additions | the `contract`; without one the price of their pool |

            The contract's price goes with `capacityScale`. Energy costs the `energyPrice` of its
            site, or else the contract's; without both it has no price.

            ```yaml
            pools:
              east: {site: a, gpu: H100, gpus: 40000, price: 2 $/GPU-h}
            additions:
              - {at: 2026-09-03, pool: east, gpus: 10000, monthlyPrice: $18 M/month}
              - {at: 2026-09-05, pool: east, gpus: 20000, price: 2.5 $/GPU-h}
            ```

            """;

    private static final String LAWS = """
            ## Step time

            With t the tokens prefilled of a prompt of S tokens, n the sequences that decode, K
            the sum of their contexts and b the sequences in the step:

            ```
            step = c0 + c1 b + c2 (sum t + n) + c3 sum t + c4 sum t (S + t/2) + c5 (K + n)
            ```

            The compute part, c3 and c4, is divided by the clock where power binds.

            ## Distributions

            Where the type is a distribution, the value is a constant, such as `90 s`, or a law
            in the unit of the key:

            """;

    private static final String TIMES = """
            ## Laws

            Where the type is a law, the value is a constant, such as `5 min`, or one of these,
            in the unit of the key; `branches` have a `share` each and their `mean`:

            """;

    private final StringBuilder out = new StringBuilder(INTRO);
    private final Map<String, Class<?>> later = new LinkedHashMap<>();
    private boolean namesLaws;

    private ReferenceWriter() {}

    static String reference() {
        ReferenceWriter writer = new ReferenceWriter();
        writer.units();
        writer.section("", Scenario.class);
        writer.out.append(LAWS);
        writer.table("", LognormalSection.class);
        if (writer.namesLaws) {
            writer.out.append(TIMES);
            writer.table("", LawSection.class);
        }
        return writer.out.toString().stripTrailing() + "\n";
    }

    private void units() {
        out.append("| quantity | such as | units, the one used inside first |\n|---|---|---|\n");
        for (Quantity quantity : Quantity.values()) {
            if (quantity == Quantity.OUTER || quantity == Quantity.GPU_PRICE) {
                continue;
            }
            String units = quantity.units().stream()
                    .map(unit -> unit.isEmpty() ? "none" : "`" + unit + "`")
                    .collect(Collectors.joining(", "));
            String noun = quantity.noun().replaceFirst("^an? ", "");
            out.append("| ").append(noun).append(" | `").append(quantity.example());
            out.append("` | ").append(units).append(" |\n");
        }
        out.append('\n');
    }

    private void section(String path, Class<?> type) {
        out.append("## ")
                .append(path.isEmpty() ? "Top level" : "`" + path + "`")
                .append("\n\n");
        table(path, type);
        Map<String, Class<?>> inner = new LinkedHashMap<>(later);
        later.clear();
        inner.forEach(this::section);
    }

    private void table(String path, Class<?> type) {
        out.append("| key | meaning | type or unit | range | default | grade |\n");
        out.append("|---|---|---|---|---|---|\n");
        for (RecordComponent component : type.getRecordComponents()) {
            Key key = component.getAnnotation(Key.class);
            Type generic = component.getGenericType();
            boolean law = key.unit() == Quantity.OUTER && OrValue.class.isAssignableFrom(type);
            out.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(key.doc())
                    .append(" | ");
            out.append(law ? "as the key" : kind(generic, key, path)).append(" | ");
            out.append(key.range())
                    .append(" | ")
                    .append(standard(component, key))
                    .append(" | ");
            boolean graded = !key.def().isEmpty() && isValue(generic);
            out.append(graded ? key.grade().name().toLowerCase(Locale.ROOT) : "")
                    .append(" |\n");
        }
        out.append('\n');
    }

    private static String standard(RecordComponent component, Key key) {
        if (!key.neededWithout().isEmpty()) {
            return "`" + key.def() + "` with `" + key.neededWithout() + "`, else required";
        }
        if (!key.def().isEmpty()) {
            return "`" + key.def() + "`";
        }
        Class<?> type = component.getType();
        boolean optional = type == Optional.class || type == OptionalDouble.class;
        return optional ? "none" : "required";
    }

    private static boolean isValue(Type type) {
        boolean section = type instanceof Class<?> plain
                && plain.isRecord()
                && !OrValue.class.isAssignableFrom(plain);
        return !section || type == Fraction.class;
    }

    /** What stands there, and its section below, if it has one. */
    private String kind(Type type, Key key, String path) {
        String inner = path.isEmpty() ? key.name() : path + "." + key.name();
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == ImmutableList.class) {
                boolean sections = arguments[0] instanceof Class<?> c && c.isRecord();
                return "list of " + one(arguments[0], key, sections ? inner + "[]" : inner);
            }
            if (generic.getRawType() == ImmutableMap.class) {
                return "by name: " + one(arguments[1], key, inner + ".<name>");
            }
            return kind(arguments[0], key, path);
        }
        return one(type, key, inner);
    }

    private String one(Type type, Key key, String path) {
        if (type == LognormalSection.class) {
            return "distribution of " + noun(key);
        }
        if (type == LawSection.class) {
            namesLaws = true;
            return "law of " + noun(key);
        }
        if (type == ControllerSection.class && path.endsWith("peakMultiplier")) {
            return "as `controllers.caps`";
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord() && plain != Fraction.class) {
            later.put(path, plain);
            return "section `" + path + "`";
        }
        if (plain == String.class) {
            boolean named = !key.refersTo().isEmpty();
            return named
                    ? "name in `" + key.refersTo() + "`"
                    : key.form() == Key.Form.LINE ? "text" : "name";
        }
        if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants())
                    .map(constant -> "`" + Scalars.spelling((Enum<?>) constant) + "`")
                    .collect(Collectors.joining(", "));
        }
        if (key.form() == Key.Form.MOMENT || plain == Instant.class) {
            return plain == Instant.class ? "instant" : "time";
        }
        if (key.form() == Key.Form.CLOCK) {
            return "time of day, `\"05:00\"`";
        }
        if (key.form() == Key.Form.ENDLESS) {
            return "number, or `unlimited`";
        }
        if (plain == boolean.class) {
            return "`true`, `false`";
        }
        if (plain == Fraction.class) {
            return "fraction, `2/625`";
        }
        return plain == ZoneId.class
                ? "time zone"
                : plain == int.class || plain == long.class ? "whole number" : noun(key);
    }

    private static String noun(Key key) {
        return key.unit().noun().replaceFirst("^an? ", "").replaceFirst("^number of ", "");
    }
}
