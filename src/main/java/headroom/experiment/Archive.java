package headroom.experiment;

import headroom.measure.Reading;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Finished replications on disk, so that nobody has to run them twice: each is written whole before
 * it is counted, under the fingerprint of its scenario.
 *
 * <p>A file holds one replication with the SHA-256 of its bytes at the end; it is written beside
 * its place, forced to the disk and renamed. What is cut short, changed or cannot be read is not
 * found, and is run again.
 */
public final class Archive {
    /** Keeps nothing. */
    public static final Archive NONE = new Archive(null);

    private final @Nullable Path folder;

    private Archive(@Nullable Path folder) {
        this.folder = folder;
    }

    /** An archive in a folder, which is made with the first replication. */
    public static Archive in(Path folder) {
        return new Archive(folder);
    }

    /** A replication, if it is there, whole and to be read. */
    public Optional<Reading> find(String fingerprint, int replication) {
        if (folder == null) {
            return Optional.empty();
        }
        Path file = file(folder, fingerprint, replication);
        try {
            return Files.isRegularFile(file)
                    ? ReadingFile.decode(Files.readAllBytes(file))
                            .filter(reading -> reading.replication() == replication)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A replication that is there and whole, or else one that is made now and kept. */
    public Reading findOr(String fingerprint, int replication, Supplier<Reading> made) {
        Optional<Reading> found = find(fingerprint, replication);
        if (found.isPresent()) {
            return found.get();
        }
        Reading reading = made.get();
        keep(fingerprint, reading);
        return reading;
    }

    /**
     * Keeps a replication.
     *
     * @throws UncheckedIOException that names the file, if it cannot be written
     */
    public void keep(String fingerprint, Reading reading) {
        if (folder == null) {
            return;
        }
        Path file = file(folder, fingerprint, reading.replication());
        // whoever shares an archive writes the same bytes, each into a file of its own
        Path part = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectories(folder);
            try {
                write(part, ReadingFile.encode(reading));
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (FileSystemException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            // such as a full disk, which is told without a file
            String reason = Optional.ofNullable(e.getMessage()).orElse("not written");
            FileSystemException named = new FileSystemException(file.toString(), null, reason);
            named.initCause(e);
            throw new UncheckedIOException(named);
        }
    }

    /** With the rights that new files have here, so that others may read it if they are to. */
    private static void write(Path part, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static Path file(Path folder, String fingerprint, int replication) {
        return folder.resolve(fingerprint.substring(0, 32) + "-" + replication + ".reading");
    }
}
