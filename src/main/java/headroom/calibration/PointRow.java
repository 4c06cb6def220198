package headroom.calibration;

import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.analytic.Roofline.Weights;
import headroom.analytic.Silicon.Precision;

import java.util.Arrays;

/** One row of a file of measured points; says where it is what is wrong in it. */
final class PointRow {
    private final String file;
    private final NamedCsvRecord row;

    PointRow(String file, NamedCsvRecord row) {
        this.file = file;
        this.row = row;
    }

    /** A field; empty where the file has no such column. */
    String text(String column) {
        return row.findField(column).orElse("");
    }

    /** A whole number; 0 where nothing is told. */
    int number(String column) {
        String text = text(column);
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw wrong(column + " is '" + text + "'; a whole number is needed");
        }
    }

    /** A number of things of which there has to be one. */
    int count(String column) {
        int value = number(column);
        if (value < 1) {
            throw wrong(column + " is '" + text(column) + "'; at least 1 is needed");
        }
        return value;
    }

    double positive(String column) {
        String text = text(column);
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw wrong(column + " is '" + text + "'; a positive number is needed");
        }
        return value;
    }

    Point.Engine engine() {
        return new Point.Engine(text("backend"), text("backend_version"));
    }

    /** gpt-oss is published in 4 bits only, whatever a row calls its precision. */
    Weights weights(String shape) {
        String told = text("precision");
        Precision precision = Precision.BF16;
        if (shape.equals("gpt-oss-120b")) {
            precision = Precision.FP4;
        } else if (!told.isEmpty()) {
            precision = Arrays.stream(Precision.values())
                    .filter(p -> p.name().equalsIgnoreCase(told))
                    .findFirst()
                    .orElseThrow(() -> wrong("precision '" + told + "'"));
        }
        boolean small = text("backend").equals("trtllm") && precision != Precision.BF16;
        return new Weights(precision, small ? 1 : 2);
    }

    private PointsException wrong(String problem) {
        return new PointsException(file, row.getStartingLineNumber(), problem);
    }
}
