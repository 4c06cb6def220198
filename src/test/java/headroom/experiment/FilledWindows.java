package headroom.experiment;

import headroom.cell.CellProbe;
import headroom.clients.Outcome;
import headroom.clients.TierSpec;
import headroom.quota.Limit;

import java.util.ArrayList;
import java.util.List;

/**
 * The five-hour windows that the users of one tier fill, in one cell: what fits into one, and how
 * many of them a week allows.
 *
 * <p>A window is filled when the five-hour cap refuses a request in it; a week is exhausted when
 * the weekly cap refuses one. Its windows are those filled, and of the last one the share of the
 * cap that was used. The week in which the run began is left out.
 */
final class FilledWindows implements CellProbe {
    private static final double WINDOW_SECONDS = 5 * 3600;

    /** Prompts answered in each filled window. */
    final List<Double> prompts = new ArrayList<>();

    /** Windows that each exhausted week took. */
    final List<Double> windowsAWeek = new ArrayList<>();

    private final int tier;
    private final List<String> limits;
    private final double capCredits;
    private final User[] users;

    /** A user's window in force, and its week. */
    private static final class User {
        double endSeconds = Double.NEGATIVE_INFINITY;
        double credits;
        int prompts;
        boolean filled;
        int filledThisWeek;
        boolean exhausted;
        boolean weekSeenFromItsStart;
    }

    FilledWindows(int tier, TierSpec spec) {
        this.tier = tier;
        limits = spec.limits().stream().map(Limit::name).toList();
        capCredits = spec.limits().get(limits.indexOf("fiveHour")).cap();
        users = new User[spec.users()];
        for (int i = 0; i < users.length; i++) {
            users[i] = new User();
        }
    }

    @Override
    public void issued(int of, int user, int request, double now) {}

    @Override
    public void admitted(int of, int user, int request, double now) {
        if (of != tier) {
            return;
        }
        User u = users[user];
        if (now >= u.endSeconds) {
            if (u.filled) {
                prompts.add((double) u.prompts);
                u.filledThisWeek++;
            }
            u.endSeconds = now + WINDOW_SECONDS;
            u.credits = 0;
            u.prompts = 0;
            u.filled = false;
        }
        if (u.exhausted) {
            u.exhausted = false;
            u.weekSeenFromItsStart = true;
            u.filledThisWeek = 0;
        }
    }

    @Override
    public void refused(int of, int user, int limit, double now) {
        if (of != tier || limit < 0) {
            return;
        }
        User u = users[user];
        if (limits.get(limit).equals("fiveHour")) {
            u.filled = true;
        } else if (limits.get(limit).equals("weekly") && !u.exhausted) {
            u.exhausted = true;
            if (u.weekSeenFromItsStart) {
                windowsAWeek.add(u.filledThisWeek + u.credits / capCredits);
            }
        }
    }

    @Override
    public void charged(int of, int user, double credits, double factor, double now) {
        if (of == tier) {
            users[user].credits += credits * factor;
        }
    }

    @Override
    public void satisfied(int of, int user, double now) {
        if (of == tier) {
            users[user].prompts++;
        }
    }

    @Override
    public void ended(int of, int request, Outcome outcome, double now) {}
}
