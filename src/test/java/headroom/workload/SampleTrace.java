package headroom.workload;

import headroom.variates.Lognormal;
import headroom.variates.NormalQuantile;
import headroom.variates.QuantileTable;

import umontreal.ssj.rng.RandomStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * The sample trace that comes with the scenarios: 2,000 chat requests over an hour, made and not
 * recorded.
 *
 * <p>Lengths are lognormal with medians and means of the Azure 2023 conversation trace (1,020 and
 * 1,155 tokens in, 129 and 211 out; measured). The rate of each minute is exp(0.5 X), X a
 * stationary autoregression of order 1 with coefficient 0.8 (assumed), since real arrivals vary
 * more from minute to minute than a Poisson process does.
 */
final class SampleTrace {
    static final int REQUESTS = 2_000;

    private static final int MINUTES = 60;
    private static final double CORRELATION = 0.8;
    private static final double RATE_SIGMA = 0.5;
    private static final QuantileTable INPUT =
            QuantileTable.lognormal(Lognormal.ofMedianAndMean(1_020, 1_155), 1, 14_000);
    private static final QuantileTable OUTPUT =
            QuantileTable.lognormal(Lognormal.ofMedianAndMean(129, 211), 1, 2_000);

    private SampleTrace() {}

    /** The CSV text, the same for the same stream. */
    static String csv(RandomStream stream) {
        double[] cumulative = cumulativeRate(stream);
        double[] seconds = new double[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            seconds[i] = secondsAt(cumulative, stream.nextDouble() * cumulative[MINUTES]);
        }
        Arrays.sort(seconds);
        StringBuilder csv = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (double arrival : seconds) {
            // seven decimals, as in the traces it stands for
            long ticks = (long) (arrival * 1e7);
            long second = ticks / 10_000_000;
            csv.append(String.format(
                    Locale.ROOT,
                    "2026-01-05 12:%02d:%02d.%07d,%d,%d\n",
                    second / 60,
                    second % 60,
                    ticks % 10_000_000,
                    INPUT.sampleWhole(stream.nextDouble()),
                    OUTPUT.sampleWhole(stream.nextDouble())));
        }
        return csv.toString();
    }

    /** Compressed without a time, so that the same text gives the same file. */
    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static double[] cumulativeRate(RandomStream stream) {
        double[] cumulative = new double[MINUTES + 1];
        double x = NormalQuantile.of(stream.nextDouble());
        double innovation = Math.sqrt(1 - CORRELATION * CORRELATION);
        for (int minute = 0; minute < MINUTES; minute++) {
            cumulative[minute + 1] = cumulative[minute] + StrictMath.exp(RATE_SIGMA * x);
            x = CORRELATION * x + innovation * NormalQuantile.of(stream.nextDouble());
        }
        return cumulative;
    }

    private static double secondsAt(double[] cumulative, double target) {
        int minute = 0;
        while (cumulative[minute + 1] <= target) {
            minute++;
        }
        double rate = cumulative[minute + 1] - cumulative[minute];
        return 60 * (minute + (target - cumulative[minute]) / rate);
    }
}
