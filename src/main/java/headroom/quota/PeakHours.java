package headroom.quota;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The hours in which usage counts more: given weekdays, from and to in local time, summer time
 * included. Kept as sorted instants [s since the start] at which they begin and end.
 */
public final class PeakHours {
    private final double[] edges;

    private PeakHours(double[] edges) {
        this.edges = edges;
    }

    /** No peak hours. */
    public static PeakHours never() {
        return new PeakHours(new double[0]);
    }

    /** All hours. */
    public static PeakHours always() {
        return new PeakHours(new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY});
    }

    /**
     * The rule in local time. A time that the clocks skip is the instant at which they skip it, a
     * time that they show twice is the first of the two.
     *
     * @param days weekdays on which peak hours begin
     * @param from begin
     * @param to end, itself outside; on the next day if not after {@code from}
     * @param zone whose clocks are meant
     */
    public record Rule(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {}

    /** The rule laid out over a run, and over a week after it for what is put off until then. */
    public static PeakHours over(Rule rule, Instant start, double horizonSeconds) {
        ZoneId zone = rule.zone();
        List<Double> edges = new ArrayList<>();
        LocalDate day = start.atZone(zone).toLocalDate().minusDays(1);
        LocalDate end = start.plusSeconds((long) horizonSeconds).atZone(zone).toLocalDate();
        LocalDate last = end.plusDays(8);
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            if (rule.days().contains(day.getDayOfWeek())) {
                LocalDate endDay = rule.to().isAfter(rule.from()) ? day : day.plusDays(1);
                double begin = seconds(start, day.atTime(rule.from()), zone);
                append(edges, begin, seconds(start, endDay.atTime(rule.to()), zone));
            }
        }
        return new PeakHours(edges.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Keeps the edges apart: an empty stretch is none, and one that follows on is one with it. */
    private static void append(List<Double> edges, double begin, double end) {
        int size = edges.size();
        if (begin >= end) {
            return;
        }
        if (size > 0 && edges.get(size - 1) == begin) {
            edges.set(size - 1, end);
        } else {
            edges.add(begin);
            edges.add(end);
        }
    }

    private static double seconds(Instant start, LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        boolean skipped = change != null && change.isGap();
        Instant instant = skipped ? change.getInstant() : local.atZone(zone).toInstant();
        double nanos = instant.getNano() - start.getNano();
        return instant.getEpochSecond() - start.getEpochSecond() + nanos * 1e-9;
    }

    /** True within peak hours. */
    public boolean at(double timeSeconds) {
        return edgesUpTo(timeSeconds) % 2 == 1;
    }

    /** The first instant after the given one at which peak hours begin or end; infinity if none. */
    public double nextEdgeSeconds(double timeSeconds) {
        int i = edgesUpTo(timeSeconds);
        return i < edges.length ? edges[i] : Double.POSITIVE_INFINITY;
    }

    /** Share of an interval, longer than zero, that lies within peak hours. */
    public double share(double fromSeconds, double toSeconds) {
        double inside = 0;
        for (int i = 0; i < edges.length; i += 2) {
            double begin = Math.max(fromSeconds, edges[i]);
            inside += Math.max(0, Math.min(toSeconds, edges[i + 1]) - begin);
        }
        return inside / (toSeconds - fromSeconds);
    }

    private int edgesUpTo(double timeSeconds) {
        int i = Arrays.binarySearch(edges, timeSeconds);
        return i >= 0 ? i + 1 : -i - 1;
    }
}
