package dev.scalekit.routing.balance;

import java.util.concurrent.CompletableFuture;

/**
 * A drain that is going on. Immutable, but for the future.
 *
 * @param started by the ticker
 * @param deadline by the ticker
 */
record Drain(long started, long deadline, CompletableFuture<Drained> done) {}
