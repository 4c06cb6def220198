package headroom.workload;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a trace, plain or gzip, and what to say where they cannot be read. */
final class TraceInput {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_FIRST_BYTE = 0x1f;
    private static final int GZIP_SECOND_BYTE = 0x8b;

    private TraceInput() {}

    /** Opens a file; gzip is told by its first two bytes, not by the name. */
    static InputStream open(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
        try {
            in.mark(2);
            boolean gzip = in.read() == GZIP_FIRST_BYTE && in.read() == GZIP_SECOND_BYTE;
            in.reset();
            InputStream text = gzip ? new GZIPInputStream(in, BUFFER_BYTES) : in;
            in = null;
            return text;
        } finally {
            closeQuietly(in);
        }
    }

    static void closeQuietly(@Nullable InputStream in) {
        if (in == null) {
            return;
        }
        try {
            in.close();
        } catch (IOException e) {
            // The failure that brought us here is the one to tell.
            return;
        }
    }

    static TraceException unreadable(String file, long afterLine, IOException e) {
        String where = afterLine > 0 ? "after line " + afterLine + " " : "";
        if (e instanceof NoSuchFileException) {
            return new TraceException(file, 0, "no such file", e);
        }
        if (e instanceof EOFException) {
            return new TraceException(
                    file, 0, where + "the compressed data ends too early: the file is cut off", e);
        }
        if (e instanceof ZipException) {
            return new TraceException(
                    file, 0, where + "the compressed data is damaged: " + e.getMessage(), e);
        }
        return new TraceException(file, 0, where + "cannot be read: " + e.getMessage(), e);
    }
}
