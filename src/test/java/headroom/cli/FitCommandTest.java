package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** What {@code headroom fit} says when it cannot. */
class FitCommandTest {
    private static final String HEADER = "id,backend,backend_version,model_path,system,precision,"
            + "mode,isl,osl,batch_size,tp_size,attention_dp_size,moe_tp_size,moe_ep_size,"
            + "silicon_ttft_ms,silicon_tpot_ms";

    @TempDir
    private Path folder;

    @Test
    void aMissingFile() {
        Printed outcome =
                Printed.by("fit", "--points", folder + "/none.csv", "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error()).contains("none.csv: no such file").doesNotContain("\tat ");
    }

    @Test
    void aFileWithOtherColumns() throws IOException {
        Path points = Files.writeString(folder.resolve("points.csv"), "id,isl\na,1\n");
        Printed outcome =
                Printed.by("fit", "--points", points.toString(), "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error())
                .contains("points.csv:1: columns missing: backend, backend_version, model_path")
                .doesNotContain("\tat ");
    }

    @Test
    void aFileThatIsNotWhatItsNameSays() throws IOException {
        Path points = Files.writeString(folder.resolve("points.csv.gz"), "id,isl\na,1\n");
        Printed outcome =
                Printed.by("fit", "--points", points.toString(), "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error()).contains("points.csv.gz: not gzip").doesNotContain("\tat ");
    }

    @Test
    void aFileThatIsCutOff() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String rows = (row("h200_sxm", 1000, 100, 4) + "\n").repeat(5_000);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write((HEADER + "\n" + rows).getBytes(StandardCharsets.UTF_8));
        }
        byte[] part = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
        Path points = Files.write(folder.resolve("points.csv.gz"), part);
        Printed outcome =
                Printed.by("fit", "--points", points.toString(), "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error()).contains("points.csv.gz: the file is cut off or damaged");
    }

    @Test
    void aFileOfSeparateWorkersOnly() throws IOException {
        Path points = Files.writeString(
                folder.resolve("points.csv"),
                HEADER + ",prefill_batch_size,prefill_num_workers,prefill_tp_size,"
                        + "decode_batch_size,decode_num_workers,decode_tp_size\n"
                        + "a,trtllm,1,meta-llama/Llama-3.1-70B,h200_sxm,fp8,disagg,1000,100,"
                        + ",,,,,100,10,1,1,4,8,1,4\n");
        Printed outcome =
                Printed.by("fit", "--points", points.toString(), "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error())
                .contains("only runs of separate prefill and decode workers in it (1)");
    }

    /** A spreadsheet begins its files with a mark of their encoding, which is no name. */
    @Test
    void aMarkOfTheEncodingIsNoPartOfTheFirstName() throws IOException {
        Path points = Files.writeString(
                folder.resolve("points.csv"),
                "\uFEFF" + HEADER + "\n" + row("h200_sxm", 1000, 100, 0) + "\n");
        assertThat(Printed.by("fit", "--points", points.toString(), "--out", folder + "/out")
                        .error())
                .contains("points.csv:2: batch_size is '0'");
    }

    /** What is said of a file with these rows. */
    private String refusal(String... rows) throws IOException {
        String text = HEADER + "\n" + String.join("\n", rows) + "\n";
        Path points = Files.writeString(folder.resolve("points.csv"), text);
        Printed outcome =
                Printed.by("fit", "--points", points.toString(), "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(folder.resolve("out")).doesNotExist();
        return outcome.error();
    }

    private static String row(String system, int isl, int osl, int batch) {
        return "a,trtllm,1,meta-llama/Llama-3.1-70B," + system + ",fp8,agg," + isl + "," + osl + ","
                + batch + ",8,1,1,1,100,10";
    }

    @Test
    void aRowOfAnotherLength() throws IOException {
        String good = row("h200_sxm", 1000, 100, 4);
        assertThat(refusal(good, good + ",more"))
                .contains("points.csv:3: 17 fields; the header names 16");
        assertThat(refusal(good, "a,trtllm")).contains("points.csv:3: 2 fields");
    }

    @Test
    void aQuoteWithoutEnd() throws IOException {
        assertThat(refusal(row("h200_sxm", 1000, 100, 4), "\"a")).contains("points.csv:3:");
    }

    @Test
    void numbersThatHaveToBePositive() throws IOException {
        String good = row("h200_sxm", 1000, 100, 4);
        assertThat(refusal(good, row("h200_sxm", 0, 100, 4)))
                .contains("points.csv:3: isl is '0'; at least 1 is needed");
        assertThat(refusal(good, row("h200_sxm", 1000, 0, 4)))
                .contains("points.csv:3: osl is '0'; at least 1 is needed");
        assertThat(refusal(good, row("h200_sxm", 1000, 100, 0)))
                .contains("points.csv:3: batch_size is '0'; at least 1 is needed");
    }

    @Test
    void noRowsIsNotTheSameAsNoneOfUse() throws IOException {
        assertThat(refusal()).contains("points.csv: no rows in it");
        assertThat(refusal(row("c64", 1, 1, 1), row("c64", 2, 2, 2)))
                .contains(
                        "no closed-loop run of a known model in it", "2 (model or GPU not known)");
    }

    @Test
    void aFitIsNotWrittenOverWhatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Printed outcome = Printed.by("fit", "--points", "none", "--out", file.toString());
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error()).contains("file: a file; --out names a folder");
        outcome = Printed.by("fit", "--points", "none", "--out", folder.toString());
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error()).contains(folder + ": not empty; choose another --out");
    }

    @Test
    void aFolderForAFile() {
        Printed outcome =
                Printed.by("fit", "--points", folder.toString(), "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error()).contains(folder + ": a folder; a file is needed");
    }

    @Test
    void wrongUse() {
        assertThat(Printed.by("fit").code()).isEqualTo(2);
        assertThat(Printed.by("fit", "--points", "p", "--out", "o", "--folds", "1")
                        .code())
                .isEqualTo(2);
    }
}
