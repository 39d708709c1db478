package dev.scalekit.testkit;

import java.sql.Connection;

/** What is known of one connection that a {@link FaultDataSource} gave out. Thread-safe. */
final class TrackedConnection {
    private final Connection target;
    private final FaultDataSource source;
    private final int number;
    private final Connection proxy;
    private volatile boolean dead;
    private volatile int networkTimeoutMillis;

    TrackedConnection(Connection target, FaultDataSource source, int number) {
        this.target = target;
        this.source = source;
        this.number = number;
        this.proxy = JdbcProxy.of(target, source, this);
    }

    int number() {
        return number;
    }

    Connection proxy() {
        return proxy;
    }

    boolean isDead() {
        return dead;
    }

    boolean isOpen() {
        return source.holds(this);
    }

    int networkTimeoutMillis() {
        return networkTimeoutMillis;
    }

    void networkTimeoutMillis(int millis) {
        networkTimeoutMillis = millis;
    }

    /** Another thread gives the connection up: what hangs on it fails, as a read from a closed socket does. */
    void breakHangingCalls() {
        source.plan().hanging().end(hanging -> hanging.connection() == this, HangingCall.End.BROKEN);
    }

    void closed() {
        source.forget(this);
    }

    /** The server is gone. The wrapped connection must not go back to a pool as a good one: abort comes before close. */
    void die() {
        dead = true;
        breakHangingCalls();
        if (source.forget(this)) {
            quietly(() -> target.abort(Runnable::run));
            quietly(target::close);
        }
    }

    /** What fails to close is as gone as what closes; the planned fault is the exception that the test is to see. */
    static void quietly(Closing closing) {
        try {
            closing.run();
        } catch (Exception e) {
            // Nothing is left to be done about it.
        }
    }

    @FunctionalInterface
    interface Closing {
        void run() throws Exception;
    }
}
