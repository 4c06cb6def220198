package headroom.page;

import headroom.metrics.Judgement;
import headroom.metrics.Judgement.Evidence;
import headroom.metrics.Judgement.Verdict;

import tools.jackson.core.JsonGenerator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words for verdicts: value, interval, bound and margin in one unit that reads well. */
public final class Judged {
    private static final String ASK_FOR_TEN = "--replications 10";

    private final Judgement judgement;
    private final String askForTen;
    private final Figures.Scale scale;

    /** For the command line. */
    public Judged(Judgement judgement) {
        this(judgement, ASK_FOR_TEN);
    }

    /** For whoever asks for ten replications in another way. */
    public Judged(Judgement judgement, String askForTen) {
        this.judgement = judgement;
        this.askForTen = askForTen;
        double value = Double.isNaN(judgement.value()) ? 0 : Math.abs(judgement.value());
        double bound = Math.abs(judgement.expectation().bound());
        this.scale =
                Figures.Scale.of(judgement.expectation().target().unit(), Math.max(value, bound));
    }

    /** A check mark, a cross or a question mark. */
    public String mark() {
        return switch (judgement.verdict()) {
            case PASS -> "\u2713";
            case FAIL -> "\u2717";
            case INCONCLUSIVE -> "?";
        };
    }

    /** What was asked. */
    public String asked() {
        return judgement.expectation().objective().toString();
    }

    /** "1.21 s". */
    public String value() {
        return Double.isNaN(judgement.value())
                ? Figures.NO_OBSERVATION
                : number(judgement.value()) + unit();
    }

    /** "95 % [1.18, 1.24]"; a dash where the error is unknown. */
    public String interval() {
        return judgement.evidence() == Evidence.NONE
                ? Figures.ABSENT
                : percent(judgement.level()) + " [" + number(judgement.low()) + ", "
                        + number(judgement.high()) + "]";
    }

    /** A confidence: "95 %", "99.5 %". */
    static String percent(double share) {
        return Figures.plain(100 * share).replaceFirst("\\.0+$", "") + " %";
    }

    /** "0.79 s (39.5 %)". */
    public String margin() {
        if (Double.isNaN(judgement.value())) {
            return Figures.ABSENT;
        }
        double share = judgement.marginShare();
        return number(judgement.margin())
                + unit()
                + (Double.isNaN(share) ? "" : " (" + Figures.fixed(100 * share, 1) + " %)");
    }

    /** What the interval rests on. */
    public String evidence() {
        return switch (judgement.evidence()) {
            case REPLICATIONS -> judgement.n() + " replications";
            case CELLS -> judgement.n() + " cells of one replication";
            case BATCHES -> judgement.n() + " batches of one replication";
            case NONE -> "nothing";
        };
    }

    /** Why nothing can be said, and what to do; empty where something can. */
    public String advice() {
        if (judgement.verdict() != Verdict.INCONCLUSIVE) {
            return "";
        }
        if (Double.isNaN(judgement.value())) {
            return "there was nothing to observe";
        }
        if (judgement.unobserved() > 0) {
            return "there was nothing to observe in " + judgement.unobserved() + " of "
                    + (judgement.unobserved() + judgement.n()) + " replications";
        }
        if (judgement.isShort()) {
            return "replications are too short to show what is rare; take longer ones, not more";
        }
        return switch (judgement.evidence()) {
            case NONE -> "one replication does not tell its error; try " + askForTen;
            case CELLS -> "the cells of one replication do not decide; try " + askForTen;
            case BATCHES -> "the batches of one replication do not decide; try a longer horizon";
            case REPLICATIONS ->
                judgement.needed() > Judgement.MOST_NEEDED
                        ? "too close to its bound to be decided"
                        : String.format(
                                Locale.ROOT,
                                "about %,.0f replications would decide",
                                judgement.needed());
        };
    }

    /** All of it in a line. */
    public String line() {
        String why = advice();
        return mark() + " " + asked() + ": " + value() + ", " + interval() + ", margin " + margin()
                + (why.isEmpty() ? "" : "; inconclusive: " + why);
    }

    /** As precise as the interval allows. */
    private String number(double value) {
        double half = (judgement.high() - judgement.low()) / 2 * scale.factor();
        // a third of it, so that the ends of the interval are told apart from the bound
        return Figures.number(value * scale.factor(), half / 3);
    }

    private String unit() {
        return scale.unit().isEmpty() ? "" : " " + scale.unit();
    }

    /** Verdicts of a scenario as a table. */
    public static Table table(String caption, List<Judgement> judgements) {
        List<List<String>> rows = new ArrayList<>();
        for (Judgement each : judgements) {
            Judged words = new Judged(each);
            rows.add(List.of(
                    words.mark() + " " + words.asked(),
                    words.value(),
                    words.interval(),
                    words.margin(),
                    words.evidence()));
        }
        return new Table(caption, List.of("slo", "value", "interval", "margin", "from"), rows);
    }

    /** A verdict for machines, in the unit of the number. */
    public static void write(JsonGenerator json, Judgement judgement) {
        json.writeStartObject();
        json.writeStringProperty("expect", judgement.expectation().objective().toString());
        json.writeStringProperty("verdict", judgement.verdict().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("unit", judgement.expectation().target().unit());
        SummaryFiles.writeNumber(json, "value", judgement.value());
        SummaryFiles.writeNumber(json, "low", judgement.low());
        SummaryFiles.writeNumber(json, "high", judgement.high());
        SummaryFiles.writeNumber(json, "level", judgement.level());
        SummaryFiles.writeNumber(json, "bound", judgement.expectation().bound());
        SummaryFiles.writeNumber(json, "margin", judgement.margin());
        SummaryFiles.writeNumber(json, "marginShare", judgement.marginShare());
        json.writeStringProperty("evidence", judgement.evidence().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("n", judgement.n());
        json.writeNumberProperty("unobserved", judgement.unobserved());
        SummaryFiles.writeNumber(
                json, "needed", judgement.needed() > 0 ? judgement.needed() : Double.NaN);
        json.writeEndObject();
    }
}
