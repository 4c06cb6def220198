package headroom.yaml;

/**
 * A share of countable things.
 *
 * @param taken how many are simulated
 * @param of of how many; 1 of 1 is all
 */
public record Fraction(int taken, int of) {}
