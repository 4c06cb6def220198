package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

import javax.imageio.ImageIO;

/** PNG files of charts: one for each that has anything in it, light, with lines and words. */
final class ChartPngTest {
    @Test
    void eachChartIsAPicture() throws IOException {
        Map<String, byte[]> files = ChartPng.all(Runs.withAddition());
        assertThat(files)
                .containsKeys(
                        "charts/demand.png",
                        "charts/caps.png",
                        "charts/ttft.png",
                        "charts/power.png",
                        "charts/outcomes-pro.png");
        for (String file : files.keySet()) {
            BufferedImage picture = read(files, file);
            assertThat(picture.getWidth()).isEqualTo(1600);
            assertThat(picture.getRGB(2, 2)).isEqualTo(0xffffffff);
            assertThat(ink(picture, 0, 90)).as("title of " + file).isGreaterThan(200);
            assertThat(ink(picture, 90, 650)).as("marks of " + file).isGreaterThan(2000);
        }
        BufferedImage caps = read(files, "charts/caps.png");
        assertThat(count(caps, 0xff0067a8)).as("the line of caps").isGreaterThan(500);
        assertThat(count(caps, 0xffc24700)).as("the multiplier").isGreaterThan(200);
    }

    @Test
    void nothingRecordedIsNoPicture() throws IOException {
        assertThat(ChartPng.all(Runs.empty())).isEmpty();
    }

    private static BufferedImage read(Map<String, byte[]> files, String name) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(files.get(name)));
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
