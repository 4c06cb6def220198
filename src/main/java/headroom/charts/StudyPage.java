package headroom.charts;

import com.samskivert.mustache.Mustache;

import headroom.page.PageFrame;
import headroom.page.Table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report of a study as one HTML file that needs no network and no script: the answer in words,
 * then sections of pictures and tables, then assumptions and method.
 *
 * @param title what was asked
 * @param subtitle scenario, run and what was varied, in a line
 * @param answer the answer in sentences, the most important first
 * @param sections pictures and tables
 * @param assumptions values that nobody published, with their grades
 * @param method by what the numbers were made, name and value in turn of the page
 */
public record StudyPage(
        String title,
        String subtitle,
        List<String> answer,
        List<Section> sections,
        List<String> assumptions,
        Map<String, String> method) {
    public StudyPage {
        answer = List.copyOf(answer);
        sections = List.copyOf(sections);
        assumptions = List.copyOf(assumptions);
        method = Collections.unmodifiableMap(new LinkedHashMap<>(method));
    }

    /**
     * A part of the page.
     *
     * @param id anchor, of letters, digits and dashes
     * @param heading what it shows
     * @param note how to read it; may be empty
     * @param pictures by the names of their files, without an ending
     * @param tables tables below them
     */
    public record Section(
            String id,
            String heading,
            String note,
            Map<String, Picture> pictures,
            List<Table> tables) {
        public Section {
            pictures = Collections.unmodifiableMap(new LinkedHashMap<>(pictures));
            tables = List.copyOf(tables);
        }
    }

    /** The pictures of all sections, by the names of their files, without an ending. */
    Map<String, Picture> pictures() {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        sections.forEach(section -> pictures.putAll(section.pictures()));
        return pictures;
    }

    /** The page as HTML. */
    String html() {
        List<String> all = new ArrayList<>(List.of(PageFrame.style()));
        pictures().values().stream().map(Picture::style).distinct().forEach(all::add);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("policy", PageFrame.policy(List.of(), all));
        page.put("style", PageFrame.style());
        page.put("title", title);
        page.put("subtitle", subtitle);
        page.put("lead", answer.isEmpty() ? "No answer was worded." : unbroken(answer.get(0)));
        page.put("sentences", answer.stream().skip(1).map(StudyPage::unbroken).toList());
        page.put("sections", sections.stream().map(StudyPage::section).toList());
        page.put("assumptions", assumptions);
        page.put("noAssumptions", assumptions.isEmpty());
        List<Object> facts = new ArrayList<>();
        method.forEach((name, value) -> facts.add(Map.of("name", name, "value", value)));
        page.put("method", facts);
        return Mustache.compiler()
                .strictSections(true)
                .compile(PageFrame.resource(StudyPage.class, "study.mustache"))
                .execute(page);
    }

    private static Map<String, Object> section(Section section) {
        return Map.of(
                "id", section.id(),
                "heading", section.heading(),
                "note", section.note(),
                "noted", !section.note().isEmpty(),
                "pictures",
                        section.pictures().values().stream().map(Picture::svg).toList(),
                "tables", section.tables().stream().map(StudyPage::table).toList());
    }

    private static Map<String, Object> table(Table table) {
        List<Object> heads = new ArrayList<>();
        for (int c = 0; c < table.heads().size(); c++) {
            heads.add(Map.of("text", table.heads().get(c), "style", c == 0 ? "" : "n"));
        }
        List<Object> rows = new ArrayList<>();
        for (List<String> row : table.rows()) {
            List<String> cells = row.stream().map(StudyPage::unbroken).toList();
            rows.add(Map.of("head", cells.get(0), "cells", cells.subList(1, cells.size())));
        }
        return Map.of("caption", table.caption(), "heads", heads, "rows", rows);
    }

    /** Keeps a number and its half-width on one line. */
    private static String unbroken(String text) {
        return text.replace(" ± ", "\u00a0±\u00a0");
    }
}
