package headroom.page;

import com.google.common.hash.Hashing;

import de.siegmar.fastcsv.reader.CsvParseException;

import tools.jackson.core.JsonGenerator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The folder of a run or study that is over, for its report to be made again.
 *
 * <p>The manifest carries the version and the SHA-256 of each file, so that what was changed, cut
 * short or taken away is told instead of shown.
 *
 * @param path where it is
 * @param manifest its {@code manifest.json}
 */
public record SavedFolder(Path path, JsonTree manifest) {
    /** Opens a folder; refuses one without a manifest that can be read. */
    public static SavedFolder open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new NoSuchFileException(path.toString(), null, "no such folder");
        }
        Path file = path.resolve("manifest.json");
        if (!Files.isRegularFile(file)) {
            throw refusal(
                    path, List.of("manifest.json is missing; no run or study was finished here"));
        }
        try {
            return new SavedFolder(path, JsonTree.parse(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            throw refusal(path, List.of("damaged: " + e.getMessage()));
        }
    }

    /** Whether it is of a study of several points, and not of one run. */
    public boolean isOfStudy() {
        return manifest.has("study");
    }

    /** Makes something of the folder. */
    @FunctionalInterface
    public interface Reader<T> {
        /** What is made; what is damaged is told by an unchecked exception. */
        T read() throws IOException;
    }

    /**
     * What is made of some of its files, where it is whole and they are as they were written.
     *
     * @throws IOException with every reason why it cannot be, a line for each
     */
    public <T> T read(List<String> sources, Reader<T> reader) throws IOException {
        List<String> problems = new ArrayList<>();
        try {
            problems.addAll(problems(sources));
            if (problems.isEmpty()) {
                return reader.read();
            }
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | DateTimeException
                | CsvParseException e) {
            problems.add("damaged: " + e.getMessage());
        }
        throw refusal(path, problems);
    }

    private static IOException refusal(Path path, List<String> problems) {
        return new IOException(path + ": no report can be made from this folder\n  "
                + String.join("\n  ", problems));
    }

    private List<String> problems(List<String> sources) throws IOException {
        List<String> problems = new ArrayList<>();
        if (!manifest.isTrue("complete")) {
            problems.add("manifest.json does not say that the folder is complete");
        }
        String version = manifest.text("version");
        if (!version.equals(version())) {
            problems.add("made by version " + version + ", this is " + version()
                    + ": run the scenario again, or use that version");
        }
        if (!manifest.has("files")) {
            problems.add("manifest.json does not name its files: run the scenario again");
            return problems;
        }
        Map<String, String> files = manifest.at("files").texts();
        for (String name : sources) {
            String expected = files.get(name);
            if (expected != null && !Files.isRegularFile(path.resolve(name))) {
                problems.add(name + " is missing");
            } else if (expected != null && !isAsWritten(path.resolve(name), expected)) {
                problems.add(name + " was changed or cut short: its SHA-256 is not the one in"
                        + " manifest.json");
            }
        }
        return problems;
    }

    /** Whether a file is there and has the digest that a manifest says. */
    public static boolean isAsWritten(Path file, String digest) throws IOException {
        return Files.isRegularFile(file) && digest(Files.readString(file)).equals(digest);
    }

    /** SHA-256 of a text, in hex. */
    private static String digest(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }

    /** The SHA-256 of each file in a manifest, by which they are known again. */
    public static void writeFiles(JsonGenerator json, Map<String, String> files) {
        json.writeObjectPropertyStart("files");
        files.forEach((name, text) -> json.writeStringProperty(name, digest(text)));
        json.writeEndObject();
    }

    /** Version of the jar; "development" where the classes run outside of one. */
    public static String version() {
        String version = SavedFolder.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(version, "development");
    }
}
