package dev.scalekit.examples.demo;

/** How all web servers are set up, those that come later included. */
@FunctionalInterface
interface Rollout {
    /** Returns how one is set up. */
    Deployment of(WebServer server);

    /** Waits until nothing is left in one that gets no requests any more, and is to be ended for good. */
    default void empty(WebServer server) {}
}
