package headroom.cell;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.clients.Outcome;
import headroom.clients.TierSpec;
import headroom.quota.Limit;
import headroom.quota.Quota;
import headroom.serving.EngineRules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Watches every request of a cell and holds it against the rules, with bookkeeping of its own:
 * each request ends once, time never runs back, nobody is admitted above a cap, no window exceeds
 * its cap by more than what was in flight when the cap was reached, and the five-hour window is
 * charged at the peak multiplier in force at admission, within peak hours only.
 */
final class Auditor implements CellProbe {
    private static final double ROUNDING = 1e-9;

    private final CellSpec spec;
    private final boolean noisy;
    /** Cap scale by the instant from which it holds. */
    private final TreeMap<Double, Double> scales = new TreeMap<>();

    /** Peak multiplier by the instant from which it holds. */
    private final TreeMap<Double, Double> multipliers = new TreeMap<>();

    /** Factor on the charge of each admitted request. */
    private final Map<Integer, Double> factors = new HashMap<>();

    /** Instant of the last attempt of each request. */
    private final Map<Integer, Double> attempts = new HashMap<>();

    /** Requests censored that may have been with a replica. */
    private long censoredSent;

    /** Whose window each admitted request counts in: that of the plan that admitted it. */
    private final Map<Integer, Account> counted = new HashMap<>();

    private double chargedFactor = Double.NaN;
    private double chargedCredits;
    private long chargedInPeak;
    private final Set<Integer> alive = new HashSet<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final long[][] ended;
    private final long[] issued;
    private long admitted;
    /** Requests that were served as fast as alone, and those that were not. */
    private long aloneAsFast;

    private long aloneFaster;
    private double nowSeconds;

    /** One user's five-hour window, written down literally. */
    private static final class Account {
        double startSeconds = Double.NEGATIVE_INFINITY;
        double used;
        final Set<Integer> inFlight = new HashSet<>();
        /** Requests in flight when the cap was reached that have not been charged yet. */
        int excused;

        boolean reached;

        /** The tier whose limits the user has. */
        int plan;
    }

    Auditor(CellSpec spec) {
        this.spec = spec;
        noisy = spec.deployments().stream()
                .anyMatch(d -> d.engine().rules().noise() != EngineRules.Noise.NONE);
        ended = new long[spec.tierCount()][Outcome.COUNT];
        issued = new long[spec.tierCount()];
        scales.put(Double.NEGATIVE_INFINITY, 1.0);
        multipliers.put(Double.NEGATIVE_INFINITY, 1.0);
    }

    void scaled(double timeSeconds, double scale) {
        scales.put(timeSeconds, scale);
    }

    void multiplied(double timeSeconds, double multiplier) {
        multipliers.put(timeSeconds, multiplier);
    }

    @Override
    public void upgraded(int tier, int user, int to, double timeSeconds) {
        tick(timeSeconds);
        Account fresh = new Account();
        fresh.plan = to;
        accounts.put(tier + "/" + user, fresh);
    }

    private double cap(int tier, double timeSeconds) {
        TierSpec t = spec.tiers().get(tier);
        double scale = t.scaled() ? scales.floorEntry(timeSeconds).getValue() : 1;
        return fiveHour(tier) < 0
                ? Double.POSITIVE_INFINITY
                : t.limits().get(fiveHour(tier)).cap() * scale;
    }

    private int fiveHour(int tier) {
        return spec.tiers().get(tier).limits().stream()
                .map(Limit::name)
                .toList()
                .indexOf("fiveHour");
    }

    private Account account(int tier, int user) {
        return accounts.computeIfAbsent(tier + "/" + user, key -> {
            Account a = new Account();
            a.plan = tier;
            return a;
        });
    }

    private void tick(double timeSeconds) {
        assertThat(timeSeconds).as("clock").isGreaterThanOrEqualTo(nowSeconds);
        nowSeconds = timeSeconds;
    }

    @Override
    public void issued(int tier, int user, int request, double timeSeconds) {
        tick(timeSeconds);
        assertThat(alive.add(request)).as("request %d issued twice", request).isTrue();
        issued[tier]++;
    }

    @Override
    public void admitted(int tier, int user, int request, double timeSeconds) {
        tick(timeSeconds);
        admitted++;
        Account a = account(tier, user);
        boolean dear = spec.tiers().get(a.plan).peak() && spec.peakHours().at(timeSeconds);
        factors.put(request, dear ? multipliers.floorEntry(timeSeconds).getValue() : 1);
        roll(a, timeSeconds);
        double graced = cap(a.plan, timeSeconds) * (1 + grace(a.plan));
        assertThat(a.used).as("used at admission").isLessThan(graced);
        a.reached = false;
        a.inFlight.add(request);
        counted.put(request, a);
    }

    private double grace(int tier) {
        int limit = fiveHour(tier);
        return limit < 0
                ? 0
                : spec.tiers().get(tier).reactions().at(limit, true).grace();
    }

    private static void roll(Account a, double timeSeconds) {
        if (timeSeconds >= a.startSeconds + Quota.FIVE_HOURS_SECONDS) {
            a.startSeconds = timeSeconds;
            a.used = 0;
            a.reached = false;
        }
    }

    @Override
    public void refused(int tier, int user, int limit, double timeSeconds) {
        tick(timeSeconds);
        Account a = account(tier, user);
        if (limit != Quota.NONE && limit == fiveHour(a.plan)) {
            assertThat(timeSeconds).isLessThan(a.startSeconds + Quota.FIVE_HOURS_SECONDS);
            assertThat(a.used).isGreaterThanOrEqualTo(cap(a.plan, timeSeconds) - ROUNDING);
        }
    }

    @Override
    public void charged(int tier, int user, double credits, double factor, double timeSeconds) {
        tick(timeSeconds);
        assertThat(credits).isPositive();
        chargedFactor = factor;
        chargedCredits = credits;
    }

    private void charge(Account a, double timeSeconds) {
        roll(a, timeSeconds);
        if (a.reached) {
            a.excused--;
            assertThat(a.excused).as("charges after the cap was reached").isNotNegative();
        }
        a.used += chargedCredits * chargedFactor;
        if (!a.reached && a.used >= cap(a.plan, timeSeconds)) {
            a.reached = true;
            a.excused = a.inFlight.size() - 1;
        }
    }

    @Override
    public void moved(int request, int to) {
        assertThat(alive.remove(request)).as("request %d moved", request).isTrue();
        assertThat(alive.add(to)).as("to one that is alive, %d", to).isTrue();
        move(factors, request, to);
        move(attempts, request, to);
        Account a = counted.get(request);
        if (a != null && a.inFlight.remove(request)) {
            a.inFlight.add(to);
        }
        move(counted, request, to);
    }

    private static <T> void move(Map<Integer, T> map, int from, int to) {
        T value = map.remove(from);
        if (value != null) {
            map.put(to, value);
        }
    }

    @Override
    public void sent(int tier, int request, double timeSeconds) {
        tick(timeSeconds);
        assertThat(alive).as("sent").contains(request);
        attempts.put(request, timeSeconds);
    }

    /** Attempts end before they time out, or then, to the bit. */
    private void inTime(int tier, int request, Outcome outcome, double timeSeconds) {
        Double attempt = attempts.remove(request);
        if (attempt == null || tier == spec.tiers().size()) {
            return;
        }
        censoredSent += outcome == Outcome.CENSORED ? 1 : 0;
        double deadline = attempt + spec.tiers().get(tier).timeoutSeconds();
        if (outcome == Outcome.TIMED_OUT) {
            assertThat(timeSeconds).as("timed out").isEqualTo(deadline);
        } else if (outcome == Outcome.ABANDONED) {
            assertThat(spec.tiers().get(tier).patience()).isNotNull();
            assertThat(timeSeconds).as("given up").isLessThanOrEqualTo(deadline);
        } else if (outcome == Outcome.COMPLETED) {
            assertThat(timeSeconds).as("completed before").isLessThan(deadline);
        }
    }

    @Override
    public void ended(int tier, int request, Outcome outcome, double timeSeconds) {
        tick(timeSeconds);
        assertThat(alive.remove(request)).as("request %d ended twice", request).isTrue();
        ended[tier][outcome.ordinal()]++;
        inTime(tier, request, outcome, timeSeconds);
        Double factor = factors.remove(request);
        Account a = counted.remove(request);
        if (!Double.isNaN(chargedFactor)) {
            assertThat(chargedFactor).as("peak factor at %s", timeSeconds).isEqualTo(factor);
            chargedInPeak += chargedFactor > 1 ? 1 : 0;
            charge(Objects.requireNonNull(a), timeSeconds);
        }
        chargedFactor = Double.NaN;
        if (a != null) {
            a.inFlight.remove(request);
        }
    }

    /** Company never makes a replica faster for a request; luck with random steps may. */
    @Override
    public void answered(int request, double ttft, double aloneTtft, double e2e, double aloneE2e) {
        if (noisy) {
            return;
        }
        assertThat(aloneTtft).as("alone, first token").isLessThanOrEqualTo(ttft + ROUNDING);
        assertThat(aloneE2e).as("alone, end to end").isLessThanOrEqualTo(e2e + ROUNDING);
        aloneAsFast += aloneE2e >= e2e - ROUNDING ? 1 : 0;
        aloneFaster += aloneE2e < e2e - ROUNDING ? 1 : 0;
    }

    long aloneAsFast() {
        return aloneAsFast;
    }

    long aloneFaster() {
        return aloneFaster;
    }

    long admitted() {
        return admitted;
    }

    long censoredSent() {
        return censoredSent;
    }

    long chargedInPeak() {
        return chargedInPeak;
    }

    /** Holds the cell's own totals against what went by. */
    void agreesWith(CellReport report) {
        assertThat(alive).as("requests without an end").isEmpty();
        assertThat(report.offered).isEqualTo(issued);
        for (int tier = 0; tier < issued.length; tier++) {
            assertThat(report.outcomes[tier]).isEqualTo(ended[tier]);
            long sum = 0;
            for (long count : ended[tier]) {
                sum += count;
            }
            assertThat(sum).as("every request ends once").isEqualTo(issued[tier]);
            long completed = ended[tier][Outcome.COMPLETED.ordinal()];
            assertThat(report.ttft[tier].count()).isEqualTo(completed);
            assertThat(report.e2e[tier].count()).isEqualTo(completed);
            assertThat(report.aloneTtft[tier].count()).isEqualTo(completed);
            assertThat(report.aloneE2e[tier].count()).isEqualTo(completed);
        }
    }
}
