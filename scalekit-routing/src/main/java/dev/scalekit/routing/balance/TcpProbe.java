package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Function;

/**
 * Opens a connection and closes it; well is who accepts it. Says less than asking for something: a process that hangs
 * still has its connections accepted. Immutable; thread-safe.
 */
public final class TcpProbe<T> implements HealthProbe<T> {
    private final Function<? super T, InetSocketAddress> address;

    private TcpProbe(Function<? super T, InetSocketAddress> address) {
        this.address = address;
    }

    /** Returns a probe for endpoints that are addresses. */
    public static TcpProbe<InetSocketAddress> connect() {
        return connect(address -> address);
    }

    /**
     * Returns a probe for endpoints that have an address.
     *
     * @param address returns where to connect to; asked each time, and an unresolved one is resolved each time
     */
    public static <T> TcpProbe<T> connect(Function<? super T, InetSocketAddress> address) {
        return new TcpProbe<>(requireNonNull(address, "address"));
    }

    @Override
    public void check(T target, Duration timeout) throws IOException {
        InetSocketAddress where = address.apply(target);
        InetSocketAddress resolved =
                where.isUnresolved() ? new InetSocketAddress(where.getHostString(), where.getPort()) : where;
        // A channel's socket, as an interrupt ends that, and closing the balancer does not wait for the timeout.
        try (SocketChannel channel = SocketChannel.open()) {
            channel.socket().connect(resolved, (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis())));
        }
    }

    @Override
    public String toString() {
        return "TcpProbe[]";
    }
}
