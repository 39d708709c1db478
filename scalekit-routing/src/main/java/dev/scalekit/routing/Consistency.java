package dev.scalekit.routing;

/** What a read on a replica is sure to see. */
public enum Consistency {
    /** Nothing but what the limit of the lag says. */
    NONE,
    /**
     * What was written before in the same scope ({@link RoutingDataSource#atLeast}), and nothing older than what was read in it;
     * outside of scopes what this process has written before. If the node that was written to is gone before anybody could ask how far
     * that went, such reads wait for the next primary: no replica is known to have it. A process that writes all the time has its replicas wait for
     * it: give requests scopes there.
     */
    SESSION
}
