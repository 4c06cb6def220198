package headroom.control;

/** What a power policy may read: the meters of its site over the last epoch. */
public interface PowerView {
    /** Limit of the site [W]. */
    double limitWatts();

    /** Mean facility power over the last epoch [W]. */
    double facilityWatts();

    /** The clock in force, decisions on the way included. */
    double clock();

    /** Facility power if the last epoch's work ran at another clock; rises with it [W]. */
    double facilityWattsAt(double clock);
}
