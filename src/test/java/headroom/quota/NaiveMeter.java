package headroom.quota;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/**
 * One slot of a meter by its definition taken literally: the list of all charges since the last
 * reset, walked anew for every question.
 */
abstract class NaiveMeter {
    /** Nothing is charged any more: this is how long a search for the next opening may go on. */
    private static final int SEARCH = 100_000;

    record Charge(double atSeconds, double cost) {}

    final List<Charge> charges = new ArrayList<>();

    abstract boolean admits(double t, double cost, double scale);

    /** Admits while no more than a share of the limit beyond it is used. */
    boolean admitsOver(double t, double cost, double scale, double grace) {
        return admits(t, cost, scale * (1 + grace));
    }

    /** The first instant after t at which a slot without further charges may change. */
    abstract double nextChange(double t);

    void charge(double t, double cost, double scale) {
        charges.add(new Charge(t, cost));
    }

    void scaled(double t, double from, double to) {}

    void reset() {
        charges.clear();
    }

    double opens(double t, double cost, double scale) {
        double opens = t;
        for (int i = 0; i < SEARCH && !admits(opens, cost, scale); i++) {
            opens = nextChange(opens);
        }
        return opens;
    }

    double sum(double from, double to) {
        double sum = 0;
        for (Charge c : charges) {
            sum += c.atSeconds >= from && c.atSeconds < to ? c.cost : 0;
        }
        return sum;
    }

    /** A window that begins with the first charge after the one before has ended. */
    static NaiveMeter anchored(double length, double cap) {
        return new NaiveMeter() {
            private double start() {
                double start = Double.NEGATIVE_INFINITY;
                for (Charge c : charges) {
                    start = c.atSeconds >= start + length ? c.atSeconds : start;
                }
                return start;
            }

            @Override
            boolean admits(double t, double cost, double scale) {
                double start = start();
                return t >= start + length || sum(start, start + length) < cap * scale;
            }

            @Override
            double nextChange(double t) {
                return start() + length;
            }
        };
    }

    /** Windows that turn at phase + k * length. */
    static NaiveMeter phased(double phase, double length, double cap) {
        return new NaiveMeter() {
            private double start(double t) {
                return phase + Math.floor((t - phase) / length) * length;
            }

            @Override
            boolean admits(double t, double cost, double scale) {
                return sum(start(t), start(t) + length) < cap * scale;
            }

            @Override
            double nextChange(double t) {
                return start(t) + length;
            }
        };
    }

    /** What local clocks call the same day, week or month. */
    static NaiveMeter calendar(Calendar.Period period, ZoneId zone, Instant start, double cap) {
        return new NaiveMeter() {
            private final List<LocalDate> dates = new ArrayList<>();

            private LocalDate first(double t) {
                Instant at = start.plusNanos((long) (t * 1e9));
                LocalDate day = at.atZone(zone).toLocalDate();
                return switch (period) {
                    case DAY -> day;
                    case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case MONTH -> LocalDate.of(day.getYear(), day.getMonth(), 1);
                };
            }

            @Override
            void charge(double t, double cost, double scale) {
                super.charge(t, cost, scale);
                dates.add(first(t));
            }

            @Override
            void reset() {
                super.reset();
                dates.clear();
            }

            @Override
            boolean admits(double t, double cost, double scale) {
                LocalDate now = first(t);
                double sum = 0;
                for (int i = 0; i < dates.size(); i++) {
                    sum += dates.get(i).equals(now) ? charges.get(i).cost : 0;
                }
                return sum < cap * scale;
            }

            @Override
            double nextChange(double t) {
                LocalDate next =
                        switch (period) {
                            case DAY -> first(t).plusDays(1);
                            case WEEK -> first(t).plusWeeks(1);
                            case MONTH -> first(t).plusMonths(1);
                        };
                long second = next.atStartOfDay(zone).toEpochSecond();
                return second - start.getEpochSecond();
            }
        };
    }

    /** Every charge for a length. */
    static NaiveMeter slidingLog(double length, double cap) {
        return new NaiveMeter() {
            @Override
            boolean admits(double t, double cost, double scale) {
                return charges.stream()
                                .filter(c -> t < c.atSeconds + length)
                                .mapToDouble(Charge::cost)
                                .sum()
                        < cap * scale;
            }

            @Override
            double nextChange(double t) {
                return charges.stream()
                        .mapToDouble(c -> c.atSeconds + length)
                        .filter(end -> end > t)
                        .min()
                        .orElse(t);
            }
        };
    }

    /** The window in force, and the one before as far as it is still covered. */
    static NaiveMeter slidingCounter(double length, double cap) {
        return new NaiveMeter() {
            @Override
            boolean admits(double t, double cost, double scale) {
                double start = Math.floor(t / length) * length;
                double before = sum(start - length, start);
                double frac = (t - start) / length;
                return sum(start, start + length) + before * (1 - frac) < cap * scale;
            }

            @Override
            double nextChange(double t) {
                return Math.nextUp(t);
            }
        };
    }

    /** A level that rises steadily. */
    static NaiveMeter bucket(double rate, double burst) {
        NaiveBucket level = new NaiveBucket(rate, burst, 1);
        return new NaiveMeter() {
            private NaiveBucket current = level;

            @Override
            boolean admits(double t, double cost, double scale) {
                return current.admits(t, cost);
            }

            @Override
            boolean admitsOver(double t, double cost, double scale, double grace) {
                return current.level(t) + grace * burst * scale >= Math.min(cost, burst * scale);
            }

            @Override
            void charge(double t, double cost, double scale) {
                current.charge(t, cost);
            }

            @Override
            void scaled(double t, double from, double to) {
                current.scaled(t, to);
            }

            @Override
            void reset() {
                current.fill();
            }

            @Override
            double opens(double t, double cost, double scale) {
                return t + Math.max(0, current.retrySeconds(t, cost));
            }

            @Override
            double nextChange(double t) {
                return t;
            }
        };
    }

    /** A level that rises at ticks, one after the other. */
    static NaiveMeter ticks(double tick, double gain, double burst) {
        return new NaiveMeter() {
            private double level = burst;
            private double scaleNow = 1;
            private long ticks;

            private void refill(double t) {
                for (; (ticks + 1) * tick <= t; ticks++) {
                    level = Math.min(burst * scaleNow, level + gain * scaleNow);
                }
            }

            @Override
            boolean admits(double t, double cost, double scale) {
                refill(t);
                return level >= Math.min(cost, burst * scale);
            }

            @Override
            boolean admitsOver(double t, double cost, double scale, double grace) {
                refill(t);
                return level + grace * burst * scale >= Math.min(cost, burst * scale);
            }

            @Override
            void charge(double t, double cost, double scale) {
                refill(t);
                level = Math.min(burst * scale, level - cost);
            }

            @Override
            void scaled(double t, double from, double to) {
                refill(t);
                level = level / from * to;
                scaleNow = to;
            }

            @Override
            void reset() {
                level = burst * scaleNow;
            }

            @Override
            double opens(double t, double cost, double scale) {
                refill(t);
                double risen = level;
                long k = ticks;
                while (risen < Math.min(cost, burst * scale)) {
                    risen = Math.min(burst * scale, risen + gain * scale);
                    k++;
                }
                return k == ticks ? t : k * tick;
            }

            @Override
            double nextChange(double t) {
                return t;
            }
        };
    }
}
