package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.Series;
import headroom.measure.TimeSeries;
import headroom.page.Figures;
import headroom.page.Wording;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Which limit binds whom: in sentences, and as a table of tiers and phases. */
final class LimitWords {
    /** Below this utilisation replicas are idle for the most part [1]. */
    private static final double IDLE = 0.25;
    /** Share of the time from which on idle replicas behind the lowest caps are told [1]. */
    private static final double OFTEN = 0.05;
    /** Of a mean over an hour [1]. */
    private static final double ROUNDING = 1e-6;

    private static final Figures.Scale PERCENT = new Figures.Scale(100, "%");

    private final List<Measurement> summary;
    private final List<String> phases;
    private final boolean relieved;
    private final LinkedHashSet<String> tiers = new LinkedHashSet<>();

    private LimitWords(RunResult result) {
        summary = result.summary();
        phases = result.phases().stream().map(Phase::name).distinct().toList();
        relieved = BeforeAfter.isRelieved(result.phases());
        summary.stream()
                .filter(each -> each.name().equals("bound.users"))
                .forEach(each -> tiers.add(each.labels().getOrDefault("tier", "")));
    }

    /**
     * One row of the table.
     *
     * @param tier the tier
     * @param cells for each phase the limit that binds most, in words
     */
    record Row(String tier, List<String> cells) {}

    /** A row for each tier with limits; none where nobody met one. */
    static List<Row> table(RunResult result) {
        LimitWords words = new LimitWords(result);
        if (words.tiers.stream()
                .allMatch(t -> words.phases.stream().allMatch(p -> words.most(t, p) == null))) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        for (String tier : words.tiers) {
            rows.add(new Row(
                    tier.replace('_', ' '),
                    words.phases.stream().map(p -> words.cell(tier, p)).toList()));
        }
        return rows;
    }

    /** "After the addition the weekly limit binds pro (12.1 ± 0.4 % of users in a week)." */
    static List<String> binding(RunResult result) {
        LimitWords words = new LimitWords(result);
        String phase = words.last();
        Map<String, List<String>> byLimit = new LinkedHashMap<>();
        String of = " of users" + words.period(phase);
        for (String tier : words.tiers) {
            Measurement most = words.most(tier, phase);
            if (most != null) {
                String share = Wording.text(most, PERCENT) + of;
                byLimit.computeIfAbsent(limit(most), key -> new ArrayList<>())
                        .add(tier.replace('_', ' ') + " (" + share + ")");
                of = "";
            }
        }
        List<String> parts = new ArrayList<>();
        byLimit.forEach(
                (limit, bound) -> parts.add("the " + limit + " limit binds " + Wording.and(bound)));
        return parts.isEmpty()
                ? List.of()
                : List.of(Wording.capital(Wording.in(phase)) + " " + Wording.and(parts) + ".");
    }

    /** Tiers that fare worse at the end than before, by lock-out or latency. */
    static List<String> worse(RunResult result) {
        LimitWords words = new LimitWords(result);
        String from = words.first();
        String to = words.last();
        if (from.equals(to)) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        for (String tier : words.tiers) {
            List<String> how = new ArrayList<>();
            how.addAll(words.rise("lockout", "mean", tier, "locked out "));
            how.addAll(words.rise("ttft", "p99", tier, "p99 time to first token "));
            if (!how.isEmpty()) {
                parts.add(tier.replace('_', ' ') + " (" + String.join(", ", how) + ")");
            }
        }
        return parts.isEmpty()
                ? List.of()
                : List.of(Wording.capital(Wording.in(to)) + " worse off than " + Wording.in(from)
                        + ": " + Wording.and(parts) + ".");
    }

    /**
     * That the controller holds back more than capacity does: caps at their minimum while replicas
     * are idle for the most part, in more than a few hours.
     */
    static List<String> heldBack(RunResult result) {
        double least = result.limits().getOrDefault("caps.scale.min", Double.NaN);
        double from =
                result.phases().stream().mapToDouble(Phase::fromSeconds).min().orElse(0);
        List<TimeSeries> courses = result.readings().isEmpty()
                ? List.of(result.series())
                : result.readings().stream().map(Reading::series).toList();
        int all = 0;
        int hours = 0;
        double most = 0;
        for (TimeSeries course : courses) {
            double[] caps = fleet(course, "caps.scale");
            double[] used = fleet(course, "utilisation");
            int begin = (int) Math.ceil(from / course.stepSeconds());
            for (int h = begin; h < Math.min(caps.length, used.length); h++) {
                all++;
                if (caps[h] <= least * (1 + ROUNDING) && used[h] < IDLE) {
                    hours++;
                    most = Math.max(most, used[h]);
                }
            }
        }
        double share = (double) hours / all;
        return least < 1 && share >= OFTEN
                ? List.of("Caps stood at their minimum of " + Figures.plain(least) + " for "
                        + Figures.plain(100 * share) + " % of the time while at most "
                        + Figures.plain(100 * most) + " % of the replicas' capacity was used: there"
                        + " the controller holds back more than capacity does.")
                : List.of();
    }

    /** The hourly values of a column of the whole fleet; none where it has no such column. */
    private static double[] fleet(TimeSeries course, String name) {
        return course.columns().stream()
                .filter(each -> each.name().equals(name) && each.labels().isEmpty())
                .findFirst()
                .map(Series::values)
                .orElse(new double[0]);
    }

    private List<String> rise(String name, String statistic, String tier, String subject) {
        Measurement before = of(name, statistic, tier, first());
        Measurement now = of(name, statistic, tier, last());
        if (before == null || now == null) {
            return List.of();
        }
        // without known errors any chance would be called a turn for the worse
        boolean known = Double.isFinite(before.halfWidth() + now.halfWidth());
        if (!known || Wording.Move.of(before, now) != Wording.Move.ROSE) {
            return List.of();
        }
        Figures.Scale scale = Wording.scale(List.of(before, now));
        Figures.Scale bare = new Figures.Scale(scale.factor(), "");
        return List.of(subject + Wording.text(before, bare) + " to " + Wording.text(now, scale));
    }

    /** The phase that others are held against: the spike before an addition, else the first. */
    private String first() {
        return relieved ? "spike" : phases.isEmpty() ? "" : phases.get(0);
    }

    private String last() {
        if (relieved || !phases.contains("spike") && phases.contains("after")) {
            return "after";
        }
        return phases.contains("spike")
                ? "spike"
                : phases.isEmpty() ? "" : phases.get(phases.size() - 1);
    }

    /** "weekly: 12.1 ± 0.4 % of users, 34 ± 3 min", or a dash where no limit was met. */
    private String cell(String tier, String phase) {
        Measurement most = most(tier, phase);
        if (most == null) {
            return Figures.ABSENT;
        }
        Measurement minutes = find(
                "lockout",
                "mean",
                Map.of(
                        "tier",
                        tier,
                        "phase",
                        phase,
                        "limit",
                        Objects.requireNonNull(most.labels().get("limit"))));
        String locked = minutes == null || !(minutes.value() > 0)
                ? ""
                : "; " + Wording.text(minutes) + " min";
        return limit(most) + ": " + Wording.text(most, PERCENT) + locked;
    }

    /** The limit that most users of a tier met in a phase; null where none did. */
    private @Nullable Measurement most(String tier, String phase) {
        return summary.stream()
                .filter(each -> each.name().equals("bound.users") && each.value() > 0)
                .filter(each -> tier.equals(each.labels().get("tier")))
                .filter(each -> phase.equals(each.labels().getOrDefault("phase", "")))
                .max(Comparator.comparingDouble(Measurement::value))
                .orElse(null);
    }

    private static String limit(Measurement bound) {
        return words(Objects.requireNonNull(bound.labels().get("limit")));
    }

    /** "five-hour" for fiveHour. */
    static String words(String limit) {
        String parted = limit.replaceAll("([a-z])([A-Z])", "$1-$2").replace('_', ' ');
        return parted.toLowerCase(Locale.ROOT);
    }

    /** " in a week", or in how many hours users were counted once. */
    private String period(String phase) {
        Measurement hours = find("period", "mean", Map.of("phase", phase));
        if (hours == null) {
            return "";
        }
        return hours.value() == 168
                ? " in a week"
                : " in " + Figures.plain(hours.value()).replaceAll("\\.0+$", "") + " h";
    }

    private @Nullable Measurement of(String name, String statistic, String tier, String phase) {
        return find(name, statistic, Map.of("tier", tier, "phase", phase));
    }

    private @Nullable Measurement find(String name, String statistic, Map<String, String> labels) {
        return summary.stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals(statistic))
                .filter(each -> each.labels().equals(labels))
                .findFirst()
                .orElse(null);
    }
}
