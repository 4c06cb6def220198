package headroom.page;

import headroom.measure.Measurement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One kind of limit and where it stood in each phase, in words.
 *
 * @param subject what it is called
 * @param of what its numbers are of, such as " of nominal"
 * @param by its number in each phase
 */
public record LimitCourse(String subject, String of, Map<String, Measurement> by) {
    private static final Figures.Scale PLAIN = new Figures.Scale(1, "");

    /** Whether it is the same in all of some phases. */
    private boolean staysFor(List<String> some) {
        Measurement first = by.get(some.get(0));
        return first != null
                && some.stream()
                        .map(by::get)
                        .allMatch(each -> each != null && Wording.equal(first, each, PLAIN));
    }

    /** What never moves is told once, the rest of the first phase and of those that move it. */
    public static String stages(List<LimitCourse> limits, List<String> measured) {
        String first = measured.get(0);
        List<String> stages = new ArrayList<>();
        List<LimitCourse> still = limits.stream()
                .filter(limit -> measured.size() > 1 && limit.staysFor(measured))
                .toList();
        if (!still.isEmpty()) {
            stages.add(stood(still, first) + " in every phase");
        }
        List<LimitCourse> moving =
                limits.stream().filter(limit -> !still.contains(limit)).toList();
        for (int i = 0; i < measured.size() && !moving.isEmpty(); i++) {
            String to = measured.get(i);
            if (i == 0) {
                stages.add(Wording.in(to) + " " + stood(moving, to));
            } else {
                List<String> both = List.of(measured.get(i - 1), to);
                if (!moving.stream().allMatch(limit -> limit.staysFor(both))) {
                    stages.add(Wording.in(to) + " " + moved(moving, both.get(0), to));
                }
            }
        }
        return String.join("; ", stages) + ".";
    }

    /** "caps stood at 0.42 of nominal and the multiplier at 2.6", for the limits of a phase. */
    public static String stood(List<LimitCourse> limits, String phase) {
        List<String> parts = new ArrayList<>();
        for (LimitCourse limit : limits) {
            Measurement at = limit.by().get(phase);
            if (at != null) {
                String verb = parts.isEmpty() ? " stood at " : " at ";
                parts.add(limit.subject() + verb + Wording.text(at) + limit.of());
            }
        }
        return Wording.and(parts);
    }

    /**
     * "caps rose to 1.9 and the multiplier fell to 1.0". What the limits were before is not
     * repeated, since {@link #stood} has just said it.
     */
    public static String moved(List<LimitCourse> limits, String from, String to) {
        List<String> parts = new ArrayList<>();
        for (LimitCourse limit : limits) {
            Measurement before = limit.by().get(from);
            Measurement now = limit.by().get(to);
            String subject = limit.subject().replace("peak-hour ", "");
            if (now == null) {
                parts.add(subject + " went unmeasured");
            } else if (before == null) {
                parts.add(subject + " stood at " + Wording.text(now));
            } else {
                parts.add(subject + verb(before, now) + Wording.text(now));
            }
        }
        return Wording.and(parts);
    }

    private static String verb(Measurement before, Measurement now) {
        if (Wording.equal(before, now, PLAIN)) {
            return " stayed at ";
        }
        return switch (Wording.Move.of(before, now)) {
            case ROSE -> " rose to ";
            case FELL -> " fell to ";
            case SAME -> " did not move beyond the error, to ";
            case UNKNOWN -> " stood at ";
        };
    }
}
