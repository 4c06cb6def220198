package headroom.demandfit;

import headroom.arrivals.Modulation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** A fit as text: the demand section of a scenario, and a small scenario around it. */
final class DemandYaml {
    private static final String NAME = "recorded";
    private static final double LEAST_KV_TOKENS = 1.2e6;
    /** Seconds of a replica that a token costs, in a batch of some fifty. */
    private static final double INPUT_SECONDS = 4e-6;

    private static final double OUTPUT_SECONDS = 2e-4;

    private final Recording recording;
    private final double baseRatePerSecond;

    DemandYaml(Recording recording, double baseRatePerSecond) {
        this.recording = recording;
        this.baseRatePerSecond = baseRatePerSecond;
    }

    String demand(Modulation modulation) {
        StringBuilder out = new StringBuilder("demand:\n");
        double[] hours = recording.hours();
        if (hours != null) {
            out.append("  profiles:\n    ").append(NAME).append(":\n      hours:\n        [");
            double mean = Arrays.stream(hours).average().orElse(1);
            out.append(wrapped(hours, h -> rounded(h / mean, 4))).append("]\n");
        }
        out.append("  streams:\n");
        for (Recording.Client client : recording.clients()) {
            out.append("    - name: ").append(client.name()).append('\n');
            out.append("      model: m\n      rate: ")
                    .append(rounded(baseRatePerSecond * client.share(), 7))
                    .append(" /s\n");
            out.append(hours == null ? "" : "      profile: " + NAME + "\n");
            modulation(out, modulation);
            law(out, "input", client.input());
            law(out, "output", client.output());
        }
        return out.toString();
    }

    /** All streams swing on one path, so that their sum has the dispersion fitted. */
    private static void modulation(StringBuilder out, Modulation modulation) {
        out.append("      modulation:").append(modulation.scales().isEmpty() ? " []\n" : "\n");
        for (Modulation.Scale scale : modulation.scales()) {
            out.append("        - {sigma: ")
                    .append(rounded(scale.sigma(), 4))
                    .append(", correlationTime: ")
                    .append(rounded(scale.correlationSeconds(), 4))
                    .append(" s, path: ")
                    .append(NAME)
                    .append("}\n");
        }
    }

    private static void law(StringBuilder out, String key, double[] values) {
        double[] at = TokenQuantiles.AT.stream().mapToDouble(p -> p).toArray();
        out.append("      ").append(key).append(":\n        law: quantiles\n        at:\n");
        out.append("          [").append(wrapped(at, p -> rounded(p, 5))).append("]\n");
        out.append("        values:\n          [");
        out.append(wrapped(values, v -> rounded(v, 6) + " tokens")).append("]\n");
    }

    private static String wrapped(double[] values, DoubleFunction<String> format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            out.append(i == 0 ? "" : i % 8 == 0 ? ",\n          " : ", ");
            out.append(format.apply(values[i]));
        }
        return out.toString();
    }

    private static String rounded(double value, int digits) {
        MathContext context = new MathContext(digits, RoundingMode.HALF_EVEN);
        BigDecimal exact = new BigDecimal(value).round(context).stripTrailingZeros();
        return exact.toPlainString();
    }

    /** A scenario that serves the demand on as many replicas as it keeps about half busy. */
    String scenario(String demand, int cells, double horizonSeconds) {
        double input = 0;
        double output = 0;
        double longest = 0;
        for (Recording.Client client : recording.clients()) {
            input += client.share() * TokenQuantiles.mean(client.input());
            output += client.share() * TokenQuantiles.mean(client.output());
            longest = Math.max(longest, last(client.input()) + last(client.output()));
        }
        double busy = recording.ratePerSecond() / cells;
        double replicas = busy * (input * INPUT_SECONDS + output * OUTPUT_SECONDS);
        long gpus = 8L * cells * (1 + (long) Math.ceil(2 * replicas));
        String kv = rounded(Math.max(LEAST_KV_TOKENS, Math.ceil(1.1 * longest)), 12);
        return List.of(
                        "name: calibrated",
                        "title: Demand like that of "
                                + recording.name().replaceAll("[^\\w.-]", " "),
                        "start: 2026-01-05T00:00Z",
                        "horizon: " + rounded(horizonSeconds, 12) + " s",
                        "seed: 1",
                        "cells: " + cells,
                        "# What follows makes the demand run; put your own in its place.",
                        "models: {m: {credits: {input: 1, output: 5}, price: {input: $1/Mtoken,",
                        "  cachedInput: $1/Mtoken, output: $5/Mtoken}}}",
                        "gpus: {H100: {idlePower: 145 W, decodePower: 480 W, prefillPower: 690 W,",
                        "  hostPower: 380 W}}",
                        "sites: {lab: {powerLimit: " + (1 + gpus / 400) + " MW, pue: 1.2}}",
                        "pools: {servers: {site: lab, gpu: H100, gpus: " + gpus + "}}",
                        "deployments:",
                        "  - {model: m, pool: servers, replicaGpus: 8, loadTime: 2 min,",
                        "     maxSequences: 256, tokenBudget: 2048, kvCapacity: " + kv + " tokens,",
                        "     stepTime: {c0: 9653.7 us, c1: 4.4 us, c2: 1.03 us, c3: 2.63 us,",
                        "                c4: 0.00005 us, c5: 0.0238 us}}")
                .stream()
                .collect(Collectors.joining("\n", "", "\n" + demand));
    }

    private static double last(double[] values) {
        return values[values.length - 1];
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
    }
}
