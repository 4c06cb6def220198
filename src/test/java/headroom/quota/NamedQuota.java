package headroom.quota;

import java.util.List;

/** The limits of some terms, all scaled alike, that answer by name. */
final class NamedQuota {
    private final Quota quota;
    private final List<Limit> limits;
    private final Usage usage = new Usage();

    NamedQuota(Terms terms, int users) {
        limits = terms.limits();
        quota = new Quota(limits, users);
    }

    private NamedQuota at(double scale) {
        for (int i = 0; i < limits.size(); i++) {
            quota.setScale(i, scale);
        }
        return this;
    }

    void startWeek(int user, double startSeconds, double used) {
        for (int i = 0; i < limits.size(); i++) {
            if (limits.get(i).name().equals("weekly")) {
                quota.startWith(i, user, startSeconds, used);
            }
        }
    }

    /** Name of the first limit in the way; empty if none is. */
    String ask(int user, double timeSeconds, int newTokens, double scale) {
        int limit = at(scale).quota.ask(user, timeSeconds, usage.asks(newTokens, 0));
        return limit == Quota.NONE ? "" : limits.get(limit).name();
    }

    boolean capped(int user, double timeSeconds, double scale) {
        return quota.isCap(at(scale).quota.ask(user, timeSeconds, usage.asks(0, 0)));
    }

    void begin(int user, double timeSeconds, int newTokens, double scale) {
        at(scale).quota.begin(user, timeSeconds, usage.asks(newTokens, 0));
    }

    void end(int user, double timeSeconds, double credits, double factor) {
        quota.end(user, timeSeconds, usage.asks(1, 0).ends(0, credits).times(factor));
    }

    void endOutput(int user, double timeSeconds, int outputTokens, double scale) {
        at(scale).quota.end(user, timeSeconds, usage.asks(1, 0).ends(outputTokens, 0));
    }

    double reopensSeconds(int user, double timeSeconds, double scale) {
        return at(scale).quota.reopensSeconds(user, timeSeconds, usage.asks(0, 0));
    }

    double retrySeconds(int user, double timeSeconds, int newTokens, double scale) {
        return at(scale).quota.retrySeconds(user, timeSeconds, usage.asks(newTokens, 0));
    }

    double usedShare(int user, double timeSeconds, double scale) {
        return at(scale).quota.usedShare(user, timeSeconds);
    }
}
