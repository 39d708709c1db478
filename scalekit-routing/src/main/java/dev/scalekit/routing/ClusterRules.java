package dev.scalekit.routing;

import java.time.Duration;

/**
 * When to believe what.
 *
 * @param fall after how many questions without an answer a node is down
 * @param expiry for how long an answer counts, if nothing else is heard: a monitor that hangs must not keep a node alive
 * @param maximumLag by how much a replica may be behind that is read
 */
record ClusterRules(int fall, Duration expiry, Duration maximumLag) {
    /**
     * Checks a limit against how often nodes are asked: a replica that has everything is seen as far behind as that.
     *
     * @throws IllegalArgumentException if no replica could keep to it
     */
    static void check(Duration maximumLag, Pace pace) {
        Duration least = pace.every().plus(pace.timeout());
        if (maximumLag.compareTo(least) < 0) {
            throw new IllegalArgumentException("maximumLag must be at least " + least
                    + ", which is how often nodes are asked and how long an answer may take: " + maximumLag
                    + " is a limit that would send every read to the primary");
        }
    }
}
