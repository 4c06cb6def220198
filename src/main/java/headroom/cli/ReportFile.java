package headroom.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file for a build server, replaced whole or not at all. */
final class ReportFile {
    private final Path file;
    private final Path part;

    private ReportFile(Path file, Path part) {
        this.file = file;
        this.part = part;
    }

    /**
     * Makes its folder, and refuses what cannot be a file or be written. What stood there before is
     * taken away: a build that does not come to an end must not be judged by an earlier one.
     */
    static ReportFile of(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path folder = whole.getParent();
        if (folder == null || Files.isDirectory(whole)) {
            throw new FileSystemException(file.toString(), null, "a folder; a file is needed");
        }
        Files.createDirectories(folder);
        Files.deleteIfExists(whole);
        String pid = Long.toString(ProcessHandle.current().pid());
        Path part = folder.resolve("." + whole.getFileName() + "." + pid + ".part");
        try {
            Files.delete(Files.createFile(part));
        } catch (FileSystemException e) {
            throw new FileSystemException(file.toString(), null, "cannot be written");
        }
        return new ReportFile(whole, part);
    }

    void write(String text) throws IOException {
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
