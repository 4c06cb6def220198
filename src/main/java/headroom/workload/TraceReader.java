package headroom.workload;

import java.io.Closeable;
import java.io.IOException;

/** Reads the records of one format one by one, in the order of the file. */
interface TraceReader extends Closeable {
    /** Reads the next record into the row; false when there is none left. */
    boolean read(TraceRow row) throws IOException;
}
