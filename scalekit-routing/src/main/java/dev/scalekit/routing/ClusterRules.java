package dev.scalekit.routing;

import java.time.Duration;

/**
 * When to believe what.
 *
 * @param fall after how many questions without an answer a node is down
 * @param expiry for how long an answer counts, if nothing else is heard: a monitor that hangs must not keep a node alive
 * @param maximumLag by how much a replica may be behind that is read
 */
record ClusterRules(int fall, Duration expiry, Duration maximumLag) {}
