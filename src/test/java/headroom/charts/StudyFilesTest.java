package headroom.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Limit;
import headroom.charts.CurveChart.Point;
import headroom.page.JsonTree;
import headroom.page.SavedFolder;
import headroom.page.SummaryFiles;
import headroom.page.Table;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/** The report of a study is made of its data alone, whatever it shows. */
final class StudyFilesTest {
    @TempDir
    private Path folder;

    private static CurveChart curves() {
        List<Point> points = List.of(
                new Point(0.1, 1, 0.9, 1.1),
                new Point(1.0 / 3, Double.NaN, Double.NaN, Double.NaN),
                new Point(7, 2, Double.NaN, Double.NaN));
        return new CurveChart(
                "a < b & \"c\"",
                "how",
                new Axis("x [s]", true, false),
                new Axis("y", false, true, List.of("no", "yes")),
                List.of(new Curve("line", points, true), new Curve("dots", points, false)),
                List.of(new Limit("bound", 1.5)));
    }

    private static StudyPage page() {
        TornadoChart tornado = new TornadoChart(
                "bars",
                "how",
                "change [%]",
                List.of(new TornadoChart.Row(
                        "x", List.of(new TornadoChart.Bar("1", -10, -12, Double.NaN)))));
        IntervalChart intervals = new IntervalChart(
                "differences",
                "how",
                List.of(
                        new IntervalChart.Row("p99", "1 ± 2 s", 1, -1, 3, false),
                        new IntervalChart.Row("none", "", Double.NaN, 0, 0, true)));
        Curve line =
                new Curve("by hand", List.of(new Point(0, 1, 1, 1), new Point(7, 2, 2, 2)), true);
        Panels panels = new Panels(
                "all",
                "of what",
                List.of("note"),
                List.of(new Panels.Panel(curves(), List.of("a", "b"), List.of(line))),
                List.of(new Limit("planned", 3)));
        Map<String, Picture> pictures = new LinkedHashMap<>();
        pictures.put("together", panels);
        pictures.put("by-x", curves());
        pictures.put("alone", tornado);
        pictures.put("differences", intervals);
        Map<String, String> method = new LinkedHashMap<>();
        method.put("Seed", "1");
        method.put("Command", "sweep \u00e4 'b'");
        Table table = new Table("points", List.of("x", "y"), List.of(List.of("1", "2 ± 1")));
        return new StudyPage(
                "How far?",
                "a · b",
                List.of("Far.", "So far ± 1."),
                List.of(
                        new StudyPage.Section("one", "One", "", pictures, List.of()),
                        new StudyPage.Section("two", "Two", "note", Map.of(), List.of(table))),
                List.of("pue 1.2 (assumed)"),
                method);
    }

    private void write(String version) throws IOException {
        Map<String, String> files = new LinkedHashMap<>(StudyFiles.of(page()));
        files.put("manifest.json", SummaryFiles.jsonText(json -> {
            json.writeStartObject();
            json.writeStringProperty("study", "sweep");
            json.writeStringProperty("version", version);
            SavedFolder.writeFiles(json, StudyFiles.of(page()));
            json.writeBooleanProperty("complete", true);
            json.writeEndObject();
        }));
        for (Map.Entry<String, String> each : files.entrySet()) {
            Files.writeString(folder.resolve(each.getKey()), each.getValue());
        }
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.sorted().toList()) {
                found.put(each.getFileName().toString(), Files.readString(each));
            }
        }
        return found;
    }

    @Test
    void whatIsWrittenReadsBack() {
        String json = StudyFiles.of(page()).get("report.json");
        assertThat(StudyFiles.page(JsonTree.parse(json))).isEqualTo(page());
    }

    @Test
    void rebuiltByteByByte() throws IOException {
        write(SavedFolder.version());
        Map<String, String> before = read();
        assertThat(before).hasSize(1 + 1 + 4 + 1);
        Files.delete(folder.resolve("report.html"));
        Files.delete(folder.resolve("alone.svg"));
        Files.writeString(folder.resolve("by-x.svg"), "something else");
        assertThat(StudyFiles.rebuild(SavedFolder.open(folder))).isEqualTo(page());
        assertThat(read()).isEqualTo(before);
    }

    /** Data that are not as they were written make no report, and the one that is there stays. */
    @Test
    void whatIsDamagedIsToldAndNotShown() throws IOException {
        write("9");
        Path data = folder.resolve("report.json");
        String text = Files.readString(data);
        Files.writeString(data, text.substring(0, text.length() / 2));
        Map<String, String> before = read();
        assertThatThrownBy(() -> StudyFiles.rebuild(SavedFolder.open(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        folder + ": no report can be made from this folder",
                        "made by version 9, this is " + SavedFolder.version(),
                        "report.json was changed or cut short");
        assertThat(read()).isEqualTo(before);
        Files.delete(data);
        assertThatThrownBy(() -> StudyFiles.rebuild(SavedFolder.open(folder)))
                .hasMessageContaining("report.json is missing");
    }

    /** No name leads out of the folder. */
    @Test
    void aPictureIsNamedInItsFolder() {
        String json = StudyFiles.of(page()).get("report.json").replace("\"alone\"", "\"../up\"");
        assertThatThrownBy(() -> StudyFiles.page(JsonTree.parse(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("../up cannot name a picture");
    }

    /** Each shape lies in the PNG where the SVG has it, in its colour on white. */
    @Test
    void picturesAsPng() throws IOException {
        Map<String, byte[]> png = StudyFiles.png(page());
        assertThat(new ArrayList<>(png.keySet()))
                .containsExactly(
                        "charts/together.png",
                        "charts/by-x.png",
                        "charts/alone.png",
                        "charts/differences.png");
        for (byte[] each : png.values()) {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(each));
            assertThat(picture.getWidth()).isEqualTo(1600);
            assertThat(picture.getRGB(0, 0)).isEqualTo(0xffffffff);
            assertThat(picture.getRGB(1599, picture.getHeight() - 1)).isEqualTo(0xffffffff);
        }
        // 720 wide: the first point stands at 64; two names reach from -0.5 to 1.5, drawn from 288
        // up to 52, so that 1 stands at 288 - 236 * 0.75 = 111
        BufferedImage curve = ImageIO.read(new ByteArrayInputStream(png.get("charts/by-x.png")));
        double scale = 1600 / 720.0;
        int blue = 0xff0067a8;
        int orange = 0xffc24700;
        assertThat(curve.getHeight()).isEqualTo((int) Math.round((340 + 22) * scale));
        assertThat(curve.getRGB((int) (68 * scale), (int) (344 * scale))).isEqualTo(blue);
        assertThat(curve.getRGB((int) (64 * scale), (int) (111 * scale))).isEqualTo(orange);
        // a bar is three quarters of its colour on white: 0.75 * (0, 103, 168) + 0.25 * 255
        BufferedImage bars = ImageIO.read(new ByteArrayInputStream(png.get("charts/alone.png")));
        int middle = bars.getRGB((int) (650 * scale), (int) (57 * scale)) & 0xffffff;
        assertThat(List.of(middle >> 16, middle >> 8 & 255, middle & 255))
                .containsExactly(64, 141, 190);
        // and has no edge: the narrower rule wins over the later one
        assertThat(IntStream.range(0, 1600 * bars.getHeight())
                        .map(i -> bars.getRGB(i % 1600, i / 1600)))
                .doesNotContain(blue);
    }
}
