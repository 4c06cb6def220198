package headroom.cell;

import headroom.clients.Knobs;
import headroom.clients.Population;
import headroom.clients.Sessions;
import headroom.quota.Meter;
import headroom.serving.Requests;

/** The meters of the users of one cell: asked before a request goes out, charged at its end. */
final class Metering {
    private final Population[] populations;
    private final Sessions sessions;
    private final Requests requests;
    private final Books books;
    private final Knobs knobs;

    Metering(Population[] populations, Sessions sessions, Cell.Surroundings around, Knobs knobs) {
        this.populations = populations;
        this.sessions = sessions;
        this.requests = around.requests();
        this.books = around.books();
        this.knobs = knobs;
    }

    /**
     * Whether meters count the request under way: replayed requests and open arrivals have no user,
     * and whoever pays goes past them.
     */
    boolean counts(int s) {
        return hasMeters(sessions.tier[s]) && !sessions.paying[s];
    }

    private boolean hasMeters(int tier) {
        return tier < populations.length && !populations[tier].spec.isOpen();
    }

    /** The first meter in the way of the request under way, or NONE. */
    Meter ask(int s, double now) {
        Population p = populations[sessions.tier[s]];
        return p.quota.ask(sessions.user[s], now, newTokens(s), knobs.scale(p));
    }

    /** A metered request goes to a replica. */
    void begin(int s, double now) {
        int tier = sessions.tier[s];
        int user = sessions.user[s];
        Population p = populations[tier];
        p.quota.begin(user, now, newTokens(s), knobs.scale(p));
        sessions.peakFactor[s] = knobs.peakFactor(p, now);
        books.admitted(tier, user, sessions.request[s], now);
    }

    /** The request under way has been served: its usage is charged, or paid for. */
    void settle(int s, int model, double now) {
        int tier = sessions.tier[s];
        int request = sessions.request[s];
        if (sessions.paying[s]) {
            books.paid(tier, request, model);
        } else if (hasMeters(tier)) {
            Population p = populations[tier];
            int user = sessions.user[s];
            double factor = sessions.peakFactor[s];
            double credits = books.credits(request, model);
            books.charged(tier, user, credits, factor, now);
            p.quota.end(user, now, credits, factor);
            p.quota.endOutput(user, now, requests.outputTokens(request), knobs.scale(p));
        }
    }

    /** How long the rate limit in the way asks the client to wait [s]. */
    double retrySeconds(int s, double now) {
        Population p = populations[sessions.tier[s]];
        return p.quota.retrySeconds(sessions.user[s], now, newTokens(s), knobs.scale(p));
    }

    /** When the usage caps in the way are reset [s]. */
    double reopensSeconds(int s, double now) {
        Population p = populations[sessions.tier[s]];
        return p.quota.reopensSeconds(sessions.user[s], now, knobs.scale(p));
    }

    private int newTokens(int s) {
        return requests.newTokens(sessions.request[s]);
    }
}
