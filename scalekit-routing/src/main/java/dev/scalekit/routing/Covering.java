package dev.scalekit.routing;

/** Asks positions, which may be of a dialect that somebody else has written. Not instantiable. */
final class Covering {
    private Covering() {}

    /** Tells whether one position covers another; if it cannot say so, it does not. */
    static boolean covers(Position reached, Position wanted) {
        try {
            return reached.covers(wanted);
        } catch (RuntimeException | Error e) {
            // Whoever picks a node, or has the lock, goes on: what is not known to be there is not.
            return false;
        }
    }
}
