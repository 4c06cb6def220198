package headroom.sweeps;

import headroom.stat.Estimate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How far each variable alone moves a number away from where the scenario as it is has it; of
 * points that vary one at a time. The variable that moves it farthest comes first.
 *
 * <p>Each move is a mean of differences between replications that draw the same random numbers,
 * with the t interval of that mean. It says nothing of variables that move together.
 */
public final class Swings {
    private Swings() {}

    /**
     * A variable and where its values bring the number.
     *
     * @param variation the variable
     * @param moves one for each of its values, in their order
     */
    public record Swing(Variation variation, List<Move> moves) {
        /** Farthest move by its size; a move that is unknown counts as none. */
        public double size() {
            return moves.stream()
                    .mapToDouble(each -> Math.abs(each.change().value()))
                    .filter(Double::isFinite)
                    .max()
                    .orElse(0);
        }
    }

    /** A value of a variable and the change it makes. */
    public record Move(String value, Estimate change) {}

    /** The swings of a shown number. */
    public static List<Swing> of(Sweep sweep, int shown) {
        List<Swing> swings = new ArrayList<>();
        int point = 1;
        for (Variation each : sweep.plan().variations()) {
            List<Move> moves = new ArrayList<>();
            for (String value : each.values()) {
                moves.add(new Move(value, sweep.difference(0, point++, shown)));
            }
            swings.add(new Swing(each, moves));
        }
        swings.sort(Comparator.comparingDouble(Swing::size).reversed());
        return swings;
    }
}
