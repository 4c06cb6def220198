package headroom.calibration;

import headroom.analytic.Efficiencies;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Writes fitted efficiencies the way {@code analytic.BuiltIn} reads them. */
final class EfficienciesTable {
    private static final MathContext DIGITS = new MathContext(5);
    private static final String HEADER = "backend,memory,expertMemory,kvMemory,"
            + "prefill,expertPrefill,decode,attention,link,stepSeconds,sequenceSeconds,"
            + "layerSeconds,expertLayerSeconds,commLayerSeconds,latentLayerSeconds,"
            + "sparseLayerSeconds,otherLayerSeconds,prefillLayerSeconds";

    private EfficienciesTable() {}

    static String csv(Parameters parameters, double[] z) {
        StringBuilder out = new StringBuilder(HEADER).append('\n');
        for (String backend : parameters.backends()) {
            Efficiencies e = parameters.efficiencies(z, backend);
            out.append(backend).append(',').append(cells(e)).append('\n');
        }
        return out.toString();
    }

    private static String cells(Efficiencies e) {
        Efficiencies.Overheads o = e.overheads();
        return DoubleStream.of(
                        e.memory(),
                        e.expertMemory(),
                        e.kvMemory(),
                        e.prefill(),
                        e.expertPrefill(),
                        e.decode(),
                        e.attention(),
                        e.link(),
                        o.stepSeconds(),
                        o.sequenceSeconds(),
                        o.layerSeconds(),
                        o.expertLayerSeconds(),
                        o.commLayerSeconds(),
                        o.latentLayerSeconds(),
                        o.sparseLayerSeconds(),
                        o.otherLayerSeconds(),
                        o.prefillLayerSeconds())
                .mapToObj(EfficienciesTable::text)
                .collect(Collectors.joining(","));
    }

    /** Every parameter by its name. */
    static List<String> values(Parameters parameters, double[] z) {
        List<String> lines = new ArrayList<>();
        lines.add("parameter,value");
        for (int i = 0; i < parameters.size(); i++) {
            lines.add(parameters.name(i) + "," + text(parameters.value(z, i)));
        }
        return lines;
    }

    private static String text(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toString();
    }
}
