package headroom.measure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of simulated time that is summed up on its own.
 *
 * <p>Three names carry a meaning in reports: {@code normal} is before the demand spike and any
 * addition of capacity, {@code spike} is inside the spike, before an addition or within {@code
 * after}, which is after an addition. A run without an addition has no phase {@code after}. Other
 * names are shown as they are.
 *
 * @param name name of the phase, the value of the label {@code phase} of its measurements
 * @param fromSeconds begin, from the start of the run [s]
 * @param toSeconds end, from the start of the run [s]
 */
public record Phase(String name, double fromSeconds, double toSeconds) {
    /** From begin to end [s]. */
    public double lengthSeconds() {
        return toSeconds - fromSeconds;
    }

    /** When it is, to a second: "hours 24 to 58", "hours 0 to 8.9". */
    public String hours() {
        return "hours " + hours(fromSeconds) + " to " + hours(toSeconds);
    }

    private static String hours(double seconds) {
        return BigDecimal.valueOf(Math.rint(seconds) / 3600)
                .setScale(4, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A length or an instant: "0 s", "1 h", "1 h 30 min", "45 s", "0.5 s". */
    public static String clock(double seconds) {
        long minutes = (long) Math.floor(seconds / 60);
        BigDecimal rest = BigDecimal.valueOf(seconds - 60.0 * minutes)
                .setScale(3, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        List<String> parts = new ArrayList<>();
        if (minutes >= 60) {
            parts.add(minutes / 60 + " h");
        }
        if (minutes % 60 > 0) {
            parts.add(minutes % 60 + " min");
        }
        if (rest.signum() > 0 || minutes == 0) {
            parts.add(rest.toPlainString() + " s");
        }
        return String.join(" ", parts);
    }

    /** True if the hour that begins at an instant lies within. */
    public boolean holds(double hourFromSeconds) {
        return hourFromSeconds >= fromSeconds && hourFromSeconds < toSeconds;
    }
}
