package headroom.report;

import headroom.page.Browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes the pictures of a report that documents show: the answer, what limits what and the charts,
 * in light and dark, from a results folder into another folder. See {@code
 * src/bench/sh/screenshots.sh}.
 */
public final class Screenshots {
    private static final int WIDTH = 1080;

    private Screenshots() {}

    public static void main(String[] arguments) throws IOException {
        Path report = Path.of(arguments[0]).resolve("report.html").toAbsolutePath();
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Path chromium = Browser.executable()
                .orElseThrow(() -> new IOException("no Chromium on the path; name one with"
                        + " -Dheadroom.chromium=FILE"));
        try (Browser browser = Browser.start(chromium)) {
            for (String scheme : new String[] {"light", "dark"}) {
                Browser.Tab tab = browser.open(report, WIDTH, 720);
                tab.emulate("screen", scheme);
                take(tab, folder, "report-answer-" + scheme, "document.body", 560);
                String binds = "document.getElementById('binds')";
                take(tab, folder, "report-binds-" + scheme, binds, 640);
                String course = "document.getElementById('chart-caps')"
                        + " ?? document.getElementById('course')";
                take(tab, folder, "report-charts-" + scheme, course, 860);
            }
        }
    }

    /** The window from an element on. */
    private static void take(
            Browser.Tab tab, Path folder, String name, String element, int height)
            throws IOException {
        tab.resize(WIDTH, height);
        tab.eval("(e => e && scrollTo({top: e.getBoundingClientRect().top + scrollY - 12,"
                + " behavior: 'instant'}))(" + element + ")");
        tab.frames();
        Path file = folder.resolve(name + ".png");
        Files.write(file, tab.picture());
        System.out.println(file + " " + Files.size(file) / 1024 + " KiB");
    }
}
