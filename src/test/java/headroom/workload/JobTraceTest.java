package headroom.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import headroom.workload.JobTrace.Format;
import headroom.workload.JobTrace.Job;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

class JobTraceTest {
    private static final Path SHARED = Path.of("../shared/traces");
    private static final String REST = " -1 -1 -1 -1 -1\n";

    @TempDir
    private Path folder;

    private JobTrace read(Format format, String text) throws IOException {
        return JobTrace.read(
                Files.writeString(folder.resolve("jobs"), text, StandardCharsets.ISO_8859_1),
                format);
    }

    private List<String> problems(Format format, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("jobs"), text);
        TraceException told =
                catchThrowableOfType(TraceException.class, () -> JobTrace.read(file, format));
        String prefix = file.toString();
        return Arrays.stream(told.getMessage().split("\n", -1))
                .map(line -> {
                    assertThat(line).startsWith(prefix);
                    return line.substring(prefix.length());
                })
                .toList();
    }

    private static List<Job> jobs(JobTrace trace) {
        return IntStream.range(0, trace.size()).mapToObj(trace::job).toList();
    }

    @Test
    void standardWorkloadsKeepWhatReplaysNeed() throws IOException {
        JobTrace trace = read(
                Format.SWF,
                "; Version: 2.2\n; Installation: \u00e9\n\n"
                        + "1 100 5 60 8 59.5 -1 16 3600 -1 1 7 2" + REST
                        + "2 40 -1 30 4 -1 -1 -1 -1 -1 -1 -1 -1" + REST
                        + "  3\t100 -1 0 1 -1 -1 0 0 -1 0 7 3" + REST);
        assertThat(jobs(trace))
                .containsExactly(
                        new Job(40, 4, 30, Double.NaN, "", "", JobTrace.UNTOLD),
                        new Job(100, 16, 60, 3600, "2", "7", JobTrace.UNTOLD),
                        new Job(100, 1, 0, Double.NaN, "3", "7", JobTrace.UNTOLD));
        assertThat(trace.groups()).containsExactly("", "2", "3");
        assertThat(trace.group(2)).isEqualTo(2);
        assertThat(trace.user(2)).isEqualTo(trace.user(1)).isEqualTo(1);
        assertThat(trace.skippedJobs()).isZero();
    }

    @Test
    void jobsOfUnknownSizeOrTimeAreCounted() throws IOException {
        JobTrace trace = read(
                Format.SWF,
                "1 0 -1 -1 8 -1 -1 8 -1 -1 5 1 1" + REST
                        + "2 1 -1 9 -1 -1 -1 -1 -1 -1 5 1 1" + REST
                        + "3 2 -1 9 2 -1 -1 -1 -1 -1 1 1 1" + REST
                        + "4 3 -1 -1 2 -1 -1 -1 -1 -1 0 1 2" + REST);
        assertThat(trace.size()).isEqualTo(1);
        assertThat(trace.skippedJobs()).isEqualTo(3);
        assertThat(trace.ofGroup("1").skippedJobs()).isEqualTo(2);
        assertThat(trace.ofGroup("2").skippedJobs()).isEqualTo(1);
        assertThat(trace.ofGroup("3").skippedJobs()).isZero();
    }

    @Test
    void mistakesOfAStandardWorkloadAreToldTogether() throws IOException {
        String text = "; c\n1 0 -1 3 1\n"
                + "2 x -1 3 1 -1 -1 -1 -9 -1 1 1 1" + REST
                + "3 -1 -1 3 1 -1 -1 -1 -1 -1 1 1 1" + REST
                + "4 0 -1 3 1.5 -1 -1 -1 -1 -1 1 1 1" + REST;
        assertThat(problems(Format.SWF, text))
                .containsExactly(
                        ":2: has 5 fields; expected 18",
                        ":3: field 2, submit time, is 'x'; expected a number, or -1 where"
                                + " unknown",
                        ":3: field 9, requested time, is '-9'; expected a number, or -1 where"
                                + " unknown",
                        ":4: submit time is unknown; expected seconds of at least 0",
                        ":5: has 1.5 processors; expected a whole number");
    }

    @Test
    void tablesHaveTheirColumnsAnywhere() throws IOException {
        JobTrace trace = read(
                Format.CSV,
                "gpus,x,duration_min,arrival,vc,estimate_h,priority,user\n"
                        + "8,?,2,100,a,1,3,u\n"
                        + "1,?,0.5,20.5,b,,-1,\n"
                        + "2,?,1,100,a,2,,u\n");
        assertThat(jobs(trace))
                .containsExactly(
                        new Job(20.5, 1, 30, Double.NaN, "b", "", -1),
                        new Job(100, 8, 120, 3600, "a", "u", 3),
                        new Job(100, 2, 60, 7200, "a", "u", JobTrace.UNTOLD));
        JobTrace part = trace.ofGroup("a");
        assertThat(jobs(part)).isEqualTo(jobs(trace).subList(1, 3));
        assertThat(part.groups()).containsExactly("a");
        assertThat(trace.ofGroup("c").size()).isZero();
    }

    @Test
    void mistakesOfATableAreToldTogether() throws IOException {
        String text = "arrival,gpus,duration,estimate\n"
                + "-1,1,3,4\n"
                + "0,0,3,4\n"
                + "0,1.5,3,4\n"
                + "0,1\n"
                + "0,1,3,soon\n"
                + "0,1,3,4,,\n"
                + "0,1,234,3,4\n";
        assertThat(problems(Format.CSV, text))
                .containsExactly(
                        ":2: arrival is '-1'; expected a time of at least 0, like 12.5",
                        ":3: gpus is '0'; expected a whole number of at least 1",
                        ":4: gpus is '1.5'; expected a whole number of at least 1",
                        ":5: duration is ''; expected a time of at least 0, like 12.5",
                        ":6: estimate is 'soon'; expected a time of at least 0, like 12.5",
                        ":8: has 5 fields; expected 4 as in the header, and quotes around what has"
                                + " a comma in it");
        assertThat(problems(Format.CSV, "start,gpus\n1,2\n"))
                .containsExactly(
                        ":1: no column arrival in the header 'start,gpus'; expected"
                                + " arrival,gpus,duration",
                        ":1: no column duration in the header 'start,gpus'; expected"
                                + " arrival,gpus,duration");
        assertThat(problems(Format.CSV, ""))
                .containsExactly(": is empty; expected the header arrival,gpus,duration");
    }

    @Test
    void noMoreThanTwentyAreTold() throws IOException {
        List<String> told =
                problems(Format.CSV, "arrival,gpus,duration\n" + "0,no,1\n".repeat(100));
        assertThat(told).hasSize(21);
        assertThat(told.get(20)).isEqualTo(":21: not read further");
    }

    @Test
    void filesThatCannotBeReadAreTold() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write("arrival,gpus,duration\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 1000; i++) {
                out.write((i + "," + (1 + i * i % 7) + ",3\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        Path file = folder.resolve("jobs.gz");
        Files.write(file, bytes.toByteArray());
        assertThat(JobTrace.read(file, Format.CSV).size()).isEqualTo(1000);
        Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
        for (Format format : Format.values()) {
            assertThat(message(file, format)).contains("cut off");
            assertThat(message(folder.resolve("none"), format)).endsWith("none: no such file");
        }
    }

    private static String message(Path file, Format format) {
        return catchThrowableOfType(TraceException.class, () -> JobTrace.read(file, format))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({"NASA-iPSC-1993-3.1-cln.swf.gz, 18239", "LCG-2005-1.swf.gz, 188041"})
    void publishedWorkloadsAreReadWhole(String name, int jobs) throws IOException {
        Path file = shared("pwa-swf/" + name);
        JobTrace trace = JobTrace.read(file, Format.SWF);
        assertThat(trace.size() + trace.skippedJobs()).isEqualTo(jobs);
        assertThat(trace.skippedJobs()).isZero();
        assertThat(gpuSeconds(trace)).isEqualTo(sum(file, line -> {
            String[] f = line.strip().split(" +");
            return line.startsWith(";") ? 0 : Double.parseDouble(f[3]) * Double.parseDouble(f[4]);
        }));
    }

    @Test
    void phillyHasItsTwelveClusters() throws IOException {
        Path file = shared("philly-gavel/philly_vc_jobs.csv.gz");
        JobTrace trace = JobTrace.read(file, Format.CSV);
        assertThat(trace.size()).isEqualTo(10_731);
        assertThat(trace.groups()).hasSize(12);
        assertThat(gpuSeconds(trace)).isEqualTo(sum(file, line -> {
            String[] f = line.split(",");
            return line.startsWith("vc") ? 0 : Double.parseDouble(f[2]) * Double.parseDouble(f[3]);
        }));
        assertThat(trace.ofGroup("ed69ec").size()).isEqualTo(951);
        assertThat(trace.groups().stream()
                        .mapToInt(g -> trace.ofGroup(g).size())
                        .sum())
                .isEqualTo(10_731);
    }

    private static Path shared(String name) {
        Path file = SHARED.resolve(name);
        assumeTrue(Files.exists(file), "skipped: there is no trace ../shared/traces/" + name);
        return file;
    }

    /** Whole numbers, so that the order of the sum is of no matter. */
    private static double gpuSeconds(JobTrace trace) {
        double sum = 0;
        for (int i = 0; i < trace.size(); i++) {
            sum += trace.gpus(i) * trace.runSeconds(i);
            assertThat(i == 0 || trace.arrivalSeconds(i - 1) <= trace.arrivalSeconds(i))
                    .isTrue();
        }
        return sum;
    }

    private static double sum(Path file, ToDoubleFunction<String> product) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.ISO_8859_1))) {
            return in.lines().mapToDouble(product).sum();
        }
    }
}
