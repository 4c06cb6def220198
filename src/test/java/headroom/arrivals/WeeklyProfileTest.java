package headroom.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

class WeeklyProfileTest {
    private static final Path RATES = Path.of("../shared/traces/azure-llm-2024-digitised");
    private static final Path RESOURCES = Path.of("src/main/resources/headroom/arrivals");
    private static final double HOUR = 3600;

    @ParameterizedTest
    @ValueSource(strings = {"flat", "azure-2024-coding", "azure-2024-conversation"})
    void theMeanOverAWeekIsOne(String name) {
        WeeklyProfile profile = WeeklyProfile.named(name).withAmplitude(0.7).shiftedBy(1234);
        double sum = 0;
        int minutes = 168 * 60;
        for (int i = 0; i < minutes; i++) {
            sum += profile.at(i * 60.0 + 34);
        }
        assertThat(sum / minutes).isCloseTo(1, within(1e-6));
    }

    @Test
    void itIsLinearBetweenTheCentresOfTheHours() {
        double[] hours = new double[168];
        Arrays.setAll(hours, i -> i % 2 == 0 ? 2 : 0);
        hours[0] = 3;
        hours[2] = 1;
        WeeklyProfile profile = WeeklyProfile.ofHours(hours);
        assertThat(profile.at(0.5 * HOUR)).isEqualTo(3);
        assertThat(profile.at(1.5 * HOUR)).isEqualTo(0);
        assertThat(profile.at(0.75 * HOUR)).isCloseTo(2.25, within(1e-12));
        // over the seam from Sunday 23:30 (0) to Monday 00:30 (3)
        assertThat(profile.at(0)).isCloseTo(1.5, within(1e-12));
        assertThat(profile.at(168 * HOUR)).isCloseTo(1.5, within(1e-12));
        assertThat(profile.at(-0.25 * HOUR)).isCloseTo(0.75, within(1e-9));
        assertThat(profile.at(Math.nextDown(0.5 * HOUR))).isCloseTo(3, within(1e-9));
    }

    @Test
    void weeksRepeatForwardsAndBackwards() {
        WeeklyProfile profile = WeeklyProfile.named("azure-2024-coding");
        for (double t = 0; t < 168 * HOUR; t += 977) {
            double here = profile.at(t);
            assertThat(profile.at(t + 3 * WeeklyProfile.WEEK_SECONDS))
                    .isCloseTo(here, within(1e-9));
            assertThat(profile.at(t - 2 * WeeklyProfile.WEEK_SECONDS))
                    .isCloseTo(here, within(1e-9));
        }
    }

    @Test
    void aShiftMakesEverythingLater() {
        WeeklyProfile profile = WeeklyProfile.named("azure-2024-conversation");
        WeeklyProfile later = profile.shiftedBy(3 * HOUR).shiftedBy(HOUR);
        assertThat(later.at(100 * HOUR)).isCloseTo(profile.at(96 * HOUR), within(1e-12));
    }

    @Test
    void amplitudeScalesTheDistanceFromOne() {
        WeeklyProfile profile = WeeklyProfile.named("azure-2024-coding");
        for (int hour = 0; hour < 168; hour++) {
            double t = (hour + 0.5) * HOUR;
            assertThat(profile.withAmplitude(0.5).at(t) - 1)
                    .isCloseTo(0.5 * (profile.at(t) - 1), within(1e-12));
            assertThat(profile.withAmplitude(0).at(t)).isEqualTo(1);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile.withAmplitude(1.2))
                .withMessageContaining("negative");
    }

    /** Peaks: hour 67 is Wednesday 19:00 UTC, hour 14 is Monday 14:00 UTC. */
    @ParameterizedTest
    @CsvSource({"azure-2024-coding, 3.02, 0.10, 67", "azure-2024-conversation, 1.66, 0.47, 14"})
    void theBuiltInShapesHaveTheirKnownPeaks(String name, double peak, double trough, int when) {
        WeeklyProfile profile = WeeklyProfile.named(name);
        int best = 0;
        double least = 9;
        for (int hour = 0; hour < 168; hour++) {
            best = profile.hour(hour) > profile.hour(best) ? hour : best;
            least = Math.min(least, profile.hour(hour));
        }
        assertThat(best).isEqualTo(when);
        assertThat(profile.hour(best)).isCloseTo(peak, within(0.005));
        assertThat(least).isCloseTo(trough, within(0.005));
        double weekend = 0;
        for (int hour = 120; hour < 168; hour++) {
            weekend += profile.hour(hour) / 48;
        }
        assertThat(weekend).isLessThan(0.7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coding", "conversation"})
    void theBuiltInShapesAreThoseOfThePublishedRates(String service) throws IOException {
        Path rates =
                RATES.resolve("azure2024_" + service + "_invocations_per_minute_15min_bins.csv");
        Assumptions.assumeTrue(Files.exists(rates), "skipped: no " + rates);
        List<String> bins = Files.readAllLines(rates, StandardCharsets.UTF_8);
        double[] hours = hoursOf(bins.subList(1, bins.size()));
        Path resource = RESOURCES.resolve("azure-2024-" + service + ".csv");
        String expected = resourceText(service, WeeklyProfile.ofHours(hours));
        if (Boolean.getBoolean("headroom.regenerate")) {
            Files.createDirectories(RESOURCES);
            Files.writeString(resource, expected, StandardCharsets.UTF_8);
        }
        assertThat(Files.readString(resource, StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void refusesWhatIsNoWeek() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeeklyProfile.ofHours(new double[24]))
                .withMessageContaining("168");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeeklyProfile.ofHours(new double[168]));
        double[] negative = new double[168];
        negative[5] = -1;
        assertThatIllegalArgumentException().isThrownBy(() -> WeeklyProfile.ofHours(negative));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeeklyProfile.named("azure"))
                .withMessageContaining("azure-2024-coding");
        assertThat(WeeklyProfile.names()).contains("flat");
    }

    /** Mean of the bins of each hour of the week, whatever day the record begins on. */
    private static double[] hoursOf(List<String> bins) {
        double[] sums = new double[168];
        int[] counts = new int[168];
        for (String bin : bins) {
            String[] fields = bin.split(",", -1);
            LocalDate date = LocalDate.parse(fields[1].substring(0, 10));
            int hourOfDay = Integer.parseInt(fields[1].substring(11, 13));
            int hour = 24 * (date.getDayOfWeek().getValue() - 1) + hourOfDay;
            sums[hour] += Double.parseDouble(fields[2]);
            counts[hour]++;
        }
        for (int hour = 0; hour < 168; hour++) {
            assertThat(counts[hour]).as("bins in hour %s", hour).isPositive();
            sums[hour] /= counts[hour];
        }
        return sums;
    }

    private static String resourceText(String service, WeeklyProfile profile) {
        StringBuilder text = new StringBuilder();
        text.append("# Weekly shape of the ").append(service);
        text.append(
                " service of Azure: mean invocation rate of each hour over that of the week.\n");
        text.append("# Hour 0 is Monday 00:00-01:00 UTC. One week of May 2024, in 15-minute bins ");
        text.append("read off the published plots.\n");
        text.append("# Source: AzurePublicDataset, AzureLLMInferenceDataset2024, CC-BY-4.0; ");
        text.append("Stojkovic et al., DynamoLLM, HPCA 2025.\n");
        text.append("hour,factor\n");
        for (int hour = 0; hour < 168; hour++) {
            text.append(String.format(Locale.ROOT, "%d,%.5f%n", hour, profile.hour(hour))
                    .replace("\r", ""));
        }
        return text.toString();
    }
}
