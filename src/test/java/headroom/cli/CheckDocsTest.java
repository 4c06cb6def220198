package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What docs/check.md and docs/testing.md show is what happens. */
class CheckDocsTest {
    private static final Path CHECK = Path.of("docs/check.md");
    private static final Path TESTING = Path.of("docs/testing.md");
    private static final String JAR = "java -jar target/headroom.jar ";

    @TempDir
    private Path folder;

    private static String block(Path file, String fence, int number) throws IOException {
        String[] parts = Files.readString(file).split("```" + fence + "\n", -1);
        return parts[number].substring(0, parts[number].indexOf("```"));
    }

    @Test
    void theCommandPrintsWhatIsShown() throws IOException {
        String text = Files.readString(CHECK);
        int at = text.indexOf(JAR) + JAR.length();
        String command = text.substring(at, text.indexOf('\n', at));
        int shown = text.indexOf("```\n", text.indexOf("```\n", at) + 4) + 4;
        String output = text.substring(shown, text.indexOf("```", shown));
        String[] help = new picocli.CommandLine(new CheckCommand())
                .getCommandSpec()
                .usageMessage()
                .footer();
        assertThat(help).contains("Example: headroom " + command);
        Printed printed = Printed.by((command + " --quiet").split(" "));
        assertThat(printed.code()).isZero();
        assertThat(printed.out()).isEqualTo(output);
    }

    @Test
    void theEntriesAreValid() throws IOException {
        String spike = Files.readString(Path.of("scenarios/spike.yaml"));
        String text = spike.substring(0, spike.indexOf("slo:")) + block(CHECK, "yaml", 1);
        Path file = Files.writeString(folder.resolve("spike.yaml"), text);
        assertThat(Headroom.execute("validate", file.toString())).isZero();
    }

    @Test
    void theTestIsTheOneThatIsRun() throws IOException {
        assertThat(block(TESTING, "java", 1))
                .isEqualTo(
                        Files.readString(Path.of("src/test/java/example/ServiceLevelsTest.java")));
    }
}
