package headroom.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.rng.RandomStream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class TraceTest {
    private static final String AZURE_HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
    private static final String VIDUR_HEADER = "arrived_at,num_prefill_tokens,num_decode_tokens\n";

    @TempDir
    private Path folder;

    private record Request(double arrivalSeconds, int inputTokens, int outputTokens) {}

    @Test
    void azureTimesStartAtTheFirstRecord() {
        List<Request> requests = read(
                TraceFormat.AZURE,
                AZURE_HEADER
                        + "2023-11-16 23:59:59.6805900,374,44\n"
                        + "2023-11-17 00:00:00.6805901,396,109\n"
                        + "2023-11-17 01:00:00,5,6\n");
        assertThat(requests)
                .containsExactly(
                        new Request(0, 374, 44),
                        new Request(1.0000001, 396, 109),
                        new Request(3600.31941, 5, 6));
    }

    @Test
    void csvMayHaveOtherColumnsOrdersAndLineEnds() {
        List<Request> requests = read(
                TraceFormat.AZURE,
                "\ufeffGeneratedTokens,user,\"TIMESTAMP\",ContextTokens,x\r\n"
                        + "44,\"a,\n\"\"b\"\"\",2024-02-29T12:00:00Z,374,\r\n"
                        + "\r\n"
                        + "45,c,2024-02-29 12:00:01.5+00:00, 375 ,y");
        assertThat(requests).containsExactly(new Request(0, 374, 44), new Request(1.5, 375, 45));
    }

    @Test
    void mooncakeAndVidurKeepTheirClock() {
        assertThat(read(
                        TraceFormat.MOONCAKE,
                        "{\"timestamp\": 27000, \"input_length\": 6758,"
                                + " \"output_length\": 500, \"hash_ids\": [0, 1, 2]}\n"
                                + "\n{\"more\": {\"timestamp\": 1}, \"output_length\": 2,"
                                + " \"input_length\": 1, \"timestamp\": 27000.5}\n"))
                .containsExactly(new Request(27, 6758, 500), new Request(27.0005, 1, 2));
        assertThat(read(TraceFormat.VIDUR, VIDUR_HEADER + "0.145534,125,49\n6.3e1,1201,396\n"))
                .containsExactly(new Request(0.145534, 125, 49), new Request(63, 1201, 396));
    }

    @Test
    void mooncakeNamesTheBlocksOfPrompts() {
        String start = "{\"timestamp\": 0, \"input_length\": 1, \"output_length\": 1";
        Path file = write(
                "blocks",
                start + ", \"hash_ids\": [7, 0, 2147483647]}" + start + "}" + start
                        + ", \"hash_ids\": []}");
        try (Trace trace = Trace.open(file, TraceFormat.MOONCAKE, 1)) {
            List<int[]> blocks = new ArrayList<>();
            while (trace.advance()) {
                blocks.add(trace.blocks());
            }
            assertThat(blocks)
                    .containsExactly(new int[] {7, 0, 2147483647}, new int[0], new int[0]);
        }
        for (String wrong : List.of("7", "[0, [1]]", "[-1]", "[2147483648]", "[1.5]", "[\"1\"]")) {
            Path bad = write("bad", start + ", \"hash_ids\": " + wrong + "}");
            assertThatExceptionOfType(TraceException.class)
                    .as(wrong)
                    .isThrownBy(() -> drain(Trace.open(bad, TraceFormat.MOONCAKE, 1)))
                    .withMessageContaining("block id");
        }
    }

    @Test
    void gzipIsToldByItsContent() throws IOException {
        Path file = folder.resolve("trace.csv");
        Files.write(file, SampleTrace.gzip(VIDUR_HEADER + "1,2,3\n"));
        assertThat(drain(Trace.open(file, TraceFormat.VIDUR, 1)))
                .containsExactly(new Request(1, 2, 3));
        Path named = write("plain.csv.gz", VIDUR_HEADER + "1,2,3\n");
        assertThat(drain(Trace.open(named, TraceFormat.VIDUR, 1)))
                .containsExactly(new Request(1, 2, 3));
    }

    @Test
    void theRateDividesTheTimes() {
        Path file = write("t.csv", VIDUR_HEADER + "1,2,3\n10,2,3\n");
        assertThat(drain(Trace.open(file, TraceFormat.VIDUR, 4)))
                .extracting(Request::arrivalSeconds)
                .containsExactly(0.25, 2.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trace.open(file, TraceFormat.VIDUR, 0));
    }

    @Test
    void jitterKeepsTheOrderOfTimeAndEveryRecord() {
        SplittableRandom random = new SplittableRandom(31);
        StringBuilder csv = new StringBuilder(VIDUR_HEADER);
        int n = 3_000;
        double[] raw = new double[n];
        double t = 0;
        for (int i = 0; i < n; i++) {
            t += random.nextInt(4) == 0 ? 3 : 0;
            raw[i] = t;
            csv.append(t).append(',').append(i + 1).append(",7\n");
        }
        Path file = write("t.csv", csv.toString());
        List<Request> requests =
                drain(Trace.openJittered(file, TraceFormat.VIDUR, 2, 10, AliasTableTest.stream(5)));
        assertThat(requests).hasSize(n);
        double last = 0;
        boolean[] seen = new boolean[n];
        int overtaken = 0;
        int before = 0;
        for (Request request : requests) {
            int index = request.inputTokens() - 1;
            assertThat(seen[index]).isFalse();
            seen[index] = true;
            assertThat(request.arrivalSeconds()).isGreaterThanOrEqualTo(last);
            last = request.arrivalSeconds();
            assertThat(2 * last - raw[index]).isBetween(-1e-9, 10 + 1e-9);
            overtaken += index < before ? 1 : 0;
            before = index;
        }
        assertThat(overtaken).isGreaterThan(n / 4);
        assertThat(requests)
                .isEqualTo(drain(Trace.openJittered(
                        file, TraceFormat.VIDUR, 2, 10, AliasTableTest.stream(5))));
    }

    @Test
    void recordsOfOneInstantStayInTheOrderOfTheFile() {
        RandomStream alwaysHalf = new MRG32k3a() {
            private static final long serialVersionUID = 1L;

            @Override
            public double nextDouble() {
                return 0.5;
            }
        };
        StringBuilder csv = new StringBuilder(VIDUR_HEADER);
        for (int i = 1; i <= 40; i++) {
            csv.append("0,").append(i).append(",1\n");
        }
        Path file = write("t.csv", csv + "100,41,1\n");
        assertThat(drain(Trace.openJittered(file, TraceFormat.VIDUR, 1, 10, alwaysHalf)))
                .extracting(Request::inputTokens)
                .isSorted()
                .hasSize(41);
    }

    @Test
    void zeroTokensAreRaisedToOneAndCounted() {
        Path file = write("t.csv", VIDUR_HEADER + "1,0,3\n2,3,0\n3,0,0\n4,1,1\n");
        try (Trace trace = Trace.open(file, TraceFormat.VIDUR, 1)) {
            List<Request> requests = new ArrayList<>();
            while (trace.advance()) {
                requests.add(current(trace));
            }
            assertThat(requests)
                    .containsExactly(
                            new Request(1, 1, 3),
                            new Request(2, 3, 1),
                            new Request(3, 1, 1),
                            new Request(4, 1, 1));
            assertThat(trace.raisedRecords()).isEqualTo(3);
            assertThat(trace.advance()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AZURE|''|is empty",
                "AZURE|TIMESTAMP,ContextTokens\\n|:1: no column GeneratedTokens",
                "AZURE|H2023-11-16 18:15:46,1,1\\n16.11.2023 18:15,1,1\\n|:3: timestamp is",
                "AZURE|H2023-11-31 18:15:46,1,1\\n|:2: timestamp is '2023-11-31 18:15:46'",
                "AZURE|H2023-11-16 18:15:60,1,1\\n|like 2023-11-16 18:15:46.6805900",
                "AZURE|H2023-11-16 18:15:46+02:00,1,1\\n|in UTC",
                "AZURE|H2023-11-16 18:15:46,1.5,1\\n|:2: ContextTokens is '1.5'",
                "AZURE|H2023-11-16 18:15:46,1,-1\\n|:2: GeneratedTokens is '-1'",
                "AZURE|H2023-11-16 18:15:46,1,2147483648\\n|whole number of tokens from 0 to",
                "AZURE|H2023-11-16 18:15:46,1\\n|:2: has 2 fields",
                "AZURE|H2023-11-16 18:15:46,1,234,10\\n|:2: has 4 fields; expected 3 as",
                "VIDUR|H1,1,1,,\\n2,1,1,9\\n|:3: has 4 fields; expected 3 as in the header",
                "AZURE|H2023-11-16 18:15:46,1,1\\n\\n2023-11-16 18:15:45,1,1\\n|:4: arrives at -1",
                "VIDUR|H1,1,1\\nNaN,1,1\\n|:3: arrived_at is 'NaN'",
                "VIDUR|H0x1p3,1,1\\n|:2: arrived_at is",
                "VIDUR|H1e999,1,1\\n|:2: arrived_at is",
                "VIDUR|H2,1,1\\n1,1,1\\n|:3: arrives at 1.0 s, before the record above it (2.0 s)",
                "MOONCAKE|M\\n[1]\\n|:2: found '['; expected a JSON object a line",
                "MOONCAKE|M\\n{\"timestamp\": 1}\\n|:2: no input_length",
                "MOONCAKE|M\\n{\"timestamp\": 1, \\n|is no valid JSON from column",
                "MOONCAKE|M\\n{\"timestamp\": \"1\"}\\n|:2: found '1'; expected timestamp",
                "MOONCAKE|M\\n{\"input_length\": 1.5}\\n|:2: found '1.5'; expected input_length",
                "MOONCAKE|M\\n{\"input_length\": 99999999999999999999}\\n|:2: found '9999",
                "MOONCAKE|{\"timestamp\":1,\"input_length\":-4,\"output_length\":1}|:1:"
                        + " input_length",
                "MOONCAKE|M\\nM\\nx|:3: is no valid JSON"
            })
    void malformedFilesSayWhereAndWhatWouldBeRight(
            TraceFormat format, String template, String message) {
        String header = format == TraceFormat.AZURE ? AZURE_HEADER : VIDUR_HEADER;
        String text = template.replace("\\n", "\n")
                .replace("H", header)
                .replace("M\n", "{\"timestamp\":0,\"input_length\":1,\"output_length\":1}\n");
        Path file = write("bad.txt", text);
        assertThatExceptionOfType(TraceException.class)
                .isThrownBy(() -> drain(Trace.open(file, format, 1)))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(message)
                .withMessageMatching("(?s).*(expected|in order).*")
                .satisfies(e -> assertThat(e.file()).isEqualTo(file.toString()));
    }

    @Test
    void damagedFilesAreToldFromMalformedOnes() throws IOException {
        StringBuilder csv = new StringBuilder(VIDUR_HEADER);
        SplittableRandom random = new SplittableRandom(32);
        for (int i = 0; i < 50_000; i++) {
            csv.append(i).append(',').append(random.nextInt(9_999)).append(",1\n");
        }
        byte[] whole = SampleTrace.gzip(csv.toString());
        Path cut = folder.resolve("cut.gz");
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        assertFails(cut, "cut off");
        byte[] damaged = whole.clone();
        for (int i = 0; i < 50; i++) {
            damaged[whole.length / 2 + i] ^= (byte) 0x55;
        }
        Path broken = folder.resolve("broken.gz");
        Files.write(broken, damaged);
        assertFails(broken, "broken.gz");
        Path tiny = folder.resolve("tiny.gz");
        Files.write(tiny, new byte[] {0x1f, (byte) 0x8b});
        assertFails(tiny, "cut off");
        assertFails(folder.resolve("missing.csv"), "no such file");
        assertFails(folder, "cannot be read");
    }

    @Test
    void mutatedTracesNeverFailOtherwise() {
        SplittableRandom random = new SplittableRandom(33);
        String[] texts = {
            AZURE_HEADER + "2023-11-16 18:15:46.68,374,44\n2023-11-16 18:15:50.99,396,109\n",
            "{\"timestamp\": 0, \"input_length\": 6758, \"output_length\": 500, \"h\": [1]}\n"
                    .repeat(2),
            VIDUR_HEADER + "0.145534,125,49\n0.630076,1201,396\n"
        };
        String alphabet = "\0\t\n\r\",;{}[]:-+.eE0129xZ\u20ac\ud83d\ude00";
        for (int trial = 0; trial < 3_000; trial++) {
            int kind = trial % 3;
            StringBuilder text = new StringBuilder(texts[kind]);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                int at = random.nextInt(text.length());
                char with = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, with);
                    case 1 -> text.insert(at, with);
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(9)));
                }
            }
            TraceFormat format = List.of(TraceFormat.AZURE, TraceFormat.MOONCAKE, TraceFormat.VIDUR)
                    .get(kind);
            Path file = write("mutated", text.toString());
            try {
                drain(Trace.open(file, format, 1));
            } catch (TraceException e) {
                assertThat(e).hasMessageStartingWith(file.toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE, traces/azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz, 19366, 3502, 1155/211",
        "MOONCAKE, traces/mooncake/conversation_trace.jsonl.gz, 12031, 3537, 12035/343",
        "VIDUR, serving/peers/conv_n2000_qps2.csv, 2000, 0, 0/0",
        "VIDUR, serving/peers/conv_n5000_qps4.csv, 5000, 0, 0/0"
    })
    void publicTracesReplayWhole(
            TraceFormat format, String name, int count, int lastSeconds, String means) {
        int input = Integer.parseInt(means.substring(0, means.indexOf('/')));
        int output = Integer.parseInt(means.substring(means.indexOf('/') + 1));
        Path file = Path.of("../shared").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: no " + file);
        List<Request> requests = drain(Trace.open(file, format, 1));
        assertThat(requests).hasSize(count);
        if (lastSeconds > 0) {
            assertThat(requests.get(count - 1).arrivalSeconds())
                    .isCloseTo(lastSeconds, within(1.0));
            assertThat(requests.stream()
                            .mapToInt(Request::inputTokens)
                            .average()
                            .orElseThrow())
                    .isCloseTo(input, within(1.0));
            assertThat(requests.stream()
                            .mapToInt(Request::outputTokens)
                            .average()
                            .orElseThrow())
                    .isCloseTo(output, within(1.0));
        }
    }

    private void assertFails(Path file, String message) {
        assertThatExceptionOfType(TraceException.class)
                .isThrownBy(() -> drain(Trace.open(file, TraceFormat.VIDUR, 1)))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(message);
    }

    private List<Request> read(TraceFormat format, String text) {
        return drain(Trace.open(write("trace", text), format, 1));
    }

    private Path write(String name, String text) {
        try {
            // half a surrogate pair becomes a question mark here, where writeString would throw
            return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Request> drain(Trace trace) {
        try (trace) {
            List<Request> requests = new ArrayList<>();
            while (trace.advance()) {
                requests.add(current(trace));
            }
            return requests;
        }
    }

    private static Request current(Trace trace) {
        return new Request(trace.arrivalSeconds(), trace.inputTokens(), trace.outputTokens());
    }
}
