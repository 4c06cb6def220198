package headroom.page;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
 * <p>Work goes on in the sibling {@code .<run-id>.part}: what is done so far in {@code
 * replications/}, and at the end the files in {@code whole/}, the manifest last, which becomes the
 * folder in one atomic step. A folder without the prefix and with {@code "complete": true} in its
 * manifest is whole.
 *
 * <p>One process holds a part at a time, by a lock that ends with the process. What a killed one
 * leaves has the prefix and can be continued, or deleted by hand.
 */
public final class ResultFolder implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Path folder;
    private final String runId;
    private @Nullable FileChannel lock;

    private ResultFolder(Path folder, String runId) {
        this.folder = folder;
        this.runId = runId;
    }

    /**
     * The folder of a run, asked for before simulating, so that a refusal costs nobody a run.
     *
     * @throws FileAlreadyExistsException if something is there already or was begun
     */
    public static ResultFolder of(Path results, String scenario, String runId) throws IOException {
        ResultFolder run = named(results, scenario, runId);
        run.refuseWhatExists();
        return run;
    }

    /**
     * The folder of a run, held by this process from now until it is published or closed.
     *
     * @param resume go on with what a killed process has left, if it has left anything
     * @throws FileAlreadyExistsException if something is there already, was begun and is not to be
     *     resumed, or is held by another process
     */
    public static ResultFolder hold(Path results, String scenario, String runId, boolean resume)
            throws IOException {
        ResultFolder run = named(results, scenario, runId);
        if (!resume) {
            run.refuseWhatExists();
        }
        run.hold();
        return run;
    }

    private static ResultFolder named(Path results, String scenario, String runId)
            throws IOException {
        for (String name : List.of(scenario, runId)) {
            if (!canName(name)) {
                throw new IOException("'" + name + "' cannot name a folder: use letters, digits,"
                        + " '.', '_' and '-', and begin with a letter or digit");
            }
        }
        return new ResultFolder(results.resolve(scenario).resolve(runId), runId);
    }

    /** Whether a name of a scenario or a run can be that of its folder. */
    public static boolean canName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Where the run is, or will be once it is written. */
    public Path path() {
        return folder;
    }

    /** Where what is done so far is kept until the folder is whole. */
    public Path kept() {
        return part().resolve("replications");
    }

    private void hold() throws IOException {
        Files.createDirectories(part());
        FileChannel channel = FileChannel.open(
                part().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = channel;
        if (!locked(channel)) {
            close();
            throw new FileAlreadyExistsException(
                    part().toString(), null, "another run writes here and is still under way");
        }
        // the one who held it before may have published meanwhile
        try {
            refuseNonEmpty();
        } catch (FileAlreadyExistsException e) {
            delete(part());
            release();
            throw e;
        }
        delete(part().resolve("whole"));
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Holds the folder from now on, and says where what is done so far is kept.
     *
     * @throws FileAlreadyExistsException if something is there already or was begun
     */
    public Path begin() throws IOException {
        if (lock == null) {
            refuseWhatExists();
            hold();
        }
        return kept();
    }

    /** Puts texts into a folder that is there, each in one step. */
    public static void replace(Path folder, Map<String, String> texts) throws IOException {
        for (Map.Entry<String, String> each : texts.entrySet()) {
            replace(
                    folder.resolve(each.getKey()),
                    each.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Writes a file whole beside its place, then puts it there; its folder is made if need be. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.deleteIfExists(part);
        writeDurably(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Writes files in their order into the part and makes it the folder: all of them or none.
     *
     * @throws FileAlreadyExistsException if something is there already or is being written
     */
    public Path publish(Map<String, String> files) throws IOException {
        return publish(Map.of(), files);
    }

    /** The same with pictures, which come first; they may be in folders of their own. */
    public Path publish(Map<String, byte[]> pictures, Map<String, String> files)
            throws IOException {
        begin();
        Path whole = part().resolve("whole");
        try {
            Files.createDirectory(whole);
            for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
                Path file = whole.resolve(picture.getKey());
                Files.createDirectories(file.resolveSibling(""));
                writeDurably(file, picture.getValue());
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                writeDurably(
                        whole.resolve(file.getKey()),
                        file.getValue().getBytes(StandardCharsets.UTF_8));
            }
            refuseNonEmpty();
            Files.move(whole, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            delete(whole);
            close();
            throw e;
        }
        delete(part());
        release();
        return folder;
    }

    /** Lets go of the part; it stays where something is kept in it. */
    @Override
    public void close() throws IOException {
        if (lock != null && lock.isOpen()) {
            if (Files.isDirectory(part()) && !Files.exists(kept())) {
                delete(part());
            }
            release();
        }
    }

    private void release() throws IOException {
        if (lock != null) {
            lock.close();
        }
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
                    "another run writes here, or one was killed: if no run is under way, go on with"
                            + " --resume or delete it");
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
                    "results are never overwritten: delete it or choose another run id");
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

    /** Takes away a folder with all that is in it, if it is there. */
    private static void delete(Path gone) throws IOException {
        if (!Files.exists(gone, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(gone, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> inside = Files.list(gone)) {
                for (Path each : inside.toList()) {
                    delete(each);
                }
            }
        }
        Files.delete(gone);
    }
}
