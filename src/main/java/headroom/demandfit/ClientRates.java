package headroom.demandfit;

import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.stat.Tally;
import headroom.workload.TraceException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a folder of ServeGen as a recording: rates and variation of interarrivals of each client in
 * windows of ten minutes, and quantiles of its tokens in windows of six hours.
 *
 * <p>Rates are counts, so the index of dispersion at ten minutes and an hour is that of the counts.
 * Below ten minutes, where only the law of interarrivals is known, each client is a renewal process
 * of its rate r_i and variation c_i within a window of L = 600 s, held to its count:
 *
 * <pre>
 * I(w) = [ sum of r_i I_i(w) (1 - w/L) ] / [ sum of r_i ] + w Var(R) / mean(R)
 * </pre>
 *
 * <p>with sums over clients and windows, R the total rate of a window and I_i of {@link
 * RenewalDispersion}. A Weibull law is taken for the Gamma law of the same variation. Windows in
 * which no client asks are gaps of the collection, and left out. Lengths of tokens are known of a
 * part of the requests; they are pooled by client, weighted by the requests of their windows.
 */
final class ClientRates {
    private static final double WINDOW_SECONDS = 600;
    private static final int WINDOWS_PER_HOUR = 6;
    private static final double TOKEN_WINDOW_SECONDS = 6 * 3600;
    private static final int WEEK_HOURS = 168;
    private static final int OWN_STREAMS = 10;
    private static final int[] TOPS = {1, 5, 10, 29};
    private static final double[] AT = {0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1};
    private static final List<String> QUANTILES =
            List.of("q0", "q1", "q5", "q10", "q25", "q50", "q75", "q90", "q95", "q99", "q100");

    private final Path folder;
    private final String model;
    private final List<Double> below = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final TreeMap<Integer, Double> totals = new TreeMap<>();
    private final TreeMap<String, Client> clients = new TreeMap<>();
    private final TreeSet<String> models = new TreeSet<>();
    /** Sum of r_i I_i(w) over clients and windows, at each window below ten minutes. */
    private final double[] renewal = new double[Recording.WINDOWS.size()];

    private static final class Client {
        private final String name;
        private double requests;
        private final Map<Integer, Double> requestsBySixHours = new TreeMap<>();
        private final Mixture input = new Mixture(AT);
        private final Mixture output = new Mixture(AT);

        Client(String name) {
            this.name = name;
        }

        boolean hasTokens() {
            return !input.isEmpty() && !output.isEmpty();
        }

        void take(Client other) {
            requests += other.requests;
            input.addAll(other.requests, other.input);
            output.addAll(other.requests, other.output);
        }
    }

    private ClientRates(Path folder, String model) {
        this.folder = folder;
        this.model = model;
        Recording.WINDOWS.stream().filter(w -> w < WINDOW_SECONDS).forEach(below::add);
    }

    /** Reads what the folder holds of one model's clients. */
    static Recording read(Path folder, String model) throws IOException {
        ClientRates rates = new ClientRates(folder, model);
        rates.readRates();
        rates.readTokens();
        return rates.recording();
    }

    private Path file(String name) {
        Path zipped = folder.resolve(name + ".csv.gz");
        return Files.exists(zipped) ? zipped : folder.resolve(name + ".csv");
    }

    private void readRates() throws IOException {
        CsvTable table = new CsvTable(file("client_windows"));
        List<String> columns = List.of("model", "client", "window_start_s", "rate_rps", "cv");
        table.rows(columns, row -> {
            models.add(row.getField("model"));
            if (row.getField("model").equals(model)) {
                addRate(table, row);
            }
        });
        if (totals.isEmpty()) {
            String problem = model.isEmpty() ? "holds several" : "has no model '" + model + "'";
            throw new TraceException(
                    file("client_windows").toString(),
                    0,
                    problem + "; choose by --of one of " + String.join(", ", models));
        }
    }

    private void addRate(CsvTable table, NamedCsvRecord row) {
        double start = table.number(row, "window_start_s");
        double rate = table.number(row, "rate_rps");
        double variation = table.number(row, "cv");
        Client client = clients.computeIfAbsent(row.getField("client"), Client::new);
        totals.merge((int) Math.rint(start / WINDOW_SECONDS), rate, Double::sum);
        double requests = rate * WINDOW_SECONDS;
        client.requests += requests;
        int sixHours = (int) (start / TOKEN_WINDOW_SECONDS);
        client.requestsBySixHours.merge(sixHours, requests, Double::sum);
        for (int i = 0; i < below.size(); i++) {
            double window = below.get(i);
            double index = rate > 0 && variation > 0
                    ? RenewalDispersion.index(rate * window, variation)
                    : 1;
            renewal[i] += rate * index * (1 - window / WINDOW_SECONDS);
        }
    }

    private void readTokens() throws IOException {
        CsvTable table = new CsvTable(file("client_token_quantiles"));
        List<String> columns = new ArrayList<>(QUANTILES);
        columns.addAll(List.of("model", "client", "window_start_s", "field"));
        table.rows(columns, row -> {
            Client client = clients.get(row.getField("client"));
            if (!row.getField("model").equals(model) || client == null) {
                return;
            }
            int sixHours = (int) (table.number(row, "window_start_s") / TOKEN_WINDOW_SECONDS);
            double weight = client.requestsBySixHours.getOrDefault(sixHours, 0.0);
            double[] quantiles =
                    QUANTILES.stream().mapToDouble(q -> table.number(row, q)).toArray();
            switch (row.getField("field")) {
                case "input_tokens" -> client.input.add(weight, quantiles);
                case "output_tokens" -> client.output.add(weight, quantiles);
                default -> {
                    // images and the like, which no stream asks for
                }
            }
        });
        if (clients.values().stream().noneMatch(Client::hasTokens)) {
            throw new TraceException(
                    file("client_token_quantiles").toString(),
                    0,
                    "no input_tokens and output_tokens of a client of '" + model + "'");
        }
    }

    private Recording recording() {
        double length = (totals.lastKey() + 1) * WINDOW_SECONDS;
        double mean = mean(totals.values().stream().toList());
        List<Double> windows = Recording.windows(length, 0, notes);
        double[] indices = windows.stream().mapToDouble(w -> index(w, mean)).toArray();
        int gaps = totals.lastKey() + 1 - totals.size();
        if (gaps > 0) {
            notes.add(gaps + " windows of 10 min in which nobody asks are left out");
        }
        notes.add("below 10 min from the variation of each client's interarrivals");
        List<Client> busiest = clients.values().stream()
                .sorted(Comparator.comparingDouble(c -> -c.requests))
                .toList();
        return together(length, mean, windows, indices, busiest);
    }

    private Recording together(
            double length,
            double mean,
            List<Double> windows,
            double[] indices,
            List<Client> busiest) {
        double all = busiest.stream().mapToDouble(c -> c.requests).sum();
        double known = busiest.stream()
                .filter(Client::hasTokens)
                .mapToDouble(c -> c.requests)
                .sum();
        notes.add(Math.round(100 * known / all) + " % of requests are of clients whose tokens are"
                + " known; the others' are taken for those of all");
        double[] shares = new double[TOPS.length];
        for (int i = 0; i < TOPS.length; i++) {
            shares[i] =
                    busiest.stream().limit(TOPS[i]).mapToDouble(c -> c.requests).sum() / all;
        }
        Split split = new Split(busiest, all);
        return new Recording(
                model,
                length,
                mean,
                windows,
                indices,
                length >= 2 * WEEK_HOURS * 3600.0 ? hours() : null,
                split.streams,
                shares,
                TokenQuantiles.whole(TokenQuantiles.at(split.input::quantile)),
                TokenQuantiles.whole(TokenQuantiles.at(split.output::quantile)),
                notes);
    }

    /** The busiest clients, each a stream, and the rest in one. */
    private static final class Split {
        private final List<Recording.Client> streams = new ArrayList<>();
        private final Mixture input = new Mixture(AT);
        private final Mixture output = new Mixture(AT);

        Split(List<Client> busiest, double all) {
            Client known = new Client("known");
            for (Client client : busiest) {
                known.take(client);
            }
            Client others = new Client("others");
            for (int i = 0; i < busiest.size(); i++) {
                Client client = busiest.get(i);
                if (!client.hasTokens()) {
                    client.input.addAll(1, known.input);
                    client.output.addAll(1, known.output);
                }
                if (i < OWN_STREAMS) {
                    add(client, "client-" + client.name, all);
                } else {
                    others.take(client);
                }
            }
            if (others.requests > 0) {
                add(others, "others", all);
            }
        }

        private void add(Client client, String name, double all) {
            double share = client.requests / all;
            input.addAll(share, client.input);
            output.addAll(share, client.output);
            streams.add(new Recording.Client(
                    name,
                    share,
                    TokenQuantiles.at(client.input::quantile),
                    TokenQuantiles.at(client.output::quantile)));
        }
    }

    private double index(double window, double mean) {
        int i = below.indexOf(window);
        if (i >= 0) {
            double rates = totals.values().stream().mapToDouble(r -> r).sum();
            return renewal[i] / rates
                    + window * variance(totals.values().stream().toList()) / mean;
        }
        int size = (int) Math.rint(window / WINDOW_SECONDS);
        List<Double> counts = new ArrayList<>();
        for (int first = 0; first + size <= totals.lastKey() + 1; first += size) {
            double sum = 0;
            for (int k = first; k < first + size; k++) {
                sum += totals.getOrDefault(k, Double.NaN) * WINDOW_SECONDS;
            }
            if (!Double.isNaN(sum)) {
                counts.add(sum);
            }
        }
        return variance(counts) / mean(counts);
    }

    private double[] hours() {
        Tally[] tallies = new Tally[WEEK_HOURS];
        for (int h = 0; h < WEEK_HOURS; h++) {
            tallies[h] = new Tally();
        }
        totals.forEach((window, rate) -> tallies[window / WINDOWS_PER_HOUR % WEEK_HOURS].add(rate));
        notes.add("the first window is taken for Monday 00:00 UTC");
        double[] hours = new double[WEEK_HOURS];
        for (int h = 0; h < WEEK_HOURS; h++) {
            hours[h] = tallies[h].count() == 0 ? 0 : tallies[h].mean();
        }
        return hours;
    }

    private static double mean(List<Double> values) {
        return tally(values).mean();
    }

    private static double variance(List<Double> values) {
        return tally(values).variance();
    }

    private static Tally tally(List<Double> values) {
        Tally tally = new Tally();
        values.forEach(tally::add);
        return tally;
    }
}
