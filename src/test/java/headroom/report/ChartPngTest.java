package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

/** PNG files of charts: one for each that has anything in it, light, with lines and words. */
final class ChartPngTest {
    @TempDir
    private Path folder;

    @Test
    void eachChartIsAPicture() throws IOException {
        List<Path> files = ChartPng.write(Runs.withAddition(), folder);
        assertThat(files.stream().map(each -> each.getFileName().toString()))
                .contains("demand.png", "caps.png", "ttft.png", "power.png", "outcomes-pro.png");
        for (Path file : files) {
            BufferedImage picture = ImageIO.read(file.toFile());
            assertThat(picture.getWidth()).isEqualTo(1600);
            assertThat(picture.getRGB(2, 2)).isEqualTo(0xffffffff);
            assertThat(ink(picture, 0, 90)).as("title of " + file).isGreaterThan(200);
            assertThat(ink(picture, 90, 650)).as("marks of " + file).isGreaterThan(2000);
        }
        BufferedImage caps = ImageIO.read(folder.resolve("charts/caps.png").toFile());
        assertThat(count(caps, 0xff0067a8)).as("the line of caps").isGreaterThan(500);
        assertThat(count(caps, 0xffc24700)).as("the multiplier").isGreaterThan(200);
    }

    @Test
    void nothingRecordedIsNoPicture() throws IOException {
        assertThat(ChartPng.write(Runs.empty(), folder)).isEmpty();
    }

    /** Pixels darker than grid and shades. */
    private static int ink(BufferedImage picture, int from, int to) {
        int dark = 0;
        for (int y = from; y < to; y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int rgb = picture.getRGB(x, y);
                dark += (rgb >> 16 & 255) < 150 || (rgb & 255) < 150 ? 1 : 0;
            }
        }
        return dark;
    }

    private static int count(BufferedImage picture, int colour) {
        int found = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                found += picture.getRGB(x, y) == colour ? 1 : 0;
            }
        }
        return found;
    }
}
