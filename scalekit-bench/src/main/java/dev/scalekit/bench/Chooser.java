package dev.scalekit.bench;

/** A load balancer as the client that asks it sees it: for each request an endpoint. Not thread-safe. */
interface Chooser extends AutoCloseable {
    /** Chooses the endpoint of a request. Only the limit looks at the request; a balancer does not know what it takes. */
    Choice choose(Request request);

    /** Ends the balancer. */
    @Override
    default void close() {}

    /**
     * A request.
     *
     * @param due when it is sent, in nanoseconds since the beginning
     * @param work how long it takes to serve, as a multiple of the mean
     */
    record Request(long due, double work) {}

    /** An endpoint, for one request. */
    interface Choice {
        /** The number of the endpoint, from 0. */
        int endpoint();

        /** Tells the balancer that the answer is here, with what the server says of itself. */
        void answered(ServerLoad load);
    }
}
