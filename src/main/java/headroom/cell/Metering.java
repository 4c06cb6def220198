package headroom.cell;

import headroom.clients.Knobs;
import headroom.clients.Population;
import headroom.clients.Sessions;
import headroom.quota.Usage;
import headroom.serving.Requests;

/** The meters of the users of one cell: asked before a request goes out, charged at its end. */
final class Metering {
    private final Population[] populations;
    private final Sessions sessions;
    private final Requests requests;
    private final Books books;
    private final Knobs knobs;
    private final Usage usage = new Usage();

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

    /** The first limit in the way of the request under way, or NONE. */
    int ask(int s, double now) {
        Population p = populations[sessions.tier[s]];
        return p.quota.ask(sessions.user[s], now, usage(s));
    }

    /** Whether a limit of the tier of a session is a usage cap. */
    boolean isCap(int s, int limit) {
        return populations[sessions.tier[s]].quota.isCap(limit);
    }

    private Usage usage(int s) {
        int request = sessions.request[s];
        int fresh = requests.newTokens(request);
        return usage.asks(fresh, requests.promptTokens(request) - fresh);
    }

    /** A metered request goes to a replica. */
    void begin(int s, double now) {
        int tier = sessions.tier[s];
        int user = sessions.user[s];
        Population p = populations[tier];
        sessions.peakFactor[s] = knobs.peakFactor(p, now);
        p.quota.begin(user, now, usage(s).times(sessions.peakFactor[s]));
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
            int output = requests.outputTokens(request);
            p.quota.end(user, now, usage(s).ends(output, credits).times(factor));
        }
    }

    /** How long the rate limit in the way asks the client to wait [s]. */
    double retrySeconds(int s, double now) {
        Population p = populations[sessions.tier[s]];
        return p.quota.retrySeconds(sessions.user[s], now, usage(s));
    }

    /** When the usage caps in the way are reset [s]. */
    double reopensSeconds(int s, double now) {
        Population p = populations[sessions.tier[s]];
        return p.quota.reopensSeconds(sessions.user[s], now, usage(s));
    }
}
