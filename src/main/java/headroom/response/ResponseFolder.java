package headroom.response;

import headroom.charts.StudyFiles;
import headroom.charts.StudyPage;
import headroom.page.Figures;
import headroom.page.SavedFolder;
import headroom.page.SummaryFiles;
import headroom.page.Table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a response and what is printed of it. */
public final class ResponseFolder {
    private final Response response;
    private final List<String> answer;
    private final Pictures pictures;

    /** Of a finished response. */
    public ResponseFolder(Response response) {
        this.response = response;
        this.answer = Answer.of(response);
        this.pictures = new Pictures(response);
    }

    /** The answer and the tables, for a terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(answer);
        for (double spike : response.question().spikes()) {
            Table table = Sheets.narrow(response, spike);
            lines.add("");
            lines.add(table.caption());
            lines.addAll(table.lines());
        }
        return lines;
    }

    /**
     * All files by name, in the order in which they are written, the manifest last.
     *
     * @param command what was asked, as it could be typed again
     * @param assumptions values that nobody published
     */
    public Map<String, String> files(String command, List<String> assumptions) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("response.csv", Sheets.csv(response));
        files.put("response.json", Sheets.json(response, answer));
        files.put("response.md", markdown(command));
        files.putAll(StudyFiles.of(page(command, assumptions)));
        files.put("manifest.json", manifest(command, files));
        return files;
    }

    private String markdown(String command) {
        StringBuilder text = new StringBuilder(
                "# How " + response.scenario().name() + " responds to capacity\n\n");
        answer.forEach(sentence -> text.append("- ").append(sentence).append('\n'));
        text.append("\n![Response](response.svg)\n");
        for (double spike : response.question().spikes()) {
            Table table = Sheets.table(response, spike);
            text.append("\n## ").append(table.caption()).append("\n\n").append(table.markdown());
        }
        return text.append("\nMade by `").append(command).append("`.\n").toString();
    }

    /** What is shown to people, of the same. */
    public StudyPage page(String command, List<String> assumptions) {
        List<StudyPage.Section> sections = new ArrayList<>();
        List<Table> tables = response.question().spikes().stream()
                .map(spike -> Sheets.table(response, spike))
                .toList();
        sections.add(new StudyPage.Section(
                "response",
                "All curves",
                "Read in the phase '" + response.phase().name() + "', " + Figures.fixed(hours(), 0)
                        + " h in which all of the addition is there.",
                Map.of("response", pictures.together()),
                List.of()));
        for (Measure measure : response.measures()) {
            sections.add(new StudyPage.Section(
                    measure.key(),
                    pictures.chart(measure).title(),
                    Notes.of(measure),
                    Map.of(measure.key(), pictures.chart(measure)),
                    List.of()));
        }
        for (int i = 0; i < tables.size(); i++) {
            sections.add(new StudyPage.Section(
                    "table-" + i, tables.get(i).caption(), "", Map.of(), List.of(tables.get(i))));
        }
        return new StudyPage(
                "How much capacity buys how much cap",
                response.scenario().title() + " · " + response.scenario().name(),
                answer,
                sections,
                assumptions,
                method(command));
    }

    private double hours() {
        return (response.phase().toSeconds() - response.phase().fromSeconds()) / 3600;
    }

    private Map<String, String> method(String command) {
        Map<String, String> method = new LinkedHashMap<>();
        method.put("Command", command);
        method.put("Points", Integer.toString(response.points().size()));
        method.put("Replications a point", Integer.toString(response.replications()));
        method.put("Seed", Long.toString(response.scenario().seed()));
        method.put(
                "Cells simulated",
                response.scenario().sampledCells() + " of "
                        + response.scenario().cells());
        method.put("GPUs owned before", Figures.fixed(response.owned(), 0));
        method.put("GPUs of the addition as planned", Figures.fixed(response.planned(), 0));
        method.put(
                "GPUs added",
                "as the simulated cells stand for them, which hold whole replicas only");
        method.put("Intervals", "95 %, Student t over replications, each point by itself");
        return method;
    }

    private String manifest(String command, Map<String, String> files) {
        return SummaryFiles.jsonText(json -> {
            json.writeStartObject();
            json.writeStringProperty("study", "respond");
            json.writeStringProperty("scenario", response.scenario().name());
            json.writeStringProperty("version", SavedFolder.version());
            json.writeStringProperty("command", command);
            json.writeNumberProperty("seed", response.scenario().seed());
            json.writeNumberProperty("replications", response.replications());
            json.writeNumberProperty("points", response.points().size());
            SavedFolder.writeFiles(json, files);
            json.writeBooleanProperty("complete", true);
            json.writeEndObject();
        });
    }
}
