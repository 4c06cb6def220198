package headroom.faults;

import headroom.faults.FaultPlan.Lemons;
import headroom.kernel.FastStream;

import java.util.Arrays;

/** The machines of a site: where each stands, which are lemons, how often each has failed. */
final class Machines {
    private final int[] placeOf;
    private final int[] machineAt;
    private final boolean[] lemon;
    private final int[] failures;
    /** All machines, those first that were lemons at the start. */
    private final int[] lemonsFirst;

    private final int lemons;
    private final Lemons law;

    /** One machine for each place, the rest spares; lemons are drawn among all. */
    Machines(int places, int spares, Lemons law, FastStream random) {
        int count = places + spares;
        this.law = law;
        placeOf = new int[count];
        machineAt = new int[places];
        lemon = new boolean[count];
        failures = new int[count];
        lemonsFirst = new int[count];
        Arrays.setAll(placeOf, machine -> machine < places ? machine : -1);
        Arrays.setAll(machineAt, place -> place);
        Arrays.setAll(lemonsFirst, machine -> machine);
        lemons = (int) Math.round(law.share() * count);
        for (int i = 0; i < lemons; i++) {
            int other = random.nextInt(i, count - 1);
            int drawn = lemonsFirst[other];
            lemonsFirst[other] = lemonsFirst[i];
            lemonsFirst[i] = drawn;
            lemon[drawn] = true;
        }
    }

    int count() {
        return placeOf.length;
    }

    /** How many were lemons at the start. */
    int lemons() {
        return lemons;
    }

    double lemonMultiple() {
        return law.multiple();
    }

    /** Rate of a good machine over the rate of its class. */
    double goodFactor() {
        double share = (double) lemons / count();
        return law.keepMean() ? 1 / (1 - share + share * law.multiple()) : 1;
    }

    int lemonsFirst(int index) {
        return lemonsFirst[index];
    }

    boolean isLemon(int machine) {
        return lemon[machine];
    }

    /** The place the machine is responsible for, broken or not; -1 for none. */
    int placeOf(int machine) {
        return placeOf[machine];
    }

    int machineAt(int place) {
        return machineAt[place];
    }

    void countFailure(int machine) {
        failures[machine]++;
    }

    /** Whether the machine has failed so often that it is taken out. */
    boolean isToGo(int machine) {
        return law.removeAfter() > 0 && failures[machine] >= law.removeAfter();
    }

    /** Takes the machine out; true if a good one comes in its stead, under its number. */
    boolean takeOut(int machine) {
        if (law.exchanged()) {
            lemon[machine] = false;
            failures[machine] = 0;
        }
        return law.exchanged();
    }

    /** The spare stands in the place from now on, whose machine has none. */
    void replace(int place, int spare) {
        placeOf[machineAt[place]] = -1;
        machineAt[place] = spare;
        placeOf[spare] = place;
    }
}
