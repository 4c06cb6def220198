package headroom.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Patterns of file names, for shells that do not expand them. */
final class FilePatterns {
    private FilePatterns() {}

    /**
     * The files meant, each once, however it is written; a name without * or ? stands for itself.
     */
    static List<Path> expand(List<String> names) throws IOException {
        List<Path> files = new ArrayList<>();
        Set<Path> places = new LinkedHashSet<>();
        for (String name : names) {
            boolean pattern = name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
            for (Path file : pattern ? matching(name) : List.of(Path.of(name))) {
                if (places.add(place(file))) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    /** Where a file is; what it names is relative to that, so that a link to it is another one. */
    private static Path place(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path folder = whole.getParent();
        return folder == null || !Files.isDirectory(folder)
                ? whole.normalize()
                : folder.toRealPath().resolve(whole.getFileName());
    }

    private static List<Path> matching(String name) throws IOException {
        int cut = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
        Path folder = Path.of(name.substring(0, cut));
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all =
                    Files.newDirectoryStream(folder, name.substring(cut))) {
                all.forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new NoSuchFileException(name);
        }
        found.sort(null);
        return found;
    }
}
