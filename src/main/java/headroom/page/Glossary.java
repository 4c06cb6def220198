package headroom.page;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The terms that a report explains, on hover and in a list at its end. */
public final class Glossary {
    /** A term, its anchor in the page and one or two sentences. */
    public record Entry(String id, String term, String text) {}

    public static final List<Entry> ENTRIES = List.of(
            new Entry(
                    "caps",
                    "Usage caps, × nominal",
                    "How much a user may consume in a five-hour or weekly window, as a multiple of"
                            + " the size that the scenario calls nominal. A controller moves it;"
                            + " changes and promotions decided beforehand are not in it."),
            new Entry(
                    "peak",
                    "Peak-hour multiplier",
                    "How many times faster usage counts against the five-hour cap in peak hours. At"
                            + " 1 peak hours cost no more than others."),
            new Entry(
                    "addition",
                    "Addition",
                    "Capacity that arrives during the run, at once or over a ramp of days."),
            new Entry(
                    "expected",
                    "Expected",
                    "Computed from the scenario, not simulated (headroom explain): nobody meets a"
                            + " limit, is refused, retries or leaves, and clocks are full. Above"
                            + " what was simulated by what limits and refusals hold back."),
            new Entry(
                    "capped",
                    "Refused by a cap",
                    "Requests given up because a usage cap of the user was reached: the user left,"
                            + " waits for the reset in another session already, or its client was"
                            + " told to try again and did so in vain."),
            new Entry(
                    "rate-limited",
                    "Refused by a rate limit",
                    "Requests refused because an organisation exceeded its requests or tokens per"
                            + " minute."),
            new Entry(
                    "overloaded",
                    "Shed when overloaded",
                    "Requests turned away because queues exceeded their bound (status 529). Clients"
                            + " may try again."),
            new Entry(
                    "timed-out",
                    "Timed out",
                    "Requests that their client cancelled because the answer took longer than it"
                            + " waits, retries included."),
            new Entry(
                    "abandoned",
                    "Abandoned",
                    "Requests that their client cancelled because service had not begun when its"
                            + " patience ended; it does not come back."),
            new Entry(
                    "lost",
                    "Lost in a failure",
                    "Requests in flight at a replica that failed, when no retry was left."),
            new Entry(
                    "too-large",
                    "Too large for any replica",
                    "Requests whose prompt and answer exceed the KV memory of every replica that"
                            + " their model has or will have."),
            new Entry(
                    "deferred",
                    "Deferred",
                    "Requests put off by a user who waits for a cap to reset. Those that wait in"
                            + " line (atLimit.queue), or whose clients try again when told"
                            + " (atLimit.reject), are not in it."),
            new Entry(
                    "censored",
                    "Still under way",
                    "Requests whose outcome was open when the run ended."),
            new Entry(
                    "capped-users",
                    "Users who met a limit",
                    "Share of users with at least one request refused by a limit, within a week of"
                            + " the phase, or within all of it where it is shorter; each user"
                            + " counts once."),
            new Entry(
                    "bound",
                    "Users refused by a limit",
                    "Share of users with at least one request refused by that limit, within a week"
                            + " of the phase, all of it where it is shorter, or an hour. Where"
                            + " several limits are reached, the first in the order of the tier"
                            + " counts. Active users are those with a request in that time."),
            new Entry(
                    "overbooking",
                    "Caps over capacity",
                    "Credits that all users may use together, over those that the fleet could"
                            + " serve at its nominal capacity for the requests and clocks of the"
                            + " hour. Above 1 not everybody can use a cap in full at once. Users"
                            + " without a limit in force are left out."),
            new Entry(
                    "limit-scale",
                    "Limits in force",
                    "What a limit allows, as a multiple of what its tier gives: changes and"
                            + " promotions decided beforehand times the scale of caps where it"
                            + " follows that, without the time in which it is not in force."),
            new Entry(
                    "reaction",
                    "What users do about limits",
                    "How often they did it a second, beside waiting, leaving and paying: each"
                            + " request that goes on, each session that is put off, each user who"
                            + " takes a plan."),
            new Entry(
                    "jain",
                    "Fairness",
                    "Jain's index of the credits served to each user: 1 if all got the same, 1/n if"
                            + " one of n got everything. By what caps allow: of the share that each"
                            + " user got of what the limits allow."),
            new Entry(
                    "top5",
                    "Share of the top 5 %",
                    "Share of all credits served that went to the 5 % of users who got most."),
            new Entry(
                    "unserved",
                    "Tokens not served",
                    "New input and output of requests that were refused. Asked in refused"
                            + " attempts: each attempt anew, whatever comes of it, so that tokens"
                            + " served after all, paid for or in the slow lane, are in it. Deferred"
                            + " to a reset, and come back from there: of users who wait for it"
                            + " alone; 0 where all wait in line or are told to try again"
                            + " (atLimit.queue, reject). Suppressed by caps: the user left, waits"
                            + " for the reset in another session already (one session of a user"
                            + " waits, the others are given up), or tried again in vain. Lost:"
                            + " after rate limits, overload, time-outs, lost patience and"
                            + " failures."),
            new Entry(
                    "attempt",
                    "Attempt",
                    "A request that is sent; after a refusal or a time-out its client may send it"
                            + " again, which is another attempt."),
            new Entry(
                    "cost",
                    "Cost",
                    "What contract, GPUs and energy cost, at the rate of the phase, so that phases"
                            + " of any length compare: dollars of the phase over its months of"
                            + " 365.25 / 12 days. The dollars themselves are in summary.csv."),
            new Entry(
                    "margin",
                    "Margin",
                    "Revenue of all kinds less cost of all kinds, at the rate of the phase; what is"
                            + " not in the scenario, such as staff, is in neither."),
            new Entry(
                    "per-token",
                    "Cost and energy of a token",
                    "What contract, GPUs and energy cost in the phase, and the energy, over the"
                            + " tokens of answers served in it: prompts are in the price of"
                            + " answers, and so is all else at the sites, jobs too. A list price"
                            + " of output alone is no match for it. 'Input too': over all tokens,"
                            + " of prompts, cached ones and answers."),
            new Entry(
                    "list",
                    "Served at list price",
                    "What all completed requests would cost at list price, whoever pays."),
            new Entry(
                    "revenue",
                    "Revenue",
                    "A month's subscriptions, list price for what users buy past their caps, and"
                            + " list price for tiers that have neither subscription nor caps."),
            new Entry(
                    "lockout",
                    "Locked out",
                    "Time for which a user has reached a cap and waits for its reset"
                            + " (atLimit.wait), in minutes of a week of all users of the tier, or"
                            + " of those who did. Users who leave, wait in line or are told to try"
                            + " again are shut out as long and are not in it: where atLimit"
                            + " differs, compare the share of users refused by a limit."),
            new Entry(
                    "goodput",
                    "Goodput",
                    "Share of requests completed within the latency objectives of the scenario."),
            new Entry(
                    "ttft",
                    "Time to first token (TTFT)",
                    "From the arrival of a request to the first token of its answer: waiting plus"
                            + " prefill. p99 is exceeded by one request in a hundred."),
            new Entry(
                    "tpot",
                    "Time per output token (TPOT)",
                    "Mean time between the tokens of an answer after its first."),
            new Entry(
                    "e2e",
                    "End to end",
                    "From the arrival of a request to the last token of its answer."),
            new Entry(
                    "alone",
                    "Alone",
                    "The same requests, had each found its replica idle at full clock and kept it"
                            + " for itself: with any number of replicas of its kind, no router"
                            + " could do better. It covers completed requests only."),
            new Entry(
                    "clairvoyant",
                    "Clairvoyant",
                    "The same scenario and random numbers behind a greedy router that knows all"
                            + " output lengths and sends a request to where it adds the least"
                            + " delay; not a proven bound."),
            new Entry(
                    "in-system",
                    "In system",
                    "Requests at a server, waiting or in its batch, mean over time."),
            new Entry(
                    "waiting",
                    "Waiting",
                    "Requests at a server that are not in its batch yet, mean over time; the wait"
                            + " is how long each of them stays so."),
            new Entry(
                    "batch",
                    "Batch",
                    "Requests that a server works on in one step, mean over steps."),
            new Entry(
                    "sojourn",
                    "Sojourn",
                    "Time of a request in the system, from its arrival to its end: wait plus"
                            + " service."),
            new Entry(
                    "token",
                    "Cached input token",
                    "A token of the prompt whose state was still in memory, so that it need not be"
                            + " computed again."),
            new Entry(
                    "utilisation",
                    "Utilisation",
                    "Share of the scarcer of KV memory and sequences that is in use, weighted by"
                            + " KV memory."),
            new Entry(
                    "replica",
                    "Replica",
                    "One copy of a model on a group of GPUs that serves requests on its own."),
            new Entry(
                    "failure",
                    "Failure of a replica",
                    "Its GPUs are out until they are repaired, its requests are lost or tried"
                            + " again elsewhere, and its memory of prompts is gone."),
            new Entry(
                    "free",
                    "Free GPUs",
                    "GPUs that no replica holds and no station of jobs has, lent or for good."),
            new Entry(
                    "down",
                    "Time down",
                    "How long the site is down as a whole: what its replicas have is lost, its jobs"
                            + " are stopped, and nothing draws power."),
            new Entry(
                    "preemption",
                    "Preemption",
                    "A replica without room for the next tokens puts a running request back into"
                            + " its queue; its tokens are computed again later."),
            new Entry(
                    "wasted",
                    "Wasted tokens",
                    "Tokens computed for requests that ended before they were complete."),
            new Entry(
                    "power",
                    "Power",
                    "Electric power of the site with cooling (PUE). At the limit clocks go down"
                            + " and slow service and jobs. The highest is that of an epoch; the"
                            + " highest hour is the mean over it. Where only some cells are"
                            + " simulated their replicas stand for others, as if these were busy in"
                            + " the same seconds: of few replicas the highest power and the time"
                            + " above the limit are too high, means are not."),
            new Entry(
                    "overage",
                    "Overage revenue",
                    "Paid by users who continue past a cap at list prices."),
            new Entry(
                    "half-width",
                    "±, half-width",
                    "Half the width of the confidence interval, from the differences between"
                            + " simulated cells or replications. It says how much chance is in the"
                            + " number, not how right the model is."),
            new Entry(
                    "grade",
                    "Grade",
                    "Where an assumption comes from: measured, vendor (stated by the maker), fitted"
                            + " (to measurements) or assumed."));

    private static final Map<String, Entry> BY_ID =
            ENTRIES.stream().collect(Collectors.toMap(Entry::id, Function.identity()));

    private Glossary() {}

    /** The entry of a term; a term that nobody explains is a mistake of this room. */
    public static Entry entry(String id) {
        Entry entry = BY_ID.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("the glossary does not explain " + id);
        }
        return entry;
    }
}
