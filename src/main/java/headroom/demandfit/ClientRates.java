package headroom.demandfit;

import de.siegmar.fastcsv.reader.NamedCsvRecord;

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
    private static final double WINDOW_SECONDS = RateSeries.WINDOW_SECONDS;
    private static final double TOKEN_WINDOW_SECONDS = 6 * 3600;
    private static final int WEEK_HOURS = 168;
    private static final int OWN_STREAMS = 10;
    private static final int MOST_NAME = 48;
    private static final int[] TOPS = {1, 5, 10, 29};
    private static final double[] AT = {0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1};
    private static final List<String> QUANTILES =
            List.of("q0", "q1", "q5", "q10", "q25", "q50", "q75", "q90", "q95", "q99", "q100");

    private final Path folder;
    private final String model;
    private final List<Double> below = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final RateSeries totals = new RateSeries();
    private final TreeMap<String, Client> clients = new TreeMap<>();
    private final TreeSet<String> models = new TreeSet<>();
    /** Sum of r_i I_i(w) over clients and windows, at each window below ten minutes. */
    private final double[] renewal = new double[Recording.WINDOWS.size()];

    private double sumOfRates;

    private static final class Client {
        private final String name;
        private double requests;
        private final Map<Long, Double> requestsBySixHours = new TreeMap<>();
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
        rates.refuse();
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
            String problem =
                    model.isEmpty() ? "no model is chosen" : "has no model '" + model + "'";
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
        totals.add(start, rate);
        sumOfRates += rate;
        double requests = rate * WINDOW_SECONDS;
        client.requests += requests;
        long sixHours = (long) (start / TOKEN_WINDOW_SECONDS);
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
            long sixHours = (long) (table.number(row, "window_start_s") / TOKEN_WINDOW_SECONDS);
            double weight = client.requestsBySixHours.getOrDefault(sixHours, 0.0);
            double[] quantiles = quantiles(table, row);
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

    private static double[] quantiles(CsvTable table, NamedCsvRecord row) {
        double[] quantiles = new double[QUANTILES.size()];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = table.number(row, QUANTILES.get(i));
            if (i > 0 && quantiles[i] < quantiles[i - 1]) {
                throw table.wrong(row, QUANTILES.get(i), "at least " + QUANTILES.get(i - 1));
            } else if (quantiles[i] > TokenQuantiles.MOST) {
                throw table.wrong(row, QUANTILES.get(i), "at most 100 M tokens");
            }
        }
        return quantiles;
    }

    /** Refuses what no dispersion can be told of. */
    private void refuse() {
        Path file = file("client_windows");
        Recording.refuseTooLong(file, totals.lengthSeconds());
        if (totals.told() < Dispersion.LEAST_WINDOWS || !(sumOfRates > 0)) {
            throw new TraceException(
                    file.toString(),
                    0,
                    totals.told() + " windows of 10 min of '" + model + "', with "
                            + Math.round(sumOfRates * WINDOW_SECONDS)
                            + " requests; expected at least " + Dispersion.LEAST_WINDOWS
                            + " windows, and requests in them");
        }
    }

    private List<Double> windows() {
        List<Double> windows = new ArrayList<>();
        for (double window : Recording.windows(totals.lengthSeconds(), 0, notes)) {
            int whole = window < WINDOW_SECONDS
                    ? totals.told()
                    : totals.counts(window).size();
            if (whole < Dispersion.LEAST_WINDOWS) {
                notes.add(Recording.words(window) + " is left out: " + whole
                        + " windows of it are without a gap; " + Dispersion.LEAST_WINDOWS
                        + " are needed");
            } else {
                windows.add(window);
            }
        }
        return windows;
    }

    private Recording recording() {
        double length = totals.lengthSeconds();
        List<Double> windows = windows();
        double[] indices = windows.stream().mapToDouble(this::index).toArray();
        if (totals.gaps() > 0) {
            notes.add(totals.gaps() + " windows of 10 min in which nobody asks are left out");
        }
        notes.add("below 10 min from the variation of each client's interarrivals");
        List<Client> busiest = clients.values().stream()
                .sorted(Comparator.comparingDouble(c -> -c.requests))
                .toList();
        return together(length, windows, indices, busiest);
    }

    private Recording together(
            double length, List<Double> windows, double[] indices, List<Client> busiest) {
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
        boolean weekly = length >= 2 * WEEK_HOURS * 3600.0;
        if (weekly) {
            notes.add("the first window is taken for Monday 00:00 UTC");
        }
        return new Recording(
                model,
                length,
                totals.mean(),
                windows,
                indices,
                weekly ? totals.hours() : null,
                split.streams,
                shares,
                TokenQuantiles.whole(TokenQuantiles.of(split.input)),
                TokenQuantiles.whole(TokenQuantiles.of(split.output)),
                new Recording.Means(split.input.meanAbove(0), split.output.meanAbove(0)),
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
                    add(client, name(client), all);
                } else {
                    others.take(client);
                }
            }
            if (others.requests > 0) {
                add(others, "others", all);
            }
        }

        /** As a scenario can say it, and each client another. */
        private String name(Client client) {
            String plain = "client-" + client.name.replaceAll("[^A-Za-z0-9_-]", "-");
            String cut = plain.substring(0, Math.min(MOST_NAME, plain.length()));
            String name = cut;
            for (int i = 2; has(name); i++) {
                name = cut + "-" + i;
            }
            return name;
        }

        private boolean has(String name) {
            return streams.stream().anyMatch(s -> s.name().equals(name));
        }

        private void add(Client client, String name, double all) {
            double share = client.requests / all;
            input.addAll(share, client.input);
            output.addAll(share, client.output);
            streams.add(new Recording.Client(
                    name,
                    share,
                    TokenQuantiles.of(client.input),
                    TokenQuantiles.of(client.output)));
        }
    }

    private double index(double window) {
        int i = below.indexOf(window);
        return i < 0
                ? totals.index(window)
                : renewal[i] / sumOfRates + window * totals.variance() / totals.mean();
    }
}
