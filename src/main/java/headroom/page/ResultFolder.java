package headroom.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one run or study, {@code results/<scenario>/<run-id>/}, which is there whole or not
 * at all.
 *
 * <p>Files are written into the sibling {@code .<run-id>.part}, the manifest last, and the folder
 * is renamed in one atomic step; a folder without the prefix and with {@code "complete": true} in
 * its manifest is whole. A write that fails takes its part away again; what a killed process leaves
 * has the prefix and must be deleted by hand, because another process might still be writing it.
 */
public final class ResultFolder {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Path folder;
    private final String runId;

    private ResultFolder(Path folder, String runId) {
        this.folder = folder;
        this.runId = runId;
    }

    /**
     * The folder of a run, asked for before simulating, so that a refusal costs nobody a run.
     *
     * @throws FileAlreadyExistsException if something is there already or is being written
     */
    public static ResultFolder of(Path results, String scenario, String runId) throws IOException {
        for (String name : List.of(scenario, runId)) {
            if (!canName(name)) {
                throw new IOException("'" + name + "' cannot name a folder: use letters, digits,"
                        + " '.', '_' and '-', and begin with a letter or digit");
            }
        }
        ResultFolder run = new ResultFolder(results.resolve(scenario).resolve(runId), runId);
        run.refuseWhatExists();
        return run;
    }

    /** Whether a name of a scenario or a run can be that of its folder. */
    public static boolean canName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Where the run is, or will be once it is written. */
    public Path path() {
        return folder;
    }

    /**
     * Writes files in their order into the part and makes it the folder: all of them or none.
     *
     * @throws FileAlreadyExistsException if something is there already or is being written
     */
    public Path publish(Map<String, String> files) throws IOException {
        refuseWhatExists();
        Files.createDirectories(part().toAbsolutePath().getParent());
        Files.createDirectory(part());
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                writeDurably(
                        part().resolve(file.getKey()),
                        file.getValue().getBytes(StandardCharsets.UTF_8));
            }
            refuseNonEmpty();
            Files.move(part(), folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            delete(part());
            throw e;
        }
        return folder;
    }

    private Path part() {
        return folder.resolveSibling("." + runId + ".part");
    }

    private void refuseWhatExists() throws IOException {
        refuseNonEmpty();
        if (Files.exists(part())) {
            throw new FileAlreadyExistsException(
                    part().toString(),
                    null,
                    "another run writes here, or one was killed: delete"
                            + " it if no run is under way");
        }
    }

    private void refuseNonEmpty() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        boolean empty = false;
        if (Files.isDirectory(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                empty = inside.findAny().isEmpty();
            }
        }
        if (!empty) {
            throw new FileAlreadyExistsException(
                    folder.toString(),
                    null,
                    "results are never overwritten: delete it or choose" + " another run id");
        }
    }

    /** Forced to the disk, since a rename may outlive the bytes it names in a power cut. */
    private static void writeDurably(Path file, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void delete(Path part) throws IOException {
        try (Stream<Path> files = Files.list(part)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(part);
    }
}
