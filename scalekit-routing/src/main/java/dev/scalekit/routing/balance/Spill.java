package dev.scalekit.routing.balance;

/**
 * How the load is divided between levels of distance, as Envoy does with its priority levels: a level bears 1.4 times
 * the part of it that is well, up to all of it, and what it does not bear spills over to the next. It so moves smoothly
 * and begins to move only when more than two of seven are gone. If all together cannot bear the load, each gets its
 * part. Not instantiable.
 */
final class Spill {
    static final double OVERPROVISIONING = 1.4;

    private Spill() {}

    /**
     * Returns the part of the load of each level; they add up to 1, or all are 0 if nothing is well.
     *
     * @param healths by level, nearest first: which part of it is well, from 0 to 1
     */
    static double[] parts(double... healths) {
        double borne = 0;
        for (double health : healths) {
            borne += bears(health);
        }
        double[] parts = new double[healths.length];
        if (borne == 0) {
            return parts;
        }
        // With less than all borne, what each bears is scaled up to all of the load.
        double scale = Math.max(1, 1 / borne);
        double left = 1;
        for (int level = 0; level < healths.length; level++) {
            parts[level] = Math.min(left, bears(healths[level]) * scale);
            left -= parts[level];
        }
        return parts;
    }

    /** Returns the part of its usual load that something bears of which {@code health} is well. */
    static double bears(double health) {
        return Math.min(1, OVERPROVISIONING * health);
    }
}
