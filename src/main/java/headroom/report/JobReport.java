package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Series;
import headroom.page.Figures;
import headroom.page.Labels;
import headroom.page.Wording;
import headroom.theory.Theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a report shows and says of jobs. */
final class JobReport {
    private static final List<String> PALETTE =
            List.of("green", "blue", "orange", "purple", "sky", "vermilion", "olive");
    /** Uses of GPUs whose words say less than these. */
    private static final Map<String, String> USES = Map.of(
            "plain", "jobs",
            "overhead", "checkpoints, restarts and standstill",
            "reserved", "spare",
            "idle", "idle, with jobs",
            "free", "idle, with nobody");

    private static final Map<String, String> COLOURS = Map.ofEntries(
            Map.entry("serving", "green"),
            Map.entry("loading", "olive"),
            Map.entry("pretraining", "blue"),
            Map.entry("fine-tuning", "sky"),
            Map.entry("evaluation", "purple"),
            Map.entry("batch-inference", "brown"),
            Map.entry("plain", "sky"),
            Map.entry("overhead", "orange"),
            Map.entry("draining", "violet"),
            Map.entry("failed", "vermilion"),
            Map.entry("reserved", "black"),
            Map.entry("idle", "grey"),
            Map.entry("free", "pale"));

    /** Before a number that its half-width swamps. */
    private static final String ABOUT = "about ";

    private final RunResult result;

    private JobReport(RunResult result) {
        this.result = result;
    }

    /** Whether there were jobs. */
    static boolean isAny(RunResult result) {
        return result.summary().stream().anyMatch(m -> m.name().equals("jobs.number"));
    }

    /** Whether there was nothing but jobs. */
    static boolean isAll(RunResult result) {
        return isAny(result)
                && result.summary().stream().noneMatch(m -> m.name().equals("requests"));
    }

    /** What GPUs and servers are used for at each station, and who waits there. */
    static List<Chart> charts(RunResult result) {
        JobReport report = new JobReport(result);
        List<Chart> charts = new ArrayList<>(report.uses());
        // where jobs of one station are all there is, both would show the same
        boolean same = !charts.isEmpty() && isAll(result) && report.stations().size() == 1;
        for (String station : report.stations()) {
            charts.addAll(same ? List.of() : List.of(report.use(station)));
            charts.add(new Chart(
                    "line-" + ChartPlan.anchor(station),
                    "Waiting at " + station,
                    "Jobs in line by stream, on top of each other, mean of each step.",
                    "jobs",
                    Chart.Form.STACK,
                    report.lines("jobs.waiting", station),
                    List.of()));
        }
        return charts;
    }

    private Chart use(String station) {
        return new Chart(
                "use-" + ChartPlan.anchor(station),
                "GPUs or servers of " + station + " by use",
                "What they are used for, on top of each other, mean of each step.",
                "GPUs or servers",
                Chart.Form.STACK,
                lines("jobs.use", station),
                List.of());
    }

    /** All GPUs by use, on top of each other; none where jobs have no GPUs of pools. */
    private List<Chart> uses() {
        List<Chart.Line> lines = new ArrayList<>();
        for (Series each : result.series().columns()) {
            String use = each.labels().getOrDefault("use", "");
            boolean some = Arrays.stream(each.values()).anyMatch(value -> value > 0);
            if (each.name().equals("gpus.use") && some) {
                String label = USES.getOrDefault(use, use);
                lines.add(new Chart.Line(label, each, COLOURS.getOrDefault(use, "brown"), false));
            }
        }
        return lines.isEmpty()
                ? List.of()
                : List.of(new Chart(
                        "uses",
                        "GPUs by use",
                        "What all GPUs are used for, on top of each other, mean of each step; they"
                                + " add up to those owned.",
                        "GPUs",
                        Chart.Form.STACK,
                        lines,
                        List.of()));
    }

    private TreeSet<String> stations() {
        TreeSet<String> stations = new TreeSet<>();
        for (Measurement each : result.summary()) {
            if (each.name().equals("jobs.number") && each.labels().containsKey("station")) {
                stations.add(each.labels().get("station"));
            }
        }
        return stations;
    }

    private List<Chart.Line> lines(String name, String station) {
        List<Chart.Line> lines = new ArrayList<>();
        for (Series each : result.series().columns()) {
            if (each.name().equals(name) && station.equals(each.labels().get("station"))) {
                String label = Labels.words(Labels.without(each.labels(), "station"));
                String next = PALETTE.get(lines.size() % PALETTE.size());
                String colour = label.equals("idle") ? "grey" : next;
                lines.add(new Chart.Line(label, each, colour, lines.size() >= PALETTE.size()));
            }
        }
        return lines;
    }

    /** A number of jobs at all stations together over time; empty where there are no jobs. */
    static Optional<Series> total(RunResult result, String name) {
        List<Series> parts = result.series().columns().stream()
                .filter(each -> each.name().equals(name))
                .toList();
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        double[] sum = new double[parts.get(0).values().length];
        double[] unknown = new double[sum.length];
        for (int i = 0; i < sum.length; i++) {
            unknown[i] = Double.NaN;
            for (Series part : parts) {
                sum[i] += part.values()[i];
            }
        }
        return Optional.of(new Series(name, new TreeMap<>(), "1", sum, unknown));
    }

    /** "At desk 80 ± 1 % of the servers were busy; 65 % of the jobs waited, on average ...". */
    static List<String> sentences(RunResult result) {
        JobReport report = new JobReport(result);
        List<String> sentences = new ArrayList<>();
        TreeSet<String> phases = new TreeSet<>();
        result.phases().forEach(phase -> phases.add(phase.name()));
        result.phases().forEach(phase -> {
            String where = phases.size() > 1 ? Wording.in(phase.name()) + ", " : "";
            for (String station : report.stations()) {
                String said = report.sentence(phase.name(), station);
                sentences.add(Wording.capital(where + "at " + station + " " + said) + ".");
            }
        });
        result.summary().stream()
                .filter(each -> each.name().equals("jobs.leftOut"))
                .forEach(each -> sentences.add((long) each.value() + " recorded "
                        + (each.value() == 1 ? "job" : "jobs") + " of stream "
                        + each.labels().get("stream") + (each.value() == 1 ? " is" : " are")
                        + " left out: the file does not know size or run time."));
        return sentences;
    }

    private String sentence(String phase, String station) {
        List<String> parts = new ArrayList<>();
        String number = text(phase, station, "jobs.number", "mean").orElse("no");
        String busy = text(phase, station, "jobs.utilisation", "mean")
                .map(share -> "; " + share + " of the GPUs or servers were in use")
                .orElse("");
        parts.add("there were " + number + " jobs on average" + busy);
        text(phase, station, "jobs.waited", "share").ifPresent(share -> {
            String mean = text(phase, station, "jobs.wait", "mean").orElse("");
            String high = text(phase, station, "jobs.wait", "p99").orElse("");
            boolean none = some(phase, station, "jobs.waited", "share").isEmpty();
            boolean never = none && some(phase, station, "jobs.waiting", "mean").isPresent();
            parts.add(
                    none
                            ? never ? "those who started did not wait" : "nobody had to wait"
                            : share + " of those who started had to wait, and all waited " + mean
                                    + " on average, one in a hundred more than " + high);
        });
        some(phase, station, "jobs.refused", "share")
                .ifPresent(share -> parts.add(share + " were refused"));
        some(phase, station, "jobs.abandoned", "share")
                .ifPresent(share -> parts.add(share + " gave up"));
        text(phase, station, "jobs.effective.time", "share").ifPresent(share -> {
            String times = text(phase, station, "jobs.interruptions", "total").orElse("no");
            parts.add("failures interrupted them " + times + " times, and " + share
                    + " of their time there was effective training time");
        });
        powerLoss(phase, station)
                .ifPresent(hours -> parts.add(hours + " were lost because power was short"));
        some(phase, station, "jobs.gaveWay.saving", "total")
                .ifPresent(hours -> parts.add(hours + " went into checkpoints to give way"));
        some(phase, station, "jobs.gaveWay.lost", "total")
                .ifPresent(hours -> parts.add(hours + " of work were lost by giving way"));
        model(phase, station).ifPresent(name -> parts.add("queueing theory knows it as " + name));
        String said = String.join("; ", parts);
        return said.contains(ABOUT)
                ? said + " (about: too few replications for an interval)"
                : said;
    }

    private Optional<String> model(String phase, String station) {
        return result.summary().stream()
                .map(Measurement::labels)
                .filter(labels -> phase.equals(labels.get("phase")))
                .filter(labels -> station.equals(labels.get("station")))
                .flatMap(labels -> Stream.ofNullable(labels.get(Theory.MODEL)))
                .findFirst();
    }

    private Optional<String> powerLoss(String phase, String station) {
        Map<String, String> labels = Map.of("phase", phase, "station", station, "cause", "power");
        return found("jobs.lost", "total", labels)
                .filter(each -> each.value() > 0)
                .map(JobReport::scaled);
    }

    private Optional<String> some(String phase, String station, String name, String statistic) {
        return found(phase, station, name, statistic)
                .filter(each -> each.value() > 0)
                .map(JobReport::scaled);
    }

    private Optional<String> text(String phase, String station, String name, String statistic) {
        return found(phase, station, name, statistic).map(JobReport::scaled);
    }

    private static String scaled(Measurement each) {
        boolean share = each.statistic().equals("share") || each.name().endsWith("utilisation");
        Figures.Scale scale = share ? new Figures.Scale(100, "%") : Wording.scale(List.of(each));
        if (each.halfWidth() > Math.abs(each.value())) {
            String number = Figures.plain(each.value() * scale.factor());
            return ABOUT + (number + " " + scale.unit()).strip();
        }
        return Wording.text(each, scale);
    }

    private Optional<Measurement> found(
            String phase, String station, String name, String statistic) {
        return found(name, statistic, Map.of("phase", phase, "station", station));
    }

    private Optional<Measurement> found(String name, String statistic, Map<String, String> labels) {
        return result.summary().stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals(statistic))
                .filter(each -> each.labels().equals(labels) && Double.isFinite(each.value()))
                .findFirst();
    }
}
