package dev.scalekit.routing;

import java.time.Duration;

/**
 * How often nodes are asked.
 *
 * @param every as long as all is well, and after half a minute of something else
 * @param inPanic while there is no primary, and for a moment after somebody has met a failure
 * @param shortest not oftener, whatever happens
 * @param timeout how long an answer is waited for
 */
record Pace(Duration every, Duration inPanic, Duration shortest, Duration timeout) {
    static final Pace STANDARD =
            new Pace(Duration.ofMillis(500), Duration.ofMillis(50), Duration.ofMillis(5), Duration.ofMillis(300));
}
