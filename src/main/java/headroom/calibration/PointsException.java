package headroom.calibration;

/** Measurements that cannot be read: which file, which line, what is wrong. */
public final class PointsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PointsException(String problem, Throwable cause) {
        super(problem, cause);
    }

    PointsException(String file, long line, String problem) {
        super(file + (line > 0 ? ":" + line : "") + ": " + problem);
    }
}
