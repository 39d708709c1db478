package dev.scalekit.routing.balance;

import java.time.Duration;

/** How endpoints are probed, checked; see {@link ProbeOptions}. Immutable. */
record Probing(Duration every, Duration timeout, int rise, int fall) {}
