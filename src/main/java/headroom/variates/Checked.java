package headroom.variates;

/** Refusals of parameters that make no law. */
final class Checked {
    private Checked() {}

    static double positive(String name, double value) {
        if (!(value > 0 && value <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " " + value + " must be above 0");
        }
        return value;
    }
}
