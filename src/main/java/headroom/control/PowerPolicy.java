package headroom.control;

/** Decides the clock of a site's GPUs. Declared here, implemented in {@code policy}. */
@FunctionalInterface
public interface PowerPolicy {
    /** The clock to be set, as a share of full clock. */
    double clock(PowerView view);
}
