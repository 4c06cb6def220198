package headroom.arrivals;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The shape of demand over a week: a factor with mean 1, from 168 hourly values, Monday 00:00 UTC
 * first.
 *
 * <p>The factor is linear between the centres of the hours, and periodic. Its mean over the week is
 * the mean of the 168 values, which is 1; its peaks are a little rounder than the hours. Amplitude
 * a turns the factor f into 1 + a (f - 1); a shift by s seconds lets everything happen s later.
 *
 * <p>Built-in shapes: {@code flat}; {@code azure-2024-coding} and {@code azure-2024-conversation},
 * computed from the invocation rates of two LLM services over a week of May 2024 (measured; from
 * published plots of AzurePublicDataset, CC-BY-4.0; Stojkovic et al., DynamoLLM, HPCA 2025).
 */
public final class WeeklyProfile {
    /** Hours in a week. */
    public static final int HOURS = 168;

    /** Seconds in a week. */
    public static final double WEEK_SECONDS = HOURS * 3600.0;

    private static final List<String> BUILT_IN =
            List.of("flat", "azure-2024-coding", "azure-2024-conversation");

    private final double[] factors;
    private final double shiftSeconds;
    private final @Nullable Local local;

    private WeeklyProfile(double[] factors, double shiftSeconds, @Nullable Local local) {
        this.factors = factors;
        this.shiftSeconds = shiftSeconds;
        this.local = local;
    }

    /** Clocks that the hours are read from, and when the run they cover starts in its week. */
    private record Local(LocalClock clock, double startSecondsSinceMonday) {}

    /** From 168 hourly values of any positive mean, which is divided out. */
    public static WeeklyProfile ofHours(double[] hourly) {
        if (hourly.length != HOURS) {
            throw new IllegalArgumentException(hourly.length + " hourly values, must be " + HOURS);
        }
        double sum = 0;
        for (double value : hourly) {
            if (!(value >= 0 && value <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("hourly value " + value + " below 0");
            }
            sum += value;
        }
        if (sum == 0) {
            throw new IllegalArgumentException("all hourly values are 0");
        }
        double[] factors = new double[HOURS];
        for (int i = 0; i < HOURS; i++) {
            factors[i] = hourly[i] * HOURS / sum;
        }
        return new WeeklyProfile(factors, 0, null);
    }

    /** Names that {@link #named} knows. */
    public static List<String> names() {
        return BUILT_IN;
    }

    /** A built-in shape. */
    public static WeeklyProfile named(String name) {
        if (!BUILT_IN.contains(name)) {
            throw new IllegalArgumentException("no built-in weekly profile '" + name
                    + "'; there are " + String.join(", ", BUILT_IN));
        }
        double[] hourly = new double[HOURS];
        if (name.equals("flat")) {
            Arrays.fill(hourly, 1);
        } else {
            readResource(name + ".csv", hourly);
        }
        return ofHours(hourly);
    }

    /** The same shape, flatter (below 1) or steeper; refuses what would make demand negative. */
    public WeeklyProfile withAmplitude(double amplitude) {
        double[] changed = new double[HOURS];
        for (int i = 0; i < HOURS; i++) {
            changed[i] = 1 + amplitude * (factors[i] - 1);
            if (!(changed[i] >= 0)) {
                throw new IllegalArgumentException(
                        "amplitude " + amplitude + " makes demand negative in hour " + i);
            }
        }
        return new WeeklyProfile(changed, shiftSeconds, local);
    }

    /** The same shape, later by this much (earlier if negative). */
    public WeeklyProfile shiftedBy(double seconds) {
        if (!Double.isFinite(seconds)) {
            throw new IllegalArgumentException("shift of " + seconds + " s");
        }
        return new WeeklyProfile(factors, shiftSeconds + seconds, local);
    }

    /**
     * The same shape by the clocks of a zone: its first hour is Monday 00:00 there.
     *
     * @param startSecondsSinceMonday when the run of the clocks starts, from Monday 00:00 UTC [s]
     */
    public WeeklyProfile by(LocalClock clock, double startSecondsSinceMonday) {
        return new WeeklyProfile(factors, shiftSeconds, new Local(clock, startSecondsSinceMonday));
    }

    /** The factor at this time since any Monday 00:00 UTC, before or after it. */
    public double at(double secondsSinceMonday) {
        double shown = secondsSinceMonday - shiftSeconds;
        if (local != null) {
            double inRun = secondsSinceMonday - local.startSecondsSinceMonday();
            shown += local.clock().offsetSeconds(inRun);
        }
        // in hours from the centre of the first hour, wrapped into [0, 168)
        double hours = shown / 3600.0 - 0.5;
        double wrapped = hours - HOURS * Math.floor(hours / HOURS);
        int hour = (int) wrapped;
        double fraction = wrapped - hour;
        // rounding may give 168 for times just before the seam
        double from = factors[hour % HOURS];
        return from + fraction * (factors[(hour + 1) % HOURS] - from);
    }

    /** The value of one hour, 0 to 167, without the shift. */
    public double hour(int hour) {
        return factors[hour];
    }

    private static void readResource(String file, double[] hourly) {
        try (InputStream in = WeeklyProfile.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("resource " + file + " is missing");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            int hour = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#") || line.startsWith("hour")) {
                    continue;
                }
                hourly[hour++] = Double.parseDouble(line.substring(line.indexOf(',') + 1));
            }
            if (hour != HOURS) {
                throw new IllegalStateException(file + " has " + hour + " hours");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
