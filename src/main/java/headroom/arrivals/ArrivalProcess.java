package headroom.arrivals;

/** Instants at which something begins: sessions of a tier in a cell, or requests of a stream. */
@FunctionalInterface
public interface ArrivalProcess {
    /**
     * The next instant [s], not before the last one; infinite when there is none before the end of
     * the demand curve, and from then on.
     */
    double next();
}
