package headroom.calibration;

import headroom.analytic.Efficiencies;
import headroom.calibration.ClosedLoop.Around;

import java.util.ArrayList;
import java.util.List;

/**
 * The efficiencies that all models share, as one vector for a solver.
 *
 * <p>Shares of bandwidth and peak, the cost of a step and the launches of a prompt are one number
 * for all GPUs, precisions and engines: the few models measured on each cannot tell its share from
 * their own ways, and a share for each predicts models left out of the fit worse. Launches of a
 * decoding layer, the cost of a sequence and what lies around the steps are an engine's own.
 *
 * <p>Shares go through the logistic function and so stay below 1, times and factors through the
 * exponential. Each has a first guess, which also is the middle of what is thought likely.
 */
final class Parameters {
    private static final List<String> ALL = List.of("all");

    private final List<String> backends;
    private final List<String> names = new ArrayList<>();
    private final List<Double> start = new ArrayList<>();
    private final List<Boolean> share = new ArrayList<>();

    private final int memory;
    private final int expertMemory;
    private final int kvMemory;
    private final int prefill;
    private final int expertPrefill;
    private final int decode;
    private final int attention;
    private final int link;
    private final int step;
    private final int sequence;
    private final int layer;
    private final int expertLayer;
    private final int commLayer;
    private final int latentLayer;
    private final int sparseLayer;
    private final int otherLayer;
    private final int prefillLayer;
    private final int host;
    private final int hostLayer;
    private final int burst;
    private final int delay;

    /** For the engines that occur. */
    Parameters(List<String> backends) {
        this.backends = List.copyOf(backends);
        memory = block("memory", ALL, 0.6, true);
        expertMemory = block("expertMemory", ALL, 0.6, true);
        kvMemory = block("kvMemory", ALL, 0.6, true);
        prefill = block("prefill", ALL, 0.5, true);
        expertPrefill = block("expertPrefill", ALL, 1.5, false);
        decode = block("decode", ALL, 0.4, true);
        attention = block("attention", ALL, 0.5, true);
        link = block("link", ALL, 0.4, true);
        step = block("stepSeconds", ALL, 1e-3, false);
        sequence = block("sequenceSeconds", backends, 1e-5, false);
        layer = block("layerSeconds", backends, 3e-5, false);
        expertLayer = block("expertLayerSeconds", backends, 2e-5, false);
        commLayer = block("commLayerSeconds", backends, 1e-5, false);
        latentLayer = block("latentLayerSeconds", ALL, 2e-5, false);
        sparseLayer = block("sparseLayerSeconds", ALL, 4e-5, false);
        otherLayer = block("otherLayerSeconds", ALL, 2e-5, false);
        prefillLayer = block("prefillLayerSeconds", ALL, 1.5e-4, false);
        host = block("hostSeconds", backends, 0.03, false);
        hostLayer = block("hostLayerSeconds", backends, 7e-4, false);
        burst = block("burst", backends, 0.05, false);
        delay = block("delaySteps", backends, 1, false);
    }

    /** One parameter for each kind; the index of the first. */
    private int block(String name, List<String> kinds, double guess, boolean isShare) {
        int first = names.size();
        for (String kind : kinds) {
            names.add(name + " " + kind);
            share.add(isShare);
            start.add(isShare ? StrictMath.log(guess / (1 - guess)) : StrictMath.log(guess));
        }
        return first;
    }

    int size() {
        return names.size();
    }

    String name(int i) {
        return names.get(i);
    }

    /** The index of a parameter by its name; -1 where there is none. */
    int index(String name) {
        return names.indexOf(name);
    }

    double[] start() {
        return start.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The value of one parameter: a share [1], a factor [1] or a time [s]. */
    double value(double[] z, int i) {
        double e = StrictMath.exp(z[i]);
        return share.get(i) ? e / (1 + e) : e;
    }

    /** What holds under an engine. */
    Efficiencies efficiencies(double[] z, String backend) {
        int b = backends.indexOf(backend);
        return new Efficiencies(
                value(z, memory),
                value(z, expertMemory),
                value(z, kvMemory),
                value(z, prefill),
                value(z, expertPrefill),
                value(z, decode),
                value(z, attention),
                value(z, link),
                new Efficiencies.Overheads(
                        value(z, step),
                        value(z, sequence + b),
                        value(z, layer + b),
                        value(z, expertLayer + b),
                        value(z, commLayer + b),
                        value(z, latentLayer),
                        value(z, sparseLayer),
                        value(z, otherLayer),
                        value(z, prefillLayer)));
    }

    /** What an engine spends around the steps for a model of so many layers. */
    Around around(double[] z, String backend, int layers) {
        int b = backends.indexOf(backend);
        return new Around(
                value(z, host + b) + layers * value(z, hostLayer + b),
                value(z, burst + b),
                value(z, delay + b));
    }

    List<String> backends() {
        return backends;
    }
}
