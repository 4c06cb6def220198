package headroom.charts;

import headroom.charts.StudyPage.Section;
import headroom.page.JsonTree;
import headroom.page.ResultFolder;
import headroom.page.SavedFolder;
import headroom.page.SummaryFiles;
import headroom.page.Table;

import tools.jackson.core.JsonGenerator;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report of a study as files: {@code report.json}, the words, tables and numbers that it shows,
 * and what is made of these alone: {@code report.html} and each picture as SVG.
 */
public final class StudyFiles {
    private static final String DATA = "report.json";

    private StudyFiles() {}

    /** All files by their names. */
    public static Map<String, String> of(StudyPage page) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(DATA, SummaryFiles.jsonText(json -> write(json, page)));
        files.putAll(drawn(page));
        return files;
    }

    /** What people look at; it is made from the data alone. */
    private static Map<String, String> drawn(StudyPage page) {
        Map<String, String> drawn = new LinkedHashMap<>();
        page.pictures().forEach((name, picture) -> drawn.put(name + ".svg", picture.svg()));
        drawn.put("report.html", page.html());
        return drawn;
    }

    /** Each picture as PNG, by its name in a results folder: {@code charts/NAME.png}. */
    public static Map<String, byte[]> png(StudyPage page) {
        Map<String, byte[]> png = new LinkedHashMap<>();
        page.pictures()
                .forEach((name, picture) ->
                        png.put("charts/" + name + ".png", SvgPng.of(picture.svg())));
        return png;
    }

    /**
     * Makes the report of a study again from what it saved, byte by byte as it was.
     *
     * @throws IOException with every reason why it cannot be done
     */
    public static StudyPage rebuild(SavedFolder saved) throws IOException {
        StudyPage page = saved.read(
                List.of(DATA),
                () -> page(JsonTree.parse(Files.readString(saved.path().resolve(DATA)))));
        ResultFolder.replace(saved.path(), drawn(page));
        return page;
    }

    private static void write(JsonGenerator json, StudyPage page) {
        json.writeStartObject();
        json.writeStringProperty("title", page.title());
        json.writeStringProperty("subtitle", page.subtitle());
        PictureJson.texts(json, "answer", page.answer());
        json.writeArrayPropertyStart("sections");
        page.sections().forEach(section -> write(json, section));
        json.writeEndArray();
        PictureJson.texts(json, "assumptions", page.assumptions());
        json.writeObjectPropertyStart("method");
        page.method().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Section section) {
        json.writeStartObject();
        json.writeStringProperty("id", section.id());
        json.writeStringProperty("heading", section.heading());
        json.writeStringProperty("note", section.note());
        json.writeObjectPropertyStart("pictures");
        section.pictures().forEach((name, picture) -> {
            json.writeObjectPropertyStart(name);
            PictureJson.write(json, picture);
            json.writeEndObject();
        });
        json.writeEndObject();
        json.writeArrayPropertyStart("tables");
        for (Table table : section.tables()) {
            json.writeStartObject();
            json.writeStringProperty("caption", table.caption());
            PictureJson.texts(json, "heads", table.heads());
            json.writeArrayPropertyStart("rows");
            for (List<String> row : table.rows()) {
                json.writeStartArray();
                row.forEach(json::writeString);
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The page that was written. */
    static StudyPage page(JsonTree json) {
        return new StudyPage(
                json.text("title"),
                json.text("subtitle"),
                PictureJson.texts(json, "answer"),
                PictureJson.list(json, "sections", StudyFiles::section),
                PictureJson.texts(json, "assumptions"),
                json.at("method").texts());
    }

    private static Section section(JsonTree json) {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        json.at("pictures").entries().forEach((name, picture) -> {
            if (!ResultFolder.canName(name)) {
                throw new IllegalArgumentException(name + " cannot name a picture");
            }
            pictures.put(name, PictureJson.read(picture));
        });
        return new Section(
                json.text("id"),
                json.text("heading"),
                json.text("note"),
                pictures,
                PictureJson.list(json, "tables", StudyFiles::table));
    }

    private static Table table(JsonTree json) {
        return new Table(
                json.text("caption"),
                PictureJson.texts(json, "heads"),
                PictureJson.list(json, "rows", row -> row.list().stream()
                        .map(JsonTree::text)
                        .toList()));
    }
}
