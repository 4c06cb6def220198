package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.assembly.Plan;
import headroom.cell.CellProbe;
import headroom.clients.Outcome;
import headroom.cluster.CellRunner;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calendar limits of a scenario file against sums over a log of all requests: what each request
 * counts is worked out here from its model and its tokens, and when windows turn from java.time.
 */
final class LimitsLiteralTest {
    private static final Instant START = Instant.parse("2026-03-28T00:00:00Z");
    private static final int OUTPUT = 50;

    /** A request by its credits: the large model counts ten times the small one. */
    private record Request(boolean large, double fresh, double cached) {
        static Request of(double credits) {
            boolean large = credits > 1000;
            double prompt = credits / (large ? 10 : 1) - 5 * OUTPUT;
            // the first of a session has 100 fresh tokens, the second 250, some of them cached
            double cached = prompt == 100 ? 0 : (250 - prompt) / 0.9;
            return new Request(large, prompt == 100 ? 100 : 250 - cached, cached);
        }

        double counts(String limit) {
            double credits = (fresh + 0.1 * cached + 5 * OUTPUT) * (large ? 10 : 1);
            return switch (limit) {
                case "all" -> credits;
                case "large" -> large ? credits : 0;
                case "tokens" -> 2 * fresh + 0.5 * cached + 4 * OUTPUT;
                case "spend" ->
                    (large ? 10 * fresh + cached + 50 * OUTPUT : fresh + cached + OUTPUT) * 1e-6;
                default -> 1;
            };
        }
    }

    /** A limit as the test reads it. */
    private record Rule(String name, double cap, String period, ZoneId zone, int seats) {
        LocalDate begin(double t) {
            LocalDate day =
                    START.plus((long) (t * 1e3), ChronoUnit.MILLIS).atZone(zone).toLocalDate();
            return switch (period) {
                case "day" -> day;
                case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                default -> day.withDayOfMonth(1);
            };
        }

        /** Usage before the run is not in the log: only windows that begin in it are checked. */
        boolean isWhole(double t) {
            return !begin(t).atStartOfDay(zone).toInstant().isBefore(START);
        }
    }

    private static final class Log implements CellProbe {
        final List<Rule> rules;
        final Map<String, Double> used = new HashMap<>();
        /** Limits that were full when a request was admitted. */
        final Map<Integer, List<String>> full = new HashMap<>();

        double credits;
        int user;
        long completed;
        long refused;
        long pastTheLarge;

        Log(List<Rule> rules) {
            this.rules = rules;
        }

        private String key(Rule r, int who, double t) {
            return r.name() + " " + who / r.seats() + " " + r.begin(t);
        }

        private boolean isFull(Rule r, int who, double t) {
            return r.isWhole(t) && used.getOrDefault(key(r, who, t), 0.0) >= r.cap() - 1e-9;
        }

        private void use(Rule r, int who, double t, double cost) {
            used.merge(key(r, who, t), cost, Double::sum);
        }

        @Override
        public void issued(int tier, int who, int request, double t) {}

        @Override
        public void admitted(int tier, int who, int request, double t) {
            List<String> now = new ArrayList<>();
            for (Rule r : rules) {
                if (isFull(r, who, t)) {
                    now.add(r.name());
                }
                if (r.name().equals("seats")) {
                    use(r, who, t, 1);
                }
            }
            full.put(request, now);
        }

        @Override
        public void refused(int tier, int who, int limit, double t) {
            Rule r = rules.get(limit);
            assertThat(!r.isWhole(t) || isFull(r, who, t)).as("%s at %s", r, t).isTrue();
            refused += r.isWhole(t) ? 1 : 0;
        }

        @Override
        public void charged(int tier, int who, double c, double factor, double t) {
            credits = c;
            user = who;
        }

        @Override
        public void ended(int tier, int request, Outcome outcome, double t) {
            if (outcome != Outcome.COMPLETED) {
                assertThat(outcome).isIn(Outcome.CAPPED, Outcome.CENSORED);
                return;
            }
            completed++;
            Request what = Request.of(credits);
            List<String> then = full.remove(request);
            assertThat(then).isSubsetOf(what.large() ? List.of() : List.of("large"));
            pastTheLarge += then.size();
            for (Rule r : rules) {
                if (!r.name().equals("seats")) {
                    use(r, user, t, what.counts(r.name()));
                }
            }
        }
    }

    private static final String CHAT = "{kind: chat, model: %s, requests: 2, think: 10 s,"
            + " input: 100 tokens, output: 50 tokens, contextLimit: 16 k tokens}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "large 200000 week UTC 1, all 230000 week UTC 1 |"
                        + " {name: large, kind: calendar, credits: 200 k credits, period: week,"
                        + " zone: UTC, models: [large]}, {name: all, kind: calendar,"
                        + " credits: 230 k credits, period: week, zone: UTC}",
                "tokens 9000 day America/New_York 1 |"
                        + " {name: tokens, kind: calendar, tokens: 9 k tokens, period: day,"
                        + " zone: America/New_York,"
                        + " weights: {input: 7, cacheWrite: 2, cacheRead: 0.5, output: 4}}",
                "seats 100 day Asia/Tokyo 3 |"
                        + " {name: seats, kind: calendar, requests: 100, period: day,"
                        + " zone: Asia/Tokyo, scope: organisation, seats: 3}",
                "spend 0.15 month Europe/Berlin 1 |"
                        + " {name: spend, kind: calendar, dollars: $0.15, period: month,"
                        + " zone: Europe/Berlin}"
            })
    void eachLimitIsTheSumOfTheLog(String rules, String limits) {
        String price = "{input: $10/Mtoken, cachedInput: $1/Mtoken, output: $50/Mtoken}";
        Plan plan = Small.plan(
                "start", START.toString(),
                "horizon", "8 d",
                "models.m.credits", "{input: 1, cachedInput: 0.1, output: 5}",
                "models.large",
                        "{credits: {input: 10, cachedInput: 1, output: 50}, price: " + price + "}",
                "deployments[1].model", "large",
                "demand.workloads.chat", String.format(CHAT, "m"),
                "demand.workloads.deep", String.format(CHAT, "large"),
                "demand.tiers[pro].users", "48",
                "demand.tiers[pro].sessionsPerUserWeek", "200",
                "demand.tiers[pro].mix", "{chat: 50 %, deep: 50 %}",
                "demand.tiers[pro].atLimit", "{leave: 100 %}",
                "demand.tiers[pro].limits", "[" + limits + "]");
        List<Rule> read = new ArrayList<>();
        for (String rule : rules.trim().split(", ")) {
            String[] r = rule.split(" ");
            read.add(new Rule(
                    r[0], Double.parseDouble(r[1]), r[2], ZoneId.of(r[3]), Integer.parseInt(r[4])));
        }
        List<Log> logs = new ArrayList<>();
        for (int c = 0; c < plan.cluster().sampledCells(); c++) {
            logs.add(new Log(read));
        }
        new Replication(plan, 0, CellRunner.SEQUENTIAL, Replication.Progress.NONE).run(logs::get);
        assertThat(logs.stream().mapToLong(log -> log.completed).sum()).isGreaterThan(2000);
        assertThat(logs.stream().mapToLong(log -> log.refused).sum()).isGreaterThan(300);
        if (read.size() > 1) {
            assertThat(logs.stream().mapToLong(log -> log.pastTheLarge).sum())
                    .as("the small model goes on past the limit of the large one")
                    .isGreaterThan(300);
        }
    }
}
