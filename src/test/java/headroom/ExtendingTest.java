package headroom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/extending.md sends its reader to is there: classes by room, their members, folders. */
final class ExtendingTest {
    private static final Path RECIPES = Path.of("docs/extending.md");
    private static final Path MAIN = Path.of("src/main/java/headroom");
    private static final Pattern CLASS =
            Pattern.compile("`([a-z]+)\\.([A-Z][A-Za-z]+)(?:\\.([A-Za-z]+))?`");
    private static final Pattern FOLDER = Pattern.compile("`(src/[^` ]+)`");

    @Test
    void everyClassItNamesIsWhereItSays() throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher named = CLASS.matcher(Files.readString(RECIPES));
        int count = 0;
        while (named.find()) {
            count++;
            Path file = MAIN.resolve(named.group(1)).resolve(named.group(2) + ".java");
            String member = named.group(3);
            boolean isThere = Files.exists(file)
                    && (member == null
                            || Pattern.compile(" " + member + "[ (]")
                                    .matcher(Files.readString(file))
                                    .find());
            if (!isThere) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(count).isGreaterThan(20);
    }

    @Test
    void everyFolderItNamesIsThere() throws IOException {
        Matcher named = FOLDER.matcher(Files.readString(RECIPES));
        while (named.find()) {
            assertThat(Path.of(named.group(1))).exists();
        }
    }
}
