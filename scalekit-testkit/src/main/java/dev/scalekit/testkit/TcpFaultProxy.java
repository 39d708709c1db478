package dev.scalekit.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network that can be broken: listens on a port of the loopback address and passes everything on to another one there.
 *
 * <p>Faults hold for connections that are open and for those to come, from the next byte on, until {@link #heal}. They add
 * up: latency and slices may be on together. Nothing is reordered, and nothing is lost but by a fault that says so.
 *
 * <p>Works on what TCP delivers, so it cannot lose or reorder packets. Each connection has four threads, so it is for tens
 * of connections. Thread-safe.
 */
public final class TcpFaultProxy implements AutoCloseable {

    /** A direction in which bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private final int port;
    private final InetSocketAddress target;
    private final FaultyLink toServer = new FaultyLink();
    private final FaultyLink toClient = new FaultyLink();
    private final Set<ProxiedConnection> live = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private boolean closed;

    private TcpFaultProxy(InetSocketAddress target) {
        this.target = target;
        ServerSocket first = null;
        for (int attempt = 0; first == null; attempt++) {
            first = tryListen(FreePorts.next(), attempt);
        }
        this.port = first.getLocalPort();
        listen(first);
    }

    /**
     * Starts a proxy for a server on the loopback address; the testkit sends nothing anywhere else.
     *
     * @param port where the server listens, 1 to 65535; it need not be there yet
     */
    public static TcpFaultProxy to(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1 to 65535: " + port);
        }
        return new TcpFaultProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Returns the port of the loopback address to connect to; it never changes. */
    public int port() {
        return port;
    }

    /** Delays every byte, each way; bytes that follow each other are under way together, as on a long line. */
    public void latency(Duration latency) {
        latency(latency, Duration.ZERO);
    }

    /** Delays every byte, each way, by the latency and a part of the jitter, random but the same in every run; the order stays. */
    public void latency(Duration latency, Duration jitter) {
        change(faults -> faults.withLatency(latency, jitter));
    }

    /**
     * Lets at most so many bytes pass in a second, each way and for each connection; at least 1. A byte passes once those
     * up to it have had their time, in pieces of at most a twentieth of a second.
     */
    public void bandwidth(long bytesPerSecond) {
        change(faults -> faults.withBytesPerSecond(bytesPerSecond));
    }

    /** Passes bytes on in pieces of at most so many, at least 1. */
    public void slice(int bytes) {
        change(faults -> faults.withSlice(bytes));
    }

    /** Closes a connection once so many bytes of it have passed in the direction, counted from its first. */
    public void cutAfter(long bytes, Direction direction) {
        change(faults -> faults.withCutAfter(bytes), direction);
    }

    /** Inverts the bits of one byte of each connection, counted from 0 in the direction. */
    public void corrupt(long offset, Direction direction) {
        change(faults -> faults.withCorruptAt(offset), direction);
    }

    /** Holds all bytes back; {@link #heal} delivers them, as TCP does when a cut cable is mended in time. */
    public void partition() {
        change(faults -> faults.withTraffic(LinkFaults.Traffic.WAITS));
    }

    /**
     * Swallows all bytes, and the ends of streams, both ways: connecting works, and then nobody ever answers. What was
     * swallowed does not come back, so a connection that lost bytes is of no use after {@link #heal}; {@link #reset} it.
     */
    public void blackHole() {
        change(faults -> faults.withTraffic(LinkFaults.Traffic.VANISHES));
    }

    /**
     * As {@link #blackHole()} in one direction only: the other side still hears us, or we still hear it. To a receiver that
     * is gone bytes pass unnoticed: its RST is swallowed, and {@link #heal} lets the next byte have one.
     */
    public void blackHole(Direction direction) {
        change(faults -> faults.withTraffic(LinkFaults.Traffic.VANISHES), direction);
    }

    /** Ends every open connection by RST, to both sides. New ones are accepted. */
    public void reset() {
        live.forEach(connection -> connection.end(true));
    }

    /** Stops listening: who connects is refused. Open connections stay. */
    public synchronized void refuse() {
        ServerSocket open = listener;
        if (open == null) {
            return;
        }
        Closing.all(List.of(() -> stopListening(open)));
        listener = null;
    }

    /** Ends all faults, {@link #refuse} too. */
    public synchronized void heal() {
        requireOpen();
        change(faults -> LinkFaults.NONE);
        if (listener == null) {
            ServerSocket again = null;
            for (int attempt = 0; again == null; attempt++) {
                again = tryListen(port, attempt);
            }
            listen(again);
        }
    }

    /** Returns how many connections were accepted so far. */
    public long accepted() {
        return accepted.get();
    }

    /** Returns how many connections are open. */
    public int live() {
        return live.size();
    }

    /** Returns how many bytes were passed on so far, those of a write that is under way or failed among them. */
    public long bytes(Direction direction) {
        return link(direction).passed();
    }

    /** Returns in how many writes they were passed on. */
    public long writes(Direction direction) {
        return link(direction).writes();
    }

    /**
     * Stops listening, closes every connection and waits for the threads, also on a thread that is interrupted. A second
     * call does nothing.
     */
    @Override
    public void close() {
        synchronized (this) {
            // One step, so that no heal() comes between.
            closed = true;
            refuse();
        }
        List<Runnable> ends = new ArrayList<>();
        for (ProxiedConnection connection : Set.copyOf(live)) {
            ends.add(() -> {
                connection.end(false);
                connection.join();
            });
        }
        Closing.all(ends);
    }

    @Override
    public String toString() {
        return "TcpFaultProxy[" + port + " -> " + target.getPort() + ", to server " + toServer.faults() + ", to client "
                + toClient.faults() + "]";
    }

    private synchronized void change(UnaryOperator<LinkFaults> change) {
        LinkFaults server = change.apply(toServer.faults());
        LinkFaults client = change.apply(toClient.faults());
        toServer.set(server);
        toClient.set(client);
    }

    private synchronized void change(UnaryOperator<LinkFaults> change, Direction direction) {
        link(direction).set(change.apply(link(direction).faults()));
    }

    private FaultyLink link(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is closed");
        }
    }

    private static @Nullable ServerSocket tryListen(int port, int attempt) {
        try {
            return new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            if (attempt >= 20) {
                throw new UncheckedIOException("Could not listen on port " + port, e);
            }
            return null;
        }
    }

    private void listen(ServerSocket socket) {
        listener = socket;
        Thread thread = new Thread(() -> acceptAll(socket), "scalekit-testkit-proxy-" + port + "-acceptor");
        thread.setDaemon(true);
        acceptor = thread;
        thread.start();
    }

    private void acceptAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connect(socket.accept());
            } catch (IOException e) {
                // The listener was closed, or this client is gone already; the loop knows which.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(target);
        } catch (IOException e) {
            // Nobody listens there: tell the client as the kernel would have.
            ProxiedConnection.close(client, true);
            ProxiedConnection.close(server, true);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, server, live::remove);
        live.add(connection);
        long number = accepted.incrementAndGet();
        connection.start("scalekit-testkit-proxy-" + port + "-" + number, toServer, toClient, number);
    }

    private void stopListening(ServerSocket socket) {
        Thread thread = acceptor;
        try {
            socket.close();
            if (thread != null) {
                thread.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(this + " could not stop listening", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + this + " stopped listening", e);
        }
    }
}
