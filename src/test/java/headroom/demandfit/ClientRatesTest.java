package headroom.demandfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.demandfit.DemandFit.Format;
import headroom.scenario.ScenarioFile;
import headroom.workload.TraceException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of clients of which everything is known by hand. */
class ClientRatesTest {
    private static final String EVEN = "10,11,15,20,30,50,80,100,120,150,200";

    @TempDir
    private Path folder;

    private final StringBuilder rates =
            new StringBuilder("model,client,window_start_s,rate_rps,cv\n");
    private final StringBuilder tokens = new StringBuilder();

    @BeforeEach
    void header() {
        tokens.append("model,client,window_start_s,field,");
        tokens.append("q0,q1,q5,q10,q25,q50,q75,q90,q95,q99,q100\n");
    }

    private ClientRatesTest window(String client, double start, double rate) {
        rates.append("m,%s,%s,%s,1\n".formatted(client, start, rate));
        return this;
    }

    private ClientRatesTest tokens(String client, double start, String quantiles) {
        for (String field : new String[] {"input_tokens", "output_tokens"}) {
            tokens.append("m,%s,%s,%s,%s\n".formatted(client, start, field, quantiles));
        }
        return this;
    }

    private void write() throws IOException {
        Files.writeString(folder.resolve("client_windows.csv"), rates);
        Files.writeString(folder.resolve("client_token_quantiles.csv"), tokens);
    }

    private Recording read() throws IOException {
        write();
        return ClientRates.read(folder, "m");
    }

    private DemandFit fit() throws IOException {
        write();
        return DemandFit.to(new DemandFit.Source(folder, Format.SERVEGEN, "m"), 1, 2, x -> {});
    }

    /** Of every second window nothing is told: no hour is whole, and what is known is fitted. */
    @Test
    void whatGapsCutIsLeftOut() throws IOException {
        for (int i = 0; i < 30; i++) {
            window("a", 1200 * i, 1 + i % 3);
        }
        tokens("a", 0, EVEN);
        Recording recording = read();
        assertThat(recording.windowSeconds()).containsExactly(1.0, 10.0, 60.0, 600.0);
        assertThat(recording.notes())
                .contains(
                        "1 h is left out: 0 windows of it are without a gap; 5 are needed",
                        "29 windows of 10 min in which nobody asks are left out");
        // counts 600, 1200, 1800 ten times each: mean 1200, variance 20 / 29 x 600^2
        assertThat(recording.indices()[3]).isCloseTo(20 / 29.0 * 300, within(1e-9));
        DemandFit fit = fit();
        assertThat(fit.goodness().dispersionErrors()).doesNotContain(Double.NaN);
        // was 1.02: the fit ended where it began, with the index of an hour unknown
        assertThat(fit.modulation().dispersion(2, 600)).isGreaterThan(100);
    }

    /** A record that begins on some date is as long as it is, and its hours begin with it. */
    @Test
    void timeCountsFromTheFirstWindow() throws IOException {
        double start = 1_699_999_800;
        for (int i = 0; i < 2 * 168 * 6; i++) {
            window("a", start + 600 * i, i % (168 * 6) < 6 ? 4 : 2);
        }
        Recording recording = tokens("a", start, EVEN).read();
        assertThat(recording.lengthSeconds()).isEqualTo(2 * 168 * 3600.0);
        double[] hours = recording.hours();
        assertThat(hours).isNotNull();
        assertThat(hours[0] / hours[100]).isGreaterThan(1.9);
        assertThat(recording.notes()).noneMatch(n -> n.contains("left out"));
    }

    @Test
    void sharesOfFewClientsAreOfAllOfThem() throws IOException {
        for (int i = 0; i < 12; i++) {
            window("a", 600 * i, 3).window("b", 600 * i, 1);
        }
        tokens("a", 0, EVEN).tokens("b", 0, EVEN);
        assertThat(fit().table())
                .anyMatch(line -> line.matches("top 1 +0\\.750 +0\\.7[45]\\d"))
                .anyMatch(line -> line.matches("top 5 +1\\.000 +1\\.000"));
    }

    @Test
    void clientsGetNamesThatAScenarioTakes() throws IOException {
        for (int i = 0; i < 12; i++) {
            window("a b: c#d", 600 * i, 3).window("a b: c/d", 600 * i, 1);
        }
        DemandFit fit = tokens("a b: c#d", 0, EVEN).tokens("a b: c/d", 0, EVEN).fit();
        assertThat(fit.demand()).contains("name: client-a-b--c-d\n", "name: client-a-b--c-d-2\n");
        assertThat(ScenarioFile.parse("fit", fit.scenario()).scenario()).isPresent();
    }

    private void assertRefused(String words) {
        assertThatThrownBy(this::read)
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(words);
        rates.delete(rates.indexOf("\n") + 1, rates.length());
        tokens.delete(tokens.indexOf("\n") + 1, tokens.length());
    }

    @Test
    void whatCannotBeFittedIsToldForWhatItIs() {
        assertRefused("client_windows.csv: no rows; expected the columns model, client");
        window("a", 0, 1).tokens("a", 0, EVEN);
        assertRefused("1 windows of 10 min of 'm', with 600 requests; expected at least 5");
        for (int i = 0; i < 12; i++) {
            window("a", 600 * i, 0);
        }
        tokens("a", 0, EVEN);
        assertRefused("12 windows of 10 min of 'm', with 0 requests");
        window("a", 0, 1).window("a", 1e15, 1).tokens("a", 0, EVEN);
        assertRefused("covers 1.16e+10 days; at most 3660 can be fitted");
        for (int i = 0; i < 12; i++) {
            window("a", 600 * i, 1);
        }
        tokens("a", 0, "10,11,15,20,30,25,80,100,120,150,200");
        assertRefused("client_token_quantiles.csv:2: q50 is '25'; at least q25 is needed");
    }
}
